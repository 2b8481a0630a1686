package io.flowledger.grafolean;

import io.flowledger.flow.layout.GrafoleanLayout;
import io.flowledger.store.schema.FlowTable;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Suggests to Grafolean exporters that it does not know, each once to each account. One thread. */
final class Suggestions {
    private static final System.Logger LOG = System.getLogger(Suggestions.class.getName());
    private static final int UNAUTHORIZED = 401;

    private final GrafoleanApi api;
    private final String exporters;
    private final Set<String> suggested = new HashSet<>();

    Suggestions(GrafoleanApi api, FlowTable table) {
        this.api = api;
        this.exporters = table.layout().equals(GrafoleanLayout.GRAFOLEAN)
                ? "SELECT host(ip) FROM \"" + table.schema() + "\".netflow_exporters ORDER BY ip"
                : "SELECT host(exporter) FROM flowledger.exporters ORDER BY exporter";
    }

    /** Exporters that ever sent something. */
    List<String> seen(Connection connection) throws SQLException {
        List<String> seen = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(exporters);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                seen.add(rows.getString(1));
            }
        }
        return seen;
    }

    /** Suggests those of {@code seen} that are unknown; what Grafolean refuses is not suggested again. */
    void suggest(List<String> seen, EntityList entities) throws GrafoleanException {
        for (String exporter : seen) {
            // Grafolean's entities have IPv4 addresses only.
            if (exporter.indexOf(':') >= 0 || entities.known().contains(exporter)) {
                continue;
            }
            for (String account : entities.wanted().keySet()) {
                if (!suggested.contains(account + "/" + exporter)) {
                    suggest(account, exporter);
                    suggested.add(account + "/" + exporter);
                }
            }
        }
    }

    private void suggest(String account, String exporter) throws GrafoleanException {
        try {
            api.suggest(account, exporter);
            LOG.log(Level.INFO, "suggested exporter {0} to account {1}", exporter, account);
        } catch (GrafoleanException e) {
            boolean refused = e.status() / 100 == 4 && e.status() != UNAUTHORIZED;
            if (!refused) {
                throw e;
            }
            LOG.log(Level.WARNING, "{0}; exporter {1} is not suggested again", e.getMessage(), exporter);
        }
    }
}
