package io.flowledger.store.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.FlowsLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FilterTest {
    private static String canonical(String text) throws FilterException {
        return Filter.parse(text).toString();
    }

    private static FilterException refused(String text) {
        return catchThrowableOfType(FilterException.class, () -> Filter.parse(text));
    }

    private static SqlText sql(String text) throws FilterException {
        SqlText sql = new SqlText();
        Filter.parse(text).appendTo(sql, column -> column);
        return sql;
    }

    @Test
    void wordsOfNfdumpAndTcpdumpAreRead() throws Exception {
        assertThat(canonical("src net 10/8 and dst port 443 and proto tcp and in if 3"))
                .isEqualTo("src_addr 10.0.0.0/8 and dst_port 443 and protocol 6 and in_if 3");
        assertThat(canonical("TCP dst port https || (udp && port in [53, ntp])"))
                .isEqualTo("protocol 6 and dst_port 443 or protocol 17 and port in [53, 123]");
        assertThat(canonical("octets > 1.5k bytes le 1Mi")).isEqualTo("octets > 1500 and octets <= 1048576");
        assertThat(canonical("flags SA and not flags 0x04")).isEqualTo("tcp_flags SA and not tcp_flags R");
        assertThat(canonical("src 2001:DB8:0:0::1 or nat src ip 192.0.2.7"))
                .isEqualTo("src_addr 2001:db8::1 or nat_src_addr 192.0.2.7");
        assertThat(canonical("duration > 10s and port 80-90 and vlan unknown and inet6"))
                .isEqualTo("duration > 10000 and port 80-90 and vlan unknown and family 6");
        assertThat(sql("in vlan 12").sql()).isEqualTo("vlan = ?");
        assertThat(sql("out vlan 12").sql()).isEqualTo("post_vlan = ?");
        assertThat(sql("vlan 12").sql()).isEqualTo("vlan = ? OR post_vlan = ?");
        assertThat(canonical("src mac 00-00-5E-00-53-01 app \"a b\" direction egress version ipfix"))
                .isEqualTo("src_mac 00:00:5e:00:53:01 and application \"a b\" and direction 1 and export_version 10");
    }

    @Test
    void anEmptyFilterIsEveryFlow() throws Exception {
        assertThat(Filter.parse(" \t").isEverything()).isTrue();
        assertThat(Filter.parse("")).isEqualTo(Filter.everything());
    }

    @Test
    void andBindsTighterThanOrAndNotTighterStill() throws Exception {
        assertThat(Filter.parse("not tcp udp or icmp")).isEqualTo(Filter.parse("((not tcp) and udp) or icmp"));
    }

    @Test
    void anErrorTellsThePlaceAndWhatWasExpected() {
        FilterException missing = refused("dst port ");
        assertThat(missing.position()).isEqualTo(9);
        assertThat(missing.length()).isZero();
        assertThat(missing.expected()).contains("<port>");
        assertThat(missing).hasMessageContaining("expected a port such as 443");

        FilterException misspelled = refused("host 192.0.2.1 and prot tcp");
        assertThat(misspelled.position()).isEqualTo(19);
        assertThat(misspelled.length()).isEqualTo(4);
        assertThat(misspelled).hasMessageContaining("did you mean").hasMessageContaining("proto");

        assertThat(refused("(tcp or udp").expected()).contains(")");
        assertThat(refused("192.0.2.1")).hasMessageContaining("host 192.0.2.1");
        assertThat(refused("src tcp").expected()).contains("port", "net", "<address>");
        assertThat(refused("port 70000")).hasMessageContaining("at most 65535");
        assertThat(refused("host > 192.0.2.1")).hasMessageContaining("no order");
        assertThat(refused("app \"dns").position()).isEqualTo(4);
        assertThat(refused("tcp )").position()).isEqualTo(4);
    }

    @Test
    void valuesBecomeParametersAndNeverSql() throws Exception {
        SqlText sql = sql("src net 10.0.0.0/8 and app \"'; DROP TABLE flows; --\" and not port 53");

        assertThat(sql.sql())
                .isEqualTo("(src_addr <<= ?::inet) AND (application ILIKE ? OR (exporter, application) IN"
                        + " (SELECT exporter, application FROM flowledger.application_name WHERE name ILIKE ?)) AND"
                        + " ((src_port = ? OR dst_port = ?) IS NOT TRUE)");
        assertThat(sql.parameters())
                .containsExactly("10.0.0.0/8", "'; DROP TABLE flows; --", "'; DROP TABLE flows; --", 53L, 53L);
    }

    @Test
    void whatHasANameIsAskedForByIt() throws Exception {
        assertThat(canonical("exporter core1 and in if \"ge-0/0/3\" vrf red"))
                .isEqualTo("exporter \"core1\" and in_if \"ge-0/0/3\" and vrf \"red\"");
        SqlText sql = sql("in if \"ge-0/0/*\"");
        assertThat(sql.sql())
                .isEqualTo("(exporter, in_if::text) IN (SELECT exporter, scope FROM flowledger.option_value"
                        + " WHERE kind IN ('interface_name', 'interface_description') AND value ILIKE ?)");
        assertThat(sql.parameters()).containsExactly("ge-0/0/%");
        assertThat(sql("exporter in [192.0.2.1, core1]").sql())
                .isEqualTo(
                        "exporter = ?::inet OR exporter IN (SELECT exporter FROM flowledger.stream WHERE name ILIKE ?)");
        assertThat(Filter.parse("if uplink").columns()).containsExactly("in_if", "out_if", "exporter");
        // Numbers and addresses stay what they are, in quotes as well.
        assertThat(canonical("in if \"3\" exporter \"192.0.2.1\"")).isEqualTo("in_if 3 and exporter 192.0.2.1");
        assertThat(refused("exporter 192.0.2.300")).hasMessageContaining("or its name");
        assertThat(refused("in if port 80").position()).isEqualTo(6);
        assertThat(refused("host core1").position()).isEqualTo(5);
    }

    @Test
    void aValueMayFollowOrAsInTcpdump() throws Exception {
        assertThat(canonical("port 80 or 443 or https and tcp")).isEqualTo("port in [80, 443, 443] and protocol 6");
        assertThat(canonical("src 192.0.2.1 or 10/8 or udp"))
                .isEqualTo("src_addr in [192.0.2.1, 10.0.0.0/8] or protocol 17");
        assertThat(canonical("dst portrange 1000-2000 or portrange 80-90"))
                .isEqualTo("dst_port 1000-2000 or port 80-90");
        assertThat(canonical("app dns or \"a b\" or exporter 192.0.2.1"))
                .isEqualTo("application in [dns, \"a b\"] or exporter 192.0.2.1");

        // Not what tcpdump takes it for, and not what it looks like: the writer has to say.
        assertThat(refused("not port 80 or 443"))
                .hasMessageContaining("port in [80, 443]")
                .extracting(FilterException::position)
                .isEqualTo(15);
        assertThat(refused("octets > 80 or 443")).hasMessageContaining("octets in [80, 443]");
        assertThat(refused("port 80,443")).hasMessageContaining("port in [80, 443]");
        assertThat(refused("port 80 and 443")).hasMessageContaining("port in [80, 443]");
        assertThat(refused("greater 1000")).hasMessageContaining("octets >= …");
        assertThat(refused("app dns or prto tcp")).hasMessageContaining("did you mean proto");
    }

    @Property
    void alternativesAreAList(@ForAll("terms") Expression.Term term) throws Exception {
        String text = term.operands().stream().map(Operand::toString).collect(Collectors.joining(" or "));
        assertThat(Filter.parse(term.word().name() + " " + text)).as(text).isEqualTo(Filter.of(term));
    }

    /** Comparisons with values that begin no condition. */
    @Provide
    Arbitrary<Expression.Term> terms() {
        return comparisons().map(Expression.Term.class::cast).filter(term -> switch (term.word()
                .kind()) {
            case FLAGS, TEXT -> false;
            default -> true;
        });
    }

    @Test
    void everyColumnThatCanBeComparedHasAWord() {
        for (Column column : FlowsLayout.FLOWS.columns()) {
            if (Words.isFilterable(column)) {
                Word word = Words.find(column.name());
                assertThat(word).as(column.name()).isNotNull();
            }
        }
    }

    @Test
    void whatNoColumnCanHoldIsRefusedBeforeTheDatabaseSeesIt() {
        assertThat(refused("app \"a\0b\"").position()).isEqualTo(6);
        assertThat(refused("duration > 20000000d")).hasMessageContaining("too large for duration");
        assertThat(refused("protocol 256")).hasMessageContaining("at most 255");
        assertThat(refused("octets > 9223372036854775808")).hasMessageContaining("expected a number");
    }

    @Test
    void everyExampleOfTheReferencePageIsRead() throws Exception {
        int read = 0;
        for (String line : Files.readAllLines(Path.of("..", "docs", "reference", "filter.md"))) {
            String[] cells = line.split(" \\| ");
            if (line.startsWith("| `") && cells.length == 3) {
                Matcher example = Pattern.compile("`([^`]+)`").matcher(cells[2]);
                while (example.find()) {
                    assertThat(Filter.parse(example.group(1)).isEverything())
                            .as(example.group(1))
                            .isFalse();
                    read++;
                }
            }
        }
        assertThat(read).isGreaterThan(25);
    }

    /** Columns have words by their own names, which are on the page of the columns. */
    @Test
    void everyWordIsOnTheReferencePage() throws Exception {
        Path reference = Path.of("..", "docs", "reference");
        String page = Files.readString(reference.resolve("filter.md"));
        String columns = Files.readString(reference.resolve("flows.md"));
        List<String> words = new ArrayList<>(FilterParser.beginnings());
        Words.spellings().values().forEach(words::addAll);
        for (String word : words) {
            boolean isColumn = FlowsLayout.FLOWS.columns().stream()
                    .anyMatch(column -> column.name().equals(word));
            boolean isPartOfWord = Words.isBeginning(word) && Words.find(word) == null;
            String quoted =
                    word.equals("any") || word.equals("not") || word.equals("(") ? '"' + word + '"' : '`' + word + '`';
            assertThat(isColumn ? columns : page).as(word).contains(isPartOfWord ? "`" + word + " " : quoted);
        }
    }

    @Test
    void depthAndLengthAreBounded() {
        assertThat(refused("(".repeat(101) + "tcp" + ")".repeat(101))).hasMessageContaining("at most 100 deep");
        assertThat(refused("not ".repeat(5000))).hasMessageContaining("deep");
        assertThat(refused("a".repeat(20_001))).hasMessageContaining("20000");
        assertThat(refused("port in [" + "1 ".repeat(5001) + "]")).hasMessageContaining("5000 values");
    }

    @Test
    void completionsFitThePlace() {
        assertThat(Completion.at("src po", 6).words()).containsExactly("port", "portrange");
        assertThat(Completion.at("src po", 6).from()).isEqualTo(4);
        assertThat(Completion.at("tcp ", 4).words()).contains("and", "or", "host");
        assertThat(Completion.at("app ", 4).columns()).containsExactly("application");
        assertThat(Completion.at("host nonsense a", 15).words()).isEmpty();
    }

    @Property(tries = 2000)
    void noTextGivesAnotherExceptionThanItsOwn(@ForAll("texts") String text) {
        FilterText.assertBehaved(text);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> pieces = Arbitraries.oneOf(
                Arbitraries.of(List.copyOf(Words.first())),
                Arbitraries.of(
                        "and",
                        "or",
                        "not",
                        "(",
                        ")",
                        "[",
                        "]",
                        ",",
                        "in",
                        "=",
                        "!=",
                        ">",
                        "port",
                        "host",
                        "10.0.0.0/8",
                        "80",
                        "1.5k",
                        "80-90",
                        "unknown",
                        "::1",
                        "tcp",
                        "S",
                        "\"x\"",
                        "'",
                        "any",
                        "app",
                        "flags",
                        "src",
                        "dst"),
                Arbitraries.strings().ofMaxLength(6));
        return pieces.list().ofMaxSize(12).map(list -> String.join(" ", list));
    }

    @Property(tries = 1000)
    void whatIsPrintedIsReadBackAsTheSameTree(@ForAll("trees") Expression tree) throws Exception {
        Filter filter = Filter.of(tree);
        assertThat(Filter.parse(filter.toString())).as(filter.toString()).isEqualTo(filter);
        FilterText.assertParameterised(filter);
    }

    @Provide
    Arbitrary<Expression> trees() {
        return trees(3);
    }

    static Arbitrary<Expression> trees(int depth) {
        Arbitrary<Expression> leaf = Arbitraries.oneOf(comparisons(), Arbitraries.just(new Expression.Everything()));
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<List<Expression>> parts = trees(depth - 1).list().ofMinSize(2).ofMaxSize(3);
        return Arbitraries.oneOf(
                leaf,
                parts.map(Expression::and),
                parts.map(Expression::or),
                trees(depth - 1).map(Expression.Not::new));
    }

    private static Arbitrary<Expression> comparisons() {
        return Arbitraries.of(List.copyOf(Words.spellings().keySet()))
                .flatMap(word -> operands(word)
                        .list()
                        .ofMinSize(1)
                        .ofMaxSize(3)
                        .map(operands -> new Expression.Term(word, Operator.EQUAL, operands)));
    }

    private static Arbitrary<Operand> operands(Word word) {
        Arbitrary<Operand> numbers = Arbitraries.longs().between(0, word.most()).map(Operand.Whole::new);
        Arbitrary<Operand> unknown = Arbitraries.just(new Operand.Unknown());
        return Arbitraries.oneOf(
                Naming.isOfNumbers(word) ? Arbitraries.oneOf(unknown, namesOf(word)) : unknown,
                switch (word.kind()) {
                    case NUMBER, DURATION, PORT, PROTOCOL, DIRECTION, VERSION -> numbers;
                    case FLAGS -> Arbitraries.integers().between(0, 0xFFFF).map(Operand.Flags::new);
                    case MAC -> Arbitraries.of("00:00:5e:00:53:01").map(Operand.Mac::new);
                    case TEXT ->
                        Arbitraries.strings()
                                .all()
                                .excludeChars('\0')
                                .ofMaxLength(8)
                                .map(Operand.Text::new);
                    case ADDRESS ->
                        Arbitraries.of(4, 16)
                                .flatMap(length -> Arbitraries.bytes()
                                        .array(byte[].class)
                                        .ofSize(length)
                                        .flatMap(octets -> Arbitraries.integers()
                                                .between(0, length * 8)
                                                .map(bits -> new Operand.Address(new Prefix(octets, bits)))));
                });
    }

    /** Texts that are no value of the word, as those are never names. */
    private static Arbitrary<Operand> namesOf(Word word) {
        return Arbitraries.strings()
                .all()
                .excludeChars('\0')
                .ofMinLength(1)
                .ofMaxLength(8)
                .filter(text -> {
                    try {
                        return ValueReader.read(word, new Token(Token.Kind.QUOTED, text, 0, text.length()))
                                instanceof Operand.Name;
                    } catch (FilterException e) {
                        return false;
                    }
                })
                .map(Operand.Name::new);
    }
}
