package io.flowledger.store.filter;

import java.util.regex.Pattern;

/** A value in a filter. */
sealed interface Operand {
    /** A number, in the unit of its column; a duration is in milliseconds. */
    record Whole(long value) implements Operand {
        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    /** Numbers from the first to the last, both within. */
    record Range(long first, long last) implements Operand {
        public Range {
            if (first > last) {
                throw new IllegalArgumentException(first + "-" + last);
            }
        }

        @Override
        public String toString() {
            return first + "-" + last;
        }
    }

    /** An address or a prefix. */
    record Address(Prefix prefix) implements Operand {
        @Override
        public String toString() {
            return prefix.toString();
        }
    }

    /** A MAC address, lower case with colons. */
    record Mac(String address) implements Operand {
        @Override
        public String toString() {
            return address;
        }
    }

    /** TCP flags that are all set. */
    record Flags(int bits) implements Operand {
        @Override
        public String toString() {
            return TcpFlags.text(bits);
        }
    }

    /** A text, in which * stands for any characters; upper and lower case are the same. */
    record Text(String pattern) implements Operand {
        private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_.*:/-]+");

        @Override
        public String toString() {
            // The word for NULL, and all that could be read as something else, goes into quotes.
            boolean bare = BARE.matcher(pattern).matches() && !Reserved.isReserved(pattern);
            return bare ? pattern : quoted(pattern);
        }

        private static String quoted(String text) {
            return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }
    }

    /** The name of what a number or an address stands for, in which * stands for any characters. */
    record Name(String pattern) implements Operand {
        @Override
        public String toString() {
            return Text.quoted(pattern);
        }
    }

    /** NULL: what the exporter did not say. */
    record Unknown() implements Operand {
        static final String WORD = "unknown";

        @Override
        public String toString() {
            return WORD;
        }
    }
}
