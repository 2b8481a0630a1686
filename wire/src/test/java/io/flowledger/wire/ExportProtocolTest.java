package io.flowledger.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.wire.encode.OctetWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ExportProtocolTest {
    @Test
    void theFirstOctetsTellTheProtocol() {
        assertThat(detect("0001")).isEqualTo(ExportProtocol.NETFLOW_V1);
        assertThat(detect("0005")).isEqualTo(ExportProtocol.NETFLOW_V5);
        assertThat(detect("0007")).isEqualTo(ExportProtocol.NETFLOW_V7);
        assertThat(detect("0009")).isEqualTo(ExportProtocol.NETFLOW_V9);
        assertThat(detect("000a")).isEqualTo(ExportProtocol.IPFIX);
        assertThat(detect("00000005")).isEqualTo(ExportProtocol.SFLOW_V5);
    }

    @Test
    void whatIsNoVersionIsNoProtocol() {
        assertThat(detect("")).isNull();
        assertThat(detect("00")).isNull();
        assertThat(detect("0000")).isNull();
        assertThat(detect("00000004")).isNull();
        assertThat(detect("0008")).isNull();
        assertThat(detect("0069")).isNull();
        assertThat(detect("ffff")).isNull();
    }

    @Test
    void theStoredNumberLeadsBackToTheProtocol() {
        for (ExportProtocol protocol : ExportProtocol.values()) {
            assertThat(ExportProtocol.ofExportVersion(protocol.exportVersion())).isEqualTo(protocol);
        }
        assertThat(ExportProtocol.ofExportVersion(8)).isNull();
    }

    private static @Nullable ExportProtocol detect(String hex) {
        byte[] b = OctetWriter.octets().hex("ee" + hex + "ee").toByteArray();
        return ExportProtocol.detect(b, 1, b.length - 2);
    }
}
