package io.flowledger.cli;

/** The command line of Flowledger. */
public final class Flowledger {
    private Flowledger() {}

    public static void main(String[] args) {
        System.out.println("flowledger");
    }
}
