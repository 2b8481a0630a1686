package io.flowledger.flow.decode;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.StreamKey;
import io.flowledger.flow.batch.TemplateVersion;
import io.flowledger.flow.ledger.LedgerEntry;
import io.flowledger.flow.option.OptionReader;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.template.Template;
import io.flowledger.wire.template.TemplateChange;
import io.flowledger.wire.template.TemplateHandler;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes templates as a Message brings them: into the session's store, the batch and the books; Sets that waited for them are
 * ready then.
 *
 * <p>Owned by the decode thread.
 */
final class TemplateIntake implements TemplateHandler {
    /** The Set ID, which a withdrawal of all Options Templates has for Template ID. */
    private static final int OPTIONS_TEMPLATE_SET = 3;

    private final long lifetimeNanos;
    private final Allowance templateFields;
    private final SharedTemplates shared = new SharedTemplates();
    private final ParkingLot lot;
    private @Nullable ExporterSession session;
    private @Nullable ExportStream stream;
    private @Nullable Datagram datagram;
    private @Nullable Batch batch;

    TemplateIntake(DecoderSettings settings, Allowances allowances, ParkingLot lot) {
        lifetimeNanos = settings.templateLifetime().toNanos();
        templateFields = allowances.templateFields();
        this.lot = lot;
    }

    /** Says for whom the templates are that come next. */
    void begin(ExporterSession ofSession, ExportStream ofStream, Datagram ofDatagram, Batch intoBatch) {
        session = ofSession;
        stream = ofStream;
        datagram = ofDatagram;
        batch = intoBatch;
    }

    @Override
    public void template(Template template) {
        Datagram from = present(datagram);
        ExporterSession of = present(session);
        TemplateChange change = put(of, template, ReceiveTime.kept(from.receivedAtNanos()));
        if (change == TemplateChange.REFUSED_FULL) {
            fault(DecodeFault.TOO_MANY_TEMPLATES);
            return;
        }
        StreamKey key = present(stream).key();
        if (change.definitionChanged()) {
            lot.templateCame(key, of.number(), template.templateId());
        }
        if (change == TemplateChange.REDEFINED && of.isConnection()) {
            fault(DecodeFault.TEMPLATE_REDEFINED);
        }
        if (change.stateChanged()) {
            TemplateVersion.Event event =
                    change.definitionChanged() ? TemplateVersion.Event.DEFINED : TemplateVersion.Event.REFRESHED;
            note(of, template, event, from.position(), from.receivedAtNanos(), present(batch));
        }
    }

    /** Puts a template into a session's store, when there is room for its fields. */
    TemplateChange put(ExporterSession into, Template template, long receivedAtNanos) {
        Template before = into.templates().find(template.observationDomain(), template.templateId());
        if (before != null && before.sameDefinition(template)) {
            return into.templates().put(template, receivedAtNanos);
        }
        if (!templateFields.take(template.fieldCount())) {
            return TemplateChange.REFUSED_FULL;
        }
        TemplateChange change = into.templates().put(shared.of(template), receivedAtNanos);
        if (change == TemplateChange.REFUSED_FULL) {
            into.release(template);
            return change;
        }
        if (before != null) {
            into.release(before);
            announce(into, before, -1);
        }
        announce(into, template, 1);
        return change;
    }

    @Override
    public void withdrawal(long observationDomain, int templateId, boolean all) {
        ExporterSession of = present(session);
        if (!of.isConnection()) {
            // RFC 7011 section 8.4
            fault(DecodeFault.WITHDRAWAL_IGNORED);
        } else if (all) {
            boolean options = templateId == OPTIONS_TEMPLATE_SET;
            of.templates().forEach(template -> {
                if (template.observationDomain() == observationDomain && template.isOptions() == options) {
                    withdrawn(of, template);
                }
            });
            of.templates().withdrawAll(observationDomain, options);
        } else {
            Template template = of.templates().find(observationDomain, templateId);
            if (template == null) {
                fault(DecodeFault.WITHDRAWAL_OF_UNKNOWN_TEMPLATE);
            } else {
                of.templates().withdraw(observationDomain, templateId);
                withdrawn(of, template);
            }
        }
    }

    private void withdrawn(ExporterSession of, Template template) {
        Datagram from = present(datagram);
        end(of, template, from.position(), from.receivedAtNanos(), present(batch));
    }

    @Override
    public void fault(DecodeFault fault) {
        Datagram from = present(datagram);
        ExportStream of = present(stream);
        LedgerEntry ledger = of.ledger(present(batch), from.receivedAtNanos());
        ledger.skipSets(fault, 1);
        of.fault(fault, from.receivedAtNanos());
    }

    /**
     * Ends the templates of a session that have not been sent again in their lifetime.
     *
     * @param ended is told the observation domain of each
     */
    void expire(ExporterSession of, Datagram now, Batch intoBatch, LongConsumer ended) {
        of.templates().expire(now.receivedAtNanos(), lifetimeNanos, template -> {
            end(of, template, now.position(), now.receivedAtNanos(), intoBatch);
            ended.accept(template.observationDomain());
        });
    }

    /** Ends all templates of a connection that has ended at {@code position} (RFC 7011 section 8.1). */
    static void endAll(ExporterSession of, long position, long receivedAtNanos, Batch intoBatch) {
        of.templates().forEach(template -> end(of, template, position, receivedAtNanos, intoBatch));
    }

    private static void end(
            ExporterSession of, Template template, long position, long receivedAtNanos, Batch intoBatch) {
        of.release(template);
        announce(of, template, -1);
        note(of, template, TemplateVersion.Event.ENDED, position, receivedAtNanos, intoBatch);
    }

    /** Tells the stream how many options templates there are that are to tell of sampling. */
    private static void announce(ExporterSession of, Template template, int more) {
        ExportStream about = of.owner().peek(template.observationDomain());
        if (about != null && OptionReader.speaksOfSampling(template)) {
            about.countSamplingTemplates(more);
        }
    }

    private static void note(
            ExporterSession of,
            Template template,
            TemplateVersion.Event event,
            long position,
            long receivedAtNanos,
            Batch intoBatch) {
        intoBatch
                .templates()
                .add(new TemplateVersion(
                        new StreamKey(of.exporter(), of.exportVersion(), template.observationDomain()),
                        template,
                        event,
                        position,
                        ReceiveTime.kept(receivedAtNanos),
                        of.number()));
    }

    private static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("a template came before begin");
        }
        return value;
    }
}
