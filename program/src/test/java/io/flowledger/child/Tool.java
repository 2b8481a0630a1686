package io.flowledger.child;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Programs of others that tests use where they are installed; with -Dflowledger.interop=required they must be. */
public final class Tool {
    private static final List<String> DIRECTORIES = List.of("/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/local/bin");

    private Tool() {}

    /** The path of a tool; skips the test when it is not installed. */
    public static String path(String name) {
        for (String directory : DIRECTORIES) {
            Path path = Path.of(directory, name);
            if (Files.isExecutable(path)) {
                return path.toString();
            }
        }
        throw missing(name + " is not installed");
    }

    /** Skips the test unless this is root, which network namespaces need. */
    public static void needRoot() {
        if (!"root".equals(System.getProperty("user.name"))) {
            throw missing("a private network namespace needs root");
        }
    }

    private static AssertionError missing(String reason) {
        if (!"required".equals(System.getProperty("flowledger.interop"))) {
            Assumptions.abort(reason);
        }
        return new AssertionError(reason + ", and -Dflowledger.interop=required is set");
    }
}
