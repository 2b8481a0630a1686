package io.flowledger.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns what PostgreSQL said into a message that tells the operator what to do. */
final class StartFailure {
    private static final int LINES = 12;
    private static final Pattern COMPLAINT = Pattern.compile("FATAL|PANIC|[Ee][Rr][Rr][Oo][Rr]");

    private StartFailure() {}

    /** What PostgreSQL's complaint contains, and what helps. The first that fits is taken. */
    private enum Cause {
        DISK_FULL("No space left on device", "The disk is full: make room on the file system of %s and start again."),
        QUOTA("Disk quota exceeded", "The disk quota is used up: make room for %s and start again."),
        READ_ONLY("Read-only file system", "The file system of %s is read-only."),
        PERMISSION(
                "Permission denied",
                "The files of %s belong to another user: run Flowledger as the user who created them, or choose another"
                        + " --data-dir."),
        SHARED_MEMORY("shared memory", "There is too little (shared) memory: lower shared_buffers in %s/local.conf."),
        MEMORY("Cannot allocate memory", "There is too little memory: lower shared_buffers in %s/local.conf."),
        SETTINGS("configuration file", "A setting is wrong: mend or remove %s/local.conf."),
        LIBRARY("error while loading shared libraries", "A system library is missing for the programs in %s."),
        OTHER("", "PostgreSQL's files are in %s; use --database postgresql://… for a server of your own.");

        final String sign;
        final String advice;

        Cause(String sign, String advice) {
            this.sign = sign;
            this.advice = advice;
        }
    }

    static PostgresStartException explain(String what, String output, ServerFiles files) {
        String complaints =
                output.lines().filter(line -> COMPLAINT.matcher(line).find()).collect(Collectors.joining("\n"));
        for (Cause cause : Cause.values()) {
            if (complaints.contains(cause.sign)) {
                return new PostgresStartException(
                        what + ":\n" + lastLines(output) + "\n" + String.format(cause.advice, files.root()));
            }
        }
        throw new AssertionError("the last cause fits everything");
    }

    /** The messages of a start: before its log collector ran, and after. */
    static String log(ServerFiles files, long sinceMillis) {
        StringBuilder text = new StringBuilder(read(files.startLog()));
        try {
            for (Path log : files.rotatedLogs()) {
                if (Files.getLastModifiedTime(log).toMillis() >= sinceMillis) {
                    text.append(read(log));
                    break;
                }
            }
        } catch (IOException e) {
            text.append("(PostgreSQL's log cannot be read: ")
                    .append(e.getMessage())
                    .append(")\n");
        }
        return text.toString();
    }

    private static String read(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            return "(" + file + " cannot be read: " + e.getMessage() + ")\n";
        }
    }

    private static String lastLines(String text) {
        List<String> lines = new ArrayList<>(text.strip().lines().toList());
        int from = Math.max(0, lines.size() - LINES);
        return "  | " + String.join("\n  | ", lines.subList(from, lines.size()));
    }
}
