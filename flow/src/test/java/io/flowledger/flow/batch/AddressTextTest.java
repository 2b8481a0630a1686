package io.flowledger.flow.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AddressTextTest {
    /** As PostgreSQL 17 prints them. */
    @ParameterizedTest
    @CsvSource({
        "c0000201, 192.0.2.1",
        "ffffffff, 255.255.255.255",
        "00000000000000000000000000000000, ::",
        "00000000000000000000000000000001, ::1",
        "fe800000000000000000000000000000, fe80::",
        "20010db8000000010000000000000001, 2001:db8:0:1::1",
        "00000000656 8c711000000006568c711, ::6568:c711:0:0:6568:c711",
        "20010db8000000010001000100010001, 2001:db8:0:1:1:1:1:1",
        "20010db800000000000100000000 0001, 2001:db8::1:0:0:1",
        "00000000000000000000ffffc0000201, ::ffff:192.0.2.1",
        "20010db800010001000100010000abcd, 2001:db8:1:1:1:1:0:abcd"
    })
    void anAddressIsWrittenInTheRecommendedForm(String octets, String text) {
        assertThat(AddressText.of(HexFormat.of().parseHex(octets.replace(" ", ""))))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"00", "0000000000"})
    void whatIsNoAddressIsRefused(String octets) {
        assertThatThrownBy(() -> AddressText.of(HexFormat.of().parseHex(octets)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
