package io.flowledger.doctor;

import io.flowledger.config.Configuration;
import io.flowledger.database.DatabaseServer;
import io.flowledger.embedded.ServerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** All checks, one after the other; one that fails is a finding too. */
public final class Doctor {
    private final Configuration configuration;
    private final Path root;

    /**
     * @param root where proc and run lie; {@code /} but in tests
     */
    public Doctor(Configuration configuration, Path root) {
        this.configuration = configuration;
        this.root = root;
    }

    /** Looks at everything. */
    public List<Finding> examine() throws IOException {
        List<Finding> findings = new ArrayList<>(new MachineChecks(configuration, root).all());
        if (configuration.database() == null
                && !Files.isDirectory(configuration.dataDirectory().resolve("postgres"))) {
            findings.add(Finding.problem(
                    "database",
                    "there is none yet in " + configuration.dataDirectory(),
                    "start flowledger run, or name the right place with --data-dir or --database"));
            return findings;
        }
        try (DatabaseServer server = DatabaseServer.open(configuration, ServerSettings.standard());
                Connection connection = server.connect()) {
            findings.addAll(
                    new DatabaseChecks(connection, configuration.keeping().databaseOctets()).all());
        } catch (SQLException e) {
            findings.add(Finding.problem(
                    "database",
                    "it does not answer: " + e.getMessage(),
                    "look whether it runs, and at its address and login; flows wait in the journal meanwhile"));
        }
        return findings;
    }
}
