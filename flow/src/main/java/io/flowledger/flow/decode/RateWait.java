package io.flowledger.flow.decode;

import io.flowledger.flow.layout.Layout;
import io.flowledger.flow.option.StreamOptions;
import io.flowledger.wire.cursor.Octets;
import io.flowledger.wire.template.FieldSpecifier;
import io.flowledger.wire.template.RecordWalker;
import io.flowledger.wire.template.Template;

/**
 * Tells Data Sets whose sampling rate is about to be told by an option from those whose rows can be made at once.
 *
 * <p>A Set waits when its records name a sampler or selector of which nothing was said, or name none while the stream has an
 * options template for sampling and no record of it came. Only over UDP, where order is not kept, and not once waiting was in
 * vain. Owned by the decode thread.
 */
final class RateWait {
    private final boolean on;
    private final RecordWalker walker = new RecordWalker();

    /** For rows of {@code layout}: where there is no place for the rate nothing waits for it. */
    RateWait(DecoderSettings settings, Layout layout) {
        on = !settings.rateAge().isZero()
                && layout.columns().stream().anyMatch(column -> column.name().equals("sampling_rate"));
    }

    /** Whether the Set should wait. */
    boolean isDue(ExporterSession session, ExportStream stream, Template template, byte[] in, int offset, int length) {
        return on && !session.isConnection() && isDue(stream, template, in, offset, length);
    }

    /** Whether a Set that waits should wait on. */
    boolean isDue(ExportStream stream, Template template, byte[] in, int offset, int length) {
        StreamOptions options = stream.options();
        if (options.samplingRate() != 0 || options.isSamplingUntold() || options.hasScopedRates()) {
            return false;
        }
        boolean counts = false;
        int sampler = -1;
        for (int i = 0; i < template.fieldCount(); i++) {
            FieldSpecifier field = template.field(i);
            if (field.enterpriseNumber() == 0 && field.length() > 0) {
                switch (field.elementId()) {
                    case 34, 50, 305, 309, 311 -> {
                        return false;
                    }
                    case 48, 302 -> sampler = sampler < 0 ? i : sampler;
                    case 1, 2, 23, 24, 85, 86, 231, 298 -> counts = true;
                    default -> {
                        // Says nothing of sampling.
                    }
                }
            }
        }
        if (!counts || template.isOptions()) {
            return false;
        }
        return sampler < 0
                ? stream.announcesSampling() && !options.isSamplingTold()
                : hasUnknownSampler(options, template, sampler, in, offset, length);
    }

    private boolean hasUnknownSampler(
            StreamOptions options, Template template, int field, byte[] in, int offset, int length) {
        if (template.hasVariableLength()) {
            walker.wrap(template, in, offset, length);
            while (walker.next()) {
                if (isUnknown(options, in, walker.fieldOffset(field), walker.fieldLength(field))) {
                    return true;
                }
            }
            return false;
        }
        int at = offset;
        for (int i = 0; i < field; i++) {
            at += template.field(i).length();
        }
        int stride = template.recordLength();
        int width = template.field(field).length();
        for (int left = length; left >= stride; left -= stride, at += stride) {
            if (isUnknown(options, in, at, width)) {
                return true;
            }
        }
        return false;
    }

    /** Sampler 0 took none of the packets: all were seen. */
    private static boolean isUnknown(StreamOptions options, byte[] in, int offset, int length) {
        long id = length > 8 ? 0 : Octets.unsigned(in, offset, length);
        return id != 0 && options.samplerRate(id) == 0;
    }
}
