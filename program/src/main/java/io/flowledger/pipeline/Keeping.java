package io.flowledger.pipeline;

import io.flowledger.config.Configuration;
import io.flowledger.store.retention.RetentionSettings;
import io.flowledger.store.rollup.RollupSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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
                keeping.minutes(),
                keeping.hours(),
                keeping.days(),
                keeping.imports(),
                keeping.databaseOctets(),
                configuration.database() == null ? keeping.reserveOctets() : 0);
    }

    /** What is free on the disk of the data directory, octets. */
    public static LongSupplier freeOctets(Configuration configuration) {
        return () -> {
            try {
                return Files.getFileStore(configuration.dataDirectory()).getUsableSpace();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
