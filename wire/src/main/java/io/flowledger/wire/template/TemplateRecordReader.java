package io.flowledger.wire.template;

import io.flowledger.wire.cursor.Octets;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.fault.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Reads the Template Records of one Set. A bad record costs itself; only when its end cannot be found does it cost the rest
 * of the Set. The records before it are kept.
 *
 * <pre>
 *   Template Record (RFC 7011 section 3.4.1, RFC 3954 section 5.2)
 *   +-------------------------------+-------------------------------+
 *   |      Template ID (> 255)      |         Field Count           |
 *   +-------------------------------+-------------------------------+
 *   |  Field Specifiers ...
 *
 *   Options Template Record of IPFIX (RFC 7011 section 3.4.2.2)
 *   +-------------------------------+-------------------------------+
 *   |      Template ID (> 255)      |  Field Count, scope included  |
 *   +-------------------------------+-------------------------------+
 *   |      Scope Field Count        |  Field Specifiers ...
 *
 *   Options Template Record of NetFlow version 9 (RFC 3954 section 6.1)
 *   +-------------------------------+-------------------------------+
 *   |      Template ID (> 255)      |   Option Scope Length, octets |
 *   +-------------------------------+-------------------------------+
 *   |     Option Length, octets     |  Scopes, then options ...
 *
 *   Field Specifier (RFC 7011 section 3.2); the Enterprise Number only if E is 1, E only in IPFIX
 *   +-------------------------------+-------------------------------+
 *   |E|  Information Element ident. |        Field Length           |
 *   +-------------------------------+-------------------------------+
 *   |                      Enterprise Number                        |
 *   +---------------------------------------------------------------+
 * </pre>
 *
 * <p>Threading: stateless; an instance lives for one Set.
 */
public final class TemplateRecordReader {
    private static final int ENTERPRISE_BIT = 0x8000;
    private static final int SMALLEST_TEMPLATE_ID = 256;
    private static final int TEMPLATE_HEADER_LENGTH = 4;
    private static final int OPTIONS_HEADER_LENGTH = 6;
    private static final int SPECIFIER_LENGTH = 4;
    private static final int ENTERPRISE_SPECIFIER_LENGTH = 8;

    private final int version;
    private final long observationDomain;
    private final boolean options;
    private final int setId;
    private final Limits limits;
    private final TemplateHandler handler;
    private final byte[] b;
    private final int end;

    private TemplateRecordReader(
            int version,
            long observationDomain,
            boolean options,
            int setId,
            Limits limits,
            TemplateHandler handler,
            byte[] b,
            int end) {
        this.version = version;
        this.observationDomain = observationDomain;
        this.options = options;
        this.setId = setId;
        this.limits = limits;
        this.handler = handler;
        this.b = b;
        this.end = end;
    }

    /**
     * Reads all records of a Template Set or Options Template Set.
     *
     * @param version {@link Template#NETFLOW9} or {@link Template#IPFIX}
     * @param options whether it is an Options Template Set
     * @param setId the Set ID, which is what a withdrawal of all templates carries as Template ID
     * @param offset of the Set's content, after the Set Header
     * @param length octets of the content
     */
    public static void readSet(
            int version,
            long observationDomain,
            boolean options,
            int setId,
            byte[] b,
            int offset,
            int length,
            Limits limits,
            TemplateHandler handler) {
        TemplateRecordReader reader = new TemplateRecordReader(
                version, observationDomain, options, setId, limits, handler, b, offset + length);
        int position = offset;
        while (position < reader.end) {
            position = reader.readOne(position);
        }
    }

    static Template single(int version, long observationDomain, boolean options, byte[] encoded) {
        SingleTemplate single = new SingleTemplate();
        Limits none = new Limits(1, Integer.MAX_VALUE, Integer.MAX_VALUE, 65535);
        int id = options ? 3 : 2;
        TemplateRecordReader reader = new TemplateRecordReader(
                version, observationDomain, options, id, none, single, encoded, encoded.length);
        int position = reader.readOne(0);
        Template template = single.template;
        if (template == null || position != encoded.length) {
            throw new IllegalArgumentException("no single template record of version " + version + " in "
                    + encoded.length + " octets: " + single.fault);
        }
        return template;
    }

    /** Reads the record at {@code position}; gives the position after it, {@code end} when there is none. */
    private int readOne(int position) {
        int remaining = end - position;
        if (remaining < TEMPLATE_HEADER_LENGTH || Octets.u16(b, position) == 0) {
            // Padding is shorter than a record or zero octets, which are no Template ID.
            if (!Octets.allZero(b, position, remaining)) {
                handler.fault(
                        remaining < TEMPLATE_HEADER_LENGTH
                                ? DecodeFault.TEMPLATE_CUT
                                : DecodeFault.TEMPLATE_ID_RESERVED);
            }
            return end;
        }
        int templateId = Octets.u16(b, position);
        int second = Octets.u16(b, position + 2);
        if (version == Template.IPFIX && second == 0) {
            withdraw(templateId);
            return position + TEMPLATE_HEADER_LENGTH;
        }
        if (options && remaining < OPTIONS_HEADER_LENGTH) {
            handler.fault(DecodeFault.TEMPLATE_CUT);
            return end;
        }
        if (options && version == Template.NETFLOW9) {
            return readNetflow9Options(position, templateId, second, Octets.u16(b, position + 4));
        }
        int scopeCount = options ? Octets.u16(b, position + 4) : 0;
        int specifiers = position + (options ? OPTIONS_HEADER_LENGTH : TEMPLATE_HEADER_LENGTH);
        DecodeFault fault =
                options && (scopeCount == 0 || scopeCount > second) ? DecodeFault.SCOPE_COUNT_INVALID : null;
        return readRecord(position, specifiers, templateId, scopeCount, second, fault);
    }

    private int readNetflow9Options(int position, int templateId, int scopeLength, int optionLength) {
        int specifiers = position + OPTIONS_HEADER_LENGTH;
        if (scopeLength % SPECIFIER_LENGTH != 0 || optionLength % SPECIFIER_LENGTH != 0) {
            int next = specifiers + scopeLength + optionLength;
            handler.fault(next > end ? DecodeFault.TEMPLATE_CUT : DecodeFault.SCOPE_LENGTH_INVALID);
            return Math.min(next, end);
        }
        int scopeCount = scopeLength / SPECIFIER_LENGTH;
        int count = scopeCount + optionLength / SPECIFIER_LENGTH;
        return readRecord(position, specifiers, templateId, scopeCount, count, null);
    }

    private void withdraw(int templateId) {
        boolean all = templateId == setId;
        if (all || templateId >= SMALLEST_TEMPLATE_ID) {
            handler.withdrawal(observationDomain, templateId, all);
        } else {
            handler.fault(DecodeFault.TEMPLATE_ID_RESERVED);
        }
    }

    private int readRecord(
            int position,
            int specifiers,
            int templateId,
            int scopeCount,
            int count,
            @Nullable DecodeFault headerFault) {
        int next = endOfSpecifiers(specifiers, count);
        if (next < 0) {
            handler.fault(DecodeFault.TEMPLATE_CUT);
            return end;
        }
        DecodeFault fault = headerFault;
        if (templateId < SMALLEST_TEMPLATE_ID) {
            fault = DecodeFault.TEMPLATE_ID_RESERVED;
        } else if (count == 0) {
            fault = DecodeFault.TEMPLATE_WITHOUT_FIELDS;
        } else if (count > limits.fieldsPerTemplate()) {
            fault = DecodeFault.TEMPLATE_TOO_MANY_FIELDS;
        }
        if (fault == null) {
            fault = makeTemplate(position, specifiers, next, templateId, scopeCount, count);
        }
        if (fault != null) {
            handler.fault(fault);
        }
        return next;
    }

    /** The position after {@code count} Field Specifiers, or -1 if they go past the Set. */
    private int endOfSpecifiers(int specifiers, int count) {
        int position = specifiers;
        for (int i = 0; i < count; i++) {
            if (end - position < SPECIFIER_LENGTH) {
                return -1;
            }
            position += hasEnterpriseNumber(position) ? ENTERPRISE_SPECIFIER_LENGTH : SPECIFIER_LENGTH;
        }
        return position <= end ? position : -1;
    }

    private boolean hasEnterpriseNumber(int position) {
        return version == Template.IPFIX && (Octets.u16(b, position) & ENTERPRISE_BIT) != 0;
    }

    private @Nullable DecodeFault makeTemplate(
            int position, int specifiers, int next, int templateId, int scopeCount, int count) {
        FieldSpecifier[] fields = new FieldSpecifier[count];
        int at = specifiers;
        int shortest = 0;
        for (int i = 0; i < count; i++) {
            FieldSpecifier field = specifier(at, i < scopeCount);
            fields[i] = field;
            at += hasEnterpriseNumber(at) ? ENTERPRISE_SPECIFIER_LENGTH : SPECIFIER_LENGTH;
            shortest += field.minimumLength();
            if (shortest > limits.recordLengthOctets()) {
                return DecodeFault.TEMPLATE_TOO_LONG;
            }
        }
        if (shortest == 0) {
            return DecodeFault.TEMPLATE_RECORD_LENGTH_ZERO;
        }
        byte[] encoded = new byte[next - position];
        System.arraycopy(b, position, encoded, 0, encoded.length);
        handler.template(new Template(version, observationDomain, templateId, options, scopeCount, fields, encoded));
        return null;
    }

    private FieldSpecifier specifier(int at, boolean scope) {
        int elementId = Octets.u16(b, at);
        int length = Octets.u16(b, at + 2);
        if (version == Template.NETFLOW9) {
            return FieldSpecifier.of(scope ? FieldSpecifier.NETFLOW9_SCOPE : 0, elementId, length);
        }
        if (hasEnterpriseNumber(at)) {
            return FieldSpecifier.of(Octets.u32(b, at + 4), elementId & ~ENTERPRISE_BIT, length);
        }
        return FieldSpecifier.of(0, elementId, length);
    }

    /** Takes the one template that {@link Template#decode} is asked for. */
    private static final class SingleTemplate implements TemplateHandler {
        private @Nullable Template template;
        private @Nullable DecodeFault fault;

        @Override
        public void template(Template template) {
            this.template = template;
        }

        @Override
        public void withdrawal(long observationDomain, int templateId, boolean all) {}

        @Override
        public void fault(DecodeFault fault) {
            this.fault = fault;
        }
    }
}
