package io.flowledger.export;

import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.Context;
import io.flowledger.flow.layout.Layout;
import io.flowledger.wire.registry.ElementRegistry;
import io.flowledger.wire.registry.InformationElement;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of a table of flows as an IPFIX File (RFC 5655): Messages one after the other, whose Export Time is the receive
 * time of their records to the second, whose Observation Domain is the records' own.
 *
 * <p>Records of the same known columns share a template. Elements of enterprises are described by type records (RFC 5610)
 * before they are used, so that others can read them. One thread.
 */
public final class IpfixFileWriter implements Closeable {
    private static final int VERSION = 10;
    private static final int TEMPLATE_SET = 2;
    private static final int OPTIONS_TEMPLATE_SET = 3;
    private static final int HEADER_OCTETS = 16;
    private static final int SET_HEADER_OCTETS = 4;
    private static final int LARGEST_MESSAGE = 65_535;

    /** Messages end before they are larger, so that tools with small buffers read them too. */
    private static final int USUAL_MESSAGE = 16_384;

    private static final int TYPE_TEMPLATE = 256;
    private static final int FIRST_TEMPLATE = 257;
    private static final int ENTERPRISE_BIT = 0x8000;
    private static final int VARIABLE_LENGTH = 65_535;

    /** privateEnterpriseNumber, informationElementId, then type, semantics, units and name: RFC 5610 section 3.9. */
    private static final int[][] TYPE_FIELDS = {{346, 4}, {303, 2}, {339, 1}, {344, 1}, {345, 2}, {341, VARIABLE_LENGTH}
    };

    private final OutputStream out;
    private final RowEncoder rows;
    private final int receivedColumn;
    private final int domainColumn;
    private final Map<List<Shape>, Integer> templateIds = new HashMap<>();
    private final Map<Long, Domain> domains = new HashMap<>();
    private final OctetBuffer sets = new OctetBuffer();
    private final OctetBuffer records = new OctetBuffer();
    private int openTemplate;
    private int messageRecords;
    private long messageSecond;
    private @Nullable Domain messageDomain;
    private long written;

    /** What a field is in a template. */
    private record Shape(long enterprise, int id, int length) {}

    /** What an Observation Domain has had so far. */
    private static final class Domain {
        private final long id;
        private final Set<Integer> templates = new HashSet<>();
        private final Set<Long> described = new HashSet<>();
        private long sequence;

        Domain(long id) {
            this.id = id;
        }
    }

    /** A writer of rows of {@code layout} to {@code out}, which it closes. */
    public IpfixFileWriter(OutputStream out, Layout layout, ElementRegistry registry) {
        this.out = out;
        this.rows = new RowEncoder(layout, registry);
        this.receivedColumn = column(layout, Context.RECEIVED_AT);
        this.domainColumn = column(layout, Context.OBSERVATION_DOMAIN);
    }

    private static int column(Layout layout, Context context) {
        for (int i = 0; i < layout.columns().size(); i++) {
            Column column = layout.columns().get(i);
            if (column.context() == context) {
                return i;
            }
        }
        return -1;
    }

    /** Records written. */
    public long written() {
        return written;
    }

    /** Values that no element could hold. */
    public long leftOut() {
        return rows.leftOut();
    }

    /** Writes a row whose values stand in the order of the layout's columns. */
    public void write(List<@Nullable Object> row) throws IOException {
        List<FieldValue> fields = rows.fields(row);
        Object received = receivedColumn < 0 ? null : row.get(receivedColumn);
        Object domainId = domainColumn < 0 ? null : row.get(domainColumn);
        Instant receivedAt = received == null ? Instant.EPOCH : RowEncoder.time(received.toString());
        Domain domain =
                domains.computeIfAbsent(domainId == null ? 0L : Long.parseLong(domainId.toString()), Domain::new);
        if (domain != messageDomain || receivedAt.getEpochSecond() != messageSecond) {
            flush();
            messageDomain = domain;
            messageSecond = receivedAt.getEpochSecond();
        }
        List<Shape> shape = new ArrayList<>();
        int length = 0;
        for (FieldValue field : fields) {
            shape.add(new Shape(
                    field.element().enterpriseNumber(), field.element().elementId(), field.fieldLength()));
            length += field.length();
        }
        if (length == 0) {
            return;
        }
        int templateId = templateIds.computeIfAbsent(shape, missing -> FIRST_TEMPLATE + templateIds.size());
        if (templateId > 0xFFFF) {
            throw new IOException("the flows have more than " + (0xFFFF - FIRST_TEMPLATE)
                    + " different combinations of columns; export less at a time");
        }
        if (octets() + length > LARGEST_MESSAGE / 2 && octets() > HEADER_OCTETS) {
            flush();
        }
        describe(domain, fields);
        define(domain, templateId, shape);
        if (openTemplate != templateId) {
            endSet();
            openTemplate = templateId;
        }
        for (FieldValue field : fields) {
            field.writeTo(records);
        }
        messageRecords++;
        written++;
        if (octets() > USUAL_MESSAGE) {
            flush();
        }
    }

    private int octets() {
        return HEADER_OCTETS + sets.size() + SET_HEADER_OCTETS + records.size();
    }

    private void define(Domain domain, int templateId, List<Shape> shape) {
        if (!domain.templates.add(templateId)) {
            return;
        }
        endSet();
        OctetBuffer template = new OctetBuffer().u16(templateId).u16(shape.size());
        shape.forEach(field -> specifier(template, field));
        set(TEMPLATE_SET, template.toByteArray());
    }

    private static void specifier(OctetBuffer template, Shape field) {
        boolean enterprise = field.enterprise != 0;
        template.u16(enterprise ? field.id | ENTERPRISE_BIT : field.id).u16(field.length);
        if (enterprise) {
            template.u32(field.enterprise);
        }
    }

    private void describe(Domain domain, List<FieldValue> fields) {
        for (FieldValue field : fields) {
            InformationElement element = field.element();
            long key = element.enterpriseNumber() << 16 | element.elementId();
            boolean isPrivate =
                    element.enterpriseNumber() != 0 && element.enterpriseNumber() != ElementRegistry.REVERSE_ENTERPRISE;
            boolean hasName = !element.name().equals("e" + element.enterpriseNumber() + "id" + element.elementId());
            if (isPrivate && hasName && domain.described.add(key)) {
                endSet();
                if (domain.templates.add(TYPE_TEMPLATE)) {
                    OctetBuffer template = new OctetBuffer()
                            .u16(TYPE_TEMPLATE)
                            .u16(TYPE_FIELDS.length)
                            .u16(2);
                    for (int[] of : TYPE_FIELDS) {
                        template.u16(of[0]).u16(of[1]);
                    }
                    set(OPTIONS_TEMPLATE_SET, template.toByteArray());
                }
                byte[] name = element.name().getBytes(java.nio.charset.StandardCharsets.UTF_8);
                set(
                        TYPE_TEMPLATE,
                        new OctetBuffer()
                                .u32(element.enterpriseNumber())
                                .u16(element.elementId())
                                .u8(element.type().number())
                                .u8(element.semantics().number())
                                .u16(element.units().number())
                                .u8(name.length)
                                .raw(name)
                                .toByteArray());
                messageRecords++;
            }
        }
    }

    private void endSet() {
        if (records.size() > 0) {
            set(openTemplate, records.toByteArray());
            records.clear();
        }
        openTemplate = 0;
    }

    private void set(int id, byte[] content) {
        sets.u16(id).u16(content.length + SET_HEADER_OCTETS).raw(content);
    }

    private void flush() throws IOException {
        endSet();
        Domain domain = messageDomain;
        if (domain == null || sets.size() == 0) {
            return;
        }
        out.write(new OctetBuffer()
                .u16(VERSION)
                .u16(HEADER_OCTETS + sets.size())
                .u32(messageSecond)
                .u32(domain.sequence)
                .u32(domain.id)
                .raw(sets.toByteArray())
                .toByteArray());
        domain.sequence += messageRecords;
        messageRecords = 0;
        sets.clear();
    }

    /** Writes what is left, and closes the output. */
    @Override
    public void close() throws IOException {
        try (out) {
            flush();
        }
    }
}
