package io.flowledger.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Exactly one process owns the server of a data directory. The operating system releases the lock when the owner dies.
 */
final class Ownership implements AutoCloseable {
    /**
     * Directories owned inside this JVM. Static because the fact is one of the process: POSIX drops a process's locks
     * on a file when it closes any descriptor of that file, so the lock file must not even be opened a second time.
     */
    private static final Set<Path> OWNED_HERE = ConcurrentHashMap.newKeySet();

    private final Path key;
    private final FileChannel channel;

    private Ownership(Path key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    /** Null when another process, or another part of this one, owns the server. */
    static @Nullable Ownership tryTake(ServerFiles files) throws IOException {
        Path key = files.root().toRealPath();
        if (!OWNED_HERE.add(key)) {
            return null;
        }
        FileChannel channel = null;
        boolean taken = false;
        try {
            channel = FileChannel.open(files.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                return null;
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            taken = true;
            return new Ownership(key, channel);
        } finally {
            if (!taken) {
                if (channel != null) {
                    channel.close();
                }
                OWNED_HERE.remove(key);
            }
        }
    }

    /** The process id that the owner left in the lock file, for messages. */
    static String ownerPid(ServerFiles files) {
        try {
            // A path owned in this JVM is never opened: see OWNED_HERE.
            if (OWNED_HERE.contains(files.root().toRealPath())) {
                return Long.toString(ProcessHandle.current().pid());
            }
            return Files.readString(files.lock()).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            OWNED_HERE.remove(key);
        }
    }
}
