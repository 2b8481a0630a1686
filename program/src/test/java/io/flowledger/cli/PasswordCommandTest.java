package io.flowledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.web.SecretHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordCommandTest {
    @TempDir
    private Path directory;

    private static String value(String line) {
        return line.substring(line.indexOf('"') + 1, line.lastIndexOf('"'));
    }

    @Test
    void theLineHoldsAHashOfThePasswordAndNotThePassword() {
        Performance made = Performance.of(Map.of(), "correct horse battery\n", 0, "password");

        assertThat(made.status()).isZero();
        assertThat(made.out()).startsWith("web-password = \"pbkdf2-sha256$").doesNotContain("horse");
        SecretHash hash = SecretHash.parse(value(made.out()));
        assertThat(hash.isOf("correct horse battery")).isTrue();
        assertThat(hash.isOf("correct horse battery ")).isFalse();
    }

    @Test
    void aTokenIsShownOnceBesideItsHash() {
        Performance made = Performance.of("password", "--token");

        String token = made.err().strip().replaceFirst(".* ", "");
        assertThat(SecretHash.parse(value(made.out())).isOf(token)).isTrue();
        assertThat(made.out()).doesNotContain(token);
    }

    @Test
    void aShortPasswordIsRefused() {
        assertThat(Performance.of(Map.of(), "short\n", 0, "password").status()).isEqualTo(ExitCode.USAGE.status());
    }

    @Test
    void anAddressOfTheNetworkNeedsALogin() throws Exception {
        Performance open = Performance.of("run", "--web", "http://0.0.0.0:8080", "--check-config");
        assertThat(open.status()).isEqualTo(ExitCode.USAGE.status());
        assertThat(open.err()).contains("needs a password or a token").contains("flowledger password");

        String line = Performance.of(Map.of(), "correct horse battery\n", 0, "password")
                .out();
        Path file = Files.writeString(directory.resolve("flowledger.toml"), line + "web = \"http://0.0.0.0:8080\"\n");
        Performance closed = Performance.of("run", "--config", file.toString(), "--check-config");
        assertThat(closed.status()).isZero();
        assertThat(closed.out()).contains("web-password = \"***\"").doesNotContain("pbkdf2");

        Performance plain = Performance.of(Map.of("FLOWLEDGER_WEB_PASSWORD", "plain"), "", 0, "run", "--check-config");
        assertThat(plain.status()).isEqualTo(ExitCode.CONFIGURATION.status());
        assertThat(plain.err()).contains("is to be a hash").doesNotContain("plain\"");
    }
}
