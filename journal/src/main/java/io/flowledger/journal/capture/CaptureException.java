package io.flowledger.journal.capture;

import java.io.IOException;
import java.nio.file.Path;

/** A file that is no capture, or cannot be read as one: says which file, where in it, what is wrong and what to do. */
public final class CaptureException extends IOException {
    private static final long serialVersionUID = 1L;

    CaptureException(Path file, long offset, String what, String whatToDo) {
        super(file + ": at offset " + offset + ": " + what + "; " + whatToDo);
    }
}
