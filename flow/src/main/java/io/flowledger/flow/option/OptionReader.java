package io.flowledger.flow.option;

import io.flowledger.wire.cursor.Octets;
import io.flowledger.wire.template.FieldSpecifier;
import io.flowledger.wire.template.RecordWalker;
import io.flowledger.wire.template.Template;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what Options Data Records say about sampling, names and start times.
 *
 * <p>Sampling is described by element 34 or 50 (interval), 305 with 306 (interval of interval + space packets), 307 with 308
 * (the same in time), 309 with 310 (size of population) or 311 (probability); a selector whose algorithm (304) selects by
 * properties has no rate. A record with 48 or 302 speaks of that sampler or selector; one whose scope is an interface, a line
 * card or a template speaks of that; any other of the whole stream. Interface names are 82 and 83 for interface 10 or the NetFlow version 9 interface scope;
 * applications 95 to 96 and 94 (RFC 6759); VRF names 236; 160 is when the exporter's uptime began.
 */
public final class OptionReader {
    /** Characters (UTF-16) of a name at the most; longer ones are cut. */
    static final int MAXIMUM_NAME_CHARACTERS = 255;

    private static final int INTERFACE_SCOPE = 2;
    private static final int LINE_CARD_SCOPE = 3;
    private static final int TEMPLATE_SCOPE = 5;
    private static final int LINE_CARD_ID = 141;
    private static final int TEMPLATE_ID = 145;
    private static final int INGRESS_INTERFACE = 10;
    private static final int EGRESS_INTERFACE = 14;
    private static final int SAMPLING_INTERVAL = 34;
    private static final int SAMPLER_ID = 48;
    private static final int SAMPLER_RANDOM_INTERVAL = 50;
    private static final int INTERFACE_NAME = 82;
    private static final int INTERFACE_DESCRIPTION = 83;
    private static final int APPLICATION_DESCRIPTION = 94;
    private static final int APPLICATION_ID = 95;
    private static final int APPLICATION_NAME = 96;
    private static final int SYSTEM_INIT_TIME = 160;
    private static final int INGRESS_VRF = 234;
    private static final int VRF_NAME = 236;
    private static final int SELECTOR_ID = 302;
    private static final int SAMPLING_PACKET_INTERVAL = 305;
    private static final int SAMPLING_PACKET_SPACE = 306;
    private static final int SELECTOR_ALGORITHM = 304;
    private static final int SAMPLING_TIME_INTERVAL = 307;
    private static final int SAMPLING_TIME_SPACE = 308;
    private static final int SAMPLING_SIZE = 309;
    private static final int SAMPLING_POPULATION = 310;
    private static final int SAMPLING_PROBABILITY = 311;

    /** Of the selector algorithms (IANA, psamp-parameters) the one that looks for properties. */
    private static final int PROPERTY_MATCH = 5;

    private static final int[] RATE_ELEMENTS = {
        SAMPLING_INTERVAL,
        SAMPLER_RANDOM_INTERVAL,
        SAMPLING_PACKET_INTERVAL,
        SAMPLING_TIME_INTERVAL,
        SAMPLING_POPULATION,
        SAMPLING_PROBABILITY
    };

    /** Those that this class reads; the others are those of {@link ExporterStatement} and {@link ElementTypeReader}. */
    private static final Set<Integer> OWN_ELEMENTS = Set.of(
            LINE_CARD_ID,
            TEMPLATE_ID,
            INGRESS_INTERFACE,
            EGRESS_INTERFACE,
            SAMPLING_INTERVAL,
            SAMPLER_ID,
            SAMPLER_RANDOM_INTERVAL,
            INTERFACE_NAME,
            INTERFACE_DESCRIPTION,
            APPLICATION_DESCRIPTION,
            APPLICATION_ID,
            APPLICATION_NAME,
            SYSTEM_INIT_TIME,
            INGRESS_VRF,
            VRF_NAME,
            SELECTOR_ID,
            SELECTOR_ALGORITHM,
            SAMPLING_PACKET_INTERVAL,
            SAMPLING_PACKET_SPACE,
            SAMPLING_TIME_INTERVAL,
            SAMPLING_TIME_SPACE,
            SAMPLING_SIZE,
            SAMPLING_POPULATION,
            SAMPLING_PROBABILITY);

    /** Takes what a record says. */
    public interface OptionHandler {
        /** One statement; {@code scope} and {@code value} as {@link OptionKind} says. */
        void option(OptionKind kind, String scope, String value);
    }

    private OptionReader() {}

    /** Tells {@code handler} what the record says at which {@code walker} stands. */
    public static void read(Template template, byte[] in, RecordWalker walker, OptionHandler handler) {
        long rate = samplingRate(template, in, walker);
        if (rate > 0) {
            rate(template, in, walker, Long.toString(rate), handler);
        }
        int init = find(template, SYSTEM_INIT_TIME);
        if (init >= 0 && walker.fieldLength(init) == 8) {
            handler.option(OptionKind.SYSTEM_INIT_MILLIS, "", number(in, walker, init));
        }
        ExporterStatement.read(template, in, walker, handler);
        int interfaceIndex = interfaceIndex(template);
        if (interfaceIndex >= 0) {
            name(template, in, walker, INTERFACE_NAME, interfaceIndex, OptionKind.INTERFACE_NAME, handler);
            name(
                    template,
                    in,
                    walker,
                    INTERFACE_DESCRIPTION,
                    interfaceIndex,
                    OptionKind.INTERFACE_DESCRIPTION,
                    handler);
        }
        int application = find(template, APPLICATION_ID);
        if (application >= 0
                && ApplicationId.fits(in, walker.fieldOffset(application), walker.fieldLength(application))) {
            String id = ApplicationId.scope(in, walker.fieldOffset(application), walker.fieldLength(application));
            name(template, in, walker, APPLICATION_NAME, id, OptionKind.APPLICATION_NAME, handler);
            name(template, in, walker, APPLICATION_DESCRIPTION, id, OptionKind.APPLICATION_DESCRIPTION, handler);
        }
        int vrf = find(template, INGRESS_VRF);
        if (vrf >= 0) {
            name(template, in, walker, VRF_NAME, vrf, OptionKind.VRF_NAME, handler);
        }
    }

    /** Puts a statement to use. */
    public static void apply(StreamOptions options, OptionKind kind, String scope, String value) {
        switch (kind) {
            case SAMPLING_RATE -> options.samplingRate(Long.parseLong(value), SamplingOrigin.OPTION);
            case SAMPLER_RATE -> options.samplerRate(Long.parseUnsignedLong(scope), Long.parseLong(value));
            case INTERFACE_RATE -> options.interfaceRate(Long.parseUnsignedLong(scope), Long.parseLong(value));
            case LINE_CARD_RATE -> options.lineCardRate(Long.parseUnsignedLong(scope), Long.parseLong(value));
            case TEMPLATE_RATE -> options.templateRate(Long.parseUnsignedLong(scope), Long.parseLong(value));
            case SAMPLING_UNTOLD -> options.samplingUntold(value.equals("1"));
            case SYSTEM_INIT_MILLIS -> options.systemInitMillis(Long.parseUnsignedLong(value));
            case APPLICATION_NAME ->
                options.applicationName(ApplicationId.ofScope(scope), value.getBytes(StandardCharsets.UTF_8));
            case ELEMENT_TYPE -> options.elements().put(ElementTypeReader.parse(scope, value));
            case EXPORTER_ADDRESS -> options.exporterAddress(value);
            case APPLICATION_DESCRIPTION, INTERFACE_NAME, INTERFACE_DESCRIPTION, VRF_NAME, EXPORTER_COUNTER -> {
                // They are read from the database by those who show them; flows carry the numbers of what has a name.
            }
        }
    }

    /** Whether records of {@code template} tell how packets are sampled. */
    public static boolean speaksOfSampling(Template template) {
        for (int element : RATE_ELEMENTS) {
            if (find(template, element) >= 0) {
                return template.isOptions();
            }
        }
        return false;
    }

    /** Whether something is read from options data of this element, given what stands beside it. */
    public static boolean reads(FieldSpecifier field) {
        if (field.enterpriseNumber() == FieldSpecifier.NETFLOW9_SCOPE) {
            return true;
        }
        return field.enterpriseNumber() == 0
                && (OWN_ELEMENTS.contains(field.elementId())
                        || ExporterStatement.reads(field.elementId())
                        || ElementTypeReader.reads(field.elementId()));
    }

    /** Whether {@code kind} is a sampling rate, of whatever scope. */
    public static boolean isRate(OptionKind kind) {
        return switch (kind) {
            case SAMPLING_RATE, SAMPLER_RATE, INTERFACE_RATE, LINE_CARD_RATE, TEMPLATE_RATE -> true;
            default -> false;
        };
    }

    /** Says for what the rate holds. */
    private static void rate(Template template, byte[] in, RecordWalker walker, String rate, OptionHandler handler) {
        int sampler = find(template, SAMPLER_ID);
        sampler = sampler >= 0 ? sampler : find(template, SELECTOR_ID);
        if (sampler >= 0) {
            handler.option(OptionKind.SAMPLER_RATE, number(in, walker, sampler), rate);
            return;
        }
        for (int i = 0; i < template.scopeFieldCount(); i++) {
            OptionKind kind = scopedRate(template.field(i));
            String scope = number(in, walker, i);
            // An exporter that does not know its interface or card calls it 0.
            if (kind != null && !scope.equals("0")) {
                handler.option(kind, scope, rate);
                return;
            }
        }
        handler.option(OptionKind.SAMPLING_RATE, "", rate);
    }

    /** For what a rate with this scope holds; null when that is no part of the stream that flows can be told to be of. */
    private static @Nullable OptionKind scopedRate(FieldSpecifier scope) {
        if (scope.enterpriseNumber() == FieldSpecifier.NETFLOW9_SCOPE) {
            return switch (scope.elementId()) {
                case INTERFACE_SCOPE -> OptionKind.INTERFACE_RATE;
                case LINE_CARD_SCOPE -> OptionKind.LINE_CARD_RATE;
                case TEMPLATE_SCOPE -> OptionKind.TEMPLATE_RATE;
                default -> null;
            };
        }
        if (scope.enterpriseNumber() != 0) {
            return null;
        }
        return switch (scope.elementId()) {
            case INGRESS_INTERFACE, EGRESS_INTERFACE -> OptionKind.INTERFACE_RATE;
            case LINE_CARD_ID -> OptionKind.LINE_CARD_RATE;
            case TEMPLATE_ID -> OptionKind.TEMPLATE_RATE;
            default -> null;
        };
    }

    private static long samplingRate(Template template, byte[] in, RecordWalker walker) {
        long interval = value(template, in, walker, SAMPLING_INTERVAL);
        if (interval > 0) {
            return interval;
        }
        interval = value(template, in, walker, SAMPLER_RANDOM_INTERVAL);
        if (interval > 0) {
            return interval;
        }
        if (value(template, in, walker, SELECTOR_ALGORITHM) == PROPERTY_MATCH) {
            return 0;
        }
        long rate = ofSpace(template, in, walker, SAMPLING_PACKET_INTERVAL, SAMPLING_PACKET_SPACE);
        if (rate == 0) {
            rate = SamplingRate.ofPopulation(
                    value(template, in, walker, SAMPLING_SIZE), value(template, in, walker, SAMPLING_POPULATION));
        }
        int probability = find(template, SAMPLING_PROBABILITY);
        if (rate == 0 && probability >= 0) {
            rate = SamplingRate.ofProbability(in, walker.fieldOffset(probability), walker.fieldLength(probability));
        }
        return rate != 0 ? rate : ofSpace(template, in, walker, SAMPLING_TIME_INTERVAL, SAMPLING_TIME_SPACE);
    }

    private static long ofSpace(Template template, byte[] in, RecordWalker walker, int interval, int space) {
        return SamplingRate.ofSpace(
                value(template, in, walker, interval), Math.max(0, value(template, in, walker, space)));
    }

    private static int interfaceIndex(Template template) {
        for (int i = 0; i < template.scopeFieldCount(); i++) {
            FieldSpecifier field = template.field(i);
            if (field.enterpriseNumber() == FieldSpecifier.NETFLOW9_SCOPE && field.elementId() == INTERFACE_SCOPE) {
                return i;
            }
        }
        int ingress = find(template, INGRESS_INTERFACE);
        return ingress >= 0 ? ingress : find(template, EGRESS_INTERFACE);
    }

    private static void name(
            Template template,
            byte[] in,
            RecordWalker walker,
            int nameElement,
            int scopeField,
            OptionKind kind,
            OptionHandler handler) {
        if (walker.fieldLength(scopeField) <= 8) {
            name(template, in, walker, nameElement, number(in, walker, scopeField), kind, handler);
        }
    }

    private static void name(
            Template template,
            byte[] in,
            RecordWalker walker,
            int nameElement,
            String scope,
            OptionKind kind,
            OptionHandler handler) {
        int field = find(template, nameElement);
        if (field < 0) {
            return;
        }
        String text = new String(in, walker.fieldOffset(field), walker.fieldLength(field), StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        String trimmed = shortened((end < 0 ? text : text.substring(0, end)).strip());
        if (!trimmed.isEmpty()) {
            handler.option(kind, scope, trimmed);
        }
    }

    private static String shortened(String text) {
        if (text.length() <= MAXIMUM_NAME_CHARACTERS) {
            return text;
        }
        boolean splits = Character.isHighSurrogate(text.charAt(MAXIMUM_NAME_CHARACTERS - 1));
        return text.substring(0, splits ? MAXIMUM_NAME_CHARACTERS - 1 : MAXIMUM_NAME_CHARACTERS);
    }

    private static String number(byte[] in, RecordWalker walker, int field) {
        int length = Math.min(8, walker.fieldLength(field));
        return Long.toUnsignedString(Octets.unsigned(in, walker.fieldOffset(field), length));
    }

    private static long value(Template template, byte[] in, RecordWalker walker, int elementId) {
        int field = find(template, elementId);
        return field < 0 || walker.fieldLength(field) > 8
                ? -1
                : Octets.unsigned(in, walker.fieldOffset(field), walker.fieldLength(field));
    }

    private static int find(Template template, int elementId) {
        for (int i = 0; i < template.fieldCount(); i++) {
            FieldSpecifier field = template.field(i);
            if (field.enterpriseNumber() == 0 && field.elementId() == elementId) {
                return i;
            }
        }
        return -1;
    }

    /** A kind as SQL keeps it. */
    public static String sqlName(OptionKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
