package io.flowledger.flow.plan;

import io.flowledger.flow.option.SamplingOrigin;
import io.flowledger.flow.option.SamplingRate;
import io.flowledger.flow.option.StreamOptions;
import io.flowledger.wire.cursor.Octets;
import java.util.function.IntUnaryOperator;

/**
 * Finds the sampling rate of a Data Record, the most specific first: what the record itself says, the rate of its sampler or
 * selector, of its interface, of its line card, of the whole stream.
 *
 * <p>The interface is the one at which the flow was seen: the egress interface of a flow of direction 1, else the ingress
 * interface; the other one when nothing is known of that. Apart from {@link TailStep} because it depends on what options said.
 * Immutable.
 */
final class SamplingStep {
    private static final int SAMPLING_INTERVAL = 34;
    private static final int SAMPLER_RANDOM_INTERVAL = 50;
    private static final int SAMPLING_PACKET_INTERVAL = 305;
    private static final int SAMPLING_PACKET_SPACE = 306;
    private static final int SAMPLING_SIZE = 309;
    private static final int SAMPLING_POPULATION = 310;
    private static final int SAMPLING_PROBABILITY = 311;
    private static final int[] SAMPLERS = {48, 302};
    private static final int[] INGRESS = {10, 252};
    private static final int[] EGRESS = {14, 253};
    private static final int LINE_CARD = 141;
    private static final int DIRECTION = 61;
    private static final int NONE = -1;

    private final int interval;
    private final int packetInterval;
    private final int packetSpace;
    private final int size;
    private final int population;
    private final int probability;
    private final int sampler;
    private final int ingress;
    private final int egress;
    private final int lineCard;
    private final int direction;

    /** A step for records with the fields that {@code find} finds by their element, -1 when there is none. */
    SamplingStep(IntUnaryOperator find) {
        interval = first(find, SAMPLING_INTERVAL, SAMPLER_RANDOM_INTERVAL);
        packetInterval = find.applyAsInt(SAMPLING_PACKET_INTERVAL);
        packetSpace = find.applyAsInt(SAMPLING_PACKET_SPACE);
        size = find.applyAsInt(SAMPLING_SIZE);
        population = find.applyAsInt(SAMPLING_POPULATION);
        probability = find.applyAsInt(SAMPLING_PROBABILITY);
        sampler = first(find, SAMPLERS);
        ingress = first(find, INGRESS);
        egress = first(find, EGRESS);
        lineCard = find.applyAsInt(LINE_CARD);
        direction = find.applyAsInt(DIRECTION);
    }

    private static int first(IntUnaryOperator find, int... elements) {
        for (int element : elements) {
            int field = find.applyAsInt(element);
            if (field >= 0) {
                return field;
            }
        }
        return NONE;
    }

    /** True when records say something of their sampling themselves: a rate, or which sampler took them. */
    boolean isInRecord() {
        return interval >= 0
                || sampler >= 0
                || (packetInterval >= 0 && packetSpace >= 0)
                || (size >= 0 && population >= 0)
                || probability >= 0;
    }

    /** The field of the interval itself, or -1. */
    int intervalField() {
        return interval;
    }

    /** The field that says which sampler took the packets, or -1. */
    int samplerField() {
        return sampler;
    }

    /** The rate, unsigned, 0 when it is not known; who said it is left in {@link MessageContext#rowOrigin()}. */
    long rate(byte[] in, int[] offsets, int[] lengths, MessageContext context) {
        long said = said(in, offsets, lengths);
        if (said != 0) {
            context.rowOrigin(SamplingOrigin.PACKET.code());
            return said;
        }
        long scoped = scoped(in, offsets, lengths, context.options());
        if (scoped > 0) {
            context.rowOrigin(SamplingOrigin.OPTION.code());
            return scoped;
        }
        context.rowOrigin(context.samplingRate() > 0 ? context.samplingOrigin() : SamplingOrigin.UNKNOWN);
        return context.samplingRate();
    }

    private long said(byte[] in, int[] offsets, int[] lengths) {
        long rate = number(in, offsets, lengths, interval);
        if (rate == 0 && packetInterval >= 0 && packetSpace >= 0) {
            rate = SamplingRate.ofSpace(
                    number(in, offsets, lengths, packetInterval), number(in, offsets, lengths, packetSpace));
        }
        if (rate == 0 && size >= 0 && population >= 0) {
            rate = SamplingRate.ofPopulation(
                    number(in, offsets, lengths, size), number(in, offsets, lengths, population));
        }
        if (rate == 0 && probability >= 0) {
            rate = SamplingRate.ofProbability(in, offsets[probability], lengths[probability]);
        }
        return rate;
    }

    private long scoped(byte[] in, int[] offsets, int[] lengths, StreamOptions options) {
        long rate = sampler < 0 ? 0 : options.samplerRate(number(in, offsets, lengths, sampler));
        if (rate == 0 && options.hasScopedRates()) {
            boolean leaving = number(in, offsets, lengths, direction) == 1;
            rate = options.interfaceRate(number(in, offsets, lengths, leaving ? egress : ingress));
            if (rate == 0) {
                rate = options.interfaceRate(number(in, offsets, lengths, leaving ? ingress : egress));
            }
            if (rate == 0) {
                rate = options.lineCardRate(number(in, offsets, lengths, lineCard));
            }
        }
        return rate;
    }

    /** A field's value; 0 when there is no such field. */
    private static long number(byte[] in, int[] offsets, int[] lengths, int field) {
        return field < 0 || lengths[field] > 8 ? 0 : Octets.unsigned(in, offsets[field], lengths[field]);
    }
}
