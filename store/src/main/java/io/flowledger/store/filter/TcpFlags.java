package io.flowledger.store.filter;

/** TCP flags as letters (RFC 9293 section 3.1), as nfdump writes them. */
public final class TcpFlags {
    private static final String LETTERS = "FSRPAUEC";
    private static final int ALL = 0xFF;

    private TcpFlags() {}

    /** The letters of the lowest eight bits; a number when there are others or none. */
    public static String text(int bits) {
        if (bits == 0 || (bits & ~ALL) != 0) {
            return Integer.toString(bits);
        }
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < LETTERS.length(); bit++) {
            if ((bits & 1 << bit) != 0) {
                text.append(LETTERS.charAt(bit));
            }
        }
        return text.toString();
    }

    /** The bits of letters or of a number up to 65535, decimal or 0x…; -1 when the text is neither. */
    static int bits(String text) {
        if (text.matches("[0-9]{1,5}") || text.matches("0[xX][0-9a-fA-F]{1,4}")) {
            int bits = Integer.decode(text.startsWith("0x") || text.startsWith("0X") ? text : withoutZeros(text));
            return bits > 0xFFFF ? -1 : bits;
        }
        int bits = 0;
        for (int i = 0; i < text.length(); i++) {
            int bit = LETTERS.indexOf(Character.toUpperCase(text.charAt(i)));
            if (bit < 0) {
                return -1;
            }
            bits |= 1 << bit;
        }
        return text.isEmpty() ? -1 : bits;
    }

    private static String withoutZeros(String digits) {
        return Integer.toString(Integer.parseInt(digits));
    }
}
