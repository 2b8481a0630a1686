package io.flowledger.flow.option;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the options data of a stream said and what holds for its flows now.
 *
 * <p>Owned by the decode thread. Look-ups allocate nothing.
 */
public final class StreamOptions {
    /** Statements of one stream at the most. */
    public static final int STATEMENTS = 65_536;

    /** Octets of an application's name at the most; longer ones are cut. */
    public static final int MAXIMUM_NAME_OCTETS = 3 * OptionReader.MAXIMUM_NAME_CHARACTERS;

    /** The system init time when no option gave it. */
    public static final long UNKNOWN_TIME = -1;

    private final Map<Statement, String> statements = new HashMap<>();
    private final LearnedElements elements = new LearnedElements();
    private final LongLongMap samplers = new LongLongMap();
    private final LongLongMap applicationIndexes = new LongLongMap();
    private final List<byte[]> applicationNames = new ArrayList<>();
    private final LongLongMap interfaces = new LongLongMap();
    private final LongLongMap lineCards = new LongLongMap();
    private final LongLongMap templates = new LongLongMap();
    private boolean scopedRates;
    private boolean templateRates;
    private long samplingRate;
    private int samplingOrigin = SamplingOrigin.UNKNOWN;
    private long overridingRate;
    private boolean samplingTold;
    private boolean samplingUntold;
    private boolean samplingNews;
    private long systemInitMillis = UNKNOWN_TIME;
    private @Nullable String exporterAddress;

    /** What an option is about. */
    private record Statement(OptionKind kind, String scope) {}

    /** True when something was said about this before. */
    public boolean knows(OptionKind kind, String scope) {
        return statements.containsKey(new Statement(kind, scope));
    }

    /** The elements that the exporter described. */
    public LearnedElements elements() {
        return elements;
    }

    /** Statements remembered. */
    public int statementCount() {
        return statements.size();
    }

    /** Remembers a statement; true when it was not made before with this value. */
    public boolean isNews(OptionKind kind, String scope, String value) {
        return !value.equals(statements.put(new Statement(kind, scope), value));
    }

    /** One in how many packets of the whole stream was seen; 0 when it is not known. */
    public long samplingRate() {
        return overridingRate != 0 ? overridingRate : samplingRate;
    }

    /** Code of who said {@link #samplingRate()}. */
    public int samplingOrigin() {
        return overridingRate != 0 ? SamplingOrigin.OVERRIDE.code() : samplingOrigin;
    }

    /** Sets the rate of the whole stream; 0 for unknown. */
    public void samplingRate(long rate, SamplingOrigin origin) {
        samplingRate = rate;
        samplingOrigin = rate == 0 ? SamplingOrigin.UNKNOWN : origin.code();
        if (rate != 0 && origin == SamplingOrigin.OPTION) {
            told();
        }
    }

    /** True when the configuration gives the rate, whatever records and options say. */
    public boolean isSamplingOverridden() {
        return overridingRate != 0;
    }

    /** Sets the rate that holds whatever records and options say; 0 for none. */
    public void overridingRate(long rate) {
        overridingRate = rate;
    }

    /** True when an option told a rate, of whatever scope. */
    public boolean isSamplingTold() {
        return samplingTold;
    }

    /** True when waiting for a rate was in vain. */
    public boolean isSamplingUntold() {
        return samplingUntold;
    }

    /** Sets whether waiting for a rate was in vain. */
    public void samplingUntold(boolean inVain) {
        samplingUntold = inVain;
        samplingNews |= inVain;
    }

    /** True when something about sampling was told since the last call. */
    public boolean takeSamplingNews() {
        boolean news = samplingNews;
        samplingNews = false;
        return news;
    }

    /** Notes which address the exporter says that it has. */
    void exporterAddress(String address) {
        exporterAddress = address;
    }

    /** The address that the exporter has said since the last call, or null. */
    public @Nullable String takeExporterAddress() {
        String taken = exporterAddress;
        exporterAddress = null;
        return taken;
    }

    private void told() {
        samplingTold = true;
        samplingNews = true;
    }

    /** True when an interface or a line card has a rate of its own. */
    public boolean hasScopedRates() {
        return scopedRates;
    }

    /** The rate of an interface by its SNMP index, 0 when it is not known. */
    public long interfaceRate(long index) {
        return interfaces.get(index, 0);
    }

    /** Sets the rate of an interface. */
    public void interfaceRate(long index, long rate) {
        interfaces.put(index, rate);
        told();
        scopedRates = true;
    }

    /** The rate of a line card, 0 when it is not known. */
    public long lineCardRate(long card) {
        return lineCards.get(card, 0);
    }

    /** Sets the rate of a line card. */
    public void lineCardRate(long card, long rate) {
        lineCards.put(card, rate);
        told();
        scopedRates = true;
    }

    /** The rate of the records of a template, 0 when it has none of its own. */
    public long templateRate(int templateId) {
        return templateRates ? templates.get(templateId, 0) : 0;
    }

    /** Sets the rate of the records of a template. */
    public void templateRate(long templateId, long rate) {
        templates.put(templateId, rate);
        told();
        templateRates = true;
    }

    /** The rate of a sampler or selector, 0 when it is not known. */
    public long samplerRate(long samplerId) {
        return samplers.get(samplerId, 0);
    }

    /** Sets the rate of a sampler or selector. */
    public void samplerRate(long samplerId, long rate) {
        samplers.put(samplerId, rate);
        told();
    }

    /** When the exporter's uptime began, milliseconds since 1970, or {@link #UNKNOWN_TIME}. */
    public long systemInitMillis() {
        return systemInitMillis;
    }

    /** Sets when the exporter's uptime began. */
    public void systemInitMillis(long millis) {
        systemInitMillis = millis;
    }

    /** The name of an application in UTF-8, or null; {@code applicationId} is the element's octets as a number. */
    public byte @Nullable [] applicationName(long applicationId) {
        long index = applicationIndexes.get(applicationId, -1);
        return index < 0 ? null : applicationNames.get((int) index);
    }

    /** Sets the name of an application. */
    public void applicationName(long applicationId, byte[] utf8) {
        long index = applicationIndexes.get(applicationId, -1);
        if (index >= 0) {
            applicationNames.set((int) index, utf8);
        } else {
            applicationIndexes.put(applicationId, applicationNames.size());
            applicationNames.add(utf8);
        }
    }
}
