package io.flowledger.wire;

import io.flowledger.wire.cursor.Octets;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.fault.Limits;
import io.flowledger.wire.ipfix.IpfixMessage;
import io.flowledger.wire.netflow5.Netflow5Message;
import io.flowledger.wire.netflow5.Netflow5Record;
import io.flowledger.wire.netflow9.Netflow9Message;
import io.flowledger.wire.template.RecordWalker;
import io.flowledger.wire.template.Template;
import io.flowledger.wire.template.TemplateChange;
import io.flowledger.wire.template.TemplateHandler;
import io.flowledger.wire.template.TemplateStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The plainest use of this module: one exporter's datagrams to counts, over UDP. Data Sets without a template are kept until
 * it comes.
 */
final class MessageWalk implements TemplateHandler {
    private static final int[] OCTET_COUNTS = {1, 85, 23};
    private static final int[] PACKET_COUNTS = {2, 86, 24};

    private static final class ParkedSet {
        private final int version;
        private final long domain;
        private final int setId;
        private final byte[] content;

        ParkedSet(int version, long domain, int setId, byte[] content) {
            this.version = version;
            this.domain = domain;
            this.setId = setId;
            this.content = content;
        }
    }

    final Map<DecodeFault, Integer> faults = new EnumMap<>(DecodeFault.class);
    final TemplateStore netflow9Templates;
    final TemplateStore ipfixTemplates;
    int messages;
    int sets;
    long flowRecords;
    long optionsRecords;
    int templates;
    long octets;
    long packets;
    /** Octets that records were found in, to prove that no octet is read as two records. */
    long recordOctets;

    private final Limits limits;
    private final List<ParkedSet> parked = new ArrayList<>();
    private final RecordWalker walker = new RecordWalker();
    private final Netflow5Message netflow5 = new Netflow5Message();
    private final Netflow9Message netflow9 = new Netflow9Message();
    private final IpfixMessage ipfix = new IpfixMessage();

    MessageWalk(Limits limits) {
        this.limits = limits;
        this.netflow9Templates = new TemplateStore(limits);
        this.ipfixTemplates = new TemplateStore(limits);
    }

    void walk(byte[] b) {
        walk(b, 0, b.length);
    }

    void walk(byte[] b, int offset, int length) {
        messages++;
        ExportProtocol protocol = ExportProtocol.detect(b, offset, length);
        if (protocol == null) {
            count(length == 0 ? DecodeFault.EMPTY_DATAGRAM : DecodeFault.UNKNOWN_VERSION);
            return;
        }
        switch (protocol) {
            case NETFLOW_V5 -> walkNetflow5(b, offset, length);
            case NETFLOW_V9 -> walkNetflow9(b, offset, length);
            case IPFIX -> walkIpfix(b, offset, length);
            default -> count(DecodeFault.UNSUPPORTED_VERSION);
        }
    }

    /** A file or stream of IPFIX Messages one after the other (RFC 5655). */
    void walkStream(byte[] b) {
        int at = 0;
        while (at < b.length) {
            int remaining = b.length - at;
            int length = remaining < IpfixMessage.HEADER_LENGTH
                    ? remaining
                    : Math.max(IpfixMessage.HEADER_LENGTH, Octets.u16(b, at + 2));
            walk(b, at, Math.min(remaining, length));
            at += length;
        }
    }

    private void walkNetflow5(byte[] b, int offset, int length) {
        count(netflow5.wrap(b, offset, length));
        count(netflow5.fault());
        for (int i = 0; i < netflow5.recordCount(); i++) {
            flowRecords++;
            recordOctets += Netflow5Message.RECORD_LENGTH;
            octets += Octets.u32(b, netflow5.recordOffset(i) + Netflow5Record.OCTETS);
            packets += Octets.u32(b, netflow5.recordOffset(i) + Netflow5Record.PACKETS);
        }
    }

    private void walkNetflow9(byte[] b, int offset, int length) {
        DecodeFault refused = netflow9.wrap(b, offset, length);
        count(refused);
        while (netflow9.nextSet()) {
            sets++;
            if (Netflow9Message.isDataSet(netflow9.setId())) {
                walkData(
                        9,
                        b,
                        netflow9.observationDomain(),
                        netflow9.setId(),
                        netflow9.contentOffset(),
                        netflow9.contentLength());
            } else {
                netflow9.readTemplates(limits, this);
                unpark();
            }
        }
        count(netflow9.fault());
    }

    private void walkIpfix(byte[] b, int offset, int length) {
        DecodeFault refused = ipfix.wrap(b, offset, length);
        count(refused);
        while (ipfix.nextSet()) {
            sets++;
            if (IpfixMessage.isDataSet(ipfix.setId())) {
                walkData(10, b, ipfix.observationDomain(), ipfix.setId(), ipfix.contentOffset(), ipfix.contentLength());
            } else {
                ipfix.readTemplates(limits, this);
                unpark();
            }
        }
        count(ipfix.fault());
    }

    private void walkData(int version, byte[] b, long domain, int setId, int offset, int length) {
        Template template = store(version).find(domain, setId);
        if (template == null) {
            count(DecodeFault.TEMPLATE_MISSING);
            if (parked.size() < 1000) {
                parked.add(new ParkedSet(version, domain, setId, Arrays.copyOfRange(b, offset, offset + length)));
            }
            return;
        }
        walker.wrap(template, b, offset, length);
        while (walker.next()) {
            recordOctets += walker.recordLength();
            if (template.isOptions()) {
                optionsRecords++;
            } else {
                flowRecords++;
                octets += first(template, b, OCTET_COUNTS);
                packets += first(template, b, PACKET_COUNTS);
            }
        }
        count(walker.fault());
    }

    private void unpark() {
        if (parked.isEmpty()) {
            return;
        }
        List<ParkedSet> waiting = new ArrayList<>(parked);
        parked.clear();
        for (ParkedSet set : waiting) {
            if (store(set.version).find(set.domain, set.setId) == null) {
                parked.add(set);
            } else {
                walkData(set.version, set.content, set.domain, set.setId, 0, set.content.length);
            }
        }
    }

    private long first(Template template, byte[] b, int[] elementIds) {
        for (int elementId : elementIds) {
            for (int i = 0; i < template.fieldCount(); i++) {
                if (template.field(i).enterpriseNumber() == 0
                        && template.field(i).elementId() == elementId
                        && walker.fieldLength(i) <= 8) {
                    return Octets.unsigned(b, walker.fieldOffset(i), walker.fieldLength(i));
                }
            }
        }
        return 0;
    }

    private TemplateStore store(int version) {
        return version == 9 ? netflow9Templates : ipfixTemplates;
    }

    @Override
    public void template(Template template) {
        templates++;
        if (store(template.version()).put(template, 0) == TemplateChange.REFUSED_FULL) {
            count(DecodeFault.TOO_MANY_TEMPLATES);
        }
    }

    @Override
    public void withdrawal(long observationDomain, int templateId, boolean all) {
        count(DecodeFault.WITHDRAWAL_IGNORED);
    }

    @Override
    public void fault(DecodeFault fault) {
        count(fault);
    }

    private void count(@Nullable DecodeFault fault) {
        if (fault != null) {
            faults.merge(fault, 1, Integer::sum);
        }
    }
}
