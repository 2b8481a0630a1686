package io.flowledger.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An address and perhaps a port as people type them: 203.0.113.5, 203.0.113.5:1025, 2001:db8::1, [2001:db8::1]:80.
 *
 * @param address a literal, never a name
 * @param port 0 to 65535, or null for all
 */
record TranslatedAddress(String address, @Nullable Integer port) {
    private static final int HIGHEST_PORT = 65535;
    private static final String BYTE = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final Pattern IPV4 = Pattern.compile("(" + BYTE + "(?:\\." + BYTE + "){3})(?::(\\d{1,5}))?");
    private static final Pattern IPV6 = Pattern.compile("([0-9a-fA-F]*:[0-9a-fA-F:.]*)()");
    private static final Pattern BRACKETED = Pattern.compile("\\[([0-9a-fA-F]*:[0-9a-fA-F:.]*)\\](?::(\\d{1,5}))?");

    static TranslatedAddress parse(String text) throws CommandFailure {
        for (Pattern pattern : new Pattern[] {IPV4, BRACKETED, IPV6}) {
            Matcher matcher = pattern.matcher(text.strip());
            if (matcher.matches()) {
                String port = matcher.group(2);
                if (port == null || port.isEmpty()) {
                    return new TranslatedAddress(matcher.group(1), null);
                }
                if (Integer.parseInt(port) <= HIGHEST_PORT) {
                    return new TranslatedAddress(matcher.group(1), Integer.valueOf(port));
                }
            }
        }
        throw new CommandFailure(
                ExitCode.USAGE,
                "\"" + text
                        + "\" is no address and port; expected 203.0.113.5:1025, [2001:db8::1]:80 or an address alone");
    }
}
