package io.flowledger.cli;

import io.flowledger.config.Quantity;
import io.flowledger.config.Setting;
import io.flowledger.pipe.PipeCollector;
import io.flowledger.source.NamedPipe;
import io.flowledger.store.connect.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The place of grafolean-netflow-bot's collector. */
@Command(
        name = "collector",
        description =
                "Take the place of the collector of grafolean-netflow-bot: receive datagrams, write them to its named pipe.",
        footer = {
            "",
            "The pipe is waited for until the writer has made it, and opened anew when it was made anew. While nobody reads it,",
            "datagrams wait in memory, as many as --queue holds; what comes then is dropped and counted.",
            "Variables: NAMED_PIPE_FILENAME, NETFLOW_PORT, DEBUG. It exits with 5 when the port or the pipe cannot be used.",
            "Examples:",
            "  NAMED_PIPE_FILENAME=/shared/pipe NETFLOW_PORT=2055 flowledger collector"
        })
final class CollectorCommand implements Job {
    private static final int DEFAULT_PORT = 2055;
    private static final int LARGEST_PORT = 65_535;
    private static final long LOOK_NANOS = 500_000_000L;

    @Option(
            names = "--pipe",
            paramLabel = "FILE",
            description = "The named pipe. Default: the variable NAMED_PIPE_FILENAME.")
    private @Nullable Path pipe;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "UDP port, on all addresses, IPv4 and IPv6. Default: the variable NETFLOW_PORT, or 2055.")
    private @Nullable Integer port;

    @Option(
            names = "--queue",
            paramLabel = "SIZE",
            defaultValue = "64MiB",
            description = "How much may wait in memory while nobody reads the pipe. Default: 64MiB.")
    private String queue = "64MiB";

    @Override
    public Set<Setting> settings() {
        return EnumSet.of(Setting.RECEIVE_BUFFER, Setting.LOG_LEVEL);
    }

    @Override
    public ExitCode perform(Invocation invocation) throws Exception {
        Map<String, String> environment = invocation.surroundings().environment();
        Path chosen = PipeName.of(pipe, invocation);
        int udpPort = port(environment);
        long queueOctets = queueOctets();
        StopSignal stop = new StopSignal();
        try (Termination termination = Termination.install(stop)) {
            if (await(chosen, stop, invocation)) {
                collect(invocation, chosen, udpPort, queueOctets, stop);
            }
            termination.succeeded();
        }
        return ExitCode.OK;
    }

    private static void collect(Invocation invocation, Path pipe, int udpPort, long queueOctets, StopSignal stop)
            throws IOException {
        PipeCollector collector = new PipeCollector(
                udpPort, invocation.configuration().receiveBufferOctets(), pipe, queueOctets, Clock.systemUTC());
        try (collector) {
            collector.start();
            invocation
                    .out()
                    .println("Ready. Listening on udp port "
                            + collector.localAddress().getPort() + ", writing to " + pipe + ".");
            invocation.out().flush();
            while (stop.pause(LOOK_NANOS)) {
                collector.look();
            }
        }
        invocation
                .err()
                .println(String.format(
                        Locale.ROOT,
                        "Stopped: %d datagrams, %d of them dropped because nobody read the pipe%s.",
                        collector.received(),
                        collector.dropped(),
                        collector.kernelDropped() == 0
                                ? ""
                                : "; before them the kernel dropped " + collector.kernelDropped()));
    }

    /** Waits until the pipe is there; false when the end came first. */
    private static boolean await(Path pipe, StopSignal stop, Invocation invocation) throws IOException {
        if (!Files.exists(pipe)) {
            invocation.out().println("Waiting for " + pipe + ", which the writer makes.");
            invocation.out().flush();
        }
        while (!Files.exists(pipe)) {
            if (!stop.pause(LOOK_NANOS)) {
                return false;
            }
        }
        NamedPipe.check(pipe);
        return true;
    }

    private int port(Map<String, String> environment) throws CommandFailure {
        String text = port != null
                ? Integer.toString(port)
                : environment.getOrDefault("NETFLOW_PORT", Integer.toString(DEFAULT_PORT));
        if (text.matches("\\d{1,5}") && Integer.parseInt(text) <= LARGEST_PORT) {
            return Integer.parseInt(text);
        }
        throw new CommandFailure(
                port != null ? ExitCode.USAGE : ExitCode.CONFIGURATION,
                (port != null ? "--port " : "NETFLOW_PORT=") + text + ": a port is a number from 0 to 65535");
    }

    private long queueOctets() throws CommandFailure {
        try {
            return Quantity.octets(queue);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "--queue " + queue + ": " + e.getMessage(), e);
        }
    }
}
