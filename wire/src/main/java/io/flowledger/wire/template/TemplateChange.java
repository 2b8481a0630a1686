package io.flowledger.wire.template;

/** What {@link TemplateStore#put} did. */
public enum TemplateChange {
    /** The id was free. */
    ADDED(true),
    /** The same definition is there already; nothing moved. */
    REFRESHED(false),
    /** The same definition is there already, and its refresh stamp moved to the receive time. */
    REFRESHED_STAMP_MOVED(true),
    /** Another definition had the id; this one replaced it. */
    REDEFINED(true),
    /** No room; the store is as it was. */
    REFUSED_FULL(false);

    private final boolean stateChanged;

    TemplateChange(boolean stateChanged) {
        this.stateChanged = stateChanged;
    }

    /** Whether what is kept outside (template or stamp) has to be written again. */
    public boolean stateChanged() {
        return stateChanged;
    }

    /** Whether the template that {@link TemplateStore#find} gives is another one than before. */
    public boolean definitionChanged() {
        return this == ADDED || this == REDEFINED;
    }
}
