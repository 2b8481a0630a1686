package io.flowledger.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL's {@code postmaster.pid} says: line 1 the process id, line 4 the port, line 8 the state.
 *
 * @param pid of the postmaster that wrote the file
 * @param port it listens on; 0 while not written yet
 * @param ready true when it accepts connections
 */
record PostmasterPid(long pid, int port, boolean ready) {

    /** Null when there is no file, or one that is being written. */
    static @Nullable PostmasterPid read(ServerFiles files) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(files.postmasterPid());
        } catch (NoSuchFileException e) {
            return null;
        }
        try {
            long pid = lines.isEmpty() ? 0 : Long.parseLong(lines.get(0).strip());
            if (pid <= 0) {
                return null;
            }
            int port = lines.size() < 4 ? 0 : Integer.parseInt(lines.get(3).strip());
            boolean ready = lines.size() >= 8 && lines.get(7).strip().equals("ready");
            return new PostmasterPid(pid, port, ready);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** A running process with that id, whoever it is; a zombie does not count. */
    boolean isAlive() throws IOException {
        if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
            return false;
        }
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        if (!Files.exists(Path.of("/proc/self"))) {
            return true;
        }
        try {
            String text = Files.readString(stat, StandardCharsets.ISO_8859_1);
            // "pid (name) state …"; the name may hold anything, so search from its end.
            return text.charAt(text.lastIndexOf(')') + 2) != 'Z';
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Whether the process is a postmaster of this data directory, and not one that got the same number later. */
    boolean isPostmasterOf(ServerFiles files) throws IOException {
        if (!isAlive()) {
            return false;
        }
        String commandLine = commandLine();
        return commandLine.contains("postgres")
                && commandLine.contains(files.data().toString());
    }

    private String commandLine() throws IOException {
        Path path = Path.of("/proc", Long.toString(pid), "cmdline");
        try {
            if (Files.exists(path)) {
                return new String(Files.readAllBytes(path), StandardCharsets.UTF_8).replace('\0', ' ');
            }
        } catch (NoSuchFileException e) {
            return "";
        }
        return ProcessHandle.of(pid).flatMap(h -> h.info().commandLine()).orElse("");
    }
}
