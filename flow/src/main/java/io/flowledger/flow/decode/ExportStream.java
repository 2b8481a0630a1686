package io.flowledger.flow.decode;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.ExporterAddress;
import io.flowledger.flow.batch.StreamKey;
import io.flowledger.flow.batch.StreamState;
import io.flowledger.flow.ledger.LedgerEntry;
import io.flowledger.flow.option.StreamOptions;
import io.flowledger.flow.plan.MessageContext;
import io.flowledger.flow.plan.PlanCompiler;
import io.flowledger.flow.plan.PlanVariant;
import io.flowledger.flow.plan.RecordPlan;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.template.FieldSpecifier;
import io.flowledger.wire.template.Template;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One exporter, protocol and observation domain while it is decoded: its options, sequence numbers, plans and ledger entry.
 *
 * <p>Owned by the decode thread.
 */
final class ExportStream {
    private static final long NANOS_PER_MINUTE = 60_000_000_000L;
    private static final long SECONDS_PER_MINUTE = 60;

    private final StreamKey key;
    private final StreamOptions options = new StreamOptions();
    private final MessageContext message;
    private final Map<Template, Planned> plans = new HashMap<>();
    private @Nullable Planned latest;
    private SequenceTracker sequence = new SequenceTracker();
    private long firstSeenNanos;
    private long lastSeenNanos;
    private @Nullable Long clockSkewMillis;
    private @Nullable DecodeFault lastFault;
    private long lastFaultNanos;
    private @Nullable Batch touchedBatch;
    private long touchedSerial;
    private @Nullable Batch ledgerBatch;
    private long ledgerSerial;
    private long ledgerMinute;
    private int ledgerIndex;

    /** The plan of a template for one state of the options. */
    private record Planned(Template template, PlanVariant variant, RecordPlan plan) {}

    ExportStream(ExporterAddress exporter, int exportVersion, long observationDomain) {
        this.key = new StreamKey(exporter, exportVersion, observationDomain);
        this.message = new MessageContext(exporter, exportVersion, observationDomain, options);
    }

    StreamKey key() {
        return key;
    }

    StreamOptions options() {
        return options;
    }

    MessageContext message() {
        return message;
    }

    SequenceTracker sequence() {
        return sequence;
    }

    /** Notes a datagram; true when it is the stream's first in this batch. */
    boolean touch(Batch batch, long receivedAtNanos) {
        if (firstSeenNanos == 0) {
            firstSeenNanos = receivedAtNanos;
        }
        lastSeenNanos = receivedAtNanos;
        boolean first = touchedBatch != batch || touchedSerial != batch.serial();
        touchedBatch = batch;
        touchedSerial = batch.serial();
        return first;
    }

    void clockSkewMillis(long millis) {
        if (clockSkewMillis == null || clockSkewMillis != millis) {
            clockSkewMillis = millis;
        }
    }

    long lastSeenNanos() {
        return lastSeenNanos;
    }

    void fault(DecodeFault fault, long receivedAtNanos) {
        lastFault = fault;
        lastFaultNanos = receivedAtNanos;
    }

    /** The index of the ledger entry for the minute of {@code receivedAtNanos}. */
    int ledgerIndex(Batch batch, long receivedAtNanos) {
        long minute = Math.floorDiv(receivedAtNanos, NANOS_PER_MINUTE) * SECONDS_PER_MINUTE;
        if (ledgerBatch != batch || ledgerSerial != batch.serial() || ledgerMinute != minute) {
            ledgerIndex = batch.ledgerIndex(key, minute);
            ledgerBatch = batch;
            ledgerSerial = batch.serial();
            ledgerMinute = minute;
        }
        return ledgerIndex;
    }

    LedgerEntry ledger(Batch batch, long receivedAtNanos) {
        return batch.ledger().get(ledgerIndex(batch, receivedAtNanos));
    }

    /** The plan for the records of {@code template}. */
    RecordPlan plan(Template template, PlanVariant variant, PlanCompiler compiler) {
        Planned planned = latest;
        if (planned == null
                || planned.template() != template
                || !planned.variant().equals(variant)) {
            planned = plans.get(template);
            if (planned == null || !planned.variant().equals(variant)) {
                planned = new Planned(template, variant, compiler.plan(template.fields(), variant));
                plans.put(template, planned);
            }
            latest = planned;
        }
        return planned.plan();
    }

    /** The plan for records of fixed fields without a template. */
    RecordPlan plan(List<FieldSpecifier> fields, PlanVariant variant, PlanCompiler compiler) {
        return compiler.plan(fields, variant);
    }

    /** Forgets the plan of a template that no longer holds. */
    void forget(Template template) {
        plans.remove(template);
        latest = null;
    }

    StreamState state(int templateCount) {
        Long rate = options.samplingRate() == 0 ? null : (Long) options.samplingRate();
        return new StreamState(
                key,
                firstSeenNanos,
                lastSeenNanos,
                clockSkewMillis,
                rate,
                templateCount,
                lastFault,
                lastFaultNanos,
                sequence.toText());
    }

    void restore(StreamState state) {
        firstSeenNanos = state.firstSeenNanos();
        lastSeenNanos = state.lastSeenNanos();
        clockSkewMillis = state.clockSkewMillis();
        lastFault = state.lastFault();
        lastFaultNanos = state.lastFaultNanos();
        sequence = SequenceTracker.ofText(state.sequence());
    }
}
