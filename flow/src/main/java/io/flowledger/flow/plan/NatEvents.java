package io.flowledger.flow.plan;

import io.flowledger.wire.template.FieldSpecifier;
import java.util.List;

/**
 * Tells templates of NAT events and port blocks from those of flows: they have natEvent (230), a block of ports (361 to 364) or
 * a quota event (466), and no counter (RFC 8158 section 5). Cisco ASA's firewall events (233) are flows, whatever they say of
 * translation.
 */
final class NatEvents {
    private static final int NAT_EVENT = 230;
    private static final int PORT_RANGE_START = 361;
    private static final int PORT_RANGE_NUMBER_OF_PORTS = 364;
    private static final int NAT_QUOTA_EXCEEDED_EVENT = 466;
    private static final int NAT_THRESHOLD_EVENT = 467;

    private NatEvents() {}

    /** True when records of {@code fields} are NAT events. */
    static boolean areIn(List<FieldSpecifier> fields) {
        boolean event = false;
        for (FieldSpecifier field : fields) {
            if (field.enterpriseNumber() != 0 || field.length() == 0) {
                continue;
            }
            int id = field.elementId();
            if (isCounter(id)) {
                return false;
            }
            event |= id == NAT_EVENT
                    || (id >= PORT_RANGE_START && id <= PORT_RANGE_NUMBER_OF_PORTS)
                    || id == NAT_QUOTA_EXCEEDED_EVENT
                    || id == NAT_THRESHOLD_EVENT;
        }
        return event;
    }

    /** Octet and packet counters, and the firewall events beside which a NAT event is an attribute of a flow. */
    private static boolean isCounter(int elementId) {
        return switch (elementId) {
            case 1, 2, 23, 24, 85, 86, 231, 232, 298, 299, 233 -> true;
            default -> false;
        };
    }
}
