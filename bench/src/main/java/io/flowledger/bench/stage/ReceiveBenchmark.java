package io.flowledger.bench.stage;

import io.flowledger.config.ListenAddress;
import io.flowledger.source.UdpListener;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A datagram of 1,400 octets out of the socket, as the program's listener has it: so many as its buffer holds on any Linux are
 * sent to it over the loopback, and taking them is measured, with the last look that finds nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ReceiveBenchmark {
    /** A buffer of 208 KiB, what the kernel grants where nothing is set, holds 184. */
    private static final int DATAGRAMS = 128;

    private static final int PAYLOAD_OCTETS = 1400;
    private static final int LARGEST_DATAGRAM = 65_535;
    private static final int BUFFER_OCTETS = 1 << 22;

    private final ByteBuffer sent = ByteBuffer.allocateDirect(PAYLOAD_OCTETS);
    private final ByteBuffer payload = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
    private @Nullable UdpListener listener;
    private @Nullable DatagramChannel sender;
    private @Nullable SocketAddress latestSender;
    private int senders;

    /** Opens both sockets. */
    @Setup(Level.Trial)
    public void open() throws IOException {
        UdpListener opened = UdpListener.open(ListenAddress.parse("udp://127.0.0.1:0"), BUFFER_OCTETS);
        listener = opened;
        sender = DatagramChannel.open()
                .setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_OCTETS)
                .connect(opened.local());
    }

    /** Closes them. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        if (sender != null) {
            sender.close();
        }
        if (listener != null) {
            listener.close();
        }
    }

    /** Sends what is received next. */
    @Setup(Level.Invocation)
    public void send() throws IOException {
        DatagramChannel to = Objects.requireNonNull(sender);
        for (int i = 0; i < DATAGRAMS; i++) {
            sent.clear();
            to.write(sent);
        }
    }

    /** Takes until nothing is there, and looks whether the sender is another one. */
    @Benchmark
    @OperationsPerInvocation(DATAGRAMS)
    public int datagram(CpuRecords counted) throws IOException {
        long begun = CpuRecords.now();
        DatagramChannel from = Objects.requireNonNull(listener).channel();
        int taken = 0;
        payload.clear();
        for (SocketAddress one = from.receive(payload); one != null; one = from.receive(payload)) {
            payload.flip();
            if (!one.equals(latestSender)) {
                latestSender = one;
                senders++;
            }
            taken++;
            payload.clear();
        }
        if (taken != DATAGRAMS || senders != 1) {
            throw new IllegalStateException(
                    taken + " datagrams of " + DATAGRAMS + " came, of " + senders + " senders: nothing is measured");
        }
        counted.records += taken;
        counted.finish(taken, begun);
        return taken;
    }
}
