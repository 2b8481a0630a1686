package io.flowledger.flow.decode;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.StreamKey;
import io.flowledger.flow.batch.TemplateVersion;
import io.flowledger.flow.ledger.LedgerEntry;
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
    private final long lifetimeNanos;
    private final Allowance templateFields;
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
        TemplateChange change = put(present(session), template, ReceiveTime.kept(from.receivedAtNanos()));
        if (change == TemplateChange.REFUSED_FULL) {
            fault(DecodeFault.TOO_MANY_TEMPLATES);
            return;
        }
        StreamKey key = present(stream).key();
        if (change.definitionChanged()) {
            lot.templateCame(key, template.templateId());
        }
        if (change.stateChanged()) {
            TemplateVersion.Event event =
                    change.definitionChanged() ? TemplateVersion.Event.DEFINED : TemplateVersion.Event.REFRESHED;
            note(key, template, event, from, present(batch));
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
        TemplateChange change = into.templates().put(template, receivedAtNanos);
        if (change == TemplateChange.REFUSED_FULL) {
            into.release(template);
        } else if (before != null) {
            into.release(before);
        }
        return change;
    }

    @Override
    public void withdrawal(long observationDomain, int templateId, boolean all) {
        // Over UDP, the only transport so far, withdrawals are ignored (RFC 7011 section 8.4).
        fault(DecodeFault.WITHDRAWAL_IGNORED);
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
            of.release(template);
            StreamKey key = new StreamKey(of.exporter(), of.exportVersion(), template.observationDomain());
            note(key, template, TemplateVersion.Event.ENDED, now, intoBatch);
            ended.accept(template.observationDomain());
        });
    }

    private static void note(
            StreamKey key, Template template, TemplateVersion.Event event, Datagram from, Batch intoBatch) {
        intoBatch
                .templates()
                .add(new TemplateVersion(
                        key, template, event, from.position(), ReceiveTime.kept(from.receivedAtNanos())));
    }

    private static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("a template came before begin");
        }
        return value;
    }
}
