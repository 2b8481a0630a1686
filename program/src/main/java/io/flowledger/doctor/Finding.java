package io.flowledger.doctor;

/**
 * What a check found.
 *
 * @param check what was looked at, a word or two
 * @param found a sentence
 * @param advice what to do; empty when nothing is to be done
 */
public record Finding(String check, State state, String found, String advice) {
    /** How it is. */
    public enum State {
        /** As it should be. */
        OK,
        /** To be known, or not to be told from here. */
        NOTE,
        /** To be mended. */
        PROBLEM
    }

    static Finding ok(String check, String found) {
        return new Finding(check, State.OK, found, "");
    }

    static Finding note(String check, String found, String advice) {
        return new Finding(check, State.NOTE, found, advice);
    }

    static Finding problem(String check, String found, String advice) {
        return new Finding(check, State.PROBLEM, found, advice);
    }
}
