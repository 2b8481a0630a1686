package io.flowledger.web;

import java.io.IOException;
import java.sql.SQLException;

/** Answers the requests of one operation. */
@FunctionalInterface
public interface Handler {
    /**
     * Answers a request whose parameters were checked against the API document.
     *
     * @throws Problem when it cannot be answered
     * @throws SQLException when the database does not answer it; becomes a problem
     * @throws IOException when the client does not listen any more
     */
    Answer answer(Request request) throws Problem, SQLException, IOException;
}
