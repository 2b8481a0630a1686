package io.flowledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** PostgreSQL refuses to run as root, so root's server runs as somebody else. */
class RootTest {
    @BeforeAll
    static void onlyRootHasThisProblem() throws Exception {
        assumeTrue(ServerUser.isRoot(), "not root");
    }

    @Test
    void rootsServerRunsAsAnUnprivilegedUserWhoOwnsTheData() throws Exception {
        assumeTrue(Files.readString(Path.of("/etc/passwd")).contains("\npostgres:"), "no user postgres");
        try (ServerDirectory directory = ServerDirectory.createBelow(Path.of("/tmp"));
                EmbeddedPostgres postgres = EmbeddedPostgres.openOrAttach(directory.path(), ServerDirectory.QUICK)) {
            assertThat(ServerDirectory.query(postgres, "SELECT 1")).isEqualTo("1");
            assertThat(Files.getOwner(directory.files().data()).getName()).isEqualTo("postgres");
            assertThat(uidOf(directory)).isNotZero();
        }
    }

    @Test
    void belowADirectoryThatOnlyRootMayEnterTheServerRunsInAUserNamespace() throws Exception {
        Path secret = Files.createTempDirectory(
                Path.of("/tmp"),
                "root-only-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (ServerDirectory directory = ServerDirectory.createBelow(secret)) {
            for (int start = 0; start < 2; start++) {
                try (EmbeddedPostgres postgres =
                        EmbeddedPostgres.openOrAttach(directory.path(), ServerDirectory.QUICK)) {
                    assertThat(ServerDirectory.query(postgres, "SELECT 1")).isEqualTo("1");
                    assertThat(Files.getOwner(directory.files().data()).getName())
                            .isEqualTo("root");
                }
            }
        } finally {
            ServerFiles.deleteTree(secret);
        }
    }

    private static int uidOf(ServerDirectory directory) throws Exception {
        return (Integer) Files.getAttribute(Path.of("/proc", Long.toString(directory.postmasterPid())), "unix:uid");
    }
}
