package io.flowledger.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DatabaseAddressTest {
    @Test
    void aUrlOfLibpqIsUnderstood() {
        DatabaseAddress address =
                parse("postgresql://us%40er:p%3Aa%2Fss+@db.example:5433/flows?sslmode=require&connect_timeout=3");

        assertThat(address.jdbcUrl())
                .isEqualTo("jdbc:postgresql://db.example:5433/flows?connectTimeout=3&sslmode=require");
        assertThat(address.user()).isEqualTo("us@er");
        assertThat(address.password()).isEqualTo("p:a/ss+");
    }

    @Test
    void whatAUrlLeavesOutIsFilledAsLibpqDoes() {
        DatabaseAddress address = parse("postgres://");

        assertThat(address).isEqualTo(new DatabaseAddress("localhost:5432", "me", "me", "", Map.of()));
    }

    @Test
    void aJdbcUrlIsUnderstood() {
        DatabaseAddress address = parse("jdbc:postgresql://[::1]:5432/flows?user=u&password=p%26q&ApplicationName=x");

        assertThat(address.jdbcUrl()).isEqualTo("jdbc:postgresql://[::1]:5432/flows?ApplicationName=x");
        assertThat(address.user()).isEqualTo("u");
        assertThat(address.password()).isEqualTo("p&q");
    }

    @Test
    void theUrlOfAnAddressGivesTheSameAddress() {
        DatabaseAddress address =
                new DatabaseAddress("a:1,[::2]:3", "d b", "u:@/", "p+ %/@", Map.of("sslmode", "require"));

        assertThat(parse(address.url())).isEqualTo(address);
    }

    @Test
    void aWrongUrlIsRefusedWithoutItsPassword() {
        for (String wrong : List.of(
                "mysql://u:s3cret@h/d",
                "postgresql://u:s3cret@h:99999/d",
                "postgresql://u:s3cret@h:port/d",
                "postgresql://u:s3@cret@h:1:2/d",
                "postgresql://h/d?user=u&password=s3cret&oops",
                "host=h password=s3cret",
                "u:s3cret@h")) {
            assertThatThrownBy(() -> parse(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .doesNotContain("s3cret", "cret@");
        }
    }

    @Test
    void aPasswordIsInNoText() {
        assertThat(parse("postgresql://u:s3cret@h/d").toString()).isEqualTo("postgresql://u@h:5432/d");
    }

    @Test
    void theVariablesOfTheSeedNameADatabase() throws Exception {
        assertThat(fromEnvironment(Map.of("DB_HOST", "db", "DB_PASSWORD", "x y")))
                .isEqualTo(new DatabaseAddress("db:5432", "grafolean", "admin", "x y", Map.of("connectTimeout", "10")));
    }

    @Test
    void ourOwnVariableBeatsThoseOfTheSeed() throws Exception {
        assertThat(fromEnvironment(Map.of("DB_HOST", "db", "FLOWLEDGER_DATABASE", "postgresql://u@other/d"))
                        .hosts())
                .isEqualTo("other:5432");
    }

    private static DatabaseAddress fromEnvironment(Map<String, String> environment) throws ConfigurationException {
        ConfigurationLoader loader = new ConfigurationLoader(environment, Path.of("/nowhere"));
        return Objects.requireNonNull(
                loader.configuration(loader.load(null, Map.of())).database());
    }

    private static DatabaseAddress parse(String text) {
        return DatabaseAddress.parse(text, "me");
    }
}
