package io.flowledger.web.api;

import io.flowledger.flow.layout.Layout;
import io.flowledger.store.schema.FlowTable;
import io.flowledger.store.schema.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The table that flows are read from, looked up once. Safe for all threads. */
public final class Tables {
    private final Layout layout;
    private volatile @Nullable FlowTable flows;

    public Tables(Layout layout) {
        this.layout = layout;
    }

    /**
     * The table of the layout.
     *
     * @throws io.flowledger.store.schema.SchemaException when the database has no such table of this release
     */
    FlowTable flows(Connection connection) throws SQLException {
        FlowTable known = flows;
        if (known == null) {
            known = Schema.existing(connection, layout);
            flows = known;
        }
        return known;
    }
}
