package io.flowledger.flow.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.DecodeRun;
import io.flowledger.flow.TestDatagram;
import io.flowledger.flow.TestJournal;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.layout.GrafoleanLayout;
import io.flowledger.flow.layout.Layout;
import io.flowledger.wire.fault.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * However often the decoder is stopped and started from what was kept: the same rows, the same books, the same state. As long
 * as there is room for all exporters: which of them are forgotten when there is not is no part of the state.
 */
class ReplayDeterminismTest {
    @Property(tries = 120)
    void stopsChangeNothing(@ForAll long seed, @ForAll boolean grafolean) {
        Random random = new Random(seed);
        TestJournal journal = new TestJournal();
        RandomTraffic traffic = new RandomTraffic(random);
        for (int i = 0; i < 150; i++) {
            traffic.appendTo(journal);
        }
        Layout layout = grafolean ? GrafoleanLayout.GRAFOLEAN : FlowsLayout.FLOWS;
        DecoderSettings settings = new DecoderSettings(
                        new Limits(12, 64, 65_535, 1000), 40, Duration.ofMinutes(45), Duration.ofMinutes(5), 20, 4_000)
                .withRateAge(Duration.ofMinutes(3));

        DecodeRun whole = new DecodeRun(layout, true, settings, journal);
        for (TestDatagram datagram : journal.datagrams()) {
            whole.decode(List.of(datagram));
        }
        DecodeRun stopped = new DecodeRun(layout, true, settings, journal);
        List<TestDatagram> datagrams = journal.datagrams();
        for (int i = 0; i < datagrams.size(); ) {
            int end = Math.min(datagrams.size(), i + 1 + random.nextInt(10));
            stopped.decode(datagrams.subList(i, end));
            if (random.nextInt(3) > 0) {
                stopped.restart();
            }
            i = end;
        }

        // Line by line, so that a difference can be read.
        assertThat(stopped.rowTexts()).containsExactlyElementsOf(whole.rowTexts());
        assertThat(stopped.keeper().ledgerText().lines())
                .containsExactlyElementsOf(whole.keeper().ledgerText().lines().toList());
        assertThat(stopped.keeper().stateText().lines())
                .containsExactlyElementsOf(whole.keeper().stateText().lines().toList());
    }
}
