package io.flowledger.flow.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowledger.flow.batch.ExporterAddress;
import io.flowledger.flow.batch.StreamKey;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.flow.ledger.LedgerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SequenceTrackerTest {
    private static final long WRAP = 1L << 32;

    private SequenceTracker tracker = new SequenceTracker();
    private LedgerEntry ledger = new LedgerEntry(new StreamKey(ExporterAddress.UNSPECIFIED, 9, 0), 0);

    @Test
    void datagramsInOrderSayNothing() {
        datagrams(5, 6, 7, 8);
        assertCounts(0, 0, 0, 0, 0);
    }

    @Test
    void aJumpIsLostDatagrams() {
        datagrams(5, 6, 10, 11);
        assertCounts(3, 0, 0, 0, 0);
    }

    @Test
    void aLateDatagramTakesItsLossBack() {
        datagrams(5, 8, 6, 9, 7, 10);
        assertCounts(0, 0, 2, 0, 0);
    }

    @Test
    void aDatagramThatComesTwiceIsADuplicateAndNoLoss() {
        datagrams(5, 6, 6, 7, 5, 8);
        assertCounts(0, 2, 0, 0, 0);
    }

    @Test
    void aLateDatagramThatComesTwiceIsADuplicateTheSecondTime() {
        datagrams(5, 7, 6, 6, 8);
        assertCounts(0, 1, 1, 0, 0);
    }

    @Test
    void aPairOfDatagramsThatComesTwiceIsNoRestart() {
        datagrams(100_000, 100_001, 100_002, 100_003);
        datagrams(100_001, 100_002, 100_003, 100_004);
        assertCounts(0, 3, 0, 0, 0);
    }

    @Test
    void numbersGoOnOverTheWrap() {
        datagrams(WRAP - 2, WRAP - 1, 0, 1);
        assertCounts(0, 0, 0, 0, 0);
    }

    @Test
    void lossIsCountedOverTheWrap() {
        datagrams(WRAP - 2, 3, WRAP - 1, 4);
        assertCounts(3, 0, 1, 0, 0);
    }

    @Test
    void aRestartAtZeroIsSeenWithItsFirstMessageWhenTheClockHasGoneOn() {
        timed(500_000, 100);
        timed(500_001, 100);
        timed(0, 130);
        timed(1, 130);
        timed(3, 131);
        assertCounts(1, 0, 0, 1, 0);
    }

    @Test
    void aRestartWithoutAClockIsSeenWithItsSecondMessage() {
        datagrams(500_000, 500_001, 0, 1, 2);
        assertCounts(0, 0, 0, 1, 0);
    }

    @Test
    void aRestartSoonAfterTheBeginningWithoutAClockIsSeenAfterSomeMessages() {
        datagrams(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        datagrams(0, 1, 2, 3, 4, 5);
        assertCounts(0, 0, 0, 1, 0);
    }

    @Test
    void aRestartAtZeroFromALargeNumberIsNoLossOfHundredsOfMillions() {
        timed(3_900_000_000L, 100);
        timed(0, 130);
        timed(1, 130);
        assertCounts(0, 0, 0, 1, 0);
    }

    @Test
    void aDuplicateCarriesTheOldTimeAndIsNoRestart() {
        timed(10, 100);
        timed(11, 101);
        timed(12, 105);
        timed(10, 100);
        timed(13, 106);
        assertCounts(0, 1, 0, 0, 0);
    }

    @Test
    void aLateMessageWhoseClockIsASecondAheadIsNoRestart() {
        timed(10, 100);
        timed(12, 100);
        timed(11, 101);
        timed(13, 101);
        assertCounts(0, 0, 1, 0, 0);
    }

    @Test
    void aNumberThatNeverMovesIsUnknown() {
        timed(0, 100);
        timed(0, 101);
        timed(0, 102);
        assertCounts(0, 0, 0, 0, 2);
    }

    @Test
    void aClockSetBackIsNoRestart() {
        timed(10, 10_000);
        timed(11, 5_000);
        timed(12, 5_001);
        timed(11, 5_000);
        assertCounts(0, 1, 0, 0, 0);
    }

    @Test
    void recordsAreCountedByWhatTheHeadersSay() {
        records(0, 30);
        records(30, 30);
        records(90, 10); // 30 records of one datagram are missing
        records(100, 5);
        records(60, 30);
        assertCounts(0, 0, 1, 0, 0);
    }

    @Test
    void twoDatagramsInOneGapComeInAnyOrder() {
        records(0, 10);
        records(50, 10);
        records(30, 10);
        records(10, 10);
        assertCounts(20, 0, 2, 0, 0);
    }

    @Test
    void ipfixNumbersAreThoseOfTheRecordsBefore() {
        ipfix(0, 10, 0);
        ipfix(10, 4, 1);
        ipfix(15, 7, 0);
        ipfix(22, 3, 0);
        assertCounts(0, 0, 0, 0, 0);
    }

    @Test
    void ipfixLossIsInRecords() {
        ipfix(0, 10, 0);
        ipfix(10, 4, 1);
        ipfix(22, 3, 0);
        assertCounts(7, 0, 0, 0, 0);
    }

    @Test
    void ipfixNumbersThatIncludeTheirOwnMessageAreUnderstood() {
        ipfix(10, 10, 0);
        ipfix(14, 4, 0);
        ipfix(21, 7, 0);
        ipfix(24, 3, 0);
        assertCounts(0, 0, 0, 0, 0);
        ipfix(40, 6, 0); // 10 records are missing
        assertCounts(10, 0, 0, 0, 0);
    }

    @Test
    void ipfixNumbersThatIncludeTheirOwnMessageAreUnderstoodAfterMessagesOfOneSize() {
        ipfix(10, 10, 0);
        ipfix(20, 10, 0);
        ipfix(30, 10, 0);
        ipfix(37, 7, 0);
        ipfix(39, 2, 0);
        assertCounts(0, 0, 0, 0, 0);
    }

    @Test
    void ipfixNumbersThatLeaveOptionsOutAreUnderstood() {
        ipfix(0, 10, 0);
        ipfix(10, 4, 2);
        ipfix(14, 7, 0);
        ipfix(21, 3, 2);
        ipfix(24, 3, 0);
        assertCounts(0, 0, 0, 0, 0);
    }

    @Test
    void aLossThatFitsAnotherReadingByAccidentDoesNotChangeTheReading() {
        ipfix(0, 5, 0);
        ipfix(5, 7, 0);
        ipfix(12, 10, 0);
        // Records 22 to 41 are lost; 12 + 30 is the next number, as if it included its own 30 records.
        ipfix(42, 30, 0);
        ipfix(72, 8, 0);
        ipfix(80, 3, 0);
        assertCounts(20, 0, 0, 0, 0);
    }

    @Test
    void messagesOfTemplatesAloneDoNotAdvanceTheNumber() {
        ipfix(0, 0, 0);
        ipfix(0, 10, 0);
        ipfix(10, 0, 0);
        ipfix(10, 0, 0);
        ipfix(10, 4, 0);
        ipfix(14, 4, 0);
        assertCounts(0, 0, 0, 0, 0);
    }

    @Test
    void afterAMessageThatCannotBeCountedTheNextGapIsUnknown() {
        ipfix(0, 10, 0);
        ipfix(10, 4, 0);
        ipfix(14, SequenceTracker.UNKNOWN, 0);
        ipfix(30, 4, 0);
        ipfix(34, 4, 0);
        assertCounts(0, 0, 0, 0, 1);
    }

    @Test
    void lossBeforeAMessageThatCannotBeCountedIsKnownOnceTheReadingIs() {
        ipfix(0, 10, 0);
        ipfix(10, 4, 0);
        ipfix(14, 5, 0);
        ipfix(26, SequenceTracker.UNKNOWN, 0);
        assertCounts(7, 0, 0, 0, 0);
    }

    @Test
    void aLateMessageAfterOneThatCannotBeCountedDoesNotMakeTheNextOneLost() {
        ipfix(0, 10, 0);
        ipfix(10, 4, 0);
        ipfix(14, 5, 0);
        ipfix(29, SequenceTracker.UNKNOWN, 0);
        ipfix(19, 10, 0); // late: takes back the loss of ten
        ipfix(40, 3, 0);
        assertCounts(0, 0, 1, 0, 1);
    }

    @Test
    void wordsThatNoTrackerWroteAreRefused() {
        assertThatThrownBy(() -> SequenceTracker.ofText("1 2 3")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SequenceTracker.ofText("a b c d e f g h i j k l m n o"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(SequenceTracker.ofText("").toText()).isEmpty();
    }

    /** Datagrams lost for good, doubled, and late by a few: with a known truth, and the state put away between any two. */
    @Property(tries = 300)
    void theCountIsRightUnderLossDuplicatesAndReordering(
            @ForAll long seed, @ForAll @IntRange(min = 0, max = 2) int kind, @ForAll boolean nearTheWrap) {
        tracker = new SequenceTracker();
        ledger = new LedgerEntry(ledger.key(), 0);
        Random random = new Random(seed);
        List<long[]> sent = new ArrayList<>();
        long number = nearTheWrap ? WRAP - random.nextInt(2000) : random.nextInt(100_000);
        long clock = 1_700_000_000L;
        for (int i = 0; i < 300; i++) {
            long records = kind == 0 ? 1 : 1 + random.nextInt(30);
            // As softflowd does, number the Message by its last record.
            sent.add(new long[] {(kind == 2 ? number + records : number) % WRAP, records, clock});
            number = (number + records) % WRAP;
            clock += random.nextInt(10) == 0 ? 1 : 0;
        }
        List<long[]> arriving = new ArrayList<>(sent.subList(0, 20));
        long lost = 0;
        long duplicates = 0;
        List<long[]> middle = new ArrayList<>();
        for (long[] message : sent.subList(20, 280)) {
            int fate = random.nextInt(20);
            if (fate == 0) {
                lost += message[1];
            } else {
                middle.add(message);
                if (fate == 1) {
                    middle.add(message);
                    duplicates++;
                }
            }
        }
        for (int i = 0; i + 8 < middle.size(); i += 8) {
            if (random.nextBoolean()) {
                java.util.Collections.shuffle(middle.subList(i, i + 5), random);
            }
        }
        arriving.addAll(middle);
        arriving.addAll(sent.subList(280, 300));
        for (long[] message : arriving) {
            switch (kind) {
                case 0 -> tracker.datagram(message[0], message[2], ledger);
                case 1 -> tracker.records(message[0], message[1], message[2], ledger);
                default -> tracker.ipfix(message[0], message[1], 0, message[2], ledger);
            }
            String text = tracker.toText();
            tracker = SequenceTracker.ofText(text);
            assertThat(tracker.toText()).isEqualTo(text);
        }
        assertThat(ledger.value(LedgerCounter.SEQUENCE_LOST)).isEqualTo(lost);
        assertThat(ledger.value(LedgerCounter.SEQUENCE_DUPLICATE)).isEqualTo(duplicates);
        assertThat(ledger.value(LedgerCounter.SEQUENCE_RESTARTS)).isZero();
        assertThat(ledger.value(LedgerCounter.SEQUENCE_UNKNOWN)).isZero();
    }

    private void datagrams(long... numbers) {
        for (long number : numbers) {
            tracker.datagram(number, ledger);
        }
    }

    private void timed(long number, long clockSeconds) {
        tracker.datagram(number, clockSeconds, ledger);
    }

    private void records(long number, long count) {
        tracker.records(number, count, 100, ledger);
    }

    private void ipfix(long number, long records, long options) {
        tracker.ipfix(number, records, options, 100, ledger);
    }

    private void assertCounts(long lost, long duplicates, long reordered, long restarts, long unknown) {
        assertThat(new long[] {
                    ledger.value(LedgerCounter.SEQUENCE_LOST),
                    ledger.value(LedgerCounter.SEQUENCE_DUPLICATE),
                    ledger.value(LedgerCounter.SEQUENCE_REORDERED),
                    ledger.value(LedgerCounter.SEQUENCE_RESTARTS),
                    ledger.value(LedgerCounter.SEQUENCE_UNKNOWN)
                })
                .as("lost, duplicates, reordered, restarts, unknown")
                .containsExactly(lost, duplicates, reordered, restarts, unknown);
    }
}
