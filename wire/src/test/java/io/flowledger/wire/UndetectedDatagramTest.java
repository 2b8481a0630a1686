package io.flowledger.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.fault.DecodeFault;
import org.junit.jupiter.api.Test;

final class UndetectedDatagramTest {
    private static DecodeFault undetected(String hex) {
        byte[] b = OctetWriter.octets().hex(hex).toByteArray();
        assertThat(ExportProtocol.detect(b, 0, b.length)).isNull();
        return ExportProtocol.undetected(b, 0, b.length);
    }

    @Test
    void netflowVersion8AndOldSflowAreKnownAndNotSupported() {
        assertThat(undetected("0008 0001 00000000")).isEqualTo(DecodeFault.UNSUPPORTED_VERSION);
        assertThat(undetected("00000002 00000001")).isEqualTo(DecodeFault.UNSUPPORTED_VERSION);
        assertThat(undetected("00000004 00000001")).isEqualTo(DecodeFault.UNSUPPORTED_VERSION);
    }

    @Test
    void otherNumbersAreUnknown() {
        assertThat(undetected("0006")).isEqualTo(DecodeFault.UNKNOWN_VERSION);
        assertThat(undetected("0069")).isEqualTo(DecodeFault.UNKNOWN_VERSION);
        assertThat(undetected("00000003")).isEqualTo(DecodeFault.UNKNOWN_VERSION);
        assertThat(undetected("000000")).isEqualTo(DecodeFault.UNKNOWN_VERSION);
        assertThat(undetected("474554202f")).isEqualTo(DecodeFault.UNKNOWN_VERSION);
    }

    @Test
    void lessThanAVersionNumberIsCut() {
        assertThat(undetected("")).isEqualTo(DecodeFault.EMPTY_DATAGRAM);
        assertThat(undetected("00")).isEqualTo(DecodeFault.HEADER_CUT);
    }
}
