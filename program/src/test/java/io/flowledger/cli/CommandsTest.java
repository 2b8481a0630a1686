package io.flowledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class CommandsTest {
    private static CommandLine program(List<String> names) {
        return new Flowledger(new Surroundings(
                        InputStream.nullInputStream(),
                        System.out,
                        new PrintStream(System.err, true),
                        Map.of(),
                        Path.of("."),
                        0,
                        0))
                .commandLine(names);
    }

    private static CommandLine command(List<String> names, String name) {
        return Objects.requireNonNull(program(names).getSubcommands().get(name));
    }

    static List<String> names() {
        return Commands.NAMES;
    }

    @Test
    void allCommandsHaveTheNamesByWhichTheyAreFound() {
        assertThat(program(Commands.NAMES).getSubcommands().keySet()).containsExactlyElementsOf(Commands.NAMES);
    }

    @ParameterizedTest
    @MethodSource("names")
    void aCommandMadeAloneIsWhatItIsAmongAll(String name) {
        List<String> asked = Commands.asked(name, "--help");
        CommandLine alone = command(asked, name);
        CommandLine amongAll = command(Commands.NAMES, name);

        assertThat(asked).containsExactly(name);
        assertThat(alone.getUsageMessage()).isEqualTo(amongAll.getUsageMessage());
        assertThat(alone.getCommandSpec().optionsMap().keySet())
                .isEqualTo(amongAll.getCommandSpec().optionsMap().keySet());
    }

    @Test
    void allAreThereForWhatDoesNotBeginWithACommand() {
        assertThat(Commands.asked()).isEqualTo(Commands.NAMES);
        assertThat(Commands.asked("--help")).isEqualTo(Commands.NAMES);
        assertThat(Commands.asked("--help", "top")).isEqualTo(Commands.NAMES);
        assertThat(Commands.asked("Top")).isEqualTo(Commands.NAMES);
        for (String name : Commands.NAMES) {
            assertThat(Performance.of("--help").out()).contains("\n  " + name + " ");
        }
        assertThat(Performance.of("exporter").err()).contains("export").contains("exporters");
    }
}
