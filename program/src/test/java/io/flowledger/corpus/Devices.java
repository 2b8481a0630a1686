package io.flowledger.corpus;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowledger.flow.batch.SideTable;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.flow.option.OptionReader;
import io.flowledger.wire.corpus.ExpectedSet;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.registry.ElementRegistry;
import io.flowledger.wire.template.FieldSpecifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What becomes of the captures of each family of devices: the page docs/reference/devices.md. */
final class Devices {
    /** Columns that every row has whatever the device sends. */
    private static final Set<String> COMMON =
            Set.of("received_at", "exporter", "observation_domain", "export_version", "export_time", "extra", "agent");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Family> families = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** What was seen of a family. */
    private static final class Family {
        private final Set<String> protocols = new TreeSet<>();
        private final Set<String> columns = new TreeSet<>();
        private final Set<String> extra = new TreeSet<>();
        private final Set<String> understood = new TreeSet<>();
        private final Set<String> unread = new TreeSet<>();
        private final Set<String> refused = new TreeSet<>();
        private long records;
        private long rows;
        private long options;
        private final Map<SideTable, Long> beside = new TreeMap<>();
    }

    static String page(Path corpus) throws IOException {
        Devices devices = new Devices();
        Map<String, String[]> manifest = manifest(corpus);
        for (ExpectedSet set : ExpectedSet.all(corpus)) {
            List<?> files = (List<?>) Objects.requireNonNull(set.values().get("files"));
            String vendor = null;
            String protocol = "";
            for (Object file : files) {
                String[] line = manifest.get((String) file);
                if (line != null) {
                    vendor = vendor == null || isNone(vendor) ? line[6] : vendor;
                    protocol = line[5];
                }
            }
            if (vendor != null && !vendor.equals("synthetic")) {
                devices.add(isNone(vendor) ? "not known (" + protocol + ")" : vendor, protocol, set, files);
            }
        }
        return devices.text();
    }

    private static boolean isNone(String vendor) {
        return vendor.equals("-") || vendor.startsWith("unknown");
    }

    private static Map<String, String[]> manifest(Path corpus) throws IOException {
        Map<String, String[]> lines = new HashMap<>();
        for (String line : Files.readAllLines(corpus.resolve("MANIFEST.tsv"))) {
            String[] cells = line.split("\t", -1);
            lines.put(cells[0], cells);
        }
        return lines;
    }

    private void add(String name, String protocol, ExpectedSet set, List<?> files) throws IOException {
        Family family = families.computeIfAbsent(name, missing -> new Family());
        family.protocols.add(protocol);
        DecodedFiles decoded = new DecodedFiles(true, row -> see(family, row));
        for (Object file : files) {
            decoded.read(set.corpus().resolve((String) file));
        }
        family.records += decoded.totals().value(LedgerCounter.RECORDS_SEEN);
        family.rows += decoded.totals().value(LedgerCounter.ROWS);
        family.options += decoded.totals().value(LedgerCounter.OPTIONS_RECORDS);
        decoded.options().keySet().forEach(kind -> family.understood.add(OptionReader.sqlName(kind)));
        for (FieldSpecifier field : decoded.optionsFields()) {
            if (!OptionReader.reads(field)) {
                family.unread.add(ElementRegistry.standard()
                        .element(field.enterpriseNumber(), field.elementId())
                        .name());
            }
        }
        for (SideTable table : SideTable.values()) {
            List<Map<String, Object>> rows = decoded.sideRows(table);
            if (!rows.isEmpty()) {
                family.beside.merge(table, (long) rows.size(), Long::sum);
                rows.forEach(row -> see(family, row));
            }
        }
        for (LedgerCounter counter : LedgerCounter.WITH_REASONS) {
            for (Map.Entry<DecodeFault, Long> reason :
                    decoded.totals().reasons(counter).entrySet()) {
                family.refused.add(reason.getKey().name().toLowerCase(Locale.ROOT));
            }
        }
        if (decoded.totals().value(LedgerCounter.SETS_PARKED) > 0) {
            family.refused.add("waits for a template that is not in the capture");
        }
    }

    private static void see(Family family, Map<String, Object> row) {
        row.keySet().stream().filter(column -> !COMMON.contains(column)).forEach(family.columns::add);
        if (row.get("extra") instanceof String document) {
            family.extra.addAll(members(document));
        }
    }

    private static List<String> members(String document) {
        try {
            return JSON.readTree(document).properties().stream()
                    .map(Map.Entry::getKey)
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(document, e);
        }
    }

    private String text() {
        StringBuilder page = new StringBuilder("""
                # What devices send, and where it lands

                This page is made from a collection of captures that is not part of the repository; a test holds it where the
                collection is. It says what was in those captures, which is not all that a device can send. Labels of vendors
                come from the projects that published the captures. Columns of every row (receive time, exporter, domain,
                version, export time) are left out; they are explained in [flows.md](flows.md), faults in [faults.md](faults.md). Of options data, what was
                understood is said by the kind in `option_value`; elements that are not read are in the journal alone.

                | family | protocol | Data Records | rows | other tables | options records | refused or kept in spite of a fault |
                | --- | --- | --- | --- | --- | --- | --- |
                """);
        families.forEach((name, family) -> page.append("| ")
                .append(name)
                .append(" | ")
                .append(String.join(", ", family.protocols))
                .append(" | ")
                .append(family.records)
                .append(" | ")
                .append(family.rows)
                .append(" | ")
                .append(family.beside.entrySet().stream()
                        .map(side -> "`" + side.getKey().layout().name() + "` " + side.getValue())
                        .collect(Collectors.joining(", ")))
                .append(" | ")
                .append(family.options)
                .append(" | ")
                .append(list(family.refused, null))
                .append(" |\n"));
        families.forEach((name, family) -> {
            page.append("\n## ").append(name).append("\n\n");
            page.append("- columns: ").append(list(family.columns, "none")).append('\n');
            page.append("- `extra`: ").append(list(family.extra, "nothing")).append('\n');
            if (!family.understood.isEmpty() || !family.unread.isEmpty()) {
                page.append("- options: ").append(list(family.understood, "nothing"));
                page.append("; not read: ")
                        .append(list(family.unread, "nothing"))
                        .append('\n');
            }
        });
        return page.toString();
    }

    private static String list(Collection<String> names, @Nullable String none) {
        return names.isEmpty() && none != null
                ? none
                : names.stream()
                        .map(name -> name.indexOf(' ') >= 0 ? name : "`" + name + "`")
                        .collect(Collectors.joining(", "));
    }
}
