package io.flowledger.console;

/** A filter as it is typed, and the same in SQL. */
enum Question {
    ALL("", "true"),
    PROTOCOL("proto udp", "protocol = 17"),
    NETWORK_AND_PORT("src net 10.0.0.0/8 and dst port 443", "src_addr << inet '10.0.0.0/8' AND dst_port = 443"),
    EXPORTERS("exporter 198.18.0.6 or exporter 198.18.0.3", "exporter IN (inet '198.18.0.6', inet '198.18.0.3')"),
    FAMILY_AND_NOT(
            "inet6 not port 53",
            "family(src_addr) = 6 AND NOT (coalesce(src_port, 0) = 53 OR coalesce(dst_port, 0) = 53)"),
    SIZE("proto tcp and bytes > 100k", "protocol = 6 AND octets > 100000"),
    NOTHING("host 203.0.113.199", "false");

    private final String filter;
    private final String sql;

    Question(String filter, String sql) {
        this.filter = filter;
        this.sql = sql;
    }

    String filter() {
        return filter;
    }

    String sql() {
        return sql;
    }

    /** As a part of the address of a page. */
    String parameter() {
        return filter.isEmpty()
                ? ""
                : "&f=" + filter.replace("&", "%26").replace("+", "%2B").replace(" ", "+");
    }
}
