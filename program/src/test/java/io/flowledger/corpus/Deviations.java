package io.flowledger.corpus;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where we differ from the corpus' expected values, by set, each with its reason from the octets or the RFC: "expected, found".
 */
final class Deviations {
    private static final Map<String, Map<String, String>> ALL = new TreeMap<>();

    static {
        uptimeWrap();
        impossibleUptimes();
        otherColumns();
        repeatedTemplates();

        // Options scope length 33 is no multiple of four octets, which field specifiers are (RFC 3954 section 6.1): the
        // template is refused, and the record behind it waits for one. The corpus calls the set "robustness only".
        add("netflow_parser/options_no_data", "options_records", "1, found 0", "templates", "1, found 0");

        // Element 158 is 748,688 microseconds before the export at 2017-07-19T09:49:30Z, so 29.251312 s; the expected
        // value was cut to 748 ms before it was subtracted.
        add(
                "vflow/ipfix-multi-message",
                "first_record.flow_start",
                "1500457769252, found 1500457769251",
                "first_record.flow_end",
                "1500457769252, found 1500457769251");

        // The record has no counter, but the start of a translation (152, template 256 with 637/93): it is a NAT event,
        // whose row
        // is in nat_event and not among the flows. NatEventTest has its values.
        add(
                "logstash/ipfix-nokia-bras",
                "flow_records",
                "1, found 0",
                "first_record.dst_addr",
                "10.0.0.34",
                "first_record.dst_port",
                "80",
                "first_record.flow_start",
                "1513236225148",
                "first_record.observation_domain",
                "2228226",
                "first_record.protocol",
                "6",
                "first_record.src_addr",
                "10.0.1.228",
                "first_record.src_port",
                "5878");
    }

    private Deviations() {}

    /** The expected values add uptimes to the time of the start, without the wrap after 2^32 ms. */
    private static void uptimeWrap() {
        // Header: uptime 3381; First is 0xFFFFFFFF, so 3382 ms before the export and not 49.7 days after Last (2577).
        String[] wrapped = {
            "first_record.flow_start", "1434886852194, found 1430591884898",
            "last_record.flow_start", "1434886852194, found 1430591884898"
        };
        add("logstash/netflow-5-valid-01", wrapped);
        add("graylog/netflow-v5-1", wrapped);
        // Header: uptime 5925; FIRST_SWITCHED is 0xFFFFFFFF.
        add(
                "graylog/netflow-v9-1",
                "first_record.flow_start",
                "1434899568370, found 1430604601074",
                "last_record.flow_start",
                "1434899568370, found 1430604601074");
        // Header: uptime 3, 2019-03-30T11:40:08Z; First and Last are 0xfb3c18fd and 0xfb3c1aaa, 22 hours before that.
        // The
        // expected 2019-05-18 lies weeks after the export.
        add(
                "bitkeks/nfv9-template-first",
                "first_record.flow_start",
                "1558161027770, found 1553866060474",
                "first_record.flow_end",
                "1558161028199, found 1553866060903",
                "last_record.flow_start",
                "1558161028053, found 1553866060757",
                "last_record.flow_end",
                "1558161143152, found 1553866175856");
        add(
                "bitkeks/nfv9-template-last",
                "first_record.flow_start",
                "1558161027770, found 1553866060474",
                "first_record.flow_end",
                "1558161028199, found 1553866060903",
                "last_record.flow_start",
                "1558161027771, found 1553866060475",
                "last_record.flow_end",
                "1558161027773, found 1553866060477");
    }

    /** Times that no exporter can send. */
    private static void impossibleUptimes() {
        // Octets counted up by hand: First and Last lie 4.7 and 23.5 hours after the header's uptime, so more than the
        // hour
        // for which we take a time as one after the export: it is one of 49 days before.
        add(
                "netflow_parser/it_parses_v5",
                "first_record.flow_start",
                "83904728549, found 79609761253",
                "first_record.flow_end",
                "83972098015, found 79677130719");
    }

    /** The expected values put under one name what we keep apart. */
    private static void otherColumns() {
        // Element 18, bgpNextHopIPv4Address: our bgp_next_hop.
        add("fluent/nfv9-flowStartMilliseconds", "first_record.next_hop", "192.168.0.3, found null");
        add(
                "goflow2/nfv9-tpl260",
                "first_record.next_hop",
                "252.223.0.0, found null",
                "last_record.next_hop",
                "252.223.0.0, found null");
        // Element 32, icmpTypeCodeIPv4: type * 256 + code; 2816 is type 11, 34560 type 135.
        add("ipfixcol2/example_flows", "last_record.icmp_type", "2816, found 11");
        add("ipfixcol/01-odid0", "last_record.icmp_type", "34560, found 135");
        // NetFlow version 5's sampling field has the mode in its two highest bits: 0x4064 is mode 1, interval 100.
        add(
                "graylog/netflow5",
                "first_record.sampling_rate",
                "16484, found 100",
                "last_record.sampling_rate",
                "16484, found 100");
        // Elements 231 and 298, initiatorOctets and initiatorPackets, are the octets and packets of a bidirectional
        // record.
        add(
                "netflow_parser/it_parses_ipfix_enterprise_bit_template_and_data",
                "sum_octets",
                "0, found 6208",
                "sum_packets",
                "0, found 15");
    }

    /** The same definition sent again is no new version of a template. */
    private static void repeatedTemplates() {
        add("logstash/ipfix-yaf-basic-with-applabel", "templates", "15, found 14");
        add("telegraf/ipfix_example", "templates", "27, found 14");
        add("graylog/nprobe-netflow9-3", "templates", "18, found 6");
        add("graylog/nprobe-netflow9", "templates", "6, found 3");
        add("calmh/template-aliasing", "templates", "6, found 4");
    }

    private static void add(String set, String... differences) {
        Map<String, String> all = new TreeMap<>();
        for (int i = 0; i < differences.length; i += 2) {
            all.put(differences[i], differences[i + 1]);
        }
        ALL.put(set, all);
    }

    /** What differs in a set: "expected, found". */
    static Map<String, String> of(String set) {
        return ALL.getOrDefault(set, Map.of());
    }

    /** The sets that have deviations. */
    static Set<String> sets() {
        return ALL.keySet();
    }
}
