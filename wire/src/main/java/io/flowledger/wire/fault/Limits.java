package io.flowledger.wire.fault;

/**
 * Upper bounds for what an exporter chooses (RFC 7011 section 11.2), each at least 1.
 *
 * @param templatesPerSession data and options templates of one Transport Session, all Observation Domains together
 * @param fieldsPerTemplate fields of one template, scope fields included
 * @param fieldsPerSession fields of all templates of one Transport Session, which is what their memory goes by
 * @param recordLengthOctets octets of the shortest record of a template; 65535 is what a message can hold
 */
public record Limits(int templatesPerSession, int fieldsPerTemplate, int fieldsPerSession, int recordLengthOctets) {
    /** Refuses a limit below 1. */
    public Limits {
        atLeastOne("templatesPerSession", templatesPerSession);
        atLeastOne("fieldsPerTemplate", fieldsPerTemplate);
        atLeastOne("fieldsPerSession", fieldsPerSession);
        atLeastOne("recordLengthOctets", recordLengthOctets);
    }

    /** 4096 templates and 65536 fields a session, 1024 fields a template, records up to 65535 octets. */
    public static Limits standard() {
        return new Limits(4096, 1024, 65536, 65535);
    }

    /** The same with other bounds for the templates of one Transport Session. */
    public Limits withTemplates(int templates, int fields) {
        return new Limits(templates, fieldsPerTemplate, fields, recordLengthOctets);
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", the least is 1");
        }
    }
}
