package io.flowledger.flow.decode;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.StreamKey;
import io.flowledger.flow.batch.TemplateVersion;
import io.flowledger.flow.ledger.LedgerEntry;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.template.Template;
import io.flowledger.wire.template.TemplateChange;
import io.flowledger.wire.template.TemplateHandler;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes templates as a Message brings them: into the session's store, the batch and the books.
 *
 * <p>Owned by the decode thread.
 */
final class TemplateIntake implements TemplateHandler {
    private final long lifetimeNanos;
    private final List<Arrival> arrivals = new ArrayList<>();
    private @Nullable ExporterSession session;
    private @Nullable ExportStream stream;
    private @Nullable Datagram datagram;
    private @Nullable Batch batch;

    /** A template that came with the datagram being decoded and may be waited for. */
    record Arrival(long observationDomain, int templateId) {}

    TemplateIntake(DecoderSettings settings) {
        lifetimeNanos = settings.templateLifetime().toNanos();
    }

    /** Says for whom the templates are that come next. */
    void begin(ExporterSession ofSession, ExportStream ofStream, Datagram ofDatagram, Batch intoBatch) {
        session = ofSession;
        stream = ofStream;
        datagram = ofDatagram;
        batch = intoBatch;
    }

    /** The templates that came since the last call. */
    List<Arrival> takeArrivals() {
        if (arrivals.isEmpty()) {
            return List.of();
        }
        List<Arrival> taken = List.copyOf(arrivals);
        arrivals.clear();
        return taken;
    }

    @Override
    public void template(Template template) {
        ExporterSession of = present(session);
        Datagram from = present(datagram);
        Template before = of.templates().find(template.observationDomain(), template.templateId());
        TemplateChange change = of.templates().put(template, from.receivedAtNanos());
        if (change == TemplateChange.REFUSED_FULL) {
            fault(DecodeFault.TOO_MANY_TEMPLATES);
            return;
        }
        if (change.definitionChanged()) {
            if (before != null) {
                present(stream).forget(before);
            }
            arrivals.add(new Arrival(template.observationDomain(), template.templateId()));
        }
        if (change.stateChanged()) {
            note(
                    template,
                    change.definitionChanged() ? TemplateVersion.Event.DEFINED : TemplateVersion.Event.REFRESHED,
                    from);
        }
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

    /** Ends the templates of a session that have not been sent again in their lifetime. */
    void expire(ExporterSession ofSession, Datagram now, Batch intoBatch) {
        begin(ofSession, ofSession.stream(0), now, intoBatch);
        ofSession.templates().expire(now.receivedAtNanos(), lifetimeNanos, template -> {
            ofSession.stream(template.observationDomain()).forget(template);
            note(template, TemplateVersion.Event.ENDED, now);
        });
    }

    private void note(Template template, TemplateVersion.Event event, Datagram from) {
        ExporterSession of = present(session);
        StreamKey key = of.stream(template.observationDomain()).key();
        present(batch)
                .templates()
                .add(new TemplateVersion(key, template, event, from.position(), from.receivedAtNanos()));
    }

    private static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("a template came before begin");
        }
        return value;
    }
}
