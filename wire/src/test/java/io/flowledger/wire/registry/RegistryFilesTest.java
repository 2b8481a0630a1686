package io.flowledger.wire.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files of the repository's folder {@code registry}. */
final class RegistryFilesTest {
    private static final Path FOLDER = Path.of("..", "registry");

    @Test
    void theListNamesEachFileOnce() throws IOException {
        List<String> listed = Files.readAllLines(FOLDER.resolve("FILES"));
        assertThat(listed).containsExactlyInAnyOrderElementsOf(files()).startsWith("iana-ipfix.csv", "netflow9.csv");
    }

    @Test
    void theSourceOfEachFileIsNamed() throws IOException {
        String sources = Files.readString(FOLDER.resolve("SOURCES.md"));
        for (String file : files()) {
            assertThat(sources).contains("| " + file + " |");
        }
    }

    @Test
    void eachFileHoldsItsEnterpriseAndEachIdOnce() throws IOException {
        for (String file : files()) {
            Set<Integer> ids = new HashSet<>();
            for (InformationElement element : read(file)) {
                assertThat(element.enterpriseNumber()).as(file).isEqualTo(enterpriseOf(file));
                assertThat(ids.add(element.elementId()))
                        .as(file + " " + element)
                        .isTrue();
            }
        }
    }

    @Test
    void theStandardRegistryHoldsThemAll() throws IOException {
        int rows = 0;
        for (String file : files()) {
            for (InformationElement element : read(file)) {
                assertThat(ElementRegistry.standard().find(element.enterpriseNumber(), element.elementId()))
                        .isEqualTo(element);
                rows++;
            }
        }
        assertThat(ElementRegistry.standard().size()).isEqualTo(rows);
    }

    @Test
    void eachCiscoElementHasItsNetflow9Number() throws IOException {
        for (InformationElement element : read("cisco-9.csv")) {
            InformationElement netflow9 = ElementRegistry.standard().find(0, element.elementId() + 32768);
            assertThat(netflow9).as(element.name()).isNotNull();
            assertThat(netflow9.type()).as(element.name()).isEqualTo(element.type());
        }
    }

    private static List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(FOLDER)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".csv"))
                    .sorted()
                    .toList();
        }
    }

    private static List<InformationElement> read(String file) throws IOException {
        try (Reader reader = Files.newBufferedReader(FOLDER.resolve(file))) {
            return RegistryFile.read(reader, file);
        }
    }

    private static long enterpriseOf(String file) {
        String number = file.replaceAll(".*-|\\.csv", "");
        return number.matches("\\d+") ? Long.parseLong(number) : 0;
    }
}
