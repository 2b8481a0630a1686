package io.flowledger.bench.whole;

import io.flowledger.store.query.Group;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** nfdump's source addresses with the most octets. */
final class NfdumpTop {
    private static final int ADDRESS = 4;
    private static final int OCTETS = 9;

    private NfdumpTop() {}

    /** An address, written as {@link InetAddress} writes it, with its octets. */
    private record Line(String address, long octets) {}

    /** The question as a command. */
    static List<String> command(Path files) {
        return List.of(
                PeerRun.NFDUMP,
                "-R",
                files.toString(),
                "-s",
                "srcip/bytes",
                "-n",
                Integer.toString(QueryQuestions.GROUPS));
    }

    /** Of how many of our groups nfdump has the same address and octets at the same place, or among equal ones. */
    static int agreeing(Path files, List<Group> ours) throws IOException, InterruptedException {
        List<Line> theirs = ask(files);
        int agreeing = 0;
        for (Group group : ours) {
            String address =
                    InetAddress.getByName(String.valueOf(group.key().get(0))).getHostAddress();
            if (theirs.contains(new Line(address, group.sums().octets()))) {
                agreeing++;
            }
        }
        return agreeing;
    }

    private static List<Line> ask(Path files) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(command(files));
        command.addAll(List.of("-o", "csv", "-6"));
        Process process = new ProcessBuilder(command).start();
        List<Line> lines = new ArrayList<>();
        try (BufferedReader reader = process.inputReader()) {
            for (String line :
                    reader.lines().skip(1).takeWhile(line -> !line.isBlank()).toList()) {
                String[] values = line.split(",", -1);
                lines.add(new Line(
                        InetAddress.getByName(values[ADDRESS].strip()).getHostAddress(),
                        Long.parseLong(values[OCTETS])));
            }
            reader.lines().forEach(rest -> {});
        }
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + process.exitValue());
        }
        return lines;
    }
}
