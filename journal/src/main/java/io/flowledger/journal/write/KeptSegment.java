package io.flowledger.journal.write;

/** A segment that is no longer written to. Belongs to {@link KeptSegments}, under whose lock it changes. */
final class KeptSegment {
    /** What its file is. */
    enum Form {
        PLAIN,
        COMPRESSED,
        /** As it was written, because compressing did not make it smaller or has failed. */
        LEFT_PLAIN
    }

    private final long basePosition;
    private final long endPosition;
    private final long newestReceivedAtNanos;
    private long fileOctets;
    private Form form;

    KeptSegment(long basePosition, long contentOctets, long newestReceivedAtNanos, long fileOctets, Form form) {
        this.basePosition = basePosition;
        this.endPosition = basePosition + contentOctets;
        this.newestReceivedAtNanos = newestReceivedAtNanos;
        this.fileOctets = fileOctets;
        this.form = form;
    }

    long basePosition() {
        return basePosition;
    }

    long endPosition() {
        return endPosition;
    }

    /** Receive time of its last entry. */
    long newestReceivedAtNanos() {
        return newestReceivedAtNanos;
    }

    /** What it takes on the disk. */
    long fileOctets() {
        return fileOctets;
    }

    Form form() {
        return form;
    }

    void become(Form newForm, long newFileOctets) {
        form = newForm;
        fileOctets = newFileOctets;
    }
}
