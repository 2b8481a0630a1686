package io.flowledger.flow.option;

import io.flowledger.wire.cursor.Octets;
import io.flowledger.wire.template.FieldSpecifier;
import io.flowledger.wire.template.RecordWalker;
import io.flowledger.wire.template.Template;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads what Options Data Records say about sampling, names and start times.
 *
 * <p>Sampling is described by element 34 (interval), 50 or 305 with 306 (one in interval + space), 304 to 306 of RFC 5476,
 * or 309 and 310 (size of population); a record with 48 or 302 speaks of that sampler or selector, one without for the whole
 * stream. Interface names are 82 and 83 for interface 10 or the NetFlow version 9 interface scope; applications 95 to 96
 * (RFC 6759); VRF names 236; 160 is when the exporter's uptime began.
 */
public final class OptionReader {
    /** Characters (UTF-16) of a name at the most; longer ones are cut. */
    static final int MAXIMUM_NAME_CHARACTERS = 255;

    private static final int INTERFACE_SCOPE = 2;
    private static final int INGRESS_INTERFACE = 10;
    private static final int EGRESS_INTERFACE = 14;
    private static final int SAMPLING_INTERVAL = 34;
    private static final int SAMPLER_ID = 48;
    private static final int SAMPLER_RANDOM_INTERVAL = 50;
    private static final int INTERFACE_NAME = 82;
    private static final int INTERFACE_DESCRIPTION = 83;
    private static final int APPLICATION_ID = 95;
    private static final int APPLICATION_NAME = 96;
    private static final int SYSTEM_INIT_TIME = 160;
    private static final int INGRESS_VRF = 234;
    private static final int VRF_NAME = 236;
    private static final int SELECTOR_ID = 302;
    private static final int SAMPLING_PACKET_INTERVAL = 305;
    private static final int SAMPLING_PACKET_SPACE = 306;
    private static final int SAMPLING_SIZE = 309;
    private static final int SAMPLING_POPULATION = 310;

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
            int sampler = find(template, SAMPLER_ID);
            sampler = sampler >= 0 ? sampler : find(template, SELECTOR_ID);
            if (sampler >= 0) {
                handler.option(OptionKind.SAMPLER_RATE, number(in, walker, sampler), Long.toString(rate));
            } else {
                handler.option(OptionKind.SAMPLING_RATE, "", Long.toString(rate));
            }
        }
        int init = find(template, SYSTEM_INIT_TIME);
        if (init >= 0 && walker.fieldLength(init) == 8) {
            handler.option(OptionKind.SYSTEM_INIT_MILLIS, "", number(in, walker, init));
        }
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
        if (application >= 0) {
            name(template, in, walker, APPLICATION_NAME, application, OptionKind.APPLICATION_NAME, handler);
        }
        int vrf = find(template, INGRESS_VRF);
        if (vrf >= 0) {
            name(template, in, walker, VRF_NAME, vrf, OptionKind.VRF_NAME, handler);
        }
    }

    /** Puts a statement to use. */
    public static void apply(StreamOptions options, OptionKind kind, String scope, String value) {
        switch (kind) {
            case SAMPLING_RATE -> options.samplingRate(Long.parseLong(value));
            case SAMPLER_RATE -> options.samplerRate(Long.parseUnsignedLong(scope), Long.parseLong(value));
            case SYSTEM_INIT_MILLIS -> options.systemInitMillis(Long.parseUnsignedLong(value));
            case APPLICATION_NAME ->
                options.applicationName(Long.parseUnsignedLong(scope), value.getBytes(StandardCharsets.UTF_8));
            case INTERFACE_NAME, INTERFACE_DESCRIPTION, VRF_NAME -> {
                // Names are read from the database by those who show them; flows carry the numbers.
            }
        }
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
        interval = value(template, in, walker, SAMPLING_PACKET_INTERVAL);
        if (interval > 0) {
            long space = Math.max(0, value(template, in, walker, SAMPLING_PACKET_SPACE));
            return (interval + space) / interval;
        }
        long size = value(template, in, walker, SAMPLING_SIZE);
        long population = value(template, in, walker, SAMPLING_POPULATION);
        return size > 0 && population >= size ? population / size : 0;
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
        int field = find(template, nameElement);
        if (field < 0 || walker.fieldLength(scopeField) > 8) {
            return;
        }
        String text = new String(in, walker.fieldOffset(field), walker.fieldLength(field), StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        String trimmed = shortened((end < 0 ? text : text.substring(0, end)).strip());
        if (!trimmed.isEmpty()) {
            handler.option(kind, number(in, walker, scopeField), trimmed);
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
