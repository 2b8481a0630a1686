package io.flowledger.bench.whole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Samples of stacks as async-profiler writes them collapsed with threads: {@code [thread tid=N];frame;frame COUNT}, and a text
 * of them: shares by thread, then of each thread that takes much the frames with what they call and themselves.
 */
final class StackSamples {
    private static final int INCLUSIVE_FRAMES = 20;
    private static final int OWN_FRAMES = 10;

    /** Frames of the JVM's threads and of JMH, which are below all others and say nothing. */
    private static final Pattern SCAFFOLD = Pattern.compile(
            "org\\.openjdk\\.jmh\\..*|.*\\.jmh_generated\\..*|java\\.util\\.concurrent\\..*|java\\.lang\\.Thread\\.run"
                    + "|(java\\.lang|jdk\\.internal)\\.reflect\\..*|thread_native_entry|start_thread|Thread::call_run"
                    + "|JavaThread::thread_main_inner");

    private static final double THREAD_PERCENT = 4;
    private static final double THREAD_LISTED_PERCENT = 0.5;

    private final List<String> lines = new ArrayList<>();
    private final Map<String, List<Stack>> threads = new HashMap<>();
    private long total;

    private record Stack(List<String> frames, long count) {}

    private StackSamples() {}

    /**
     * Reads a file.
     *
     * @param thread what the names of the threads that count have in them; empty for all
     */
    static StackSamples read(Path file, String thread) throws IOException {
        StackSamples samples = new StackSamples();
        for (String line : Files.readAllLines(file)) {
            int space = line.lastIndexOf(' ');
            String[] frames = line.substring(0, space).split(";", -1);
            if (frames[0].contains(thread)) {
                samples.add(line, frames, Long.parseLong(line.substring(space + 1)));
            }
        }
        return samples;
    }

    private void add(String line, String[] frames, long count) {
        lines.add(line);
        total += count;
        List<String> below = new ArrayList<>();
        for (int i = 1; i < frames.length; i++) {
            below.add(frames[i].replace('/', '.'));
        }
        threads.computeIfAbsent(name(frames[0]), missing -> new ArrayList<>()).add(new Stack(below, count));
    }

    /** Without its number: the threads of a compiler, and those that follow each other, are one. */
    private static String name(String thread) {
        return thread.replaceFirst("^\\[", "")
                .replaceFirst("\\s*tid=\\d+\\]$", "")
                .replaceFirst("\\]$", "")
                .replaceFirst("[ #-]*\\d+$", "");
    }

    /** What was read, for a flame graph. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    /** The summary. */
    String text() {
        StringBuilder text = new StringBuilder(4096);
        text.append(String.format(Locale.ROOT, "%,d samples. Shares of the whole, by thread:%n", total));
        List<Map.Entry<String, Long>> byThread = new ArrayList<>();
        threads.forEach((name, stacks) -> byThread.add(
                Map.entry(name, stacks.stream().mapToLong(Stack::count).sum())));
        byThread.sort(Map.Entry.<String, Long>comparingByValue().reversed());
        for (Map.Entry<String, Long> thread : byThread) {
            if (percent(thread.getValue(), total) >= THREAD_LISTED_PERCENT) {
                line(text, thread, total);
            }
        }
        for (Map.Entry<String, Long> thread : byThread) {
            if (percent(thread.getValue(), total) >= THREAD_PERCENT) {
                text.append(String.format(
                        Locale.ROOT,
                        "%n%s — %.1f %% of the whole; shares of the thread:%n",
                        thread.getKey(),
                        percent(thread.getValue(), total)));
                frames(text, threads.getOrDefault(thread.getKey(), List.of()), thread.getValue());
            }
        }
        return text.toString();
    }

    private static void frames(StringBuilder text, List<Stack> stacks, long ofThread) {
        Map<String, Long> inclusive = new HashMap<>();
        Map<String, Long> own = new HashMap<>();
        for (Stack stack : stacks) {
            Set<String> once = new HashSet<>(stack.frames());
            once.removeIf(frame -> SCAFFOLD.matcher(frame).matches());
            once.forEach(frame -> inclusive.merge(frame, stack.count(), Long::sum));
            if (!stack.frames().isEmpty()) {
                own.merge(stack.frames().get(stack.frames().size() - 1), stack.count(), Long::sum);
            }
        }
        text.append("  with what they call:\n");
        largest(inclusive, INCLUSIVE_FRAMES).forEach(entry -> line(text, entry, ofThread));
        text.append("  themselves:\n");
        largest(own, OWN_FRAMES).forEach(entry -> line(text, entry, ofThread));
    }

    private static List<Map.Entry<String, Long>> largest(Map<String, Long> counts, int most) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(most)
                .toList();
    }

    private static void line(StringBuilder text, Map.Entry<String, Long> entry, long of) {
        text.append(String.format(Locale.ROOT, "  %5.1f %%  %s%n", percent(entry.getValue(), of), entry.getKey()));
    }

    private static double percent(long count, long of) {
        return 100.0 * count / of;
    }
}
