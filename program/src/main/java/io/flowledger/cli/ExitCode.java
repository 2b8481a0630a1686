package io.flowledger.cli;

/** How a command ends; scripts may rely on the numbers. */
public enum ExitCode {
    OK(0, "The command did what it was asked for."),
    NEGATIVE(1, "The command worked and its answer is no: for example, the books do not balance."),
    USAGE(2, "The command line is wrong: an unknown option, a missing argument, a value that cannot be read."),
    CONFIGURATION(3, "The configuration file or an environment variable is wrong."),
    DATABASE(4, "The database cannot be reached, or refuses the login."),
    INPUT_OUTPUT(
            5, "A file or the data directory cannot be read or written, or the embedded PostgreSQL does not start."),
    INPUT_FILE(6, "An input file cannot be used: it is missing, or of no known format."),
    STATEMENT(7, "PostgreSQL refused a statement."),
    INTERNAL(70, "An error inside Flowledger; the message names a file with the details.");

    private final int status;
    private final String meaning;

    ExitCode(int status, String meaning) {
        this.status = status;
        this.meaning = meaning;
    }

    public int status() {
        return status;
    }

    public String meaning() {
        return meaning;
    }
}
