package io.flowledger.wire.registry;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one file of Information Elements.
 *
 * <pre>
 *   # comment
 *   enterprise,id,name,type,semantics,units
 *   0,1,octetDeltaCount,unsigned64,deltaCounter,octets
 * </pre>
 *
 * <p>Semantics and units may be empty. A name occurs once in a file, and so does an id of an enterprise.
 *
 * <p>Threading: an instance reads one file.
 */
final class RegistryFile {
    private static final String HEADER = "enterprise,id,name,type,semantics,units";
    private static final String[] COLUMNS = HEADER.split(",");
    private static final long LARGEST_ENTERPRISE = 0xFFFF_FFFFL;
    private static final int LARGEST_ID = 65535;

    private final String fileName;
    private final List<InformationElement> elements = new ArrayList<>();
    private final Map<String, Integer> lineOfName = new HashMap<>();
    private int line;

    private RegistryFile(String fileName) {
        this.fileName = fileName;
    }

    /**
     * The elements of a file in its order.
     *
     * @throws IllegalArgumentException naming file, line, column and what is expected, at the first bad line
     */
    static List<InformationElement> read(Reader csv, String fileName) throws IOException {
        RegistryFile file = new RegistryFile(fileName);
        BufferedReader reader = csv instanceof BufferedReader buffered ? buffered : new BufferedReader(csv);
        boolean headerSeen = false;
        for (String text = reader.readLine(); text != null; text = reader.readLine()) {
            file.line++;
            if (text.isBlank() || text.charAt(0) == '#') {
                continue;
            }
            if (headerSeen) {
                file.readLine(text);
            } else if (text.strip().equals(HEADER)) {
                headerSeen = true;
            } else {
                throw file.bad("header", text, HEADER);
            }
        }
        return file.elements;
    }

    private void readLine(String text) {
        String[] cells = text.split(",", -1);
        if (cells.length != COLUMNS.length) {
            throw bad("count of columns", Integer.toString(cells.length), COLUMNS.length + ": " + HEADER);
        }
        long enterprise = number(cells, 0, LARGEST_ENTERPRISE);
        int id = (int) number(cells, 1, LARGEST_ID);
        String name = cells[2].strip();
        if (!isName(name)) {
            throw bad(COLUMNS[2], cells[2], "letters, digits, '_', '.' and '-', a letter first");
        }
        Integer earlier = lineOfName.putIfAbsent(name, line);
        if (earlier != null) {
            throw bad(COLUMNS[2], name, "a name that line " + earlier + " does not have already");
        }
        AbstractDataType type = AbstractDataType.named(cells[3].strip());
        if (type == null) {
            throw bad(COLUMNS[3], cells[3], "a type of RFC 7012 such as unsigned32, string or ipv4Address");
        }
        Semantics semantics = Semantics.named(cells[4].strip());
        if (semantics == null) {
            throw bad(COLUMNS[4], cells[4], "nothing or semantics of RFC 7012 such as deltaCounter or identifier");
        }
        Units units = Units.named(cells[5].strip());
        if (units == null) {
            throw bad(COLUMNS[5], cells[5], "nothing or units of RFC 7012 such as octets or milliseconds");
        }
        elements.add(new InformationElement(enterprise, id, name, type, semantics, units));
    }

    private long number(String[] cells, int column, long largest) {
        String cell = cells[column].strip();
        long value = -1;
        try {
            value = Long.parseLong(cell);
        } catch (NumberFormatException e) {
            // Reported below, as a number out of range is.
        }
        if (value < 0 || value > largest) {
            throw bad(COLUMNS[column], cell, "a number from 0 to " + largest);
        }
        return value;
    }

    private static boolean isName(String name) {
        if (name.isEmpty() || !isLetter(name.charAt(0))) {
            return false;
        }
        for (int i = 1; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isLetter(c) && (c < '0' || c > '9') && c != '_' && c != '.' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private IllegalArgumentException bad(String column, String value, String expected) {
        return new IllegalArgumentException(
                fileName + ", line " + line + ", column " + column + ": '" + value + "'; expected " + expected);
    }
}
