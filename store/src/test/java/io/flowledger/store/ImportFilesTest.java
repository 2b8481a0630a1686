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
                    .containsExactly(new ImportFile(sourceId, "abc", "one.pcap", 100, 7L, null, null));
            files.finish(sourceId, "abc", 42);
            assertThat(files.find("abc")).singleElement().satisfies(file -> {
                assertThat(file.datagrams()).isEqualTo(42);
                assertThat(file.finishedAt()).isNotNull();
            });
            files.begin(sourceId, "abc", "again.pcap", 100, 9);
            assertThat(files.find("abc"))
                    .containsExactly(new ImportFile(sourceId, "abc", "again.pcap", 100, 9L, null, null));
        }
    }

    @Test
    void aFileThatWasSetAsideKnowsHowManyDatagramsAreTaken() throws Exception {
        try (StoreFixture fixture = StoreFixture.open(FlowsLayout.FLOWS)) {
            int sourceId = fixture.source().sourceId();
            ImportFiles files = Store.imports(fixture.connection());
            files.begin(sourceId, "abc", "one.pcap", 100, 7);
            ImportFile begun = new ImportFile(sourceId, "abc", "one.pcap", 100, 7L, null, null);
            assertThat(files.begun(sourceId)).containsExactly(begun);
            files.setAside(sourceId, "abc", 5);
            assertThat(files.begun(sourceId)).isEmpty();
            assertThat(files.find("abc"))
                    .containsExactly(new ImportFile(sourceId, "abc", "one.pcap", 100, null, 5L, null));
            files.resume(sourceId, "abc", 90);
            assertThat(files.begun(sourceId))
                    .containsExactly(new ImportFile(sourceId, "abc", "one.pcap", 100, 90L, 5L, null));
        }
    }
}
