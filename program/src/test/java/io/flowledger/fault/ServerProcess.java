package io.flowledger.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** The PostgreSQL of a data directory, seen from outside: its processes and its address. */
final class ServerProcess {
    private ServerProcess() {}

    /** The postmaster, if it runs. */
    static Optional<ProcessHandle> postmaster(Path dataDirectory) throws IOException {
        try {
            List<String> lines = Files.readAllLines(dataDirectory.resolve("postgres/data/postmaster.pid"));
            return lines.isEmpty()
                    ? Optional.empty()
                    : ProcessHandle.of(Long.parseLong(lines.get(0).strip())).filter(ProcessHandle::isAlive);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** SIGKILL to the postmaster alone; its children notice by themselves. False when there is none. */
    static boolean killPostmaster(Path dataDirectory) throws IOException {
        return postmaster(dataDirectory).map(ProcessHandle::destroyForcibly).orElse(false);
    }

    /** SIGKILL to a backend, upon which the postmaster restarts all. */
    static boolean killBackend(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly).orElse(false);
    }

    /** A signal that Java cannot send, such as STOP or CONT. */
    static void signal(String name, long pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** A connection to the embedded server that another process runs. */
    static Connection connect(Path dataDirectory) throws SQLException, IOException {
        Map<String, String> service = new HashMap<>();
        for (String line : Files.readAllLines(dataDirectory.resolve("postgres/pg_service.conf"))) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                service.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return connect(
                "jdbc:postgresql://" + service.get("host") + ":" + service.get("port") + "/" + service.get("dbname"),
                service.getOrDefault("user", ""),
                service.getOrDefault("password", ""));
    }

    static Connection connect(String url, String user, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", "60");
        properties.setProperty("ApplicationName", "harness");
        properties.setProperty("options", "-c timezone=UTC -c search_path=flowledger,public");
        return DriverManager.getConnection(url, properties);
    }
}
