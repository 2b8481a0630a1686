package io.flowledger.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowledger.config.Setting;
import io.flowledger.doctor.Doctor;
import io.flowledger.doctor.Finding;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What is wrong? */
@Command(
        name = "doctor",
        exitCodeListHeading = "%nExit codes of its own:%n",
        exitCodeList = {"1:something is to be mended"},
        description = "Check receive buffers, sockets, clock, disk, database, exporters and books, and say what to do.",
        footer = {
            "",
            "To be run on the collector's machine with the collector's settings. The exit code is 1 when something is to be",
            "mended, 0 otherwise.",
            "Examples:",
            "  flowledger doctor",
            "  flowledger doctor --format json"
        })
final class DoctorCommand implements Job {
    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "How it is printed. Default: text.")
    private Format format = Format.TEXT;

    private enum Format {
        TEXT,
        JSON
    }

    @Override
    public Set<Setting> settings() {
        return EnumSet.of(
                Setting.DATA_DIR,
                Setting.DATABASE,
                Setting.LISTEN,
                Setting.RECEIVE_BUFFER,
                Setting.JOURNAL_SIZE,
                Setting.LOG_LEVEL);
    }

    @Override
    public ExitCode perform(Invocation invocation) throws Exception {
        List<Finding> findings = new Doctor(invocation.configuration(), Path.of("/")).examine();
        long problems = findings.stream()
                .filter(finding -> finding.state() == Finding.State.PROBLEM)
                .count();
        if (format == Format.JSON) {
            invocation.out().println(json(findings, problems));
        } else {
            print(invocation, findings, problems);
        }
        return problems == 0 ? ExitCode.OK : ExitCode.NEGATIVE;
    }

    private static void print(Invocation invocation, List<Finding> findings, long problems) {
        for (Finding finding : findings) {
            String state = finding.state() == Finding.State.PROBLEM ? "PROBLEM" : word(finding);
            invocation
                    .out()
                    .println(String.format(Locale.ROOT, "%-8s %s: %s.", state, finding.check(), finding.found()));
            if (!finding.advice().isEmpty()) {
                invocation.out().println("         -> " + finding.advice());
            }
        }
        invocation
                .out()
                .println(
                        problems == 0
                                ? "Nothing is to be mended."
                                : problems + (problems == 1 ? " problem." : " problems."));
    }

    private static String word(Finding finding) {
        return finding.state().name().toLowerCase(Locale.ROOT);
    }

    private static ObjectNode json(List<Finding> findings, long problems) {
        ObjectNode json = JsonMapper.builder().build().createObjectNode();
        json.put("problems", problems);
        ArrayNode array = json.putArray("findings");
        for (Finding finding : findings) {
            array.addObject()
                    .put("check", finding.check())
                    .put("state", word(finding))
                    .put("found", finding.found())
                    .put("advice", finding.advice());
        }
        return json;
    }
}
