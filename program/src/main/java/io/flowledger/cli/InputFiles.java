package io.flowledger.cli;

import io.flowledger.journal.capture.CaptureException;
import io.flowledger.journal.capture.CaptureReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks at files before work begins, so that a wrong name is said at once and not after an hour. */
final class InputFiles {
    private InputFiles() {}

    /** Refuses what cannot be read as a capture. */
    static void check(Path file) throws CommandFailure {
        if (!Files.exists(file)) {
            throw new CommandFailure(ExitCode.INPUT_FILE, file + ": there is no such file");
        }
        if (Files.isDirectory(file)) {
            throw new CommandFailure(
                    ExitCode.INPUT_FILE,
                    file + " is a directory; name the files in it, for example " + file + "/*.pcap");
        }
        try (CaptureReader reader = CaptureReader.open(file)) {
            reader.totalOctets();
        } catch (CaptureException e) {
            throw new CommandFailure(ExitCode.INPUT_FILE, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.INPUT_FILE, file + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
