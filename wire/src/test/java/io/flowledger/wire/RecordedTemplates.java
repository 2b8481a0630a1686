package io.flowledger.wire;

import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.template.Template;
import io.flowledger.wire.template.TemplateHandler;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a Template Set says, as lines and as templates. */
public final class RecordedTemplates implements TemplateHandler {
    /** Each event in order: {@code template 256}, {@code withdrawal 256}, {@code withdrawal all 2}, or a fault's name. */
    public final List<String> events = new ArrayList<>();

    /** The templates in order. */
    public final List<Template> templates = new ArrayList<>();

    @Override
    public void template(Template template) {
        events.add("template " + template.templateId());
        templates.add(template);
    }

    @Override
    public void withdrawal(long observationDomain, int templateId, boolean all) {
        events.add((all ? "withdrawal all " : "withdrawal ") + templateId);
    }

    @Override
    public void fault(DecodeFault fault) {
        events.add(fault.name());
    }
}
