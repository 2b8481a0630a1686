package io.flowledger.store.filter;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;

/** Any text is read or refused, and never becomes SQL; docs/hostile-input.md says how it is run. */
final class FilterFuzzTest {
    static List<byte[]> filters() {
        return FilterText.seeds().stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @MethodSource("filters")
    @FuzzTest(maxDuration = "10m")
    void filter(byte[] octets) {
        FilterText.assertBehaved(new String(octets, StandardCharsets.UTF_8));
    }
}
