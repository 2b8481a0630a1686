package io.flowledger.store.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.layout.FlowsLayout;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What must hold for any text that is given as a filter. */
final class FilterText {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*|[0-9]+|'[^']*'|\\S");

    /** All that the SQL of a filter is made of, beside the names of columns. */
    private static final Set<String> VOCABULARY = Set.of(
            ("true AND OR NOT IS TRUE NULL BETWEEN ILIKE EXISTS SELECT FROM unnest AS element element.value value WHERE"
                            + " coalesce family nullif date_part float8 inet macaddr interval 'epoch' 0 2 8 IN text exporter scope name application kind"
                            + " flowledger.stream flowledger.option_value flowledger.application_name 'interface_name'"
                            + " 'interface_description' 'vrf_name' ( ) , ? : = < > * / - &")
                    .split(" "));

    private static final Set<String> COLUMNS = new HashSet<>();

    static {
        FlowsLayout.FLOWS.columns().forEach(column -> COLUMNS.add(column.name()));
    }

    private FilterText() {}

    /** It is read, or refused with a place inside the text; the SQL holds nothing of it. */
    static void assertBehaved(String text) {
        Filter filter;
        try {
            filter = Filter.parse(text);
            assertThat(Filter.parse(filter.toString())).isEqualTo(filter);
        } catch (FilterException e) {
            assertThat(e.position()).isBetween(0, text.length());
            assertThat(e.position() + e.length()).isBetween(0, text.length());
            assertThat(e.getMessage()).isNotBlank();
            filter = Filter.everything();
        }
        assertParameterised(filter);
        Completion completion = Completion.at(text, text.length() / 2);
        assertThat(completion.from()).isBetween(0, completion.to());
        assertThat(completion.to()).isLessThanOrEqualTo(text.length());
    }

    /** Its SQL is made of our own words alone, and there is a value for each placeholder. */
    static void assertParameterised(Filter filter) {
        SqlText sql = new SqlText();
        filter.appendTo(sql, column -> column);
        long placeholders = 0;
        Matcher token = TOKEN.matcher(sql.sql());
        while (token.find()) {
            String word = token.group();
            assertThat(VOCABULARY.contains(word) || COLUMNS.contains(word) || word.equals("'1 millisecond'"))
                    .as("%s in %s", word, sql.sql())
                    .isTrue();
            placeholders += word.equals("?") ? 1 : 0;
        }
        assertThat(sql.parameters()).hasSize((int) placeholders);
    }

    /** Texts to begin a search with. */
    static List<String> seeds() {
        return List.of(
                "src net 10.0.0.0/8 and dst port 443 and proto tcp and in if 3",
                "not (host 2001:db8::1 or as in [64500, 64501]) vlan 12 flags S",
                "octets > 1.5m && duration <= 10s || app \"video \\\"*\\\"\" and src mac 00:00:5e:00:53:01",
                "exporter core1 and in if \"ge-0/0/3\" or vrf red and portrange 80-90 or 443",
                "exporter 192.0.2.1 mpls 16 dscp != 46 port 80-90 inet6 vrf unknown bps ge 1Ki direction egress");
    }
}
