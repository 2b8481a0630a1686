package io.flowledger.flow.decode;

/**
 * What all exporters together can make us keep (RFC 7011 section 11.2).
 *
 * @param streams observation domains
 * @param templateFields fields of templates
 * @param statements things that options say
 */
record Allowances(Allowance streams, Allowance templateFields, Allowance statements) {
    static Allowances of(DecoderSettings settings) {
        return new Allowances(
                new Allowance(settings.streams()),
                new Allowance(settings.templateFields()),
                new Allowance(settings.statements()));
    }
}
