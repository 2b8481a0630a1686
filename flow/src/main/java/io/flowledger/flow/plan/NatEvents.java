package io.flowledger.flow.plan;

import io.flowledger.flow.layout.Layout;
import io.flowledger.flow.layout.NatEventLayout;
import io.flowledger.flow.layout.Source;
import io.flowledger.wire.template.FieldSpecifier;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells templates of NAT events and port blocks from those of flows, and how they are read. They have natEvent (230), a block of
 * ports (361 to 364), a quota event (466) or an address or port after translation, and no counter (RFC 8158 section 5). Cisco
 * ASA's firewall events (233) are flows, whatever they say of translation.
 *
 * <p>Not all say in their records whether a translation began or ended: it is inferred from the template, which has the time of
 * one or of the other, or from its number where a vendor's manual gives that a meaning.
 *
 * @param layout the columns, with the elements that fill them
 * @param inferredEvent natEvent's code for all records of the template; 0 when the records say it or nobody does
 */
record NatEvents(Layout layout, int inferredEvent) {
    private static final int SESSION_CREATED = 4;
    private static final int SESSION_DELETED = 5;
    private static final int NAT64_SESSION_CREATED = 6;
    private static final int NAT64_SESSION_DELETED = 7;
    private static final int BLOCK_GIVEN = 16;
    private static final int BLOCK_TAKEN = 17;

    private static final int SOURCE_PORT = 7;
    private static final int SOURCE_IPV4 = 8;
    private static final int SOURCE_IPV6 = 27;
    private static final int PROTOCOL = 4;
    private static final int VLAN = 58;
    private static final int POST_NAT_SOURCE_IPV4 = 225;
    private static final int POST_NAPT_SOURCE_PORT = 227;
    private static final int NAT_EVENT = 230;
    private static final int INGRESS_VRF = 234;
    private static final int PORT_RANGE_START = 361;
    private static final int PORT_RANGE_NUMBER_OF_PORTS = 364;
    private static final int NAT_QUOTA_EXCEEDED_EVENT = 466;
    private static final int NAT_THRESHOLD_EVENT = 467;

    /** When a flow or session began: milliseconds, seconds, uptime. */
    private static final Set<Integer> STARTS = Set.of(152, 150, 22);

    /** When it ended. */
    private static final Set<Integer> ENDS = Set.of(153, 151, 21);

    private static final int CISCO_CREATED = 256;

    private static final int CISCO_DELETED = 257;
    private static final int HUAWEI_CREATED = 259;
    private static final int HUAWEI_DELETED = 260;

    /**
     * Cisco IOS XR's carrier-grade NAT (CRS, ASR 9000; NetFlow version 9) says by this alone which translation ended. Neither a
     * capture nor the text of its configuration guide was at hand.
     */
    private static final Set<Integer> CISCO_DELETED_FIELDS = Set.of(INGRESS_VRF, SOURCE_IPV4, SOURCE_PORT, PROTOCOL);

    /**
     * How records of {@code fields} are read as NAT events; null when they are none.
     *
     * @param templateId the number of a NetFlow version 9 template, else 0
     */
    static @Nullable NatEvents of(int templateId, List<FieldSpecifier> fields) {
        Set<Integer> elements = fields.stream()
                .filter(field -> field.enterpriseNumber() == 0 && field.length() > 0)
                .map(FieldSpecifier::elementId)
                .collect(Collectors.toUnmodifiableSet());
        if (elements.stream().anyMatch(NatEvents::isCounter)) {
            return null;
        }
        if (has(fields, NatEventLayout.NOKIA_SUBSCRIBER)) {
            return new NatEvents(NatEventLayout.NOKIA, event(templateId, elements));
        }
        boolean isCiscoDeleted = templateId == CISCO_DELETED && elements.equals(CISCO_DELETED_FIELDS);
        if (isCiscoDeleted || elements.stream().anyMatch(NatEvents::isOfTranslation)) {
            return new NatEvents(NatEventLayout.NAT_EVENT, event(templateId, elements));
        }
        return null;
    }

    private static int event(int templateId, Set<Integer> elements) {
        if (elements.contains(NAT_EVENT)
                || elements.contains(NAT_QUOTA_EXCEEDED_EVENT)
                || elements.contains(NAT_THRESHOLD_EVENT)) {
            return 0;
        }
        boolean ended = elements.stream().anyMatch(ENDS::contains) || isNumberedDeleted(templateId, elements);
        boolean began = elements.stream().anyMatch(STARTS::contains) || isNumberedCreated(templateId, elements);
        if (!ended && !began) {
            return 0;
        }
        if (elements.stream().anyMatch(NatEvents::isOfBlock)) {
            return ended ? BLOCK_TAKEN : BLOCK_GIVEN;
        }
        if (elements.contains(SOURCE_IPV6) && elements.contains(POST_NAT_SOURCE_IPV4)) {
            return ended ? NAT64_SESSION_DELETED : NAT64_SESSION_CREATED;
        }
        return ended ? SESSION_DELETED : SESSION_CREATED;
    }

    /** Cisco IOS XR, or Huawei's flow NetStream logs of NAT444 (NetEngine 8000, NE40E: CGN log formats of its manual). */
    private static boolean isNumberedCreated(int templateId, Set<Integer> elements) {
        return (templateId == CISCO_CREATED && isNumbered(elements, INGRESS_VRF))
                || (templateId == HUAWEI_CREATED && isNumbered(elements, VLAN));
    }

    private static boolean isNumberedDeleted(int templateId, Set<Integer> elements) {
        return (templateId == CISCO_DELETED && elements.equals(CISCO_DELETED_FIELDS))
                || (templateId == HUAWEI_DELETED && isNumbered(elements, VLAN));
    }

    private static boolean isNumbered(Set<Integer> elements, int realm) {
        return elements.containsAll(
                Set.of(realm, SOURCE_IPV4, POST_NAT_SOURCE_IPV4, SOURCE_PORT, POST_NAPT_SOURCE_PORT, PROTOCOL));
    }

    private static boolean has(List<FieldSpecifier> fields, Source source) {
        return fields.stream()
                .anyMatch(field -> field.enterpriseNumber() == source.enterpriseNumber()
                        && field.elementId() == source.elementId()
                        && field.length() > 0);
    }

    private static boolean isOfTranslation(int elementId) {
        return switch (elementId) {
            case NAT_EVENT, NAT_QUOTA_EXCEEDED_EVENT, NAT_THRESHOLD_EVENT -> true;
            // Addresses and ports after translation.
            case POST_NAT_SOURCE_IPV4, 226, POST_NAPT_SOURCE_PORT, 228, 281, 282 -> true;
            default -> isOfBlock(elementId);
        };
    }

    private static boolean isOfBlock(int elementId) {
        return elementId >= PORT_RANGE_START && elementId <= PORT_RANGE_NUMBER_OF_PORTS;
    }

    /** Octet and packet counters, and the firewall events beside which a NAT event is an attribute of a flow. */
    private static boolean isCounter(int elementId) {
        return switch (elementId) {
            case 1, 2, 23, 24, 85, 86, 231, 232, 298, 299, 233, 40005 -> true;
            default -> false;
        };
    }
}
