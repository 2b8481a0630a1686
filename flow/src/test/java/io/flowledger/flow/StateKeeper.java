package io.flowledger.flow;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.OptionValue;
import io.flowledger.flow.batch.ParkedSet;
import io.flowledger.flow.batch.RestoredState;
import io.flowledger.flow.batch.SessionState;
import io.flowledger.flow.batch.StreamKey;
import io.flowledger.flow.batch.StreamState;
import io.flowledger.flow.batch.TemplateVersion;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.flow.ledger.LedgerEntry;
import io.flowledger.wire.fault.DecodeFault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps what batches say as the database does: changes to state are applied, ledger entries are added up. */
public final class StateKeeper {
    private static final List<LedgerCounter> WITH_REASONS =
            List.of(LedgerCounter.DATAGRAMS_REFUSED, LedgerCounter.SETS_SKIPPED, LedgerCounter.RECORDS_SKIPPED);

    private final Map<String, TemplateVersion> templates = new LinkedHashMap<>();
    private final Map<String, OptionValue> options = new LinkedHashMap<>();
    private final Map<StreamKey, StreamState> streams = new LinkedHashMap<>();
    private final Map<String, SessionState> sessions = new LinkedHashMap<>();
    private final Map<String, ParkedSet> parked = new LinkedHashMap<>();
    private final Map<String, Map<String, Long>> ledger = new TreeMap<>();
    private long position;

    /** Takes a finished batch. */
    public void apply(Batch batch) {
        for (TemplateVersion version : batch.templates()) {
            String key = version.key() + " " + version.session() + " "
                    + version.template().templateId();
            if (version.event() == TemplateVersion.Event.ENDED) {
                templates.remove(key);
            } else {
                templates.merge(
                        key,
                        version,
                        (before, later) -> later.event() == TemplateVersion.Event.DEFINED
                                ? later
                                : new TemplateVersion(
                                        before.key(),
                                        before.template(),
                                        before.event(),
                                        before.position(),
                                        later.receivedAtNanos(),
                                        before.session()));
            }
        }
        batch.options().forEach(value -> options.put(value.key() + " " + value.kind() + " " + value.scope(), value));
        batch.streams().forEach(state -> streams.put(state.key(), state));
        batch.parked().forEach(set -> parked.put(set.position() + " " + set.setOffset(), set));
        batch.unparked().forEach(set -> parked.remove(set.position() + " " + set.setOffset()));
        batch.ledger().forEach(this::add);
        sessions.keySet().removeIf(key -> batch.endedSessions().stream().anyMatch(n -> key.startsWith(n + " ")));
        batch.sessions().forEach(state -> sessions.put(state.session() + " " + state.key(), state));
        position = batch.nextPosition();
    }

    private void add(LedgerEntry entry) {
        Map<String, Long> sums =
                ledger.computeIfAbsent(entry.key() + " " + entry.minuteSeconds(), key -> new TreeMap<>());
        for (LedgerCounter counter : LedgerCounter.values()) {
            if (entry.value(counter) != 0) {
                sums.merge(counter.name(), entry.value(counter), Long::sum);
            }
        }
        for (LedgerCounter counter : WITH_REASONS) {
            for (DecodeFault fault : DecodeFault.values()) {
                if (entry.value(counter, fault) != 0) {
                    sums.merge(counter.name() + " " + fault, entry.value(counter, fault), Long::sum);
                }
            }
        }
    }

    /** What a decoder that starts now is given. */
    public RestoredState state() {
        return new RestoredState(
                position,
                templates.values().stream()
                        .sorted(Comparator.comparingLong(TemplateVersion::position)
                                .thenComparing(version -> version.template().templateId()))
                        .toList(),
                new ArrayList<>(options.values()),
                new ArrayList<>(streams.values()),
                parked.values().stream()
                        .sorted(Comparator.comparingLong(ParkedSet::position).thenComparing(ParkedSet::setOffset))
                        .toList(),
                new ArrayList<>(sessions.values()));
    }

    /** Sums over all streams and minutes. */
    public long sum(LedgerCounter counter) {
        return sum(counter.name());
    }

    /** Sums over all streams and minutes for a reason. */
    public long sum(LedgerCounter counter, DecodeFault fault) {
        return sum(counter.name() + " " + fault);
    }

    private long sum(String name) {
        return ledger.values().stream()
                .mapToLong(sums -> sums.getOrDefault(name, 0L))
                .sum();
    }

    /** All sums by stream and minute, without those that are 0. */
    public String ledgerText() {
        StringBuilder text = new StringBuilder();
        ledger.forEach((key, sums) -> {
            text.append(key).append(':');
            sums.forEach((name, value) -> {
                if (value != 0) {
                    text.append(' ').append(name).append('=').append(value);
                }
            });
            text.append('\n');
        });
        return text.toString();
    }

    /** State that must be the same however often the decoder was stopped. */
    public String stateText() {
        RestoredState state = state();
        StringBuilder text = new StringBuilder().append(position).append('\n');
        state.templates().stream()
                .map(version -> version.key() + " " + version.session() + " " + version.template() + " "
                        + version.receivedAtNanos())
                .sorted()
                .forEach(line -> text.append(line).append('\n'));
        state.options().stream()
                .map(OptionValue::toString)
                .sorted()
                .forEach(line -> text.append(line).append('\n'));
        state.streams().stream()
                .map(StreamState::toString)
                .sorted()
                .forEach(line -> text.append(line).append('\n'));
        state.sessions().stream()
                .map(SessionState::toString)
                .sorted()
                .forEach(line -> text.append(line).append('\n'));
        state.parked().forEach(set -> text.append(set).append('\n'));
        return text.toString();
    }

    /** The equations of the ledger, for each stream and minute. */
    public void checkEquations() {
        ledger.forEach((key, sums) -> {
            check(
                    key,
                    value(sums, LedgerCounter.DATAGRAMS_RECEIVED),
                    value(sums, LedgerCounter.DATAGRAMS_STORED)
                            + value(sums, LedgerCounter.DATAGRAMS_PARKED)
                            + value(sums, LedgerCounter.DATAGRAMS_REFUSED));
            check(
                    key,
                    value(sums, LedgerCounter.RECORDS_SEEN) + value(sums, LedgerCounter.REVERSE_ROWS),
                    value(sums, LedgerCounter.ROWS)
                            + value(sums, LedgerCounter.NAT_EVENTS)
                            + value(sums, LedgerCounter.DISCARDED_PACKETS)
                            + value(sums, LedgerCounter.OPTIONS_RECORDS)
                            + value(sums, LedgerCounter.RECORDS_SKIPPED));
            for (LedgerCounter counter : List.of(LedgerCounter.DATAGRAMS_PARKED, LedgerCounter.SETS_PARKED)) {
                if (value(sums, counter) < 0) {
                    throw new AssertionError(key + ": " + counter + " is " + value(sums, counter));
                }
            }
        });
        check("sets parked", sum(LedgerCounter.SETS_PARKED), parked.size());
        check(
                "datagrams parked",
                sum(LedgerCounter.DATAGRAMS_PARKED),
                parked.values().stream().map(ParkedSet::position).distinct().count());
    }

    private static long value(Map<String, Long> sums, LedgerCounter counter) {
        return sums.getOrDefault(counter.name(), 0L);
    }

    private static void check(String what, long left, long right) {
        if (left != right) {
            throw new AssertionError(what + ": " + left + " is not " + right);
        }
    }
}
