package io.flowledger.generate;

import io.flowledger.wire.cursor.Octets;

/**
 * Sends NetFlow version 9 (RFC 3954) or IPFIX over UDP (RFC 7011).
 *
 * <p>It begins with its templates, in several datagrams when one does not hold them, and sends them again after a number of
 * datagrams, as both need over UDP (RFC 7011 section 8.4). The flows of a datagram lie in a Set of IPv4 and one of IPv6, by the
 * pair of templates whose turn it is.
 */
final class TemplateExporter extends Exporter {
    private static final int NETFLOW9_HEADER = 20;
    private static final int IPFIX_HEADER = 16;
    private static final int SET_HEADER = 4;
    private static final int MOST_PADDING = 3;
    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final int NANOS_PER_SECOND = 1_000_000_000;

    private final boolean ipfix;
    private final FlowDraw draw;
    private final FlowBlock block;
    private final TemplateSet templates;
    private final GeneratorSettings settings;
    private final int headerLength;
    private long sequence;
    private int untilTemplates;
    private int nextTemplate;
    private int nextInterface;
    private boolean templatesDue;
    private boolean samplerDue;
    private int variant;
    private double ipv6Owed;
    private int ipv4Flows;
    private int ipv6Flows;
    private int headerCount;

    private TemplateExporter(
            boolean ipfix,
            int number,
            long startMillis,
            GeneratorSettings settings,
            int samplingRate,
            Workspace work,
            TemplateSet templates) {
        super(number, startMillis, samplingRate);
        this.ipfix = ipfix;
        this.headerLength = ipfix ? IPFIX_HEADER : NETFLOW9_HEADER;
        this.draw = work.draw();
        this.block = work.block();
        this.templates = templates;
        this.settings = settings;
        begin();
    }

    static TemplateExporter netflow9(
            int number, long startMillis, GeneratorSettings settings, int samplingRate, Workspace work) {
        return new TemplateExporter(
                false, number, startMillis, settings, samplingRate, work, work.netflow9(samplingRate > 0));
    }

    static TemplateExporter ipfix(
            int number, long startMillis, GeneratorSettings settings, int samplingRate, Workspace work) {
        return new TemplateExporter(
                true, number, startMillis, settings, samplingRate, work, work.ipfix(samplingRate > 0));
    }

    @Override
    int next(long nanos, long mostRecords, byte[] out, Tally tally) {
        int end = headerLength;
        headerCount = 0;
        int optionsRecords = 0;
        if (templatesDue) {
            end = putTemplates(out, end);
            if (nextTemplate == templates.count() && samplerDue && fits(end, templates.optionsLength())) {
                end = templates.putOptions(out, end, samplingRate(), number());
                headerCount += 2;
                optionsRecords = 1;
                samplerDue = false;
            }
            if (nextTemplate == templates.count() && !samplerDue && nextInterface < interfacesToName()) {
                InterfaceTable.Written names =
                        templates.interfaces().put(out, end, nextInterface, settings.datagramOctets());
                headerCount += names.next() == nextInterface ? 0 : 1 + names.next() - nextInterface;
                optionsRecords += names.next() - nextInterface;
                nextInterface = names.next();
                end = names.end();
            }
            templatesDue = nextTemplate < templates.count() || samplerDue || nextInterface < interfacesToName();
            untilTemplates = settings.templateInterval();
        }
        int flows = 0;
        if (!templatesDue) {
            flows = chooseFlows(end, mostRecords);
            end = putFlows(nanos / NANOS_PER_MILLI, out, end);
            tally.addRecords(flows, block.sum(FlowValue.OCTETS, 0, flows), block.sum(FlowValue.PACKETS, 0, flows));
            if (--untilTemplates == 0) {
                begin();
            }
        }
        headerCount += flows;
        tally.addOther(optionsRecords);
        putHeader(nanos, out, end);
        // Version 9 counts datagrams; IPFIX Data Records, those of options too (RFC 7011 section 3.1).
        sequence += ipfix ? flows + optionsRecords : 1;
        return end;
    }

    /** With the templates, the options and the names of interfaces. */
    private void begin() {
        templatesDue = true;
        samplerDue = samplingRate() > 0;
        nextTemplate = 0;
        nextInterface = 0;
    }

    private int interfacesToName() {
        return settings.interfaceNames() ? templates.interfaces().count() : 0;
    }

    private boolean fits(int end, int length) {
        return end + length <= settings.datagramOctets();
    }

    /** As many of the templates as fit, from the one that is next. */
    private int putTemplates(byte[] out, int offset) {
        int end = offset + SET_HEADER;
        while (nextTemplate < templates.count()
                && fits(end, templates.form(nextTemplate).templateLength())) {
            end = templates.form(nextTemplate).putTemplate(out, end);
            nextTemplate++;
            headerCount++;
        }
        if (end == offset + SET_HEADER) {
            return offset;
        }
        TemplateSet.putSet(out, offset, ipfix ? 2 : 0, end - offset);
        return end;
    }

    /** Decides how many flows of each family come into the rest of the datagram; returns how many in all. */
    private int chooseFlows(int end, long mostRecords) {
        int most = settings.recordsPerDatagram() == 0 ? FlowBlock.CAPACITY : settings.recordsPerDatagram();
        most = (int) Math.min(most, mostRecords);
        int ipv4Room = templates.form(variant, false).recordRoom();
        int ipv6Room = templates.form(variant, true).recordRoom();
        int room = settings.datagramOctets() - end - 2 * (SET_HEADER + MOST_PADDING);
        ipv4Flows = 0;
        ipv6Flows = 0;
        while (ipv4Flows + ipv6Flows < most) {
            boolean ipv6 = ipv6Owed + settings.ipv6Share() >= 1;
            room -= ipv6 ? ipv6Room : ipv4Room;
            if (room < 0) {
                break;
            }
            ipv6Owed += settings.ipv6Share() - (ipv6 ? 1 : 0);
            if (ipv6) {
                ipv6Flows++;
            } else {
                ipv4Flows++;
            }
        }
        return ipv4Flows + ipv6Flows;
    }

    private int putFlows(long millis, byte[] out, int offset) {
        draw.draw(block, 0, ipv4Flows, false, number(), millis, bootMillis(), TemplateSet.SAMPLER);
        draw.draw(block, ipv4Flows, ipv4Flows + ipv6Flows, true, number(), millis, bootMillis(), TemplateSet.SAMPLER);
        int end = putDataSet(templates.form(variant, false), 0, ipv4Flows, out, offset);
        end = putDataSet(templates.form(variant, true), ipv4Flows, ipv4Flows + ipv6Flows, out, end);
        variant = variant + 1 == templates.variants() ? 0 : variant + 1;
        return end;
    }

    private int putDataSet(RecordForm form, int from, int to, byte[] out, int offset) {
        if (from == to) {
            return offset;
        }
        int end = form.put(block, from, to, out, offset + SET_HEADER);
        while ((end - offset) % 4 != 0) {
            Octets.putU8(out, end++, 0);
        }
        TemplateSet.putSet(out, offset, form.templateId(), end - offset);
        return end;
    }

    private void putHeader(long nanos, byte[] out, int end) {
        if (ipfix) {
            Octets.putU16(out, 0, 10);
            Octets.putU16(out, 2, end);
            Octets.putU32(out, 4, nanos / NANOS_PER_SECOND);
            Octets.putU32(out, 8, sequence);
            Octets.putU32(out, 12, number() + 1L);
        } else {
            Octets.putU16(out, 0, 9);
            Octets.putU16(out, 2, headerCount);
            Octets.putU32(out, 4, nanos / NANOS_PER_MILLI - bootMillis());
            Octets.putU32(out, 8, nanos / NANOS_PER_SECOND);
            Octets.putU32(out, 12, sequence);
            Octets.putU32(out, 16, number() + 1L);
        }
    }
}
