package io.flowledger.flow.plan;

/** Gives the members of a JSON document, none for no document. */
public interface MemberSource {
    /** Writes the members. */
    void writeTo(JsonObject document);
}
