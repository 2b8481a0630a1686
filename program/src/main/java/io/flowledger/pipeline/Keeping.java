package io.flowledger.pipeline;

import io.flowledger.config.Configuration;
import io.flowledger.store.retention.RetentionSettings;
import io.flowledger.store.rollup.RollupSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/** What is summed and what is kept, as configured. */
public final class Keeping {
    private Keeping() {}

    /** Bounds of the sums. */
    public static RollupSettings sums(Configuration configuration) {
        Configuration.Keeping keeping = configuration.keeping();
        return new RollupSettings(
                keeping.minuteKeys(),
                keeping.hourKeys(),
                RollupSettings.standard().settle());
    }

    /** Bounds of what is kept; the disk of a database elsewhere is not looked after. */
    public static RetentionSettings retention(Configuration configuration) {
        Configuration.Keeping keeping = configuration.keeping();
        return new RetentionSettings(
                keeping.flows(),
                keeping.nat(),
                keeping.counters(),
                keeping.minutes(),
                keeping.hours(),
                keeping.days(),
                keeping.imports(),
                keeping.databaseOctets(),
                reserveOctets(configuration));
    }

    /**
     * A gate for batches, which looks at the disk of an embedded server only; the caller starts it.
     *
     * @param onClosed told each time that it closes
     */
    public static RoomGate room(Configuration configuration, Runnable onClosed) {
        return new RoomGate(reserveOctets(configuration), freeOctets(configuration), onClosed);
    }

    /** What is to stay free on our disk; zero when the database is elsewhere. */
    public static long reserveOctets(Configuration configuration) {
        return configuration.database() == null ? configuration.keeping().reserveOctets() : 0;
    }

    /** What is free on the disk that the embedded server's data is on, which may be another than the data directory's. */
    public static LongSupplier freeOctets(Configuration configuration) {
        Path postgres = configuration.dataDirectory().resolve("postgres").resolve("data");
        return () -> {
            try {
                return Files.getFileStore(Files.exists(postgres) ? postgres : configuration.dataDirectory())
                        .getUsableSpace();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
