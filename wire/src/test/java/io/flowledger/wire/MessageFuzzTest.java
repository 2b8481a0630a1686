package io.flowledger.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.flowledger.wire.encode.Netflow1Encoder;
import io.flowledger.wire.encode.Netflow7Encoder;
import io.flowledger.wire.fault.Limits;
import io.flowledger.wire.netflow1.Netflow1Message;
import io.flowledger.wire.netflow7.Netflow7Message;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any octets are survived, in steps bounded by their length. Runs on the seeds; with JAZZER_FUZZ=1 in the
 * environment, one method at a time looks for inputs that take new branches.
 */
final class MessageFuzzTest {
    private static final Limits LIMITS = Limits.standard();

    static List<byte[]> messages() {
        return ValidMessages.all();
    }

    static List<byte[]> netflow1() {
        return List.of(
                Netflow1Encoder.datagram(Netflow1Message.RECORD_LENGTH).encode(),
                new byte[Netflow1Message.HEADER_LENGTH]);
    }

    static List<byte[]> netflow7() {
        return List.of(Netflow7Encoder.datagram().encode(), new byte[Netflow7Message.HEADER_LENGTH]);
    }

    /** Octets behind the version that is wanted, so that no time goes by on other versions. */
    private static byte[] versioned(int version, byte[] octets) {
        byte[] b = octets.clone();
        if (b.length >= 2) {
            b[0] = 0;
            b[1] = (byte) version;
        }
        return b;
    }

    private static void assertSurvives(int version, byte[] octets) {
        byte[] b = versioned(version, octets);
        MessageWalk walk = new MessageWalk(LIMITS);
        walk.walk(b);
        // A second time with the templates of the first: Data Records are what a message alone seldom reaches.
        walk.walk(b);
        assertThat(walk.sets).isLessThanOrEqualTo(2 * (b.length / 4));
        assertThat(walk.netflow9Templates.size()).isLessThanOrEqualTo(LIMITS.templatesPerSession());
        assertThat(walk.ipfixTemplates.size()).isLessThanOrEqualTo(LIMITS.templatesPerSession());
    }

    @MethodSource("netflow1")
    @FuzzTest(maxDuration = "10m")
    void netflow1(byte[] octets) {
        byte[] b = versioned(Netflow1Message.VERSION, octets);
        Netflow1Message message = new Netflow1Message();
        message.wrap(b, 0, b.length);
        for (int i = 0; i < message.recordCount(); i++) {
            assertThat(message.recordOffset(i) + Netflow1Message.RECORD_LENGTH).isLessThanOrEqualTo(b.length);
        }
    }

    @MethodSource("messages")
    @FuzzTest(maxDuration = "10m")
    void netflow5(byte[] octets) {
        assertSurvives(5, octets);
    }

    @MethodSource("netflow7")
    @FuzzTest(maxDuration = "10m")
    void netflow7(byte[] octets) {
        byte[] b = versioned(Netflow7Message.VERSION, octets);
        Netflow7Message message = new Netflow7Message();
        message.wrap(b, 0, b.length);
        for (int i = 0; i < message.recordCount(); i++) {
            assertThat(message.recordOffset(i) + Netflow7Message.RECORD_LENGTH).isLessThanOrEqualTo(b.length);
        }
    }

    @MethodSource("messages")
    @FuzzTest(maxDuration = "10m")
    void netflow9(byte[] octets) {
        assertSurvives(9, octets);
    }

    @MethodSource("messages")
    @FuzzTest(maxDuration = "10m")
    void ipfix(byte[] octets) {
        assertSurvives(10, octets);
    }
}
