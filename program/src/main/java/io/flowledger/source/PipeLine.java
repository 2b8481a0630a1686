package io.flowledger.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * One line of the named pipe between Grafolean's collector and writer: a JSON array of the datagram in base64, the receive time
 * in seconds since 1970, and an array of the exporter's address and port.
 *
 * @param payload the datagram
 * @param receivedAtNanos nanoseconds since 1970
 * @param address 4 or 16 octets
 * @param port 0 to 65535
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record PipeLine(byte[] payload, long receivedAtNanos, byte[] address, int port) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int LARGEST_DATAGRAM = 65_535;

    /** Seconds since 1970 whose nanoseconds a long does not hold: in the year 2262. */
    private static final double TIMES_END = 9_223_372_036.0;

    /** What only an address is made of, so that no name is looked up. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%.+)?");

    /**
     * Reads a line.
     *
     * @throws PipeLineException when it is not of that form; the message says what is wrong
     */
    static PipeLine parse(byte[] line, int offset, int length) throws PipeLineException {
        try (JsonParser parser = JSON.createParser(line, offset, length)) {
            expect(parser.nextToken() == JsonToken.START_ARRAY, "the line is no JSON array");
            expect(parser.nextToken() == JsonToken.VALUE_STRING, "the first element is no string");
            byte[] payload = parser.getBinaryValue();
            expect(payload.length <= LARGEST_DATAGRAM, "the datagram is longer than 65535 octets");
            JsonToken time = parser.nextToken();
            expect(
                    time == JsonToken.VALUE_NUMBER_FLOAT || time == JsonToken.VALUE_NUMBER_INT,
                    "the second element is no number");
            double seconds = parser.getDoubleValue();
            expect(seconds >= 0 && seconds < TIMES_END, "the receive time is out of range");
            expect(parser.nextToken() == JsonToken.START_ARRAY, "the third element is no array");
            expect(parser.nextToken() == JsonToken.VALUE_STRING, "the exporter's address is no string");
            byte[] address = address(parser.getText());
            expect(parser.nextToken() == JsonToken.VALUE_NUMBER_INT, "the exporter's port is no integer");
            int port = parser.getIntValue();
            expect(port >= 0 && port <= 65_535, "the exporter's port is out of range");
            expect(parser.nextToken() == JsonToken.END_ARRAY, "the exporter has more than address and port");
            expect(parser.nextToken() == JsonToken.END_ARRAY, "the line has more than three elements");
            return new PipeLine(payload, nanos(seconds), address, port);
        } catch (PipeLineException e) {
            throw e;
        } catch (IOException e) {
            throw new PipeLineException("the line is no valid JSON or base64", e);
        }
    }

    private static void expect(boolean holds, String otherwise) throws PipeLineException {
        if (!holds) {
            throw new PipeLineException(otherwise, null);
        }
    }

    /** Rounded to the microsecond, which is all that a double holds for times of today. */
    private static long nanos(double seconds) {
        long whole = (long) Math.floor(seconds);
        return whole * 1_000_000_000L + Math.round((seconds - whole) * 1_000_000.0) * 1000L;
    }

    private static byte[] address(String text) throws PipeLineException {
        if (!ADDRESS.matcher(text).matches()) {
            throw new PipeLineException("the exporter's address is none", null);
        }
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            throw new PipeLineException("the exporter's address is none", e);
        }
    }
}
