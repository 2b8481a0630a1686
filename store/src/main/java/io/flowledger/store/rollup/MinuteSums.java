package io.flowledger.store.rollup;

import io.flowledger.store.copy.BinaryCopy;
import io.flowledger.store.copy.TupleRows;
import io.flowledger.store.schema.FlowTable;
import io.flowledger.store.schema.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sums the rows of a minute in all dimensions. The rows are read once; when they have more keys than there is room for, as
 * often as it takes, each time for another part of the keys.
 *
 * <p>Not thread safe: one connection.
 */
final class MinuteSums {
    /** Some 50 MiB. */
    static final int MOST_KEYS = 400_000;

    private static final int MORE_PASSES = 4;
    private static final int MOST_PASSES = 1 << 12;

    private static final int EXPORTER = 0;
    private static final int SAMPLING_RATE = 1;
    private static final int OCTETS = 2;
    private static final int PACKETS = 3;
    private static final int FIRST_KEY = 4;

    /** Columns of keys that rows have; networks are made from addresses. */
    private static final List<String> KEYS = keys();

    private final Connection connection;
    private final FlowTable table;
    private final int mostKeys;
    private final RowSums sums = new RowSums();
    private final TupleRows row = new TupleRows(FIRST_KEY + KEYS.size());
    private int passes = 1;

    MinuteSums(Connection connection, FlowTable table, int mostKeys) {
        this.connection = connection;
        this.table = table;
        this.mostKeys = mostKeys;
    }

    private static List<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        for (RollupDimension dimension : RollupDimension.values()) {
            keys.addAll(dimension.columns());
        }
        keys.removeIf(Network::isNetwork);
        return List.copyOf(keys);
    }

    /** What became of a minute: all that the exporters sent, and the keys that each other dimension keeps. */
    record Summed(List<KeySum> exporters, Map<RollupDimension, KeptKeys> kept) {}

    /** Sums, within the connection's transaction. */
    Summed sum(Instant minute, int keys) throws SQLException {
        Summed summed = null;
        while (summed == null) {
            summed = inPasses(minute, keys);
            if (summed == null) {
                passes *= MORE_PASSES;
            }
        }
        return summed;
    }

    private @Nullable Summed inPasses(Instant minute, int keys) throws SQLException {
        ValueIds exporters = new ValueIds();
        List<KeySum> totals = new ArrayList<>();
        Map<RollupDimension, KeptKeys> kept = new EnumMap<>(RollupDimension.class);
        double[] exporterOctets = {};
        long most = 0;
        for (int number = 0; number < passes; number++) {
            Pass pass = new Pass(number, exporters);
            BinaryCopy.read(connection, statement(minute), pass::take);
            if (pass.isFull) {
                return null;
            }
            most = Math.max(most, pass.count);
            if (number == 0) {
                exporterOctets = pass.totals(totals);
            }
            for (RollupDimension dimension : RollupDimension.values()) {
                if (dimension != RollupDimension.EXPORTER) {
                    kept.computeIfAbsent(dimension, missing -> new KeptKeys(keys, totals.size()))
                            .offer(pass.of(dimension), exporterOctets, pass.maker(dimension));
                }
            }
        }
        if (most * MORE_PASSES * 2 < mostKeys) {
            passes = Math.max(1, passes / MORE_PASSES);
        }
        return new Summed(totals, kept);
    }

    private String statement(Instant minute) {
        String time = Sql.identifier(table.time().name());
        StringBuilder columns = new StringBuilder("exporter, sampling_rate, octets, packets");
        for (String key : KEYS) {
            columns.append(", ").append(RollupDimension.expression(key));
        }
        return "COPY (SELECT " + columns + " FROM " + table.qualifiedName() + " WHERE " + time + " >= "
                + RollupSql.instant(minute) + " AND " + time + " < " + RollupSql.instant(minute.plusSeconds(60))
                + ") TO STDOUT (FORMAT binary)";
    }

    /** One reading of the rows. */
    private final class Pass {
        private static final int UNKNOWN = -2;

        private final int number;
        private final ValueIds exporters;
        private final ValueIds values = new ValueIds();
        private final Network network = new Network();
        private final Map<RollupDimension, KeySums> tables = new EnumMap<>(RollupDimension.class);
        private final List<int[]> places = new ArrayList<>();
        private final List<KeySums> inOrder;
        private final int[] ids = new int[FIRST_KEY + KEYS.size()];

        /** A bit for each of {@code ids} that is the row's. */
        private long known;

        private int[] networks = new int[0];
        private long count;
        private boolean isFull;

        Pass(int number, ValueIds exporters) {
            this.number = number;
            this.exporters = exporters;
            for (RollupDimension dimension : RollupDimension.values()) {
                tables.put(dimension, new KeySums());
                places.add(dimension.columns().stream().mapToInt(Pass::place).toArray());
            }
            this.inOrder = List.copyOf(tables.values());
        }

        /** The cell of a column; for a network that of its address, as a negative number. */
        private static int place(String column) {
            return Network.isNetwork(column)
                    ? -(FIRST_KEY + KEYS.indexOf(Network.addressOf(column)))
                    : FIRST_KEY + KEYS.indexOf(column);
        }

        KeySums of(RollupDimension dimension) {
            return Objects.requireNonNull(tables.get(dimension));
        }

        void take(byte[] message) throws SQLException {
            row.clear();
            row.take(message);
            for (int i = 0; i < row.count() && !isFull; i++) {
                add(i);
            }
        }

        private void add(int at) {
            sums.set(number(at, OCTETS), number(at, PACKETS), number(at, SAMPLING_RATE), row.isNull(at, SAMPLING_RATE));
            int exporter = exporters.idOf(row.octets(), row.offset(at, EXPORTER), row.length(at, EXPORTER));
            known = 0;
            for (int i = 0; i < inOrder.size(); i++) {
                int[] of = places.get(i);
                if (of.length == 0 ? number == 0 : passes == 1 || isOurs(at, exporter, of)) {
                    KeySums sumsOf = inOrder.get(i);
                    int before = sumsOf.count();
                    sumsOf.add(
                            exporter,
                            of.length > 0 ? id(at, of[0]) : ValueIds.NULL,
                            of.length > 1 ? id(at, of[1]) : ValueIds.NULL,
                            sums);
                    count += sumsOf.count() - before;
                }
            }
            isFull = count > mostKeys && passes < MOST_PASSES;
        }

        private long number(int at, int column) {
            return row.isNull(at, column) ? 0 : row.number(at, column);
        }

        /** Whether a key is of this pass. */
        private boolean isOurs(int at, int exporter, int[] of) {
            int hash = exporter;
            for (int place : of) {
                hash = Integer.rotateLeft(hash, 11) * 31 + hash(at, place);
            }
            return Math.floorMod(hash ^ hash >>> 16, passes) == number;
        }

        private int hash(int at, int place) {
            int cell = Math.abs(place);
            int length = row.length(at, cell);
            if (length < 0) {
                return 0;
            }
            if (place < 0) {
                network.set(row.octets(), row.offset(at, cell), length);
                return ValueIds.hash(network.octets(), 0, network.length());
            }
            return ValueIds.hash(row.octets(), row.offset(at, cell), length);
        }

        private int id(int at, int place) {
            int cell = Math.abs(place);
            if ((known >>> cell & 1) == 0) {
                known |= 1L << cell;
                int length = row.length(at, cell);
                ids[cell] = length < 0 ? ValueIds.NULL : values.idOf(row.octets(), row.offset(at, cell), length);
            }
            return place < 0 ? networkOf(ids[cell]) : ids[cell];
        }

        private int networkOf(int address) {
            if (address == ValueIds.NULL) {
                return ValueIds.NULL;
            }
            if (address >= networks.length) {
                int known = networks.length;
                networks = Arrays.copyOf(networks, Math.max(1 << 10, address * 2));
                Arrays.fill(networks, known, networks.length, UNKNOWN);
            }
            if (networks[address] == UNKNOWN) {
                network.set(values.octets(), values.start(address), values.length(address));
                networks[address] = values.idOf(network.octets(), 0, network.length());
            }
            return networks[address];
        }

        /** Adds the exporters' own sums; returns the octets of each by its number. */
        double[] totals(List<KeySum> to) {
            KeySums sumsOf = of(RollupDimension.EXPORTER);
            double[] octets = new double[sumsOf.count()];
            LargestKeys.Maker maker = maker(RollupDimension.EXPORTER);
            for (int at = 0; at < sumsOf.count() * KeySums.STRIDE; at += KeySums.STRIDE) {
                to.add(maker.make(sumsOf.entries(), at));
                octets[KeySums.exporter(sumsOf.entries(), at)] =
                        KeySums.value(sumsOf.entries(), at + KeySums.SCALED_OCTETS);
            }
            return octets;
        }

        LargestKeys.Maker maker(RollupDimension dimension) {
            int size = dimension.columns().size();
            return (entries, at) -> {
                byte[] @Nullable [] cells = new byte[size][];
                for (int i = 0; i < size; i++) {
                    cells[i] = values.value(KeySums.value(entries, at, i));
                }
                byte[] exporter = exporters.value(KeySums.exporter(entries, at));
                return new KeySum(
                        exporter == null ? new byte[0] : exporter,
                        cells,
                        Arrays.copyOfRange(entries, at, at + KeySums.STRIDE));
            };
        }
    }
}
