package io.flowledger.flow.layout;

/**
 * A column's PostgreSQL type and its width in the binary COPY format.
 *
 * <p>The order of the constants is the order of columns in a table: widest alignment first, then narrower, then values of
 * variable length, so that no padding is stored between columns.
 */
public enum ColumnType {
    /** Microseconds since 2000-01-01 UTC. */
    TIMESTAMPTZ("timestamptz", 8),
    /** As {@link #TIMESTAMPTZ}, without a zone: UTC by convention. */
    TIMESTAMP("timestamp", 8),
    BIGINT("bigint", 8),
    INTEGER("integer", 4),
    MACADDR("macaddr", 6),
    SMALLINT("smallint", 2),
    /** 8 octets for an IPv4 host address, 20 for an IPv6 one. */
    INET("inet", ColumnType.VARIABLE),
    INTEGER_ARRAY("integer[]", ColumnType.VARIABLE),
    TEXT("text", ColumnType.VARIABLE),
    JSONB("jsonb", ColumnType.VARIABLE);

    /** The width of a type whose values differ in length. */
    public static final int VARIABLE = -1;

    private final String sqlName;
    private final int widthOctets;

    ColumnType(String sqlName, int widthOctets) {
        this.sqlName = sqlName;
        this.widthOctets = widthOctets;
    }

    /** The type as DDL spells it. */
    public String sqlName() {
        return sqlName;
    }

    /** Octets of a value in binary COPY, without the length word before it; {@link #VARIABLE} when values differ. */
    public int widthOctets() {
        return widthOctets;
    }
}
