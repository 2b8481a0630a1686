package io.flowledger.generate;

/**
 * What all exporters of a generator share.
 *
 * @param draw gives flows
 * @param block where they lie
 * @param netflow9 templates of NetFlow v9: of exporters that do not sample, and of those that do
 * @param ipfix the same for IPFIX
 */
record Workspace(FlowDraw draw, FlowBlock block, TemplatePair netflow9, TemplatePair ipfix) {
    /** Templates of exporters that do not sample, and of those that do. */
    record TemplatePair(TemplateSet plain, TemplateSet sampled) {}

    static Workspace of(GeneratorSettings settings, RandomBits random) {
        int templates = settings.templates();
        boolean variable = settings.variableLength();
        return new Workspace(
                new FlowDraw(random),
                new FlowBlock(),
                new TemplatePair(TemplateSet.netflow9(templates, false), TemplateSet.netflow9(templates, true)),
                new TemplatePair(
                        TemplateSet.ipfix(templates, false, variable), TemplateSet.ipfix(templates, true, variable)));
    }

    TemplateSet netflow9(boolean sampled) {
        return sampled ? netflow9.sampled() : netflow9.plain();
    }

    TemplateSet ipfix(boolean sampled) {
        return sampled ? ipfix.sampled() : ipfix.plain();
    }
}
