package io.flowledger.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.batch.ExporterAddress;
import io.flowledger.flow.decode.HiddenExporters;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class GatewayAdviceTest {
    @Test
    void itSaysWhichAddressWhatWasSeenAndWhatToDo() throws Exception {
        HiddenExporters hidden = new HiddenExporters(
                ExporterAddress.of(InetAddress.getByName("172.17.0.1")), HiddenExporters.Sign.SFLOW_AGENTS);
        assertThat(GatewayAdvice.text(hidden))
                .startsWith(
                        "172.17.0.1 looks like the address of a container bridge or gateway, and several sFlow agents come"
                                + " from it: exporters behind it are taken for one.")
                .contains("setting exporter")
                .endsWith(".");
    }
}
