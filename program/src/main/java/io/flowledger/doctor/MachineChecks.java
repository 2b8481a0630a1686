package io.flowledger.doctor;

import io.flowledger.config.Configuration;
import io.flowledger.config.ListenAddress;
import io.flowledger.pipeline.Keeping;
import io.flowledger.pipeline.RoomGate;
import io.flowledger.source.KernelDrops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Checks of the machine: receive buffers, sockets, clock, disk. What only Linux tells is left out elsewhere. */
final class MachineChecks {
    private static final long GIB = 1L << 30;

    private final Configuration configuration;
    private final Path root;

    /**
     * @param root where proc and run lie; {@code /} but in tests
     */
    MachineChecks(Configuration configuration, Path root) {
        this.configuration = configuration;
        this.root = root;
    }

    List<Finding> all() throws IOException {
        List<Finding> findings = new ArrayList<>();
        findings.add(receiveBuffer());
        findings.addAll(sockets());
        findings.add(clock());
        findings.add(disk());
        return findings;
    }

    private Finding receiveBuffer() throws IOException {
        String check = "receive buffer";
        Path file = root.resolve("proc/sys/net/core/rmem_max");
        int wanted = configuration.receiveBufferOctets();
        if (!Files.isReadable(file)) {
            return Finding.note(check, "this system does not tell how large a receive buffer may be", "");
        }
        // In one large read: a file of sysctl ends where a first read of one octet has ended, as readString begins
        // with.
        long most = Long.parseLong(Files.readAllLines(file).get(0).strip());
        if (most >= wanted) {
            return Finding.ok(check, "the kernel grants " + most + " octets, receive-buffer asks for " + wanted);
        }
        return Finding.problem(
                check,
                "the kernel grants " + most + " octets at most, receive-buffer asks for " + wanted
                        + ": bursts will be dropped",
                "as root: sysctl -w net.core.rmem_max=" + wanted + " && echo net.core.rmem_max=" + wanted
                        + " > /etc/sysctl.d/60-flowledger.conf, then start run anew");
    }

    private List<Finding> sockets() throws IOException {
        KernelDrops kernel = new KernelDrops(root);
        List<Finding> findings = new ArrayList<>();
        if (!kernel.isTold()) {
            return findings;
        }
        Map<Integer, Long> drops = kernel.byPort();
        for (ListenAddress address : configuration.listen()) {
            if (address.transport() != ListenAddress.Transport.UDP || address.port() == 0) {
                continue;
            }
            String check = "port " + address.port();
            Long dropped = drops.get(address.port());
            if (dropped == null) {
                findings.add(Finding.problem(
                        check, "nobody listens on " + address, "start flowledger run, or look why it ended"));
            } else if (dropped > 0) {
                findings.add(Finding.problem(
                        check,
                        "the kernel has dropped " + dropped + " datagrams of the socket that is open",
                        "raise net.core.rmem_max and receive-buffer; look for a machine without processor to spare"));
            } else {
                findings.add(Finding.ok(check, "somebody listens, and the kernel has dropped nothing"));
            }
        }
        return findings;
    }

    private Finding clock() {
        String check = "clock";
        if (Files.exists(root.resolve("run/systemd/timesync/synchronized"))
                || Files.isDirectory(root.resolve("run/chrony"))
                || Files.exists(root.resolve("run/ntpd.pid"))
                || Files.exists(root.resolve("run/openntpd.pid"))) {
            return Finding.ok(check, "a time service runs");
        }
        return Finding.note(
                check,
                "no time service was found on this machine",
                "in a container or a virtual machine the host may do it; otherwise: timedatectl set-ntp true, or install"
                        + " chrony");
    }

    private Finding disk() throws IOException {
        String check = "disk";
        Path directory = configuration.dataDirectory();
        while (directory != null && !Files.exists(directory)) {
            directory = directory.getParent();
        }
        if (directory == null) {
            return Finding.problem(check, "the data directory cannot be found", "choose another with --data-dir");
        }
        long free = Files.getFileStore(directory).getUsableSpace();
        long all = Files.getFileStore(directory).getTotalSpace();
        long journal = configuration.journal().sizeOctets();
        String found = gib(free) + " of " + gib(all) + " are free where " + configuration.dataDirectory() + " is";
        long reserve = Keeping.reserveOctets(configuration);
        if (free < RoomGate.least(reserve)) {
            return Finding.problem(
                    check,
                    found + ", less than half of disk-reserve: rows are not stored, and datagrams wait in the journal",
                    "make room, or keep less (flowledger retention shows what would go)");
        }
        if (free < GIB || free < all / 20) {
            return Finding.problem(
                    check, found, "make room, or move the data directory: a full disk stops database and journal");
        }
        long left = journal - size(configuration.journalDirectory());
        if (free < left) {
            return Finding.problem(
                    check,
                    found + ", and the journal may still grow by " + gib(left),
                    "make room, or set a smaller journal-size");
        }
        return Finding.ok(check, found);
    }

    private static long size(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        long sum = 0;
        try (var files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                sum += Files.isRegularFile(file) ? Files.size(file) : 0;
            }
        }
        return sum;
    }

    private static String gib(long octets) {
        return String.format(Locale.ROOT, "%.1f GiB", octets / (double) GIB);
    }
}
