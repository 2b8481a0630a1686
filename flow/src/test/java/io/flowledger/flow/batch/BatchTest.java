package io.flowledger.flow.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.DecodeRun;
import io.flowledger.flow.TestDatagram;
import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.option.OptionKind;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {
    private static final StreamKey KEY = new StreamKey(ExporterAddress.UNSPECIFIED, 10, 0);
    private static final List<Column> COLUMNS = FlowsLayout.FLOWS.columns();

    private final Batch batch = new Batch();

    private static ParkedSet set(long position, int offset) {
        return new ParkedSet(KEY, 300, position, offset, 8, 0, false);
    }

    @Test
    void aSetThatIsParkedAndSetFreeInOneBatchIsNoChange() {
        batch.begin(100);
        batch.park(set(100, 16));
        batch.unpark(set(100, 16));
        assertThat(batch.parked()).isEmpty();
        assertThat(batch.unparked()).isEmpty();
    }

    @Test
    void aSetOfAnEarlierBatchIsUnparkedEvenIfItsWordsChangedBefore() {
        batch.begin(100);
        batch.park(set(50, 16).withStoredBeside());
        batch.unpark(set(50, 16));
        assertThat(batch.parked()).isEmpty();
        assertThat(batch.unparked()).containsExactly(set(50, 16));
    }

    @Test
    void theLatestOfAnOptionIsKeptAndTheOrderIsThatOfTheJournal() {
        batch.begin(0);
        batch.putOption(new OptionValue(KEY, OptionKind.SAMPLER_RATE, "1", "10", 1, 0));
        batch.putOption(new OptionValue(KEY, OptionKind.SAMPLER_RATE, "2", "20", 2, 0));
        batch.putOption(new OptionValue(KEY, OptionKind.SAMPLER_RATE, "1", "30", 3, 0));
        assertThat(batch.options()).extracting(OptionValue::value).containsExactly("20", "30");
    }

    @Test
    void oneBufferForEachListOfColumnsHourAndDirection() {
        batch.begin(0);
        RowBuffer buffer = batch.buffer(COLUMNS, 3600);
        assertThat(batch.buffer(COLUMNS, 3600)).isSameAs(buffer);
        assertThat(batch.buffer(COLUMNS, 7200)).isNotSameAs(buffer);
        assertThat(batch.buffer(COLUMNS, 3600, true)).isNotSameAs(buffer);
        assertThat(batch.rows()).isEmpty();
        buffer.endRow(buffer.reserve(2) + 2, 10, 0);
        assertThat(batch.rows()).containsExactly(buffer);
    }

    @Test
    void aBufferThatHadRowsKeepsItsMemoryForTheNextBatchAndNoRows() {
        batch.begin(0);
        RowBuffer buffer = batch.buffer(COLUMNS, 3600);
        buffer.endRow(buffer.reserve(100_000) + 100_000, 10, 0);
        batch.begin(50);
        assertThat(batch.rows()).isEmpty();
        assertThat(batch.isEmpty()).isTrue();
        assertThat(batch.octets()).isZero();
        assertThat(batch.buffer(COLUMNS, 3600)).isSameAs(buffer);
        assertThat(buffer.bytes().length).isGreaterThanOrEqualTo(100_000);
        assertThat(buffer.rowCount()).isZero();
        assertThat(buffer.length()).isZero();
    }

    @Test
    void aRowBufferKnowsWhereEachRowLiesAndWhatGaveIt() {
        RowBuffer buffer = new RowBuffer(COLUMNS, 0);
        for (int row = 0; row < 1000; row++) {
            int start = buffer.reserve(row);
            buffer.endRow(start + row, 5000 + row, row % 7);
        }
        assertThat(buffer.rowCount()).isEqualTo(1000);
        assertThat(buffer.rowOffset(0)).isZero();
        assertThat(buffer.rowOffset(10)).isEqualTo(45);
        assertThat(buffer.rowOffset(1000)).isEqualTo(buffer.length()).isEqualTo(499_500);
        assertThat(buffer.position(999)).isEqualTo(5999);
        assertThat(buffer.ledgerIndex(8)).isEqualTo(1);
    }

    @Test
    void dropsOfAListenerAddUpByMinute() {
        DecodeRun run = new DecodeRun();
        TestDatagram first = run.journal().append(0, new byte[] {0, 5}).afterDrops(3, 0);
        TestDatagram second = run.journal().append(1000, new byte[] {0, 5}).afterDrops(4, 5);
        TestDatagram third = run.journal().append(60_000, new byte[] {0, 5}).afterDrops(1, 0);
        batch.begin(first.position());
        for (TestDatagram datagram : List.of(first, second, third)) {
            run.current().decode(datagram, batch);
        }
        assertThat(batch.drops())
                .containsExactly(
                        new ListenerDrop(2055, 1_699_999_980L, 7, 5), new ListenerDrop(2055, 1_700_000_040L, 1, 0));
        assertThat(batch.nextPosition()).isEqualTo(third.nextPosition());
    }

    @Test
    void aMappedAddressIsThatOfIpv4() throws UnknownHostException {
        byte[] mapped = new byte[16];
        mapped[10] = -1;
        mapped[11] = -1;
        mapped[12] = (byte) 192;
        mapped[15] = 7;
        ExporterAddress address = ExporterAddress.of(mapped, 0, 16);
        assertThat(address).hasToString("192.0.0.7").isEqualTo(ExporterAddress.of(InetAddress.getByName("192.0.0.7")));
        assertThat(address.length()).isEqualTo(4);
        assertThat(address.matches(mapped, 0, 16)).isTrue();
        mapped[9] = 1;
        assertThat(address.matches(mapped, 0, 16)).isFalse();
        assertThat(ExporterAddress.of(mapped, 0, 16).length()).isEqualTo(16);
    }
}
