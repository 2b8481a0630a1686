package io.flowledger.reference;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the standards ask of a collector and what we do about it: the lines of compliance.tsv.
 *
 * @param document the standard
 * @param section within it
 * @param level MUST, SHOULD and the like
 * @param requirement in our words
 * @param state done, partly, otherwise or no
 * @param className the class that does it, empty for none
 * @param tests MODULE/CLASS#METHOD that hold it, with blanks between them; empty only when it is not done
 * @param note why it is not done, or what else is to be known
 */
record Compliance(
        String document,
        String section,
        String level,
        String requirement,
        String state,
        String className,
        List<String> tests,
        String note) {
    static final Set<String> STATES = Set.of("done", "partly", "otherwise", "no");
    private static final Path ROOT = Path.of("..");

    static List<Compliance> all() throws IOException {
        try (InputStream in = Compliance.class.getResourceAsStream("compliance.tsv")) {
            if (in == null) {
                throw new IllegalStateException("no compliance.tsv");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(Compliance::parse)
                    .toList();
        }
    }

    private static Compliance parse(String line) {
        String[] cells = line.split("\t", -1);
        if (cells.length != 8) {
            throw new IllegalArgumentException(cells.length + " cells instead of 8: " + line);
        }
        List<String> tests = cells[6].isEmpty() ? List.of() : List.of(cells[6].split(" ", -1));
        return new Compliance(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], tests, cells[7]);
    }

    /** What is wrong with the line; empty when nothing is. */
    List<String> mistakes(Map<String, List<Path>> sources) throws IOException {
        List<String> found = new ArrayList<>();
        if (!STATES.contains(state)) {
            found.add("state " + state);
        }
        if (!state.equals("done") && note.isEmpty()) {
            found.add("no reason why not");
        }
        if (!state.equals("no") && (tests.isEmpty() || className.isEmpty())) {
            found.add("no class or test");
        }
        if (!className.isEmpty() && !isThere(sources, className, "/src/main/java/")) {
            found.add("no class " + className);
        }
        for (String test : tests) {
            int slash = test.indexOf('/');
            int hash = test.indexOf('#');
            String name = test.substring(slash + 1, hash);
            String module = test.substring(0, slash) + "/src/test/java/";
            boolean there = false;
            for (Path file : sources.getOrDefault(name, List.of())) {
                there |= file.toString().replace('\\', '/').contains(module)
                        && Files.readString(file).contains("void " + test.substring(hash + 1) + "(");
            }
            if (!there) {
                found.add("no test " + test);
            }
        }
        return found;
    }

    private static boolean isThere(Map<String, List<Path>> sources, String name, String within) {
        return sources.getOrDefault(name, List.of()).stream()
                .anyMatch(file -> file.toString().replace('\\', '/').contains(within));
    }

    /** The Java sources of all modules by class name. */
    static Map<String, List<Path>> sources() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            List<Path> directories = modules.map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .toList();
            Map<String, List<Path>> byName = new TreeMap<>();
            for (Path directory : directories) {
                try (Stream<Path> files = Files.walk(directory)) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(file -> {
                        String name = String.valueOf(file.getFileName());
                        byName.computeIfAbsent(name.substring(0, name.length() - 5), missing -> new ArrayList<>())
                                .add(file);
                    });
                }
            }
            return byName;
        }
    }

    /** The page. */
    static String page() throws IOException {
        StringBuilder page = new StringBuilder("""
                # What the standards ask of a collector

                This page is made from `compliance.tsv` beside the tests, and a test holds that the classes and tests named are
                there: see CONTRIBUTING.md. Requirements of exporters alone are left out. *otherwise* is a deviation on purpose.
                """);
        Map<String, Long> states =
                all().stream().collect(Collectors.groupingBy(Compliance::state, Collectors.counting()));
        page.append("\nOf ").append(all().size()).append(" requirements ");
        page.append(states.getOrDefault("done", 0L)).append(" are done, ");
        page.append(states.getOrDefault("partly", 0L)).append(" partly, ");
        page.append(states.getOrDefault("otherwise", 0L)).append(" otherwise, ");
        page.append(states.getOrDefault("no", 0L)).append(" not.\n");
        String document = "";
        for (Compliance line : all()) {
            if (!line.document.equals(document)) {
                document = line.document;
                page.append("\n## ").append(document).append("\n\n");
                page.append(
                        "| section | level | requirement | state | class | test |\n| --- | --- | --- | --- | --- | --- |\n");
            }
            page.append("| ").append(line.section);
            page.append(" | ").append(line.level);
            page.append(" | ").append(line.requirement);
            page.append(" | ").append(line.state);
            page.append(line.note.isEmpty() ? "" : ": " + line.note);
            page.append(" | ").append(line.className.isEmpty() ? "" : "`" + line.className + "`");
            page.append(" | ")
                    .append(line.tests.stream()
                            .map(test -> "`" + test.substring(test.indexOf('/') + 1) + "`")
                            .collect(Collectors.joining(", ")));
            page.append(" |\n");
        }
        return page.toString();
    }
}
