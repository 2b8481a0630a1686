package io.flowledger.wire.cursor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class OctetsTest {
    private static final byte[] B = {0x7F, (byte) 0x81, (byte) 0x82, (byte) 0x83, (byte) 0x84, 5, 6, 7, 8};

    @Test
    void eachWidthIsReadUnsignedAndBigEndian() {
        assertThat(Octets.u8(B, 1)).isEqualTo(0x81);
        assertThat(Octets.u16(B, 1)).isEqualTo(0x8182);
        assertThat(Octets.u24(B, 1)).isEqualTo(0x818283);
        assertThat(Octets.u32(B, 1)).isEqualTo(0x81828384L);
        assertThat(Octets.u64(B, 1)).isEqualTo(0x8182838405060708L);
    }

    @Test
    void reducedSizeIntegersOfZeroToEightOctets() {
        assertThat(Octets.unsigned(B, 1, 0)).isZero();
        assertThat(Octets.unsigned(B, 1, 1)).isEqualTo(0x81L);
        assertThat(Octets.unsigned(B, 1, 2)).isEqualTo(0x8182L);
        assertThat(Octets.unsigned(B, 1, 3)).isEqualTo(0x818283L);
        assertThat(Octets.unsigned(B, 1, 4)).isEqualTo(0x81828384L);
        assertThat(Octets.unsigned(B, 1, 5)).isEqualTo(0x8182838405L);
        assertThat(Octets.unsigned(B, 1, 6)).isEqualTo(0x818283840506L);
        assertThat(Octets.unsigned(B, 1, 7)).isEqualTo(0x81828384050607L);
        assertThat(Octets.unsigned(B, 1, 8)).isEqualTo(0x8182838405060708L);
    }

    @Test
    void anIntegerOfNineOctetsIsRefused() {
        assertThatThrownBy(() -> Octets.unsigned(B, 0, 9))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("9 octets");
    }

    @Test
    void whatIsWrittenIsReadBack() {
        byte[] b = new byte[15];
        Octets.putU8(b, 0, 0xFE);
        Octets.putU16(b, 1, 0xFEDC);
        Octets.putU32(b, 3, 0xFEDCBA98L);
        Octets.putU64(b, 7, 0xFEDCBA9876543210L);
        assertThat(b).asHexString().isEqualTo("FEFEDCFEDCBA98FEDCBA9876543210");
    }

    @Test
    void aReadOutsideTheArrayIsRefused() {
        assertThatThrownBy(() -> Octets.u32(B, 6)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void allZeroLooksAtExactlyTheGivenOctets() {
        byte[] b = {1, 0, 0, 1};
        assertThat(Octets.allZero(b, 1, 2)).isTrue();
        assertThat(Octets.allZero(b, 1, 3)).isFalse();
        assertThat(Octets.allZero(b, 0, 0)).isTrue();
    }
}
