package io.flowledger.flow.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutTest {
    /** The promise to users, column by column. */
    private static final String FLOWS = """
        received_at timestamptz
        flow_start timestamptz
        flow_end timestamptz
        exporter inet
        observation_domain bigint
        export_version smallint
        octets bigint
        packets bigint
        sampling_rate bigint
        sampling_origin smallint
        src_addr inet
        dst_addr inet
        src_port integer
        dst_port integer
        protocol smallint
        direction smallint
        in_if bigint
        out_if bigint
        tcp_flags smallint
        tos smallint
        icmp_type smallint
        icmp_code smallint
        src_as bigint
        dst_as bigint
        src_mask smallint
        dst_mask smallint
        next_hop inet
        bgp_next_hop inet
        src_mac macaddr
        dst_mac macaddr
        vlan integer
        post_vlan integer
        ip_version smallint
        min_ttl smallint
        max_ttl smallint
        flow_label integer
        mpls_labels integer[]
        ingress_vrf bigint
        egress_vrf bigint
        nat_src_addr inet
        nat_dst_addr inet
        nat_src_port integer
        nat_dst_port integer
        nat_event smallint
        firewall_event smallint
        forwarding_status smallint
        flow_end_reason smallint
        application text
        username text
        extra jsonb
        """;

    private static final String GRAFOLEAN = """
        ts timestamp
        client_ip inet
        in_bytes bigint
        protocol smallint
        direction smallint
        l4_dst_port integer
        l4_src_port integer
        input_snmp bigint
        output_snmp bigint
        ipvx_dst_addr inet
        ipvx_src_addr inet
        """;

    @Test
    void theColumnsOfFlowsAreThoseThatWerePromised() {
        assertThat(describe(FlowsLayout.FLOWS.columns())).containsExactlyElementsOf(lines(FLOWS));
    }

    @Test
    void theColumnsOfGrafoleanAreThoseOfItsTable() {
        assertThat(describe(GrafoleanLayout.GRAFOLEAN.columns())).containsExactlyElementsOf(lines(GRAFOLEAN));
        assertThat(GrafoleanLayout.GRAFOLEAN.columns()).allMatch(Column::notNull);
    }

    @Test
    void theOrderByWidthHasEachColumnOnceAndNoNarrowBeforeAWideOne() {
        for (Layout layout : Layout.all()) {
            List<Column> ordered = layout.columnsByWidth();
            assertThat(ordered).containsExactlyInAnyOrderElementsOf(layout.columns());
            List<Integer> alignments =
                    ordered.stream().map(LayoutTest::alignment).toList();
            assertThat(alignments).isSortedAccordingTo(Comparator.reverseOrder());
        }
    }

    /** PostgreSQL's alignment, with values of variable length last; macaddr has 6 octets and is aligned as an integer. */
    private static int alignment(Column column) {
        return switch (column.type()) {
            case TIMESTAMPTZ, TIMESTAMP, BIGINT -> 8;
            case INTEGER, MACADDR -> 4;
            case SMALLINT -> 2;
            case INET, INTEGER_ARRAY, TEXT, JSONB -> 0;
        };
    }

    @Test
    void whatMayBeUnknownMayBeNull() {
        List<String> notNull = FlowsLayout.FLOWS.columns().stream()
                .filter(Column::notNull)
                .map(Column::name)
                .toList();
        assertThat(notNull).containsExactly("received_at", "exporter");
    }

    @Test
    void layoutsAreFoundByName() {
        assertThat(Layout.named("flows")).isSameAs(FlowsLayout.FLOWS);
        assertThat(Layout.named("grafolean")).isSameAs(GrafoleanLayout.GRAFOLEAN);
        assertThat(Layout.named("other")).isNull();
        assertThatThrownBy(() -> FlowsLayout.FLOWS.column("bytes")).hasMessage("layout flows has no column bytes");
    }

    @Test
    void everyColumnOfFlowsHasARuleForTheWayBack() {
        for (Column column : FlowsLayout.FLOWS.columns()) {
            assertThat(ReverseRow.rule(column.name())).as(column.name()).isNotNull();
        }
        assertThat(ReverseRow.of(FlowsLayout.FLOWS)).isNotNull();
        assertThat(ReverseRow.of(GrafoleanLayout.GRAFOLEAN)).isNull();
    }

    @Test
    void aColumnThatChangesPlacesHasItsCounterpartsSources() {
        Layout reverse = ReverseRow.of(FlowsLayout.FLOWS);
        assertThat(reverse).isNotNull();
        if (reverse != null) {
            assertThat(reverse.column("src_port").sources())
                    .contains(Source.iana(11, Transform.UNSIGNED), new Source(29305, 7, Transform.UNSIGNED))
                    .doesNotContain(Source.iana(7, Transform.UNSIGNED));
            assertThat(reverse.column("dst_port").sources()).contains(Source.iana(7, Transform.UNSIGNED));
            assertThat(reverse.column("octets").sources())
                    .startsWith(new Source(29305, 1, Transform.UNSIGNED))
                    .contains(Source.iana(232, Transform.UNSIGNED))
                    .doesNotContain(Source.iana(1, Transform.UNSIGNED));
        }
    }

    private static List<String> describe(List<Column> columns) {
        List<String> described = new ArrayList<>();
        for (Column column : columns) {
            described.add(column.name() + " " + column.type().sqlName());
        }
        return described;
    }

    private static List<String> lines(String text) {
        return Arrays.asList(text.strip().split("\n", -1));
    }
}
