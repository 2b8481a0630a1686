package io.flowledger.flow.decode;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.StreamKey;
import io.flowledger.flow.batch.StreamState;
import io.flowledger.flow.ledger.LedgerEntry;
import io.flowledger.flow.option.SamplingOrigin;
import io.flowledger.flow.option.StreamOptions;
import io.flowledger.flow.plan.MessageContext;
import io.flowledger.flow.plan.PlanCompiler;
import io.flowledger.flow.plan.PlanVariant;
import io.flowledger.flow.plan.RecordPlan;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.template.FieldSpecifier;
import io.flowledger.wire.template.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One exporter, protocol and observation domain while it is decoded: its options, sequence numbers, latest plan and ledger
 * entry.
 *
 * <p>Owned by the decode thread.
 */
@SuppressWarnings("ReferenceEquality") // batches, templates and plan variants are the same objects or not the same
final class ExportStream {
    private final StreamKey key;
    private final StreamOptions options = new StreamOptions();
    private final MessageContext message;
    private @Nullable Object plannedFor;
    private @Nullable PlanVariant plannedVariant;
    private int plannedGeneration;
    private @Nullable RecordPlan plan;
    private SequenceTracker sequence = new SequenceTracker();
    private long firstSeenNanos;
    private long lastSeenNanos;
    private int samplingTemplates;
    private @Nullable String name;
    private boolean clockKnown;
    private long clockSkewMillis;
    private @Nullable DecodeFault lastFault;
    private long lastFaultNanos;
    private @Nullable Batch touchedBatch;
    private long touchedSerial;
    private @Nullable Batch ledgerBatch;
    private long ledgerSerial;
    private long ledgerMinute;
    private int ledgerIndex;

    ExportStream(StreamKey key) {
        this.key = key;
        this.message = new MessageContext(key.exporter(), key.exportVersion(), key.observationDomain(), options);
    }

    StreamKey key() {
        return key;
    }

    /** Takes over what the configuration says of the stream. */
    void override(ExporterOverride override) {
        options.overridingRate(override.samplingRate());
        message.clock(override.zone(), override.clockIgnored());
        name = override.name();
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

    /** Notes a datagram; datagrams of captures may come in any order of time. */
    void seen(long receivedAtNanos) {
        long kept = ReceiveTime.kept(receivedAtNanos);
        firstSeenNanos = firstSeenNanos == 0 ? kept : Math.min(firstSeenNanos, kept);
        lastSeenNanos = Math.max(lastSeenNanos, kept);
    }

    /** Notes that the exporter has an options template more, or less, that is to tell of sampling. */
    void countSamplingTemplates(int more) {
        samplingTemplates += more;
    }

    /** Whether the exporter has an options template that is to tell of sampling. */
    boolean announcesSampling() {
        return samplingTemplates > 0;
    }

    /** Notes that the batch changes the stream's state; true the first time. */
    boolean touch(Batch batch) {
        boolean first = touchedBatch != batch || touchedSerial != batch.serial();
        touchedBatch = batch;
        touchedSerial = batch.serial();
        return first;
    }

    void clockSkewMillis(long millis) {
        clockKnown = true;
        clockSkewMillis = millis;
    }

    void fault(DecodeFault fault, long receivedAtNanos) {
        lastFault = fault;
        lastFaultNanos = ReceiveTime.kept(receivedAtNanos);
    }

    /** The index of the ledger entry for the minute of {@code receivedAtNanos}. */
    int ledgerIndex(Batch batch, long receivedAtNanos) {
        long minute = ReceiveTime.minuteSeconds(receivedAtNanos);
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
        RecordPlan known = plan;
        int generation = options.elements().generation();
        if (known == null || plannedFor != template || plannedVariant != variant || plannedGeneration != generation) {
            known = compiler.plan(template, variant, options.elements());
            plannedGeneration = generation;
            plan = known;
            plannedFor = template;
            plannedVariant = variant;
        }
        return known;
    }

    /** The plan for records of fixed fields without a template; the list is compared by identity. */
    RecordPlan plan(List<FieldSpecifier> fields, PlanVariant variant, PlanCompiler compiler) {
        RecordPlan known = plan;
        if (known == null || plannedFor != fields || plannedVariant != variant) {
            known = compiler.plan(fields, variant, options.elements());
            plan = known;
            plannedFor = fields;
            plannedVariant = variant;
        }
        return known;
    }

    StreamState state(int templateCount) {
        Long rate = options.samplingRate() == 0 ? null : (Long) options.samplingRate();
        return new StreamState(
                key,
                firstSeenNanos,
                lastSeenNanos,
                clockKnown ? (Long) clockSkewMillis : null,
                rate,
                templateCount,
                lastFault,
                lastFaultNanos,
                sequence.toText(),
                SamplingOrigin.of(options.samplingOrigin()),
                name);
    }

    void restore(StreamState state) {
        firstSeenNanos = state.firstSeenNanos();
        lastSeenNanos = state.lastSeenNanos();
        Long skew = state.clockSkewMillis();
        clockKnown = skew != null;
        clockSkewMillis = skew == null ? 0 : skew;
        Long rate = state.samplingRate();
        if (rate != null && state.samplingOrigin() == SamplingOrigin.PACKET) {
            options.samplingRate(rate, SamplingOrigin.PACKET);
        }
        lastFault = state.lastFault();
        lastFaultNanos = state.lastFaultNanos();
        sequence = SequenceTracker.ofText(state.sequence());
    }
}
