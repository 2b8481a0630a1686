package io.flowledger.wire.sflow;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;

/** Any octets end in bounded steps; see MessageFuzzTest for how it is run. */
final class DatagramFuzzTest {
    static List<byte[]> datagrams() {
        return List.of(ProgressTest.RICH);
    }

    @MethodSource("datagrams")
    @FuzzTest(maxDuration = "10m")
    void sflow(byte[] octets) {
        byte[] b = octets.clone();
        if (b.length >= 4) {
            b[0] = 0;
            b[1] = 0;
            b[2] = 0;
            b[3] = SflowDatagram.VERSION;
        }
        ProgressTest.assertBounded(b, 0, b.length);
    }
}
