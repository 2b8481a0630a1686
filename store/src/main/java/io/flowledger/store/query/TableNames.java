package io.flowledger.store.query;

import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.layout.GrafoleanLayout;
import io.flowledger.flow.layout.Layout;
import io.flowledger.store.filter.AbsentColumnException;
import io.flowledger.store.filter.ColumnNames;
import io.flowledger.store.schema.Sql;
import java.util.Map;

/** The columns of layout flows in the table of a layout. */
final class TableNames implements ColumnNames {
    private static final Map<String, String> GRAFOLEAN = Map.of(
            "received_at", "ts",
            "exporter", "client_ip",
            "octets", "in_bytes",
            "src_port", "l4_src_port",
            "dst_port", "l4_dst_port",
            "in_if", "input_snmp",
            "out_if", "output_snmp",
            "src_addr", "ipvx_src_addr",
            "dst_addr", "ipvx_dst_addr");

    private final Layout layout;

    TableNames(Layout layout) {
        this.layout = layout;
    }

    @Override
    public String sql(String column) {
        if (!has(column)) {
            throw new AbsentColumnException(column, layout.table());
        }
        return Sql.identifier(name(column));
    }

    boolean has(String column) {
        String name = name(column);
        return layout.columns().stream().anyMatch(known -> known.name().equals(name));
    }

    private String name(String column) {
        return layout.equals(GrafoleanLayout.GRAFOLEAN) && !layout.equals(FlowsLayout.FLOWS)
                ? GRAFOLEAN.getOrDefault(column, column)
                : column;
    }
}
