package io.flowledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.store.imports.ImportFile;
import io.flowledger.store.imports.ImportFiles;
import org.junit.jupiter.api.Test;

class ImportFilesTest {
    @Test
    void aFileIsKnownByItsContent() throws Exception {
        try (StoreFixture fixture = StoreFixture.open(FlowsLayout.FLOWS)) {
            int sourceId = fixture.source().sourceId();
            ImportFiles files = Store.imports(fixture.connection());
            assertThat(files.find("abc")).isEmpty();
            files.begin(sourceId, "abc", "one.pcap", 100, 7);
            assertThat(files.find("abc"))
                    .containsExactly(new ImportFile(sourceId, "abc", "one.pcap", 100, 7, null, null));
            files.finish(sourceId, "abc", 42);
            assertThat(files.find("abc")).singleElement().satisfies(file -> {
                assertThat(file.datagrams()).isEqualTo(42);
                assertThat(file.finishedAt()).isNotNull();
            });
            files.begin(sourceId, "abc", "again.pcap", 100, 9);
            assertThat(files.find("abc"))
                    .containsExactly(new ImportFile(sourceId, "abc", "again.pcap", 100, 9, null, null));
        }
    }
}
