package io.flowledger.flow.decode;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.OptionValue;
import io.flowledger.flow.batch.RowBuffer;
import io.flowledger.flow.batch.SideTable;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.flow.ledger.LedgerEntry;
import io.flowledger.flow.option.ElementTypeReader;
import io.flowledger.flow.option.OptionKind;
import io.flowledger.flow.option.OptionReader;
import io.flowledger.flow.option.SamplingOrigin;
import io.flowledger.flow.option.StreamOptions;
import io.flowledger.flow.plan.ListFaults;
import io.flowledger.flow.plan.PlanCompiler;
import io.flowledger.flow.plan.PlanVariant;
import io.flowledger.flow.plan.RecordPlan;
import io.flowledger.flow.plan.Sampling;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.template.FieldSpecifier;
import io.flowledger.wire.template.RecordWalker;
import io.flowledger.wire.template.Template;
import io.flowledger.wire.template.TemplateStore;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the Data Records of one Set, whose template is at hand, into rows or options, and counts them.
 *
 * <p>Owned by the decode thread.
 */
final class SetDecoder {
    /** Octets that the rows of one Message may become: 96 times the largest Message. */
    static final int MESSAGE_OCTETS = 6 << 20;

    /** All variants, so that none is made a Set. */
    private static final Map<Sampling, PlanVariant[]> VARIANTS = variants();

    private final PlanCompiler compiler;
    private final @Nullable OptionsRecordListener listener;
    private final RecordWalker walker = new RecordWalker();
    private final Allowance statements;
    private final ElementTypeIntake elementTypes;
    private long flowRecords;
    private long optionsRecords;
    private boolean cut;
    private int octetsLeft = MESSAGE_OCTETS;

    SetDecoder(PlanCompiler compiler, Allowance statements, @Nullable OptionsRecordListener listener) {
        this.compiler = compiler;
        this.statements = statements;
        this.listener = listener;
        this.elementTypes = new ElementTypeIntake(compiler.registry());
    }

    /** Data Records of flows since {@link #resetCounts}. */
    long flowRecords() {
        return flowRecords;
    }

    /** Options Data Records since {@link #resetCounts}. */
    long optionsRecords() {
        return optionsRecords;
    }

    /** True when a Set since {@link #resetCounts} ended in the middle of a record. */
    boolean isCut() {
        return cut;
    }

    void resetCounts() {
        cut = false;
        octetsLeft = MESSAGE_OCTETS;
        flowRecords = 0;
        optionsRecords = 0;
    }

    /** Decodes the content of a Data Set. */
    void decode(
            ExportStream stream,
            Template template,
            Datagram datagram,
            TemplateStore templates,
            int contentOffset,
            int contentLength,
            boolean uptimeKnown,
            Batch batch) {
        if (template.isOptions()) {
            decodeOptions(stream, template, datagram, contentOffset, contentLength, batch);
            return;
        }
        takeSamplingRate(stream, template);
        RecordPlan plan = stream.plan(template, variant(stream, uptimeKnown), compiler);
        LedgerEntry ledger = stream.ledger(batch, datagram.receivedAtNanos());
        byte[] in = datagram.buffer();
        int count;
        if (plan.givesRows()) {
            SideTable side = plan.sideTable();
            long hour = ReceiveTime.hourSeconds(datagram.receivedAtNanos());
            RowBuffer rows = side == null
                    ? batch.buffer(plan.columns(), hour)
                    : batch.sideRows(side).buffer(plan.columns(), hour);
            int before = rows.length();
            stream.message().beginSet(templates, octetsLeft);
            count = plan.run(
                    stream.message(),
                    template,
                    in,
                    contentOffset,
                    contentLength,
                    walker,
                    rows,
                    datagram.position(),
                    stream.ledgerIndex(batch, datagram.receivedAtNanos()));
            LedgerCounter counter = side == null ? LedgerCounter.ROWS : side.counter();
            countRows(stream, ledger, counter, batch, count, rows.length() - before);
            int leftOut = stream.message().takeLeftOut();
            if (leftOut > 0) {
                leaveOut(stream, ledger, leftOut, datagram);
                flowRecords += leftOut;
            }
            fault(stream, RecordPlan.fault(template, contentLength, walker), datagram, batch);
            RecordPlan reverse = plan.reverse();
            if (reverse != null) {
                decodeReverse(stream, template, reverse, datagram, contentOffset, contentLength, batch);
            }
            octetsLeft = stream.message().octetsLeft();
            listFaults(stream, ledger, datagram);
        } else {
            count = RecordPlan.count(template, in, contentOffset, contentLength, walker);
            ledger.add(LedgerCounter.RECORDS_SEEN, count);
            ledger.skipRecords(DecodeFault.REQUIRED_ELEMENT_MISSING, count);
            fault(stream, RecordPlan.fault(template, contentLength, walker), datagram, batch);
        }
        flowRecords += count;
    }

    private static void leaveOut(ExportStream stream, LedgerEntry ledger, int records, Datagram datagram) {
        ledger.add(LedgerCounter.RECORDS_SEEN, records);
        ledger.skipRecords(DecodeFault.MESSAGE_TOO_RICH, records);
        stream.fault(DecodeFault.MESSAGE_TOO_RICH, datagram.receivedAtNanos());
    }

    private static void listFaults(ExportStream stream, LedgerEntry ledger, Datagram datagram) {
        ListFaults faults = stream.message().listFaults();
        if (faults.isAny()) {
            faults.take((fault, times) -> {
                ledger.skipSets(fault, times);
                stream.fault(fault, datagram.receivedAtNanos());
            });
        }
    }

    /** Counts the records of a Set that is decoded later as part of its Message. */
    void countWaiting(Template template, byte[] in, int contentOffset, int contentLength) {
        flowRecords += RecordPlan.count(template, in, contentOffset, contentLength, walker);
        cut |= RecordPlan.fault(template, contentLength, walker) != null;
    }

    /** Makes the second rows of the records of a Set. */
    private void decodeReverse(
            ExportStream stream,
            Template template,
            RecordPlan reverse,
            Datagram datagram,
            int contentOffset,
            int contentLength,
            Batch batch) {
        RowBuffer rows = batch.buffer(reverse.columns(), ReceiveTime.hourSeconds(datagram.receivedAtNanos()), true);
        int before = rows.length();
        int count = reverse.runCounted(
                stream.message(),
                template,
                datagram.buffer(),
                contentOffset,
                contentLength,
                walker,
                rows,
                datagram.position(),
                stream.ledgerIndex(batch, datagram.receivedAtNanos()));
        LedgerEntry ledger = stream.ledger(batch, datagram.receivedAtNanos());
        ledger.add(LedgerCounter.ROWS, count);
        ledger.add(LedgerCounter.REVERSE_ROWS, count);
        ledger.add(LedgerCounter.VALUES_SATURATED, stream.message().takeSaturated());
        batch.countRows(count, rows.length() - before);
    }

    private void fault(ExportStream stream, @Nullable DecodeFault fault, Datagram datagram, Batch batch) {
        if (fault != null) {
            cut = true;
            stream.ledger(batch, datagram.receivedAtNanos()).skipSets(fault, 1);
            stream.fault(fault, datagram.receivedAtNanos());
        }
    }

    /** Decodes records of fixed fields, as NetFlow version 5 has them, that lie one behind the other. */
    void decodeFixed(
            ExportStream stream, List<FieldSpecifier> fields, Datagram datagram, int offset, int count, Batch batch) {
        RecordPlan plan = stream.plan(fields, variant(stream, true), compiler);
        LedgerEntry ledger = stream.ledger(batch, datagram.receivedAtNanos());
        if (!plan.givesRows()) {
            ledger.add(LedgerCounter.RECORDS_SEEN, count);
            ledger.skipRecords(DecodeFault.REQUIRED_ELEMENT_MISSING, count);
            return;
        }
        RowBuffer rows = batch.buffer(plan.columns(), ReceiveTime.hourSeconds(datagram.receivedAtNanos()));
        int before = rows.length();
        stream.message().beginSet(null, MESSAGE_OCTETS);
        int stored = plan.runFixed(
                stream.message(),
                datagram.buffer(),
                offset,
                count,
                rows,
                datagram.position(),
                stream.ledgerIndex(batch, datagram.receivedAtNanos()));
        countRows(stream, ledger, LedgerCounter.ROWS, batch, stored, rows.length() - before);
        int leftOut = stream.message().takeLeftOut();
        if (leftOut > 0) {
            leaveOut(stream, ledger, leftOut, datagram);
        }
        flowRecords += count;
    }

    private static void countRows(
            ExportStream stream, LedgerEntry ledger, LedgerCounter counter, Batch batch, int count, int octets) {
        ledger.add(LedgerCounter.RECORDS_SEEN, count);
        ledger.add(counter, count);
        ledger.add(LedgerCounter.VALUES_SATURATED, stream.message().takeSaturated());
        batch.countRows(count, octets);
    }

    private void decodeOptions(
            ExportStream stream,
            Template template,
            Datagram datagram,
            int contentOffset,
            int contentLength,
            Batch batch) {
        byte[] in = datagram.buffer();
        walker.wrap(template, in, contentOffset, contentLength);
        int count = 0;
        boolean describesElements = ElementTypeReader.isIn(template);
        while (walker.next()) {
            count++;
            if (describesElements) {
                describeElement(stream, template, datagram, batch);
            }
            OptionReader.read(
                    template,
                    in,
                    walker,
                    (kind, scope, value) ->
                            put(stream, kind, scope, value, datagram.position(), datagram.receivedAtNanos(), batch));
            if (listener != null) {
                listener.optionsRecord(stream.key(), template, in, walker, datagram.receivedAtNanos());
            }
        }
        optionsRecords += count;
        if (count > 0 && !stream.options().isSamplingTold() && OptionReader.speaksOfSampling(template)) {
            // It was told that there is no rate.
            giveUpRate(stream, datagram.position(), datagram.receivedAtNanos(), batch);
        }
        LedgerEntry ledger = stream.ledger(batch, datagram.receivedAtNanos());
        ledger.add(LedgerCounter.RECORDS_SEEN, count);
        ledger.add(LedgerCounter.OPTIONS_RECORDS, count);
        fault(stream, walker.fault(), datagram, batch);
    }

    private void describeElement(ExportStream stream, Template template, Datagram datagram, Batch batch) {
        DecodeFault fault = elementTypes.take(
                stream,
                template,
                datagram.buffer(),
                walker,
                (kind, scope, value) ->
                        put(stream, kind, scope, value, datagram.position(), datagram.receivedAtNanos(), batch));
        if (fault != null) {
            stream.ledger(batch, datagram.receivedAtNanos()).skipSets(fault, 1);
            stream.fault(fault, datagram.receivedAtNanos());
        }
    }

    /** Notes that no rate of the stream is to be waited for. */
    void giveUpRate(ExportStream stream, long position, long receivedAtNanos, Batch batch) {
        if (!stream.options().isSamplingUntold()) {
            put(stream, OptionKind.SAMPLING_UNTOLD, "", "1", position, receivedAtNanos, batch);
            // There may be no room to remember it by.
            stream.options().samplingUntold(true);
        }
    }

    private void put(
            ExportStream stream,
            OptionKind kind,
            String scope,
            String value,
            long position,
            long receivedAtNanos,
            Batch batch) {
        StreamOptions options = stream.options();
        boolean room = options.knows(kind, scope)
                || (options.statementCount() < StreamOptions.STATEMENTS && statements.take(1));
        if (!room) {
            stream.ledger(batch, receivedAtNanos).add(LedgerCounter.OPTIONS_REFUSED, 1);
            return;
        }
        if (options.isNews(kind, scope, value)) {
            OptionReader.apply(options, kind, scope, value);
            if (OptionReader.isRate(kind) && options.isSamplingUntold()) {
                put(stream, OptionKind.SAMPLING_UNTOLD, "", "0", position, receivedAtNanos, batch);
            }
            batch.putOption(
                    new OptionValue(stream.key(), kind, scope, value, position, ReceiveTime.kept(receivedAtNanos)));
        }
    }

    /** The rate of the template's records, else that of the stream, whatever Sets came before in the Message. */
    private static void takeSamplingRate(ExportStream stream, Template template) {
        StreamOptions options = stream.options();
        long rate = options.isSamplingOverridden() ? 0 : options.templateRate(template.templateId());
        if (rate > 0) {
            stream.message().samplingRate(rate, SamplingOrigin.OPTION.code());
        } else {
            stream.message().samplingRate(options.samplingRate(), options.samplingOrigin());
        }
    }

    private static PlanVariant variant(ExportStream stream, boolean uptimeKnown) {
        int index = (stream.key().exporter().length() == 16 ? 2 : 0) + (uptimeKnown ? 1 : 0);
        PlanVariant[] variants = VARIANTS.get(sampling(stream));
        if (variants == null) {
            throw new IllegalStateException("no plans for " + sampling(stream));
        }
        return variants[index];
    }

    private static Sampling sampling(ExportStream stream) {
        StreamOptions options = stream.options();
        if (options.isSamplingOverridden()) {
            return Sampling.OVERRIDE;
        }
        if (options.hasScopedRates()) {
            return Sampling.SCOPED;
        }
        return stream.message().samplingRate() > 0 ? Sampling.STREAM : Sampling.UNKNOWN;
    }

    private static Map<Sampling, PlanVariant[]> variants() {
        Map<Sampling, PlanVariant[]> all = new EnumMap<>(Sampling.class);
        for (Sampling sampling : Sampling.values()) {
            PlanVariant[] variants = new PlanVariant[4];
            for (int i = 0; i < variants.length; i++) {
                variants[i] = new PlanVariant((i & 2) != 0 ? 16 : 4, sampling, (i & 1) != 0);
            }
            all.put(sampling, variants);
        }
        return all;
    }
}
