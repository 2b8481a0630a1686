package io.flowledger.store.block;

/**
 * How packing is done.
 *
 * @param blockRows the most rows of a block, 1 to 32,767
 * @param stepRows about how many rows are taken at a time; bounds the memory
 * @param rowsPerSecond the most rows packed in a second; 0 for no bound
 * @param lateRows rows that came late to a packed hour are packed only when there are this many
 */
public record PackSettings(int blockRows, int stepRows, long rowsPerSecond, long lateRows) {
    public PackSettings {
        if (blockRows < 1 || blockRows > Short.MAX_VALUE || stepRows < 1 || rowsPerSecond < 0 || lateRows < 1) {
            throw new IllegalArgumentException("packing with blocks of " + blockRows + " rows, steps of " + stepRows
                    + ", " + rowsPerSecond + " rows a second, from " + lateRows + " late rows on");
        }
    }

    /** As fast as it goes; all rows. */
    public static PackSettings atOnce() {
        return new PackSettings(8192, 32_768, 0, 1);
    }

    /** Beside landing: a fraction of what a core can do, and not for a few late rows. */
    public static PackSettings beside() {
        return new PackSettings(8192, 32_768, 100_000, 4096);
    }
}
