package io.flowledger.wire.packet;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;

/** Any octets end in bounded steps and within the slice; see MessageFuzzTest for how it is run. */
final class DissectorFuzzTest {
    private static final int HEADER_PROTOCOLS = 20;

    static List<byte[]> packets() {
        byte[] packet = new byte[ProgressTest.RICH.length + 1];
        packet[0] = HeaderProtocol.ETHERNET;
        System.arraycopy(ProgressTest.RICH, 0, packet, 1, ProgressTest.RICH.length);
        return List.of(packet);
    }

    /** The first octet chooses the header protocol. */
    @MethodSource("packets")
    @FuzzTest(maxDuration = "10m")
    void packet(byte[] octets) {
        if (octets.length > 0) {
            int headerProtocol = Math.floorMod(octets[0], HEADER_PROTOCOLS + 1);
            new ProgressTest().assertBounded(headerProtocol, octets, 1, octets.length - 1);
        }
    }
}
