package io.flowledger.cli;

import io.flowledger.config.ListenAddress;
import io.flowledger.config.Quantity;
import io.flowledger.config.Setting;
import io.flowledger.generate.DatagramSink;
import io.flowledger.generate.Departures;
import io.flowledger.generate.FileDepartures;
import io.flowledger.generate.GeneratedProtocol;
import io.flowledger.generate.Generator;
import io.flowledger.generate.GeneratorSettings;
import io.flowledger.generate.LiveDepartures;
import io.flowledger.generate.PcapSink;
import io.flowledger.generate.Rate;
import io.flowledger.generate.Tally;
import io.flowledger.generate.UdpSink;
import io.flowledger.store.connect.StopSignal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Load for a collector. */
@Command(
        name = "generate",
        exitCodeListHeading = "%nExit codes of its own:%n",
        exitCodeList = {"1:nobody listened"},
        description = "Send or write datagrams of simulated exporters, to try a collector with.",
        footer = {
            "",
            "The same options and seed give the same flows; in a file the same octets. Afterwards a table says what",
            "was sent, to compare it with what was received: records, and the sums of their octets and packets. For",
            "sFlow these are samples and frame lengths. Other: options records, counter samples of sFlow.",
            "",
            "To a loopback address of IPv4 each exporter sends from its own address, 127.1.0.1 and on; in a file",
            "they are 198.18.0.1 and on. Every second exporter samples, and says so as its protocol does.",
            "Examples:",
            "  flowledger generate --flows 2000000 --write two-million.pcap",
            "  flowledger generate --protocol ipfix --rate 5000 --duration 1m --to udp://127.0.0.1:2055",
            "  flowledger generate --protocol v5 --datagrams 1000000 --to udp://127.0.0.1:2055"
        })
final class GenerateCommand implements Job {
    /** Datagrams in a second of a file's time when no rate is given. */
    private static final double FILE_RATE = 10_000;

    private static final String FILE_START = "2026-01-01T00:00:00Z";
    private static final int FILE_PORT = 2055;

    @ArgGroup(multiplicity = "1")
    private Target target = new Target();

    @ArgGroup
    private @Nullable Speed speed;

    @Option(
            names = "--protocol",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "v5,v9,ipfix,sflow",
            description = "v5, v9, ipfix, sflow: which exporters speak in turn. Default: all.")
    private List<GeneratedProtocol> protocols = List.of();

    @Option(names = "--flows", paramLabel = "N", description = "End after so many flow records.")
    private long flows = Long.MAX_VALUE;

    @Option(names = "--datagrams", paramLabel = "N", description = "End after so many datagrams.")
    private long datagrams = Long.MAX_VALUE;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            description = "End after so long, for example 30s; in a file by its own times.")
    private @Nullable String duration;

    @Option(names = "--exporters", paramLabel = "N", defaultValue = "16", description = "How many. Default: 16.")
    private int exporters;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of the random numbers. Default: 1.")
    private long seed;

    @Option(
            names = "--ipv6-share",
            paramLabel = "SHARE",
            defaultValue = "0.2",
            description = "Of the flows that are IPv6, 0 to 1; v5 has none. Default: 0.2.")
    private double ipv6Share;

    @Option(
            names = "--datagram-octets",
            paramLabel = "N",
            defaultValue = "1464",
            description = "Largest payload of a datagram. Default: 1464, which is 30 records of v5.")
    private int datagramOctets;

    @Option(
            names = "--records-per-datagram",
            paramLabel = "N",
            defaultValue = "0",
            description = "Records in a datagram at the most. Default: as many as fit.")
    private int recordsPerDatagram;

    @Option(
            names = "--templates",
            paramLabel = "N",
            defaultValue = "1",
            description = "Templates of an exporter for each address family. Default: 1.")
    private int templates;

    @Option(
            names = "--template-interval",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Templates and options are sent again after so many datagrams of an exporter. Default: 1000.")
    private int templateInterval;

    @Option(
            names = "--sampling",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Exporters that sample see one packet in N; 0: none samples. Default: 1000.")
    private int sampling;

    @Option(
            names = "--variable-length",
            description = "Records of IPFIX have a field of variable length, the name of the application.")
    private boolean variableLength;

    @Option(
            names = "--start",
            paramLabel = "INSTANT",
            defaultValue = FILE_START,
            description = "When the first datagram of a file was received. Default: " + FILE_START + ".")
    private String start = FILE_START;

    /** Where datagrams go. */
    static final class Target {
        @Option(names = "--to", paramLabel = "udp://HOST:PORT", description = "Send them over UDP.")
        private @Nullable String address;

        @Option(
                names = "--write",
                paramLabel = "FILE",
                description = "Write them into a pcap file, in place of one that is there.")
        private @Nullable Path file;
    }

    /** How fast. */
    static final class Speed {
        @Option(
                names = "--rate",
                paramLabel = "N",
                description = "Datagrams in a second. Default: as fast as can be; in a file the times are of 10,000.")
        private @Nullable Double datagrams;

        @Option(names = "--flow-rate", paramLabel = "N", description = "Flow records in a second, instead of --rate.")
        private @Nullable Double flows;
    }

    @Override
    public Set<Setting> settings() {
        return EnumSet.of(Setting.LOG_LEVEL);
    }

    @Override
    public ExitCode perform(Invocation invocation) throws Exception {
        StopSignal stop = new StopSignal();
        try (Termination termination = Termination.install(stop)) {
            return target.file != null
                    ? write(invocation, target.file, stop)
                    : send(invocation, String.valueOf(target.address), stop);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    private ExitCode write(Invocation invocation, Path file, StopSignal stop) throws Exception {
        GeneratorSettings settings = generated();
        if (flows == Long.MAX_VALUE && datagrams == Long.MAX_VALUE && duration == null) {
            throw new CommandFailure(
                    ExitCode.USAGE, "A file needs an end: give --flows, --datagrams or --duration with --write.");
        }
        Instant first = Instant.parse(start);
        long startNanos = Math.addExact(Math.multiplyExact(first.getEpochSecond(), 1_000_000_000L), first.getNano());
        Rate rate = rate();
        Departures departures =
                new FileDepartures(startNanos, durationNanos(), rate == null ? new Rate(FILE_RATE, false) : rate, seed);
        try (PcapSink sink = PcapSink.create(file, FILE_PORT)) {
            return run(invocation, settings, departures, sink, stop);
        }
    }

    private ExitCode send(Invocation invocation, String address, StopSignal stop) throws Exception {
        GeneratorSettings settings = generated();
        ListenAddress parsed = ListenAddress.parse(address);
        if (parsed.transport() != ListenAddress.Transport.UDP) {
            throw new CommandFailure(ExitCode.USAGE, "--to " + address + ": datagrams are sent over udp://");
        }
        InetSocketAddress to = parsed.socketAddress();
        if (to.isUnresolved() || to.getPort() == 0 || to.getAddress().isAnyLocalAddress()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--to " + address + ": datagrams need a host that is known and a port");
        }
        Departures departures = new LiveDepartures(Clock.systemUTC(), durationNanos(), rate());
        try (UdpSink sink = new UdpSink(to, exporters)) {
            ExitCode code = run(invocation, settings, departures, sink, stop);
            if (sink.unreachable() > 0) {
                invocation
                        .err()
                        .println("Nobody listens on " + address + ": that came back for " + sink.unreachable()
                                + " datagrams.");
                return ExitCode.NEGATIVE;
            }
            return code;
        }
    }

    private GeneratorSettings generated() {
        return new GeneratorSettings(
                protocols,
                exporters,
                seed,
                ipv6Share,
                datagramOctets,
                recordsPerDatagram,
                templates,
                templateInterval,
                sampling,
                variableLength,
                false);
    }

    private long durationNanos() {
        return duration == null ? Long.MAX_VALUE : Quantity.duration(duration).toNanos();
    }

    private @Nullable Rate rate() {
        if (speed == null) {
            return null;
        }
        return speed.datagrams != null
                ? new Rate(speed.datagrams, false)
                : speed.flows != null ? new Rate(speed.flows, true) : null;
    }

    private ExitCode run(
            Invocation invocation,
            GeneratorSettings settings,
            Departures departures,
            DatagramSink sink,
            StopSignal stop)
            throws IOException {
        Generator generator = new Generator(settings, departures);
        long begun = System.nanoTime();
        generator.run(sink, flows, datagrams, stop::isStopped);
        summarize(invocation, generator, Math.max(1, System.nanoTime() - begun) / 1e9);
        return ExitCode.OK;
    }

    private static void summarize(Invocation invocation, Generator generator, double seconds) {
        long sent = 0;
        long records = 0;
        invocation.out().println(Tally.heading());
        for (Tally tally : generator.tallies()) {
            invocation.out().println(tally.line());
            sent += tally.datagrams();
            records += tally.records();
        }
        invocation
                .err()
                .println(String.format(
                        Locale.ROOT,
                        "%,d datagrams in %.2f s: %,.0f datagrams/s, %,.0f records/s",
                        sent,
                        seconds,
                        sent / seconds,
                        records / seconds));
    }
}
