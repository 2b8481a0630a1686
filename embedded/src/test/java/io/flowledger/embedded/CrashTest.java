package io.flowledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** kill -9 of the server, of the process that owns it, and of both. */
class CrashTest {
    private ServerDirectory directory;

    @BeforeEach
    void createDirectory() throws Exception {
        directory = ServerDirectory.create();
    }

    @AfterEach
    void deleteDirectory() throws Exception {
        directory.close();
    }

    private EmbeddedPostgres open() throws Exception {
        return EmbeddedPostgres.openOrAttach(directory.path(), ServerSettings.standard());
    }

    private static void store(EmbeddedPostgres postgres) throws Exception {
        ServerDirectory.execute(postgres, "CREATE TABLE kept AS SELECT 42 AS n");
    }

    private static void assertStored(EmbeddedPostgres postgres) throws Exception {
        assertThat(ServerDirectory.queryPatiently(postgres, "SELECT n FROM kept"))
                .isEqualTo("42");
    }

    @Test
    void aKilledServerComesBackWithItsRows() throws Exception {
        try (EmbeddedPostgres postgres = open()) {
            store(postgres);
            for (int i = 0; i < 3; i++) {
                long killed = directory.postmasterPid();
                ServerDirectory.kill(killed);
                assertStored(postgres);
                assertThat(directory.postmasterPid()).isNotEqualTo(killed);
            }
        }
    }

    @Test
    void aBackendThatDoesNotNoticeTheEndOfItsServerDoesNotHinderTheNext() throws Exception {
        try (EmbeddedPostgres postgres = open();
                Connection connection = ServerDirectory.connect(postgres)) {
            store(postgres);
            int port = postgres.port();
            ServerDirectory.run(
                    "kill",
                    "-STOP",
                    Integer.toString(connection.unwrap(PGConnection.class).getBackendPID()));

            ServerDirectory.kill(directory.postmasterPid());

            assertStored(postgres);
            assertThat(postgres.port()).isEqualTo(port);
        }
    }

    @Test
    void aKilledOwnerLeavesADirectoryThatOpens() throws Exception {
        try (OwningProcess owner = OwningProcess.start(directory.path())) {
            try (EmbeddedPostgres attached = open()) {
                assertThat(attached.owner()).isFalse();
                store(attached);
            }
            owner.kill();
        }
        try (EmbeddedPostgres postgres = open()) {
            assertThat(postgres.owner()).isTrue();
            assertStored(postgres);
        }
    }

    @Test
    void aKilledOwnerAndItsKilledServerLeaveADirectoryThatOpens() throws Exception {
        try (OwningProcess owner = OwningProcess.start(directory.path())) {
            try (EmbeddedPostgres attached = open()) {
                store(attached);
            }
            long pid = directory.postmasterPid();
            owner.kill();
            ServerDirectory.run("sh", "-c", "kill -9 " + pid + " || true");
        }
        try (EmbeddedPostgres postgres = open()) {
            assertStored(postgres);
        }
    }

    @Test
    void aTerminatedOwnerStopsItsServer() throws Exception {
        long pid;
        try (OwningProcess owner = OwningProcess.start(directory.path())) {
            pid = directory.postmasterPid();
            owner.terminate();
        }
        // Its parent is gone, so that it is process 1 that has to notice its end.
        Optional<ProcessHandle> server = ProcessHandle.of(pid);
        if (server.isPresent()) {
            server.get().onExit().get(60, TimeUnit.SECONDS);
        }
        assertThat(directory.files().postmasterPid()).doesNotExist();
    }

    @Test
    void anAttachedProcessTakesOverWhenTheOwnerIsKilled() throws Exception {
        try (OwningProcess owner = OwningProcess.start(directory.path());
                EmbeddedPostgres attached = open()) {
            store(attached);
            long before = directory.postmasterPid();
            owner.kill();
            while (!attached.owner()) {
                Thread.onSpinWait();
            }
            assertStored(attached);
            assertThat(directory.postmasterPid()).isNotEqualTo(before);
        }
    }

    @Test
    void anOrphanThatStillRunsIsStoppedAndReplaced() throws Exception {
        int port;
        try (EmbeddedPostgres postgres = open()) {
            port = postgres.port();
            store(postgres);
        }
        ServerFiles files = directory.files();
        Binaries binaries = Binaries.unpackInto(files.root());
        List<String> words = ServerUser.choose(files, binaries)
                .command(List.of(
                        binaries.program("postgres").toString(),
                        "-D",
                        files.data().toString(),
                        "-c",
                        "config_file=" + files.settings(),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "port=" + port,
                        "-c",
                        "unix_socket_directories="));
        Process orphan = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        PostmasterPid file;
        do {
            assertThat(orphan.isAlive()).isTrue();
            file = PostmasterPid.read(files);
        } while (file == null || !file.ready());

        try (EmbeddedPostgres postgres = open()) {
            assertThat(orphan.waitFor()).isZero();
            assertThat(directory.postmasterPid()).isNotEqualTo(orphan.pid());
            assertStored(postgres);
        }
    }

    @Test
    void aPidFileThatNamesAnotherLivingProcessDoesNotHinder() throws Exception {
        try (EmbeddedPostgres postgres = open()) {
            store(postgres);
        }
        ServerFiles files = directory.files();
        Process other = new ProcessBuilder("sleep", "600").start();
        try {
            Files.writeString(
                    files.postmasterPid(),
                    String.join("\n", Long.toString(other.pid()), files.data().toString(), "1", "5432", "", "", ""));
            try (EmbeddedPostgres postgres = open()) {
                assertStored(postgres);
            }
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }
}
