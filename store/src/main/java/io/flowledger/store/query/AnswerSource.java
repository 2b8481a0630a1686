package io.flowledger.store.query;

/** What an answer was read from: the coarsest that it took. */
public enum AnswerSource {
    ROWS,
    MINUTE,
    HOUR,
    DAY
}
