package io.flowledger.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Route;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Answers that are not exact, or of whose time something is gone, say so below them; others say nothing. */
@ExtendWith(ConsoleExtension.class)
class RoughAnswersTest {
    private static final String REMARK = "[data-remark]";

    /** Lets the server's answers through as if they were of the largest keys of each hour. */
    private static void roughen(View view) {
        change(
                view,
                "**/api/v1/{top,timeseries}?*",
                answer -> answer.put("exact", false).put("source", "hour"));
    }

    /** Lets the server's answers through with a change. */
    static void change(View view, String addresses, Consumer<ObjectNode> change) {
        view.page().route(addresses, route -> fulfil(route, change));
    }

    private static void fulfil(Route route, Consumer<ObjectNode> change) {
        try {
            ObjectNode answer = (ObjectNode) Console.json(route.request().url());
            change.accept(answer);
            route.fulfill(new Route.FulfillOptions()
                    .setContentType("application/json")
                    .setBody(answer.toString()));
        } catch (Exception e) {
            route.abort();
        }
    }

    @Test
    void inexactAnswersSaySo(Console console) throws Exception {
        for (String page : new String[] {"now", "explore", "conversations"}) {
            try (View view = console.view()) {
                view.open("#/" + page + "?range=" + console.range());
                assertThat(view.at(REMARK).count()).as(page).isZero();
            }
            for (View.Look look : new View.Look[] {View.Look.DESK, View.Look.PHONE}) {
                try (View view = console.view(look)) {
                    roughen(view);
                    view.open("#/" + page + "?range=" + console.range());
                    assertThat(view.text(REMARK))
                            .isEqualTo(
                                    "Of the largest keys of each hour: a group may have more than it says, all others less.");
                    view.at(REMARK).scrollIntoViewIfNeeded();
                    assertThat(view.scrollsSideways()).isFalse();
                    view.picture(page + "-rough-" + look.width());
                }
            }
        }
    }

    @Test
    void whatRetentionDroppedIsNamed(Console console) throws Exception {
        Instant begin = Instant.parse("2026-01-05T10:00:00Z");
        try (Connection connection = console.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO flowledger.dropped_partition (table_name, from_time, to_time, reason, rows, octets)"
                            + " SELECT name, '2026-01-05 10:00+00', '2026-01-05 11:00+00', 'age', 1, 1"
                            + " FROM unnest(ARRAY['flows', 'rollup_minute', 'rollup_hour', 'rollup_day']) AS name");
            try (View view = console.view()) {
                String range = (begin.getEpochSecond() - 1800) + "-" + (begin.getEpochSecond() + 1800);
                view.open("#/explore?range=" + range);
                assertThat(view.text(REMARK))
                        .isEqualTo("Of 2026-01-05 10:00:00 to 2026-01-05 10:30:00 nothing is kept any more.");
                view.picture("explore-dropped");
            } finally {
                statement.execute("DELETE FROM flowledger.dropped_partition WHERE from_time = '2026-01-05 10:00+00'");
            }
        }
    }
}
