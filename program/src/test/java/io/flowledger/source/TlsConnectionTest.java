package io.flowledger.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowledger.child.Deadline;
import io.flowledger.child.Tool;
import io.flowledger.config.Configuration;
import io.flowledger.config.ListenAddress.Transport;
import io.flowledger.source.ReceiverFixture.Entry;
import io.flowledger.tls.TestCertificates;
import io.flowledger.tls.TlsServer;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.OctetWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** IPFIX over TLS with certificates on both sides (RFC 7011 section 11). */
class TlsConnectionTest {
    @TempDir
    static Path files;

    @TempDir
    Path directory;

    private static TestCertificates certificates;
    private static TestCertificates strangers;

    @BeforeAll
    static void make() throws Exception {
        certificates = new TestCertificates(Files.createDirectory(files.resolve("ours")), "authority");
        certificates.sign("collector", "RSA", "san=dns:localhost,ip:127.0.0.1");
        certificates.sign("router1", "EC", "san=dns:router1.example");
        strangers = new TestCertificates(Files.createDirectory(files.resolve("theirs")), "stranger");
        strangers.sign("router1", "EC", "san=dns:router1.example");
    }

    private static TlsServer server(String... names) throws Exception {
        return TlsServer.of(
                certificates.certificate("collector"),
                certificates.key("collector"),
                certificates.authority(),
                List.of(names));
    }

    private ReceiverFixture receiver(TlsServer server) throws IOException {
        return new ReceiverFixture(
                directory, ReceiverFixture.JOURNAL, new Configuration.Connections(64, Duration.ZERO), server);
    }

    private static SSLSocket connect(ReceiverFixture fixture, SSLContext context, String... protocols)
            throws IOException {
        SSLSocket socket = (SSLSocket)
                context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), fixture.port(Transport.TLS));
        socket.setSoTimeout((int) ReceiverFixture.PATIENCE.toMillis());
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        return socket;
    }

    private static byte[] message(int number, int octets) {
        return IpfixEncoder.message()
                .sequenceNumber(number)
                .set(300, OctetWriter.octets().zeros(octets - 20))
                .encode();
    }

    /** What a client that is not let in notices, be it at the handshake or with TLS 1.3 when it reads. */
    private static void assertNotLetIn(ReceiverFixture fixture, SSLContext context) {
        assertThatThrownBy(() -> {
                    try (SSLSocket socket = connect(fixture, context)) {
                        socket.startHandshake();
                        socket.getOutputStream().write(message(1, 100));
                        if (socket.getInputStream().read() < 0) {
                            throw new IOException("closed");
                        }
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void messagesOfAllSizesComeThroughTls(String protocol) throws Exception {
        int count = 300;
        try (ReceiverFixture fixture = receiver(server("router1.example"))) {
            try (SSLSocket socket = connect(fixture, certificates.client("router1"), protocol)) {
                for (int i = 0; i < count; i++) {
                    socket.getOutputStream().write(message(i, 20 + i * 218));
                }
                assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
            }
            List<Entry> entries = fixture.await(count + 1);
            for (int i = 0; i < count; i++) {
                assertThat(entries.get(i).holds(message(i, 20 + i * 218)))
                        .as("message %d", i)
                        .isTrue();
            }
            assertThat(entries.get(count).sessionEnd()).isTrue();
            assertThat(fixture.counters().failed()).isZero();
        }
    }

    @Test
    void aClientWithoutCertificateIsNotLetIn() throws Exception {
        try (ReceiverFixture fixture = receiver(server())) {
            assertNotLetIn(fixture, certificates.clientWithoutCertificate());
            Deadline.await(
                    "a failure",
                    ReceiverFixture.PATIENCE,
                    () -> fixture.counters().failed() == 1);
            assertThat(fixture.entries()).isEmpty();
        }
    }

    @Test
    void aCertificateOfAnotherAuthorityIsNotLetIn() throws Exception {
        try (ReceiverFixture fixture = receiver(server())) {
            // Trusts the collector's authority, and shows a certificate that this one did not sign.
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(strangers.keyManagers("router1"), certificates.trustManagers(), null);
            assertNotLetIn(fixture, context);
            Deadline.await(
                    "a failure",
                    ReceiverFixture.PATIENCE,
                    () -> fixture.counters().failed() == 1);
            assertThat(fixture.entries()).isEmpty();
        }
    }

    @Test
    void aCertificateWithAnotherNameIsNotLetIn() throws Exception {
        try (ReceiverFixture fixture = receiver(server("router2.example"))) {
            assertNotLetIn(fixture, certificates.client("router1"));
            Deadline.await(
                    "a failure",
                    ReceiverFixture.PATIENCE,
                    () -> fixture.counters().failed() == 1);
            assertThat(fixture.entries()).isEmpty();
        }
    }

    @Test
    void theCommonNameIsANameToo() throws Exception {
        try (ReceiverFixture fixture = receiver(server("ROUTER1"));
                SSLSocket socket = connect(fixture, certificates.client("router1"))) {
            socket.getOutputStream().write(message(1, 100));
            assertThat(fixture.await(1).get(0).holds(message(1, 100))).isTrue();
        }
    }

    @Test
    void whatIsNotTlsIsClosed() throws Exception {
        try (ReceiverFixture fixture = receiver(server());
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), fixture.port(Transport.TLS))) {
            socket.setSoTimeout((int) ReceiverFixture.PATIENCE.toMillis());
            socket.getOutputStream().write(message(1, 100));
            Deadline.await(
                    "a failure",
                    ReceiverFixture.PATIENCE,
                    () -> fixture.counters().failed() == 1);
            assertThat(fixture.entries()).isEmpty();
        }
    }

    @Test
    void manyHandshakesAtOnceAllComeToTheirEnd() throws Exception {
        int count = 48;
        SSLContext context = certificates.client("router1");
        try (ReceiverFixture fixture = receiver(server())) {
            List<SSLSocket> sockets = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                sockets.add(connect(fixture, context));
            }
            // The first 40 say nothing yet, which holds back those behind; no longer than it takes them to begin.
            for (SSLSocket socket : sockets) {
                socket.getOutputStream().write(message(1, 100));
            }
            fixture.await(count);
            assertThat(fixture.counters().accepted()).isEqualTo(count);
            for (SSLSocket socket : sockets) {
                socket.close();
            }
            fixture.await(2 * count);
        }
    }

    @Test
    void opensslCarriesMessages() throws Exception {
        String openssl = Tool.path("openssl");
        Path messages = directory.resolve("messages.ipfix");
        OctetWriter all = OctetWriter.octets();
        for (int i = 0; i < 50; i++) {
            all.raw(message(i, 1000 + i));
        }
        Files.write(messages, all.toByteArray());
        try (ReceiverFixture fixture = receiver(server("router1.example"))) {
            Process client = new ProcessBuilder(
                            openssl,
                            "s_client",
                            "-quiet",
                            "-connect",
                            "127.0.0.1:" + fixture.port(Transport.TLS),
                            "-verify_return_error",
                            "-no_ign_eof",
                            "-CAfile",
                            certificates.authority().toString(),
                            "-cert",
                            certificates.certificate("router1").toString(),
                            "-key",
                            certificates.key("router1").toString())
                    .redirectInput(messages.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("openssl.log").toFile())
                    .start();
            try {
                List<Entry> entries = fixture.await(51);
                assertThat(entries.stream().filter(entry -> !entry.sessionEnd()))
                        .hasSize(50);
                assertThat(Stream.of(0, 49).allMatch(i -> entries.get(i).holds(message(i, 1000 + i))))
                        .isTrue();
                assertThat(fixture.counters().failed()).isZero();
            } finally {
                client.destroyForcibly();
            }
        }
    }
}
