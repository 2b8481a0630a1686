package io.flowledger.wire.registry;

import io.flowledger.wire.template.FieldSpecifier;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The Information Elements that are known: IANA's, NetFlow version 9's own and those of vendors, read from data files; later
 * files override earlier ones.
 *
 * <p>Reverse elements (RFC 5103 section 6.1, enterprise 29305) are derived from IANA's, and the five scope types of NetFlow
 * version 9 (RFC 3954 section 6.1) are built in under {@link FieldSpecifier#NETFLOW9_SCOPE}.
 *
 * <p>Threading: any thread. What is known does not change; derived and unknown elements are made when first asked for and
 * kept in a table of bounded size, as an exporter chooses the numbers.
 */
public final class ElementRegistry {
    /** Private Enterprise Number under which the reverse of IANA's elements are sent (RFC 5103 section 6.1). */
    public static final long REVERSE_ENTERPRISE = 29305;

    private static final String FOLDER = "/registry/";
    private static final String LIST_OF_FILES = "FILES";
    private static final String REVERSE_PREFIX = "reverse";
    private static final int DERIVED_SLOTS = 8192;
    private static final int DERIVED_PROBES = 8;
    private static final int LARGEST_IANA_ID = 0x7FFF;

    private final long[] keys;
    private final InformationElement[] elements;
    private final Map<String, InformationElement> byName;
    private final AtomicReferenceArray<@Nullable InformationElement> derived =
            new AtomicReferenceArray<>(DERIVED_SLOTS);

    private ElementRegistry(List<InformationElement> inOrder) {
        TreeMap<Long, InformationElement> sorted = new TreeMap<>();
        for (InformationElement element : inOrder) {
            sorted.put(key(element.enterpriseNumber(), element.elementId()), element);
        }
        keys = new long[sorted.size()];
        elements = new InformationElement[sorted.size()];
        byName = new HashMap<>();
        int i = 0;
        for (Map.Entry<Long, InformationElement> entry : sorted.entrySet()) {
            keys[i] = entry.getKey();
            elements[i] = entry.getValue();
            // Sorted by enterprise: of two elements with one name IANA's is found, then the one of the smallest number.
            byName.putIfAbsent(entry.getValue().name(), entry.getValue());
            i++;
        }
    }

    /** The elements of the files that come with this library. */
    public static ElementRegistry standard() {
        return Standard.REGISTRY;
    }

    /**
     * This registry and the elements of a further file, which override those with the same enterprise and id.
     *
     * @param csv lines of {@code enterprise,id,name,type,semantics,units} after a header of these words; read to its end, not
     *     closed
     * @param fileName for messages
     * @throws IllegalArgumentException naming file, line, column and what is expected, at the first bad line
     * @throws UncheckedIOException if the file cannot be read
     */
    public ElementRegistry with(Reader csv, String fileName) {
        List<InformationElement> all = new ArrayList<>(List.of(elements));
        try {
            all.addAll(RegistryFile.read(csv, fileName));
        } catch (IOException e) {
            throw new UncheckedIOException("reading registry file " + fileName, e);
        }
        return new ElementRegistry(all);
    }

    /** How many elements the files hold. */
    public int size() {
        return elements.length;
    }

    /** The element, derived ones included, or null if it is not known. */
    public @Nullable InformationElement find(long enterpriseNumber, int elementId) {
        InformationElement listed = listed(enterpriseNumber, elementId);
        if (listed != null) {
            return listed;
        }
        if (!isDerivable(enterpriseNumber, elementId)) {
            return null;
        }
        return derived(enterpriseNumber, elementId);
    }

    /**
     * The element; an unknown one has the name {@code e<enterprise>id<id>} and is an octetArray. Allocates when an element
     * that no file has is asked for the first time, or again after very many others.
     */
    public InformationElement element(long enterpriseNumber, int elementId) {
        InformationElement listed = listed(enterpriseNumber, elementId);
        return listed != null ? listed : derived(enterpriseNumber, elementId);
    }

    /**
     * The element with a name, letter case counting; if enterprises share the name, IANA's, else that of the smallest
     * enterprise number. Null if it is not known.
     */
    public @Nullable InformationElement byName(String name) {
        InformationElement listed = byName.get(name);
        if (listed != null || name.length() <= REVERSE_PREFIX.length() || !name.startsWith(REVERSE_PREFIX)) {
            return listed;
        }
        int first = REVERSE_PREFIX.length();
        InformationElement forward = byName.get(Character.toLowerCase(name.charAt(first)) + name.substring(first + 1));
        if (forward == null || !isDerivable(REVERSE_ENTERPRISE, forward.elementId())) {
            return null;
        }
        InformationElement reverse = derived(REVERSE_ENTERPRISE, forward.elementId());
        return reverse.name().equals(name) ? reverse : null;
    }

    private @Nullable InformationElement listed(long enterpriseNumber, int elementId) {
        int index = Arrays.binarySearch(keys, key(enterpriseNumber, elementId));
        return index >= 0 ? elements[index] : null;
    }

    private boolean isDerivable(long enterpriseNumber, int elementId) {
        if (enterpriseNumber == FieldSpecifier.NETFLOW9_SCOPE) {
            return ScopeElements.find(elementId) != null;
        }
        return enterpriseNumber == REVERSE_ENTERPRISE && elementId <= LARGEST_IANA_ID && listed(0, elementId) != null;
    }

    private InformationElement derived(long enterpriseNumber, int elementId) {
        long key = key(enterpriseNumber, elementId);
        long mixed = key * 0x9E37_79B9_7F4A_7C15L;
        int home = (int) (mixed >>> 40) % DERIVED_SLOTS;
        for (int probe = 0; probe < DERIVED_PROBES; probe++) {
            int slot = (home + probe) % DERIVED_SLOTS;
            InformationElement present = derived.get(slot);
            if (present == null) {
                InformationElement made = make(enterpriseNumber, elementId);
                // Lost to another thread: this one is as good, it is only not kept.
                derived.compareAndSet(slot, null, made);
                return made;
            }
            if (present.elementId() == elementId && present.enterpriseNumber() == enterpriseNumber) {
                return present;
            }
        }
        InformationElement made = make(enterpriseNumber, elementId);
        derived.set(home, made);
        return made;
    }

    private InformationElement make(long enterpriseNumber, int elementId) {
        if (enterpriseNumber == FieldSpecifier.NETFLOW9_SCOPE) {
            InformationElement scope = ScopeElements.find(elementId);
            return scope != null ? scope : unknown(enterpriseNumber, elementId, "scope" + elementId);
        }
        InformationElement forward = isDerivable(enterpriseNumber, elementId) ? listed(0, elementId) : null;
        if (forward == null) {
            return unknown(enterpriseNumber, elementId, "e" + enterpriseNumber + "id" + elementId);
        }
        String name = REVERSE_PREFIX
                + Character.toUpperCase(forward.name().charAt(0))
                + forward.name().substring(1);
        return new InformationElement(
                enterpriseNumber, elementId, name, forward.type(), forward.semantics(), forward.units());
    }

    private static InformationElement unknown(long enterpriseNumber, int elementId, String name) {
        return new InformationElement(
                enterpriseNumber, elementId, name, AbstractDataType.OCTET_ARRAY, Semantics.DEFAULT, Units.NONE);
    }

    private static long key(long enterpriseNumber, int elementId) {
        return enterpriseNumber << 16 | elementId;
    }

    /** The files that come with this library, read when first asked for. */
    private static final class Standard {
        private static final ElementRegistry REGISTRY = load();

        private static ElementRegistry load() {
            List<InformationElement> all = new ArrayList<>();
            try (BufferedReader list = open(LIST_OF_FILES)) {
                for (String file = list.readLine(); file != null; file = list.readLine()) {
                    try (BufferedReader csv = open(file)) {
                        all.addAll(RegistryFile.read(csv, file));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("reading the registry files on the class path", e);
            }
            return new ElementRegistry(all);
        }

        private static BufferedReader open(String file) {
            InputStream stream = ElementRegistry.class.getResourceAsStream(FOLDER + file);
            if (stream == null) {
                throw new IllegalStateException("no resource " + FOLDER + file + " on the class path");
            }
            return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        }
    }
}
