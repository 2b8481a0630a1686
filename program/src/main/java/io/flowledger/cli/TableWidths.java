package io.flowledger.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Widths of the columns of a table, in code points. For a narrow terminal long texts are cut first, then columns are left out,
 * then texts are cut further; numbers are never cut. One thread.
 */
final class TableWidths {
    /** An IPv4 prefix, a time and most names are not longer. */
    private static final int COMFORTABLE = 25;

    private static final int LEAST = 8;
    private static final int GAP = 2;

    private final int[] widths;
    private final boolean[] numbers;
    private final boolean[] shown;
    private final List<Integer> droppable = new ArrayList<>();

    TableWidths(int columns) {
        widths = new int[columns];
        numbers = new boolean[columns];
        shown = new boolean[columns];
        Arrays.fill(shown, true);
    }

    /** Makes a column as wide as a cell. */
    void see(int column, String cell, boolean number) {
        widths[column] = Math.max(widths[column], width(cell));
        numbers[column] |= number;
    }

    /** Says that a column may be left out, before those that are said later. */
    void mayDrop(int column) {
        droppable.add(column);
    }

    /** Makes the line no longer than {@code most}, if that can be. */
    void fit(int most) {
        cut(most, COMFORTABLE);
        for (int column : droppable) {
            if (total() <= most) {
                return;
            }
            shown[column] = false;
        }
        cut(most, LEAST);
    }

    private void cut(int most, int least) {
        while (total() > most) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                if (shown[i] && !numbers[i] && widths[i] > least && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                return;
            }
            widths[widest]--;
        }
    }

    private int total() {
        int total = -GAP;
        for (int i = 0; i < widths.length; i++) {
            total += shown[i] ? widths[i] + GAP : 0;
        }
        return total;
    }

    boolean isShown(int column) {
        return shown[column];
    }

    /** How many columns are left out. */
    int dropped() {
        int dropped = 0;
        for (boolean one : shown) {
            dropped += one ? 0 : 1;
        }
        return dropped;
    }

    /** A cell in the width of its column. */
    String fitted(int column, String cell, boolean right) {
        int width = width(cell);
        if (width > widths[column]) {
            return cell.substring(0, cell.offsetByCodePoints(0, widths[column] - 1)) + "…";
        }
        String padding = " ".repeat(widths[column] - width);
        return right ? padding + cell : cell + padding;
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
