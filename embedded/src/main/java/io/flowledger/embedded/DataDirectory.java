package io.flowledger.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * PostgreSQL's data directory: made by initdb under another name and renamed when it is complete, so that a crash in
 * between leaves nothing half made.
 */
final class DataDirectory {
    static final String USER = "flowledger";
    static final String DATABASE = "flowledger";

    private static final System.Logger LOG = System.getLogger(DataDirectory.class.getName());

    private final ServerFiles files;
    private final Binaries binaries;
    private final ServerUser user;

    DataDirectory(ServerFiles files, Binaries binaries, ServerUser user) {
        this.files = files;
        this.binaries = binaries;
        this.user = user;
    }

    /** Makes the directory unless there is one; the caller owns the lock. */
    void prepare(boolean durable) throws IOException {
        if (Files.isDirectory(files.data())) {
            checkVersion();
            if (!Files.isRegularFile(files.password())) {
                throw new PostgresStartException("The data directory " + files.data()
                        + " is there but its password file "
                        + files.password() + " is gone. Restore it from a backup (pg_service.conf beside it may still"
                        + " hold the password).");
            }
            return;
        }
        if (!Files.isRegularFile(files.password())) {
            ServerFiles.write(files.password(), randomPassword() + "\n", "rw-------");
        }
        LOG.log(System.Logger.Level.INFO, "creating the database in {0}", files.data());
        Path partial = files.root().resolve("data.partial");
        ServerFiles.deleteTree(partial);
        Files.createDirectory(partial);
        user.own(partial);
        initialise(partial, durable);
        createDatabase(partial, durable);
        Files.move(partial, files.data(), StandardCopyOption.ATOMIC_MOVE);
    }

    String password() throws IOException {
        return Files.readString(files.password()).strip();
    }

    private void checkVersion() throws IOException {
        Path versionFile = files.data().resolve("PG_VERSION");
        if (!Files.isRegularFile(versionFile)) {
            throw new PostgresStartException(files.data()
                    + " is not a PostgreSQL data directory (it has no PG_VERSION). Choose another --data-dir,"
                    + " or move that directory away.");
        }
        String found = Files.readString(versionFile).strip();
        if (!found.equals(Integer.toString(binaries.major()))) {
            throw new PostgresStartException(
                    "The data directory " + files.data() + " was written by PostgreSQL " + found
                            + "; this Flowledger brings PostgreSQL " + binaries.version()
                            + ", which cannot read it. Use the Flowledger release that wrote it, or dump the database with that"
                            + " one and load it into a fresh --data-dir.");
        }
    }

    private void initialise(Path partial, boolean durable) throws IOException {
        Path passwordFile = files.root().resolve("password.init");
        ServerFiles.write(passwordFile, password() + "\n", "rw-------");
        user.own(passwordFile);
        try {
            List<String> words = new ArrayList<>(List.of(
                    binaries.program("initdb").toString(),
                    "--pgdata=" + partial,
                    "--username=" + USER,
                    "--pwfile=" + passwordFile,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--no-instructions"));
            if (!durable) {
                words.add("--no-sync");
            }
            Command.Outcome outcome = Command.run(user.command(words));
            if (outcome.status() != 0) {
                throw StartFailure.explain("initdb failed", outcome.output(), files);
            }
        } finally {
            Files.deleteIfExists(passwordFile);
        }
    }

    private void createDatabase(Path partial, boolean durable) throws IOException {
        List<String> words = List.of(
                binaries.program("postgres").toString(),
                "--single",
                "-D",
                partial.toString(),
                "-c",
                "fsync=" + (durable ? "on" : "off"),
                "postgres");
        Command.Outcome outcome = Command.run(user.command(words), "CREATE DATABASE " + DATABASE + "\n");
        if (outcome.status() != 0 || outcome.output().contains("ERROR:")) {
            throw StartFailure.explain("The database could not be created", outcome.output(), files);
        }
    }

    private static String randomPassword() {
        byte[] octets = new byte[24];
        new SecureRandom().nextBytes(octets);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
