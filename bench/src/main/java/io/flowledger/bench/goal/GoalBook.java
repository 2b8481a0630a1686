package io.flowledger.bench.goal;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/** What was measured of each goal, the latest of each kept in a file. Not thread safe. */
public final class GoalBook {
    private final Path file;
    private final Properties measured = new Properties();

    private GoalBook(Path file) {
        this.file = file;
    }

    /** Reads what was measured before. */
    public static GoalBook open(Path file) throws IOException {
        GoalBook book = new GoalBook(file);
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                book.measured.load(reader);
            }
        }
        return book;
    }

    /** What was measured of {@code goal} before is not true any more. */
    public void forget(Goal goal) {
        measured.remove(goal.name());
    }

    /** Notes the one value of {@code goal}. */
    public void measured(Goal goal, double value) {
        put(goal, value);
    }

    /** Notes a value of {@code goal}; of several the worst counts. */
    public void worst(Goal goal, double value) {
        String before = measured.getProperty(goal.name());
        if (before == null || goal.isAtLeast() == (value < Double.parseDouble(before))) {
            put(goal, value);
        }
    }

    /** Notes a value of {@code goal}; of several the greatest counts. */
    public void greatest(Goal goal, double value) {
        String before = measured.getProperty(goal.name());
        if (before == null || value > Double.parseDouble(before)) {
            put(goal, value);
        }
    }

    private void put(Goal goal, double value) {
        measured.setProperty(goal.name(), Double.toString(value));
    }

    /** Writes all that was measured. */
    public void save() throws IOException {
        try (Writer writer = Files.newBufferedWriter(file)) {
            measured.store(writer, null);
        }
    }

    /** All goals, in Markdown. */
    public String table() {
        return table(List.of(Goal.values()));
    }

    /** Some goals, in Markdown. */
    public String table(List<Goal> goals) {
        StringBuilder text = new StringBuilder(2048)
                .append("| what | goal | measured | measured / goal | |\n")
                .append("| --- | ---: | ---: | ---: | --- |\n");
        for (Goal goal : goals) {
            String value = measured.getProperty(goal.name());
            text.append("| ").append(goal.what()).append(" | ").append(goal.isAtLeast() ? "≥ " : "≤ ");
            text.append(figure(goal.bound())).append(' ').append(goal.unit()).append(" | ");
            if (value == null) {
                text.append("not measured | | ").append(goal.obstacle());
            } else {
                double figure = Double.parseDouble(value);
                boolean met = goal.isMet(figure);
                text.append(figure(figure)).append(" | ").append(figure(figure / goal.bound()));
                text.append(" | ").append(met ? "met" : "**missed** " + goal.obstacle());
            }
            text.append(" |\n");
        }
        return text.toString();
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : "%.2f", value);
    }
}
