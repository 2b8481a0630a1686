package io.flowledger.store.schema;

/** The forms in which the values of a column lie in a block; a block uses the narrowest that holds them all. */
public enum BlockForm {
    /** One value of the column's own type, in all rows. */
    ONE(""),
    /** int4[]: microseconds since the middle of the block's hour. */
    MICROSECONDS(".us"),
    /** int4[]: milliseconds since the middle of the block's hour. */
    MILLISECONDS(".ms"),
    /** int2[]: the number less 32,768, for 0 to 65,535. */
    SHORT(".short"),
    /** int4[]: the number. */
    INT(".int"),
    /** An array of the column's own type. */
    WHOLE(".whole"),
    /** int4[]: an IPv4 host address as a number less 2^31. */
    IPV4(".ipv4"),
    /** An array of the values that occur, each once. */
    WORDS(".words"),
    /** int2[]: the place of each row's value among the {@link #WORDS}, from 1. */
    PLACES(".places");

    private final String suffix;

    BlockForm(String suffix) {
        this.suffix = suffix;
    }

    /** What follows the column's name; a point, as no column of a layout has one in its name. */
    String suffix() {
        return suffix;
    }
}
