package io.flowledger.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.wire.fault.Limits;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Whatever the octets: no exception, no octet read as two records, never more Sets or templates than octets allow. */
final class ProgressTest {
    private static final int VERSIONS = 3;

    @Test
    void validMessagesGiveAllTheirRecords() {
        MessageWalk walk = new MessageWalk(Limits.standard());
        ValidMessages.all().forEach(walk::walk);
        assertThat(walk.flowRecords + walk.optionsRecords).isEqualTo(ValidMessages.RECORDS);
        assertThat(walk.octets).isEqualTo(300 + 1560 + (1L << 40) + 64);
        assertThat(walk.faults).isEmpty();
    }

    @Property(tries = 2000)
    void randomOctetsAfterAnyVersionNumber(
            @ForAll("octets") byte[] octets, @ForAll @IntRange(max = VERSIONS - 1) int version) {
        byte[] b = octets.clone();
        if (b.length >= 2) {
            b[0] = 0;
            b[1] = (byte) new int[] {5, 9, 10}[version];
        }
        assertBounded(b, new MessageWalk(Limits.standard()));
    }

    @Property(tries = 3000)
    void validMessagesWithOctetsChanged(@ForAll("mutations") byte[] b) {
        MessageWalk walk = new MessageWalk(Limits.standard());
        ValidMessages.all().forEach(walk::walk);
        assertBounded(b, walk);
    }

    @Test
    void validMessagesCutAtEachOctet() {
        for (byte[] valid : ValidMessages.all()) {
            for (int length = 0; length <= valid.length; length++) {
                MessageWalk walk = new MessageWalk(Limits.standard());
                assertBounded(Arrays.copyOf(valid, length), walk);
                assertThat(walk.flowRecords + walk.optionsRecords).isLessThanOrEqualTo(4);
            }
        }
    }

    private static void assertBounded(byte[] b, MessageWalk walk) {
        int setsBefore = walk.sets;
        int templatesBefore = walk.templates;
        long octetsBefore = walk.recordOctets;
        walk.walk(b);
        assertThat(walk.sets - setsBefore).isLessThanOrEqualTo(b.length / 4 + 1);
        assertThat(walk.templates - templatesBefore).isLessThanOrEqualTo(b.length / 8);
        assertThat(walk.recordOctets - octetsBefore).isLessThanOrEqualTo(b.length);
    }

    @Provide
    Arbitrary<byte[]> octets() {
        // Small values make plausible lengths and ids far more often than even ones do.
        Arbitrary<Byte> small = Arbitraries.of((byte) 0, (byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 8, (byte) 16);
        Arbitrary<Byte> any = Arbitraries.bytes();
        return Arbitraries.frequencyOf(Tuple.of(4, small), Tuple.of(1, any))
                .array(byte[].class)
                .ofMaxSize(400);
    }

    @Provide
    Arbitrary<byte[]> mutations() {
        Arbitrary<byte[]> base = Arbitraries.of(ValidMessages.all());
        Arbitrary<int[]> places =
                Arbitraries.integers().between(0, 1 << 16).array(int[].class).ofMaxSize(6);
        Arbitrary<Byte> value = Arbitraries.oneOf(
                Arbitraries.bytes(), Arbitraries.of((byte) 0, (byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) -1));
        Arbitrary<Integer> cut = Arbitraries.integers().between(0, 40);
        return Combinators.combine(base, places, value, cut).as(ProgressTest::mutate);
    }

    private static byte[] mutate(byte[] base, int[] places, byte value, int cut) {
        byte[] b = Arrays.copyOf(base, Math.max(2, base.length - cut));
        for (int place : places) {
            b[2 + place % Math.max(1, b.length - 2)] = value;
        }
        return b;
    }
}
