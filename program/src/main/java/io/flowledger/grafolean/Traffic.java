package io.flowledger.grafolean;

import java.util.List;

/**
 * What an account's exporters sent after some time.
 *
 * @param newest time of the newest row, UTC as text
 */
record Traffic(String newest, List<MetricValue> values) {
    Traffic {
        values = List.copyOf(values);
    }
}
