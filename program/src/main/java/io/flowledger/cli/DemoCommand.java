package io.flowledger.cli;

import io.flowledger.config.Configuration;
import io.flowledger.config.ConfigurationLoader;
import io.flowledger.config.Setting;
import io.flowledger.generate.DemoExporters;
import io.flowledger.store.connect.StopSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole program with exporters of its own. */
@Command(
        name = "demo",
        description = "Receive and store what built-in exporters send over loopback, until SIGTERM or Ctrl-C.",
        footer = {
            "",
            "For a look without a router: NetFlow v5, v9, IPFIX and sFlow, sampled and not, from ten exporters, with a",
            "day and night of a quarter of an hour, datagrams that get lost, and templates that change. They are real",
            "datagrams over UDP; nothing is sent beyond this machine.",
            "Examples:",
            "  flowledger demo",
            "  flowledger demo --data-dir ./look-around"
        })
final class DemoCommand implements Job {
    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Keep everything there. Default: a temporary directory that is removed at the end.")
    private @Nullable Path kept;

    @Override
    public Set<Setting> settings() {
        return EnumSet.of(Setting.LOG_LEVEL, Setting.WEB);
    }

    @Override
    public ExitCode perform(Invocation invocation) throws Exception {
        StopSignal stop = new StopSignal();
        try (Termination termination = Termination.install(stop)) {
            Path directory = kept == null ? temporary() : kept.toAbsolutePath();
            try {
                run(invocation, directory, stop);
            } finally {
                if (kept == null) {
                    remove(directory);
                }
            }
            termination.succeeded();
        }
        return ExitCode.OK;
    }

    private static void run(Invocation invocation, Path directory, StopSignal stop) throws Exception {
        InetSocketAddress target = freePort();
        Surroundings surroundings = invocation.surroundings();
        ConfigurationLoader loader = new ConfigurationLoader(surroundings.environment(), surroundings.home());
        // The place is the demo's own; everything else is as the user has it.
        Configuration configuration = loader.configuration(loader.load(
                null,
                Map.of(
                        Setting.DATA_DIR,
                        List.of(directory.toString()),
                        Setting.LISTEN,
                        List.of("udp://127.0.0.1:" + target.getPort()),
                        Setting.LOG_LEVEL,
                        List.of(invocation.configuration().logLevel().name()))));
        configuration = configuration.with(invocation.configuration().web());
        DemoExporters exporters = new DemoExporters(target, Clock.systemUTC(), stop::isStopped);
        invocation
                .out()
                .println("Demo: " + DemoExporters.count() + " exporters send to "
                        + target.getAddress().getHostAddress() + " port " + target.getPort() + "; data in " + directory
                        + ".");
        exporters.start();
        try {
            RunCommand.receive(new Invocation(configuration, surroundings), stop);
        } finally {
            exporters.close();
        }
    }

    /** A port of loopback that nobody has now. */
    private static InetSocketAddress freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
        }
    }

    private static Path temporary() throws IOException {
        Path directory = Files.createTempDirectory("flowledger-demo-");
        if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
            // The embedded server of root runs as another user, who has to reach what is his.
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        }
        return directory;
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
