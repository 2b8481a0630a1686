package io.flowledger.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * As whom the server runs, and the words to put before its command line. PostgreSQL refuses to run as root; so root
 * either becomes an unprivileged user (setpriv) who then owns the data directory, or enters a user namespace in which
 * it is nobody while its files stay root's (unshare). The latter also works below a directory that only root may
 * enter, such as /root.
 *
 * @param uid owner of the data directory, or -1 when that is who we are
 * @param gid group of the data directory, or -1
 * @param prefix words before the program
 */
record ServerUser(int uid, int gid, List<String> prefix) {
    private static final List<String> PREFERRED_NAMES = List.of("flowledger", "postgres");

    ServerUser {
        prefix = List.copyOf(prefix);
    }

    /** Chooses; an existing data directory decides by its owner. The programs must be unpacked. */
    static ServerUser choose(ServerFiles files, Binaries binaries) throws IOException {
        if (!isRoot()) {
            return new ServerUser(-1, -1, List.of());
        }
        List<ServerUser> candidates = new ArrayList<>();
        if (Files.isDirectory(files.data())) {
            int uid = (Integer) Files.getAttribute(files.data(), "unix:uid");
            int gid = (Integer) Files.getAttribute(files.data(), "unix:gid");
            candidates.add(uid == 0 ? namespaced() : switchedTo(uid, gid));
        } else {
            for (String name : PREFERRED_NAMES) {
                addAccount(name, candidates);
            }
            candidates.add(namespaced());
            addAccount("nobody", candidates);
        }
        StringBuilder tried = new StringBuilder();
        for (ServerUser candidate : candidates) {
            Command.Outcome outcome = candidate.tryOut(binaries);
            if (outcome.status() == 0) {
                return candidate;
            }
            tried.append("\n  ")
                    .append(String.join(" ", candidate.prefix()))
                    .append(" postgres --version: ")
                    .append(outcome.output().strip());
        }
        throw new PostgresStartException("PostgreSQL refuses to run as root, and no way was found to run it as somebody"
                + " else:"
                + tried
                + "\nRun Flowledger as an ordinary user, or choose a --data-dir that the user \"postgres\" may enter"
                + " (below /var/lib, not /root), or install util-linux for setpriv and unshare.");
    }

    /** Gives a file or directory to the user as whom the server runs. */
    void own(Path path) throws IOException {
        if (uid >= 0) {
            Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
        }
    }

    List<String> command(List<String> program) {
        List<String> words = new ArrayList<>(prefix);
        words.addAll(program);
        return words;
    }

    /**
     * Like {@link #command}, and the program leaves our process group (so that Ctrl-C reaches only us, and we stop it
     * when we are done) and is told to shut down when the thread that started it dies.
     */
    List<String> supervisedCommand(List<String> program) throws IOException {
        List<String> words = new ArrayList<>();
        if (Command.find("setsid") != null) {
            words.add("setsid");
        }
        words.addAll(prefix);
        if (Command.run(List.of("setpriv", "--pdeathsig", "INT", "--", "true")).status() == 0) {
            words.addAll(List.of("setpriv", "--pdeathsig", "INT", "--"));
        }
        words.addAll(program);
        return words;
    }

    static boolean isRoot() throws IOException {
        Path self = Path.of("/proc/self");
        if (Files.exists(self)) {
            return Integer.valueOf(0).equals(Files.getAttribute(self, "unix:uid"));
        }
        return Command.run(List.of("id", "-u")).output().strip().equals("0");
    }

    private Command.Outcome tryOut(Binaries binaries) throws IOException {
        return Command.run(command(List.of(binaries.program("postgres").toString(), "--version")));
    }

    private static ServerUser namespaced() {
        return new ServerUser(-1, -1, List.of("unshare", "--user", "--"));
    }

    private static ServerUser switchedTo(int uid, int gid) {
        return new ServerUser(uid, gid, List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups", "--"));
    }

    private static void addAccount(String name, List<ServerUser> to) throws IOException {
        String line = passwdLine(name);
        if (line != null) {
            String[] part = line.split(":", -1);
            to.add(switchedTo(Integer.parseInt(part[2]), Integer.parseInt(part[3])));
        }
    }

    private static @Nullable String passwdLine(String name) throws IOException {
        Path passwd = Path.of("/etc/passwd");
        if (!Files.isReadable(passwd)) {
            return null;
        }
        for (String line : Files.readAllLines(passwd)) {
            if (line.startsWith(name + ":") && line.split(":", -1).length >= 4) {
                return line;
            }
        }
        return null;
    }
}
