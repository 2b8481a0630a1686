package io.flowledger.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the server, kept as a service file of libpq, so that psql reads it too:
 * {@code PGSERVICEFILE=…/pg_service.conf psql service=flowledger}.
 *
 * @param port TCP port on 127.0.0.1
 * @param password of the superuser {@code flowledger}
 */
record Endpoint(int port, String password) {
    static final String HOST = "127.0.0.1";

    void write(ServerFiles files) throws IOException {
        String text = String.join(
                "\n",
                "# psql: PGSERVICEFILE=" + files.service() + " psql service=flowledger",
                "[flowledger]",
                "host=" + HOST,
                "port=" + port,
                "dbname=" + DataDirectory.DATABASE,
                "user=" + DataDirectory.USER,
                "password=" + password,
                "");
        ServerFiles.write(files.service(), text, "rw-------");
    }

    /** Null when the server has never been started, or the file is not one of ours. */
    static @Nullable Endpoint read(ServerFiles files) throws IOException {
        int port = 0;
        String password = "";
        try {
            for (String line : Files.readAllLines(files.service())) {
                if (line.startsWith("port=")) {
                    port = Integer.parseInt(line.substring("port=".length()).strip());
                } else if (line.startsWith("password=")) {
                    password = line.substring("password=".length());
                }
            }
        } catch (NoSuchFileException | NumberFormatException e) {
            return null;
        }
        return port > 0 && port < 65536 ? new Endpoint(port, password) : null;
    }
}
