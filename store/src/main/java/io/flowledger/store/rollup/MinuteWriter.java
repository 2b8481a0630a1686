package io.flowledger.store.rollup;

import io.flowledger.store.copy.BinaryCopy;
import io.flowledger.store.copy.CopyTuple;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postgresql.copy.CopyIn;

/**
 * Writes what a minute was summed to: a row for each key that is kept, and one for the rest of each exporter.
 *
 * <p>Not thread safe: one connection.
 */
final class MinuteWriter {
    private static final List<String> KEYS = keys();
    private static final List<String> HEAD = List.of("bucket", "dimension", "generation", "other", "exporter");
    private static final List<String> SUMS =
            List.of("flows", "unscaled_flows", "octets", "packets", "scaled_octets", "scaled_packets", "hidden_octets");
    private static final int[] SUM_PLACES = {
        KeySums.OCTETS, KeySums.PACKETS, KeySums.SCALED_OCTETS, KeySums.SCALED_PACKETS
    };
    private static final long EPOCH_2000_SECONDS = 946_684_800L;
    private static final int CHUNK_OCTETS = 1 << 17;

    private final Connection connection;
    private final CopyTuple out = new CopyTuple();
    private long bucketMicros;
    private int generation;

    MinuteWriter(Connection connection) {
        this.connection = connection;
    }

    private static List<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        Arrays.stream(RollupDimension.values()).forEach(dimension -> keys.addAll(dimension.columns()));
        return List.copyOf(keys);
    }

    /** Writes, within the connection's transaction. */
    void write(MinuteSums.Summed summed, Instant minute, int ofGeneration) throws SQLException {
        bucketMicros = (minute.getEpochSecond() - EPOCH_2000_SECONDS) * 1_000_000L;
        generation = ofGeneration;
        String statement = "COPY " + RollupLevel.MINUTE.qualifiedTable() + " (" + String.join(", ", HEAD) + ", "
                + String.join(", ", KEYS) + ", " + String.join(", ", SUMS) + ") FROM STDIN (FORMAT binary)";
        BinaryCopy.write(connection, statement, copy -> {
            out.clear();
            for (KeySum exporter : summed.exporters()) {
                key(RollupDimension.EXPORTER, exporter);
                flush(copy, CHUNK_OCTETS);
            }
            for (Map.Entry<RollupDimension, KeptKeys> dimension : summed.kept().entrySet()) {
                write(copy, dimension.getKey(), dimension.getValue(), summed.exporters());
            }
            flush(copy, 1);
        });
    }

    private void flush(CopyIn copy, int atLeast) throws SQLException {
        if (out.length() >= atLeast) {
            copy.writeToCopy(out.octets(), 0, out.length());
            out.clear();
        }
    }

    private void write(CopyIn copy, RollupDimension dimension, KeptKeys kept, List<KeySum> exporters)
            throws SQLException {
        Collection<KeySum> keys = kept.all();
        Map<String, Rest> rests = new HashMap<>();
        for (KeySum exporter : exporters) {
            rests.put(text(exporter), new Rest(exporter));
        }
        for (KeySum key : keys) {
            key(dimension, key);
            flush(copy, CHUNK_OCTETS);
            Rest rest = rests.get(text(key));
            if (rest != null) {
                rest.subtract(key);
            }
        }
        BigInteger hidden = kept.isCut() ? kept.least().sum(KeySums.SCALED_OCTETS) : BigInteger.ZERO;
        for (Rest rest : rests.values()) {
            if (rest.flows > 0) {
                head(dimension, true, rest.exporter.exporter());
                KEYS.forEach(column -> out.putNull());
                sums(rest.flows, rest.unscaledFlows, rest.sums, hidden);
                flush(copy, CHUNK_OCTETS);
            }
        }
    }

    private static String text(KeySum of) {
        return new String(of.exporter(), StandardCharsets.ISO_8859_1);
    }

    /** What is left of an exporter's total. */
    private static final class Rest {
        private final KeySum exporter;
        private final BigInteger[] sums;
        private long flows;
        private long unscaledFlows;

        Rest(KeySum exporter) {
            this.exporter = exporter;
            this.sums = MinuteWriter.sums(exporter);
            this.flows = exporter.flows();
            this.unscaledFlows = exporter.unscaledFlows();
        }

        void subtract(KeySum key) {
            flows -= key.flows();
            unscaledFlows -= key.unscaledFlows();
            for (int i = 0; i < sums.length; i++) {
                sums[i] = sums[i].subtract(key.sum(SUM_PLACES[i]));
            }
        }
    }

    private static BigInteger[] sums(KeySum key) {
        return Arrays.stream(SUM_PLACES).mapToObj(key::sum).toArray(BigInteger[]::new);
    }

    private void key(RollupDimension dimension, KeySum key) {
        head(dimension, false, key.exporter());
        for (String column : KEYS) {
            int place = dimension.columns().indexOf(column);
            byte[] value = place < 0 ? null : key.value(place);
            if (value == null) {
                out.putNull();
            } else {
                out.putCell(value, 0, value.length);
            }
        }
        sums(key.flows(), key.unscaledFlows(), sums(key), BigInteger.ZERO);
    }

    private void head(RollupDimension dimension, boolean isOther, byte[] exporter) {
        out.putShort(HEAD.size() + KEYS.size() + SUMS.size());
        out.putLongCell(bucketMicros);
        byte[] name = dimension.key().getBytes(StandardCharsets.UTF_8);
        out.putCell(name, 0, name.length);
        out.putInt(Short.BYTES);
        out.putShort(generation);
        out.putCell(new byte[] {(byte) (isOther ? 1 : 0)}, 0, 1);
        out.putCell(exporter, 0, exporter.length);
    }

    private void sums(long flows, long unscaledFlows, BigInteger[] sums, BigInteger hidden) {
        out.putLongCell(flows);
        out.putLongCell(unscaledFlows);
        for (BigInteger sum : sums) {
            out.putNumericCell(sum);
        }
        out.putNumericCell(hidden);
    }
}
