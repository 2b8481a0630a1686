package io.flowledger.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowledger.config.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that cannot be used is named, with what is wrong and what to do. */
class TlsFilesTest {
    @TempDir
    static Path directory;

    private static TestCertificates certificates;

    @BeforeAll
    static void make() throws Exception {
        certificates = new TestCertificates(directory, "authority");
        certificates.sign("collector", "RSA");
        certificates.sign("other", "EC");
    }

    private static Path file(String name, String content) throws Exception {
        return Files.writeString(directory.resolve(name), content);
    }

    private static void assertRefused(Path certificate, Path key, @Nullable Path clientCa, String... parts) {
        assertThatThrownBy(() -> TlsServer.of(certificate, key, clientCa, List.of()))
                .isInstanceOf(ConfigurationException.class)
                .message()
                .contains(parts);
    }

    @Test
    void keysOfBothKindsAreTaken() throws Exception {
        for (String name : List.of("collector", "other")) {
            TlsServer server = TlsServer.of(
                    certificates.certificate(name), certificates.key(name), certificates.authority(), List.of());
            assertThat(server.wantsClientCertificate()).isTrue();
            assertThat(server.engine().getNeedClientAuth()).isTrue();
            assertThat(server.engine().getEnabledProtocols()).containsExactly("TLSv1.3", "TLSv1.2");
        }
    }

    @Test
    void withoutAClientCaNoCertificateIsAskedFor() throws Exception {
        TlsServer server =
                TlsServer.of(certificates.certificate("collector"), certificates.key("collector"), null, List.of());
        assertThat(server.wantsClientCertificate()).isFalse();
        assertThat(server.engine().getNeedClientAuth()).isFalse();
    }

    @Test
    void aKeyThatDoesNotBelongToTheCertificateIsRefused() {
        assertRefused(
                certificates.certificate("collector"),
                certificates.key("other"),
                certificates.authority(),
                "tls-key",
                "other.key",
                "does not belong to the first certificate in",
                "collector.pem");
    }

    @Test
    void aFileThatIsMissingOrEmptyIsRefused() throws Exception {
        Path key = certificates.key("collector");
        Path certificate = certificates.certificate("collector");
        assertRefused(directory.resolve("none.pem"), key, null, "tls-certificate", "none.pem", "no such file");
        assertRefused(file("empty.pem", ""), key, null, "tls-certificate", "holds no -----BEGIN CERTIFICATE-----");
        assertRefused(certificate, certificate, null, "tls-key", "holds no -----BEGIN PRIVATE KEY-----");
        assertRefused(certificate, key, file("ca.pem", "nothing"), "tls-client-ca", "ca.pem", "BEGIN CERTIFICATE");
    }

    @Test
    void aKeyInAnotherFormIsRefusedWithTheCommandThatConvertsIt() throws Exception {
        Path certificate = certificates.certificate("collector");
        Path encrypted = file("encrypted.key", TestCertificates.pem("ENCRYPTED PRIVATE KEY", new byte[] {48}));
        assertRefused(certificate, encrypted, null, "the key is encrypted", "openssl pkey -in " + encrypted);
        Path old = file("old.key", TestCertificates.pem("RSA PRIVATE KEY", new byte[] {48}));
        assertRefused(certificate, old, null, "old form", "openssl pkcs8 -topk8 -nocrypt -in " + old);
    }

    @Test
    void whatIsNoCertificateOrKeyInsideIsRefused() throws Exception {
        assertRefused(
                file("junk.pem", TestCertificates.pem("CERTIFICATE", new byte[] {1, 2, 3})),
                certificates.key("collector"),
                null,
                "holds a certificate that cannot be read");
        assertRefused(
                certificates.certificate("collector"),
                file("junk.key", TestCertificates.pem("PRIVATE KEY", new byte[] {1, 2, 3})),
                null,
                "the key is none of RSA, EC");
    }
}
