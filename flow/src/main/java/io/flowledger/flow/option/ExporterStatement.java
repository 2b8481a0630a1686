package io.flowledger.flow.option;

import io.flowledger.flow.batch.ExporterAddress;
import io.flowledger.flow.option.OptionReader.OptionHandler;
import io.flowledger.wire.cursor.Octets;
import io.flowledger.wire.template.FieldSpecifier;
import io.flowledger.wire.template.RecordWalker;
import io.flowledger.wire.template.Template;
import org.jspecify.annotations.Nullable;

/**
 * Reads what Options Data Records say of the exporter itself: its counters (RFC 7011 sections 4.1 and 4.2; elements of IANA's
 * registry) and its address.
 */
final class ExporterStatement {
    private static final int EXPORTER_IPV4 = 130;
    private static final int EXPORTER_IPV6 = 131;

    private ExporterStatement() {}

    static void read(Template template, byte[] in, RecordWalker walker, OptionHandler handler) {
        for (int i = 0; i < template.fieldCount(); i++) {
            FieldSpecifier field = template.field(i);
            if (field.enterpriseNumber() != 0) {
                continue;
            }
            int length = walker.fieldLength(i);
            int offset = walker.fieldOffset(i);
            String counter = counter(field.elementId());
            if (counter != null && length >= 1 && length <= 8) {
                handler.option(
                        OptionKind.EXPORTER_COUNTER,
                        counter,
                        Long.toUnsignedString(Octets.unsigned(in, offset, length)));
            } else if (isAddress(field.elementId(), length) && !Octets.allZero(in, offset, length)) {
                handler.option(
                        OptionKind.EXPORTER_ADDRESS,
                        "",
                        ExporterAddress.of(in, offset, length).toString());
            }
        }
    }

    /** Whether this element is read. */
    static boolean reads(int element) {
        return element == EXPORTER_IPV4 || element == EXPORTER_IPV6 || counter(element) != null;
    }

    private static boolean isAddress(int element, int length) {
        return element == EXPORTER_IPV4 ? length == 4 : element == EXPORTER_IPV6 && length == 16;
    }

    private static @Nullable String counter(int element) {
        return switch (element) {
            case 40 -> "exportedOctetTotalCount";
            case 41 -> "exportedMessageTotalCount";
            case 42 -> "exportedFlowRecordTotalCount";
            case 163 -> "observedFlowTotalCount";
            case 164 -> "ignoredPacketTotalCount";
            case 165 -> "ignoredOctetTotalCount";
            case 166 -> "notSentFlowTotalCount";
            case 167 -> "notSentPacketTotalCount";
            case 168 -> "notSentOctetTotalCount";
            default -> null;
        };
    }
}
