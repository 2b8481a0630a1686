package io.flowledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresTest {
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
        return EmbeddedPostgres.openOrAttach(directory.path(), ServerDirectory.QUICK);
    }

    @Test
    void rowsAndPortOutliveARestart() throws Exception {
        int port;
        try (EmbeddedPostgres postgres = open()) {
            assertThat(postgres.owner()).isTrue();
            port = postgres.port();
            ServerDirectory.execute(postgres, "CREATE TABLE kept AS SELECT 42 AS n");
        }
        try (EmbeddedPostgres postgres = open()) {
            assertThat(postgres.port()).isEqualTo(port);
            assertThat(ServerDirectory.query(postgres, "SELECT n FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void theServerForcesWritesToDiskAndListensOnLoopbackOnly() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.openOrAttach(directory.path(), ServerSettings.standard())) {
            assertThat(ServerDirectory.query(postgres, "SHOW fsync")).isEqualTo("on");
            assertThat(ServerDirectory.query(postgres, "SHOW synchronous_commit"))
                    .isEqualTo("on");
            assertThat(ServerDirectory.query(postgres, "SHOW full_page_writes")).isEqualTo("on");
            assertThat(ServerDirectory.query(postgres, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(ServerDirectory.query(postgres, "SHOW timezone")).isNotEmpty();
        }
    }

    @Test
    void withoutThePasswordNobodyComesIn() throws Exception {
        try (EmbeddedPostgres postgres = open()) {
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "guessed"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(directory.files().password())))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(postgres.serviceFile())))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void afterCloseNoProcessIsLeft() throws Exception {
        long pid;
        try (EmbeddedPostgres postgres = open()) {
            assertThat(postgres.owner()).isTrue();
            pid = directory.postmasterPid();
        }
        assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false))
                .isFalse();
        assertThat(directory.files().postmasterPid()).doesNotExist();
    }

    @Test
    void aSecondOpenerOfTheSameProcessIsAttachedAndDoesNotStopTheServer() throws Exception {
        try (EmbeddedPostgres first = open()) {
            try (EmbeddedPostgres second = open()) {
                assertThat(second.owner()).isFalse();
                assertThat(second.jdbcUrl()).isEqualTo(first.jdbcUrl());
            }
            assertThat(ServerDirectory.query(first, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void whenItsPortIsTakenItMovesToAnother() throws Exception {
        int port;
        try (EmbeddedPostgres postgres = open()) {
            port = postgres.port();
        }
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                EmbeddedPostgres postgres = open()) {
            assertThat(postgres.port()).isNotEqualTo(taken.getLocalPort());
            assertThat(ServerDirectory.query(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void aDataDirectoryOfAnotherMajorVersionIsRefusedByName() throws Exception {
        try (EmbeddedPostgres postgres = open()) {
            assertThat(postgres.owner()).isTrue();
        }
        Files.writeString(directory.files().data().resolve("PG_VERSION"), "12\n");

        assertThatThrownBy(this::open)
                .isInstanceOf(PostgresStartException.class)
                .hasMessageContaining("was written by PostgreSQL 12")
                .hasMessageContaining("dump");
    }

    @Test
    void aWrongSettingOfTheOperatorIsShownWithTheFileToMend() throws Exception {
        Files.writeString(directory.files().localSettings(), "shared_buffers = many\n");

        assertThatThrownBy(this::open)
                .isInstanceOf(PostgresStartException.class)
                .hasMessageContaining("shared_buffers")
                .hasMessageContaining("local.conf");

        Files.writeString(directory.files().localSettings(), "work_mem = 7MB\n");
        try (EmbeddedPostgres postgres = open()) {
            assertThat(ServerDirectory.query(postgres, "SHOW work_mem")).isEqualTo("7MB");
        }
    }

    @Test
    void aHalfMadeDataDirectoryIsMadeAgain() throws Exception {
        ServerFiles.deleteTree(directory.files().data());
        Files.createDirectories(directory.files().root().resolve("data.partial").resolve("base"));

        try (EmbeddedPostgres postgres = open()) {
            assertThat(ServerDirectory.query(postgres, "SELECT 1")).isEqualTo("1");
        }
        assertThat(directory.files().root().resolve("data.partial")).doesNotExist();
    }

    @Test
    void programsThatAreNotWholeAreUnpackedAgain() throws Exception {
        Binaries binaries = Binaries.unpackInto(directory.files().root());
        Files.writeString(binaries.program("initdb"), "");

        assertThat(Binaries.unpackInto(directory.files().root())).isEqualTo(binaries);
        assertThat(Files.size(binaries.program("initdb"))).isGreaterThan(100_000);
    }
}
