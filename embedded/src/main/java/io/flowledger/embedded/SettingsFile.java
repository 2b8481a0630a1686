package io.flowledger.embedded;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.Locale;

/**
 * The settings of the embedded server, fitted to the machine: few connections, large sequential loads, small machines.
 * Addresses, port and fsync are on the command line instead, where no file can change them.
 */
final class SettingsFile {
    private static final long MIB = 1L << 20;

    private SettingsFile() {}

    static void write(ServerFiles files) throws IOException {
        long memoryMib = memoryOctets() / MIB;
        long freeMib = Files.getFileStore(files.root()).getUsableSpace() / MIB;
        String text = String.format(
                Locale.ROOT,
                """
                # Written at each start of Flowledger: put your own settings into local.conf beside this file.
                shared_buffers = %dMB
                effective_cache_size = %dMB
                work_mem = 16MB
                maintenance_work_mem = %dMB
                max_connections = 50
                wal_level = minimal
                max_wal_senders = 0
                wal_compression = off
                synchronous_commit = on
                max_wal_size = %dMB
                min_wal_size = 128MB
                checkpoint_timeout = 15min
                checkpoint_completion_target = 0.9
                jit = off
                timezone = 'UTC'
                log_timezone = 'UTC'
                lc_messages = 'C'
                password_encryption = 'scram-sha-256'
                unix_socket_permissions = 0700
                logging_collector = on
                log_directory = '%s'
                log_filename = 'postgresql-%%Y%%m%%d-%%H%%M%%S.log'
                log_file_mode = 0640
                log_rotation_age = 1d
                log_rotation_size = 10MB
                log_line_prefix = '%%m [%%p] %%q%%u@%%d '
                log_lock_waits = on
                include_if_exists = '%s'
                """,
                clamp(memoryMib / 8, 32, 1024),
                clamp(memoryMib / 2, 64, 65536),
                clamp(memoryMib / 32, 32, 256),
                clamp(freeMib / 10, 256, 4096),
                quoted(files.log().toString()),
                quoted(files.localSettings().toString()));
        ServerFiles.write(files.settings(), text, "rw-r--r--");
    }

    private static String quoted(String path) {
        return path.replace("'", "''");
    }

    private static long clamp(long value, long least, long most) {
        return Math.max(least, Math.min(most, value));
    }

    /** What the machine, or the container, has. */
    private static long memoryOctets() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            return system.getTotalMemorySize();
        }
        return 1024 * MIB;
    }
}
