package io.flowledger.store.schema;

import io.flowledger.flow.layout.FlowsLayout;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * View {@code flows_scaled}: the flows with octets and packets times the sampling rate, and what was exported beside them.
 *
 * <p>Columns follow the table's, new ones at the end, as CREATE OR REPLACE VIEW asks. Products are numeric: an exporter may say
 * numbers whose product no bigint holds, and a sum over hostile rows is no reason to fail.
 */
final class ScaledView {
    private static final String NAME = Schema.NAME + ".flows_scaled";

    private ScaledView() {}

    /** Makes the view, or gives it the columns that the table got. Nothing for another layout. */
    static void ensure(Connection connection, FlowTable table) throws SQLException {
        if (!table.layout().equals(FlowsLayout.FLOWS)) {
            return;
        }
        String columns = Sql.text(
                connection,
                "SELECT string_agg(CASE WHEN attname IN ('octets', 'packets')"
                        + " THEN format('%1$I * coalesce(sampling_rate, 1)::numeric AS %1$I', attname)"
                        + " ELSE quote_ident(attname) END, ', ' ORDER BY attnum)"
                        + " FROM pg_attribute WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped",
                table.qualifiedName());
        if (count(connection, NAME) == count(connection, table.qualifiedName()) + 2) {
            return;
        }
        Sql.execute(
                connection,
                "CREATE OR REPLACE VIEW " + NAME + " AS SELECT octets AS exported_octets,"
                        + " packets AS exported_packets, " + columns + " FROM " + table.qualifiedName()
                        + "; COMMENT ON VIEW " + NAME
                        + " IS 'Table flows with octets and packets times sampling_rate; a"
                        + " rate that nobody told counts as 1.'; COMMENT ON COLUMN " + NAME
                        + ".exported_octets IS 'octets, as exported.'; COMMENT ON COLUMN " + NAME
                        + ".exported_packets IS 'packets, as exported.'");
    }

    private static long count(Connection connection, String relation) throws SQLException {
        String text = Sql.text(
                connection,
                "SELECT count(*) FROM pg_attribute WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped",
                relation);
        return text == null ? 0 : Long.parseLong(text);
    }
}
