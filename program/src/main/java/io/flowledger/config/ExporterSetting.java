package io.flowledger.config;

import io.flowledger.flow.batch.ExporterAddress;
import io.flowledger.flow.decode.ExporterOverride;
import io.flowledger.flow.decode.ExporterOverride.KnownBy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.ZoneId;

/** Reads what the setting {@code exporter} says of one: {@code ADDRESS[#DOMAIN] what=value …}. */
final class ExporterSetting {
    private static final String EXPECTED =
            "expected ADDRESS[#DOMAIN] and then address=ADDRESS|agent|exported, sampling=RATE,"
                    + " time-zone=ZONE|none, name=NAME, for example 192.0.2.1#5 sampling=1000 name=edge";

    private ExporterSetting() {}

    /**
     * Reads {@code text}.
     *
     * @throws IllegalArgumentException when it is wrong; the message is for the user
     */
    static ExporterOverride parse(String text) {
        String[] words = text.strip().split("\\s+");
        int hash = words[0].indexOf('#');
        String sender = hash < 0 ? words[0] : words[0].substring(0, hash);
        ExporterAddress address = null;
        KnownBy knownBy = KnownBy.SENDER;
        long sampling = 0;
        String name = null;
        ZoneId zone = null;
        boolean ignored = false;
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            String key = equals < 0 ? words[i] : words[i].substring(0, equals);
            String value = equals < 0 ? "" : words[i].substring(equals + 1);
            switch (key) {
                case "address" -> {
                    knownBy = switch (value) {
                        case "agent" -> KnownBy.AGENT;
                        case "exported" -> KnownBy.EXPORTED;
                        default -> KnownBy.SENDER;
                    };
                    address = knownBy == KnownBy.SENDER ? address(value, text) : null;
                }
                case "sampling" -> sampling = number(value, 1, 0x7FFF_FFFFL, "sampling", text);
                case "time-zone" -> {
                    ignored = value.equals("none");
                    zone = ignored ? null : zone(value, text);
                }
                case "name" -> {
                    if (value.isEmpty()) {
                        throw wrong(text, "name needs a value");
                    }
                    name = value;
                }
                default -> throw wrong(text, "\"" + words[i] + "\" is not known");
            }
        }
        if (words.length == 1) {
            throw wrong(text, "nothing is said of it");
        }
        return new ExporterOverride(
                sender.equals("*") ? null : address(sender, text),
                hash < 0 ? null : (Long) number(words[0].substring(hash + 1), 0, 0xFFFF_FFFFL, "the domain", text),
                address,
                knownBy,
                sampling,
                name,
                zone,
                ignored);
    }

    private static ExporterAddress address(String text, String whole) {
        if (text.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            try {
                return ExporterAddress.of(InetAddress.getByName(text));
            } catch (UnknownHostException e) {
                // Said below.
            }
        }
        throw wrong(whole, "\"" + text + "\" is no IP address");
    }

    private static long number(String text, long least, long most, String what, String whole) {
        if (text.matches("\\d{1,10}")) {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw wrong(whole, what + " must be a whole number within " + least + " to " + most + ", not \"" + text + "\"");
    }

    private static ZoneId zone(String text, String whole) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw wrong(whole, "\"" + text + "\" is no time zone, as Europe/Berlin or +02:00 is");
        }
    }

    private static IllegalArgumentException wrong(String text, String problem) {
        return new IllegalArgumentException("\"" + text + "\": " + problem + "; " + EXPECTED);
    }
}
