package io.flowledger.wire.template;

import io.flowledger.wire.fault.DecodeFault;

/** Takes what a Template Set or Options Template Set says, in the order in which it says it. */
public interface TemplateHandler {
    /** A well-formed template; whether there is room for it is for the store to say. */
    void template(Template template);

    /**
     * A Template Withdrawal (RFC 7011 section 8.1), IPFIX only; to be ignored over UDP (section 8.4).
     *
     * @param templateId the template withdrawn, or the Set ID (2 data, 3 options templates) when all of a kind are
     * @param all whether all templates of that kind in the domain are withdrawn
     */
    void withdrawal(long observationDomain, int templateId, boolean all);

    /** Something is wrong with a record or with the rest of the Set; {@link DecodeFault#skipped()} says which. */
    void fault(DecodeFault fault);
}
