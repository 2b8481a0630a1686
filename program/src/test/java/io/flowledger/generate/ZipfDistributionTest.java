package io.flowledger.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class ZipfDistributionTest {
    @Test
    void ranksComeInProportionToTheirInverse() {
        // Harmonic number of 100: 5.187378; so rank r comes with 1 / (5.187378 r).
        ZipfDistribution zipf = new ZipfDistribution(100, 1);
        RandomBits random = new RandomBits(1);
        int[] count = new int[100];
        for (int i = 0; i < 1_000_000; i++) {
            count[zipf.rank(random.next())]++;
        }
        assertThat(count[0] / 1e6).isCloseTo(0.192776, within(0.002));
        assertThat(count[1] / 1e6).isCloseTo(0.096388, within(0.002));
        assertThat(count[9] / 1e6).isCloseTo(0.019278, within(0.001));
        assertThat(count[99] / 1e6).isCloseTo(0.001928, within(0.0003));
    }

    @Test
    void oneRankIsAlwaysTheFirst() {
        ZipfDistribution zipf = new ZipfDistribution(1, 1);
        assertThat(zipf.rank(-1)).isZero();
        assertThat(zipf.rank(0)).isZero();
    }

    @Test
    void randomBitsAreThoseOfSplitMix64() {
        // The published sequence of splitmix64 from seed 1234567.
        RandomBits random = new RandomBits(1234567);
        assertThat(random.next()).isEqualTo(6457827717110365317L);
        assertThat(random.next()).isEqualTo(3203168211198807973L);
    }
}
