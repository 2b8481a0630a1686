package io.flowledger.flow.plan;

import io.flowledger.flow.batch.RowBuffer;
import io.flowledger.flow.batch.SideTable;
import io.flowledger.flow.layout.Column;
import io.flowledger.wire.cursor.Octets;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.template.RecordWalker;
import io.flowledger.wire.template.Template;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A template compiled for a layout: turns the Data Records of a Set into COPY tuples.
 *
 * <p>A tuple begins with an image of all columns of fixed width, prepared once and given the Message's values once a Set; the
 * instructions patch the values of each record into it. Columns whose width or presence differs from record to record follow
 * behind. Without such columns all tuples have one length, and the work is done column by column over the whole Set.
 *
 * <p>Immutable but for scratch space: one decode thread.
 */
public final class RecordPlan {
    private static final int COUNT_OCTETS = 2;

    private final List<Column> columns;
    private final boolean givesRows;
    private final byte[] image;
    private final ContextOffsets context;
    private final int[] opcodes;
    private final int[] fields;
    private final int[] targets;
    private final TailStep[] tail;
    private final int tailRoom;
    private final @Nullable PacketSection section;
    private final @Nullable DocumentStep lists;
    private @Nullable SideTable sideTable;
    private final int recordLength;
    private final int[] fixedOffsets;
    private final int[] scratchOffsets;
    private final int[] lengths;
    private final int[] counters;
    private final @Nullable RecordPlan reverse;

    RecordPlan(
            List<Column> columns,
            boolean givesRows,
            byte[] image,
            ContextOffsets context,
            List<PlanCompiler.Step> steps,
            List<TailStep> tail,
            int recordLength,
            int[] fixedOffsets,
            int[] lengths,
            int[] counters,
            @Nullable RecordPlan reverse) {
        this.columns = columns;
        this.givesRows = givesRows;
        this.image = image;
        this.context = context;
        this.opcodes = steps.stream().mapToInt(PlanCompiler.Step::opcode).toArray();
        this.fields = steps.stream().mapToInt(PlanCompiler.Step::field).toArray();
        this.targets = steps.stream().mapToInt(PlanCompiler.Step::target).toArray();
        this.tail = tail.toArray(new TailStep[0]);
        this.tailRoom = tail.stream().mapToInt(TailStep::constantRoom).sum();
        this.section = tail.stream()
                .map(TailStep::section)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        this.lists = tail.stream()
                .map(TailStep::document)
                .filter(document -> document != null && document.hasLists())
                .findFirst()
                .orElse(null);
        this.recordLength = recordLength;
        this.fixedOffsets = fixedOffsets;
        this.scratchOffsets = fixedOffsets.clone();
        this.lengths = lengths;
        this.counters = counters;
        this.reverse = reverse;
    }

    /**
     * Offsets in the image at which the Message's values stand, -1 for a column that is not there.
     *
     * @param receivedAt of 8 octets
     * @param exporter of the address itself, behind its prefix
     * @param observationDomain of 8 octets
     * @param exportVersion of 2 octets
     * @param samplingRate of 8 octets
     * @param samplingOrigin of 2 octets
     * @param exportTime of 8 octets
     */
    record ContextOffsets(
            int receivedAt,
            int exporter,
            int observationDomain,
            int exportVersion,
            int samplingRate,
            int samplingOrigin,
            int exportTime) {}

    /** The columns of the tuples in order: one list object for equal columns. */
    public List<Column> columns() {
        return columns;
    }

    /** The table beside that of the flows that the rows belong to; null for rows of the flows. */
    public @Nullable SideTable sideTable() {
        return sideTable;
    }

    RecordPlan into(@Nullable SideTable table) {
        sideTable = table;
        return this;
    }

    /** False when the layout cannot hold such records, because a column that may not be NULL has no source. */
    public boolean givesRows() {
        return givesRows;
    }

    /**
     * Turns fixed-length records that lie one behind the other into rows.
     *
     * @param records of the template's length each
     * @param position journal position of the datagram
     * @param ledgerIndex index of the ledger entry that counts the rows
     * @return records turned into rows; the Message has become too large for the others
     */
    public int runFixed(
            MessageContext message,
            byte[] in,
            int offset,
            int records,
            RowBuffer rows,
            long position,
            int ledgerIndex) {
        stamp(message);
        int count = message.takeRows(records, tail.length == 0 ? image.length : roomOfRow(recordLength));
        if (tail.length > 0) {
            runFixedWithTail(message, in, offset, count, rows, position, ledgerIndex);
            return count;
        }
        int start = rows.reserve(count * image.length);
        byte[] out = rows.bytes();
        int end = start;
        for (int i = 0; i < count; i++) {
            System.arraycopy(image, 0, out, end, image.length);
            end += image.length;
            rows.endRow(end, position, ledgerIndex);
        }
        patch(message, in, offset, count, out, start, image.length);
        return count;
    }

    /** Appends images and tails first; tuples that came out alike in length are then patched column by column too. */
    private void runFixedWithTail(
            MessageContext message, byte[] in, int offset, int count, RowBuffer rows, long position, int ledgerIndex) {
        int firstRow = rows.rowCount();
        int rowLength = 0;
        boolean alike = true;
        for (int i = 0; i < count; i++) {
            int record = offset + i * recordLength;
            for (int field = 0; field < fixedOffsets.length; field++) {
                scratchOffsets[field] = record + fixedOffsets[field];
            }
            int start = rows.reserve(roomOfRow(recordLength));
            int end = appendImageAndTail(message, in, scratchOffsets, lengths, rows.bytes(), start);
            rows.endRow(end, position, ledgerIndex);
            alike &= i == 0 || end - start == rowLength;
            rowLength = end - start;
        }
        byte[] out = rows.bytes();
        if (alike) {
            patch(message, in, offset, count, out, rows.rowOffset(firstRow), rowLength);
            return;
        }
        for (int i = 0; i < count; i++) {
            patch(message, in, offset + i * recordLength, 1, out, rows.rowOffset(firstRow + i), 1);
        }
    }

    /** Puts the values of fixed width of {@code count} records into their tuples, which follow each other by {@code outStride}. */
    private void patch(MessageContext message, byte[] in, int offset, int count, byte[] out, int start, int outStride) {
        for (int i = 0; i < opcodes.length; i++) {
            int field = fields[i];
            FixedStep.run(
                    opcodes[i],
                    in,
                    offset + fixedOffsets[field],
                    lengths[field],
                    recordLength,
                    out,
                    start + targets[i],
                    outStride,
                    count,
                    message);
        }
    }

    /**
     * Turns the records of a Set into rows.
     *
     * @param walker used when records differ in length
     * @param position journal position of the datagram
     * @param ledgerIndex index of the ledger entry that counts the rows
     * @return records turned into rows
     */
    public int run(
            MessageContext message,
            Template template,
            byte[] in,
            int contentOffset,
            int contentLength,
            RecordWalker walker,
            RowBuffer rows,
            long position,
            int ledgerIndex) {
        if (!template.hasVariableLength() && lists == null) {
            return runFixed(message, in, contentOffset, contentLength / recordLength, rows, position, ledgerIndex);
        }
        stamp(message);
        walker.wrap(template, in, contentOffset, contentLength);
        int count = 0;
        while (walker.next()) {
            if (message.isFull()) {
                message.leaveOut(1);
                continue;
            }
            for (int field = 0; field < lengths.length; field++) {
                scratchOffsets[field] = walker.fieldOffset(field);
                lengths[field] = walker.fieldLength(field);
            }
            appendRow(message, in, scratchOffsets, lengths, walker.recordLength(), rows, position, ledgerIndex);
            count++;
        }
        return count;
    }

    /** The plan for the second rows of the same records, to be run by {@link #runCounted}; null when there are none. */
    public @Nullable RecordPlan reverse() {
        return reverse;
    }

    /**
     * Turns those records of a Set into rows of which a counter is not zero; the parameters are those of {@link #run}.
     *
     * @return rows made
     */
    public int runCounted(
            MessageContext message,
            Template template,
            byte[] in,
            int contentOffset,
            int contentLength,
            RecordWalker walker,
            RowBuffer rows,
            long position,
            int ledgerIndex) {
        stamp(message);
        walker.wrap(template, in, contentOffset, contentLength);
        int count = 0;
        while (walker.next()) {
            if (!message.isFull() && isCounted(in, walker)) {
                for (int field = 0; field < lengths.length; field++) {
                    scratchOffsets[field] = walker.fieldOffset(field);
                    lengths[field] = walker.fieldLength(field);
                }
                appendRow(message, in, scratchOffsets, lengths, walker.recordLength(), rows, position, ledgerIndex);
                count++;
            }
        }
        return count;
    }

    private boolean isCounted(byte[] in, RecordWalker walker) {
        for (int counter : counters) {
            if (!Octets.allZero(in, walker.fieldOffset(counter), walker.fieldLength(counter))) {
                return true;
            }
        }
        return false;
    }

    /** Counts the records of a Set without making rows. */
    public static int count(Template template, byte[] in, int contentOffset, int contentLength, RecordWalker walker) {
        if (!template.hasVariableLength()) {
            return contentLength / template.recordLength();
        }
        walker.wrap(template, in, contentOffset, contentLength);
        int count = 0;
        while (walker.next()) {
            count++;
        }
        return count;
    }

    /** Why the records of a Set ended before the Set did, after {@link #run}; null when they did not. */
    public static @Nullable DecodeFault fault(Template template, int contentLength, RecordWalker walker) {
        if (template.hasVariableLength()) {
            return walker.fault();
        }
        return contentLength > 0 && contentLength < template.recordLength() ? DecodeFault.RECORD_CUT : null;
    }

    private void stamp(MessageContext message) {
        if (context.receivedAt >= 0) {
            Octets.putU64(image, context.receivedAt, message.receivedAtMicros());
        }
        if (context.exporter >= 0) {
            message.exporter().copyTo(image, context.exporter);
        }
        if (context.observationDomain >= 0) {
            Octets.putU64(image, context.observationDomain, message.observationDomain());
        }
        if (context.exportVersion >= 0) {
            Octets.putU16(image, context.exportVersion, message.exportVersion());
        }
        if (context.samplingRate >= 0) {
            Octets.putU64(image, context.samplingRate, message.samplingRate());
        }
        if (context.samplingOrigin >= 0) {
            Octets.putU16(image, context.samplingOrigin, message.samplingOrigin());
        }
        if (context.exportTime >= 0) {
            Octets.putU64(image, context.exportTime, message.exportMicros());
        }
    }

    private void appendRow(
            MessageContext message,
            byte[] in,
            int[] offsets,
            int[] fieldLengths,
            int length,
            RowBuffer rows,
            long position,
            int ledgerIndex) {
        int start = rows.reserve(roomOfRow(length) + prepareLists(in, offsets, fieldLengths, message));
        byte[] out = rows.bytes();
        int end = appendImageAndTail(message, in, offsets, fieldLengths, out, start);
        for (int i = 0; i < opcodes.length; i++) {
            int field = fields[i];
            FixedStep.run(
                    opcodes[i], in, offsets[field], fieldLengths[field], 1, out, start + targets[i], 1, 1, message);
        }
        message.took(end - start);
        rows.endRow(end, position, ledgerIndex);
    }

    private int prepareLists(byte[] in, int[] offsets, int[] fieldLengths, MessageContext message) {
        return lists == null ? 0 : lists.prepare(in, offsets, fieldLengths, message);
    }

    /** Octets of a row at the most, of a record of {@code length} octets. */
    private int roomOfRow(int length) {
        return image.length + tailRoom + JsonText.STRING_FACTOR * length + COUNT_OCTETS;
    }

    private int appendImageAndTail(
            MessageContext message, byte[] in, int[] offsets, int[] fieldLengths, byte[] out, int start) {
        System.arraycopy(image, 0, out, start, image.length);
        int end = start + image.length;
        if (section != null) {
            section.read(in, offsets, fieldLengths);
        }
        for (TailStep step : tail) {
            end = step.append(in, offsets, fieldLengths, out, end, message);
        }
        return end;
    }
}
