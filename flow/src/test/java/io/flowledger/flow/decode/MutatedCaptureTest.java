package io.flowledger.flow.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.DecodeRun;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.wire.corpus.ExpectedSet;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each capture of the corpus with octets changed, cut and spliced with others: nothing is thrown, the books balance after each
 * datagram, and each is counted.
 */
final class MutatedCaptureTest {
    private static final int DATAGRAMS_OF_A_SET = 8;
    private static final int VARIANTS = 6;

    @TestFactory
    Stream<DynamicTest> whateverIsChangedTheBooksBalance() {
        Path corpus = ExpectedSet.directory("flowledger.corpus");
        Assumptions.assumeTrue(corpus != null, "system property flowledger.corpus names no directory");
        List<ExpectedSet> sets = ExpectedSet.all(Objects.requireNonNull(corpus));
        List<byte[]> others = sets.stream()
                .map(set -> set.datagrams().get(0))
                .filter(b -> b.length > 4)
                .toList();
        return sets.stream().map(set -> DynamicTest.dynamicTest(set.name(), () -> mutate(set, others)));
    }

    private static void mutate(ExpectedSet set, List<byte[]> others) {
        Random random = new Random(set.name().hashCode());
        DecodeRun run = new DecodeRun();
        List<byte[]> datagrams =
                set.datagrams().stream().limit(DATAGRAMS_OF_A_SET).toList();
        long sent = 0;
        for (byte[] datagram : datagrams) {
            // The whole one first, so that its templates are there.
            run.send(sent++, datagram);
            for (int i = 0; i < VARIANTS && datagram.length > 2; i++) {
                byte[] variant = switch (i % 3) {
                    case 0 -> changed(datagram, random);
                    case 1 -> Arrays.copyOf(datagram, random.nextInt(datagram.length));
                    default -> spliced(datagram, others.get(random.nextInt(others.size())), random);
                };
                run.send(sent++, variant);
            }
        }
        assertThat(run.ledger(LedgerCounter.DATAGRAMS_RECEIVED)).isEqualTo(sent);
    }

    /** Some octets behind the version changed, to values that lengths and counts are made of as often as to any. */
    private static byte[] changed(byte[] datagram, Random random) {
        byte[] b = datagram.clone();
        int count = 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            byte[] likely = {0, 1, 2, 3, 4, 8, (byte) 0xFF, (byte) random.nextInt()};
            b[2 + random.nextInt(b.length - 2)] = likely[random.nextInt(likely.length)];
        }
        return b;
    }

    /** The beginning of one and the rest of another. */
    private static byte[] spliced(byte[] datagram, byte[] other, Random random) {
        int head = 1 + random.nextInt(Math.min(60_000, datagram.length - 1));
        int tail = random.nextInt(other.length);
        int length = Math.min(65_507, head + other.length - tail);
        byte[] b = Arrays.copyOf(datagram, length);
        System.arraycopy(other, tail, b, head, length - head);
        return b;
    }
}
