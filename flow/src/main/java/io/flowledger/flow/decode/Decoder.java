package io.flowledger.flow.decode;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.ExporterAddress;
import io.flowledger.flow.batch.ListenerDrop;
import io.flowledger.flow.batch.OptionValue;
import io.flowledger.flow.batch.ParkedSet;
import io.flowledger.flow.batch.RestoredState;
import io.flowledger.flow.batch.SessionState;
import io.flowledger.flow.batch.StreamKey;
import io.flowledger.flow.batch.StreamState;
import io.flowledger.flow.batch.TemplateVersion;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.flow.ledger.LedgerEntry;
import io.flowledger.flow.option.OptionReader;
import io.flowledger.flow.plan.PlanCompiler;
import io.flowledger.wire.ExportProtocol;
import io.flowledger.wire.cursor.Octets;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.template.Template;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams in, rows and books out: a function of the journal's octets, the configuration and the state it began with, so that
 * replaying gives the same rows and the same figures.
 *
 * <p>One thread.
 */
public final class Decoder {
    /** The version under which datagrams are counted whose version is not known. */
    private static final int UNKNOWN_VERSION = 0;

    private static final int IPFIX = ExportProtocol.IPFIX.exportVersion();

    /** Octets of parked Sets, and of their rows, that one datagram may set free; the others follow with those after it. */
    private static final long READY_OCTETS = 4L << 20;

    private static final long READY_ROW_OCTETS = 16L << 20;

    private final ExporterSessions sessions;
    private final Parking parking;
    private final Allowances allowances;
    private final TemplateIntake templates;
    private final DatagramSource source;
    private final SetDecoder sets;
    private final ExporterIdentity identity;
    private final DataSetIntake dataSets;
    private final Netflow1Decoder netflow1;
    private final Netflow5Decoder netflow5;
    private final Netflow7Decoder netflow7;
    private final Netflow9Decoder netflow9;
    private final IpfixDecoder ipfix;
    private final SflowDecoder sflow;
    private final Map<Integer, ExportStream> strangers = new HashMap<>();
    private final List<Touched> touched = new ArrayList<>();
    private final SessionEnds sessionEnds;
    private final List<SessionSequence> touchedSequences = new ArrayList<>();

    /** A stream that had a datagram in this batch. */
    private record Touched(ExporterSession owner, ExportStream stream) {}

    /**
     * A decoder that has seen nothing.
     *
     * @param compiler makes the plans
     * @param settings bounds
     * @param source where parked datagrams are read again
     * @param listener told of Options Data Records, or null
     */
    public Decoder(
            PlanCompiler compiler,
            DecoderSettings settings,
            DatagramSource source,
            @Nullable OptionsRecordListener listener) {
        this.allowances = Allowances.of(settings);
        this.sessions = new ExporterSessions(settings, allowances);
        this.parking = new Parking(settings);
        this.sessionEnds = new SessionEnds(sessions, parking.lot());
        this.source = source;
        this.templates = new TemplateIntake(settings, allowances, parking.lot());
        SetDecoder sets = new SetDecoder(compiler, allowances.statements(), listener);
        this.sets = sets;
        this.identity = new ExporterIdentity(settings.overrides());
        this.dataSets = new DataSetIntake(sets, parking, new RateWait(settings, compiler.layout()));
        FixedRecordIntake fixedRecords = new FixedRecordIntake(sets);
        this.netflow1 = new Netflow1Decoder(fixedRecords);
        this.netflow5 = new Netflow5Decoder(fixedRecords);
        this.netflow7 = new Netflow7Decoder(fixedRecords);
        this.netflow9 = new Netflow9Decoder(settings.limits(), templates, dataSets);
        this.ipfix = new IpfixDecoder(settings.limits(), templates, dataSets);
        this.sflow = new SflowDecoder(compiler.layout(), compiler.keepsExtra());
    }

    /** Takes over the state of an earlier decoder; to be called before the first datagram. */
    public void restore(RestoredState state) {
        // The latest first, in case there is not room for all.
        state.streams().stream()
                .sorted(Comparator.comparingLong(StreamState::lastSeenNanos).reversed())
                .forEach(this::restore);
        for (TemplateVersion version : state.templates()) {
            ExporterSession session = restoredSession(version.key(), version.session());
            if (session != null) {
                templates.put(session, version.template(), version.receivedAtNanos());
            }
        }
        for (SessionState connection : state.sessions()) {
            ExporterSession session = restoredSession(connection.key(), connection.session());
            if (session != null) {
                session.sessionSequence(connection.key()).restore(connection);
            }
        }
        state.options().forEach(this::restore);
        for (ParkedSet set : state.parked()) {
            parking.lot().restore(shared(set));
        }
        for (ParkedSet set : state.parked()) {
            ExporterSession session = session(set);
            if (set.awaitsRate()) {
                ExportStream stream =
                        session == null ? null : session.owner().peek(set.key().observationDomain());
                if (stream == null
                        || stream.options().isSamplingTold()
                        || stream.options().isSamplingUntold()) {
                    // Whether it is its rate that came is looked at when it is its turn.
                    parking.lot().rateCame(set.key());
                }
            } else if (session != null && template(session, set) != null) {
                parking.lot().templateCame(set.key(), set.session(), set.templateId());
            }
        }
    }

    /** The set with the template of its session, when that is the same still. */
    private ParkedSet shared(ParkedSet set) {
        Template awaited = set.template();
        ExporterSession session = awaited == null ? null : session(set);
        Template known = session == null ? null : template(session, set);
        return awaited != null && known != null && known.sameDefinition(awaited) ? set.withTemplate(known) : set;
    }

    private void restore(StreamState state) {
        ExporterSession session = restoredSession(state.key(), 0);
        ExportStream stream =
                session == null ? null : session.stream(state.key().observationDomain());
        if (session != null && stream != null) {
            session.touch(state.lastSeenNanos());
            stream.restore(state);
        }
    }

    private void restore(OptionValue option) {
        ExporterSession session = restoredSession(option.key(), 0);
        ExportStream stream =
                session == null ? null : session.stream(option.key().observationDomain());
        if (stream != null && allowances.statements().take(1)) {
            stream.options().isNews(option.kind(), option.scope(), option.value());
            OptionReader.apply(stream.options(), option.kind(), option.scope(), option.value());
            noteAddress(stream, option.position());
        }
    }

    private @Nullable ExporterSession restoredSession(StreamKey key, long number) {
        return sessions.restore(key.exporter(), key.exportVersion(), number);
    }

    /** The lowest journal position that is needed again, or {@link Long#MAX_VALUE}. */
    public long lowestParkedPosition() {
        return parking.lot().lowestPosition();
    }

    /** Decodes a datagram into {@code batch}, and parked Sets that are ready as far as one batch should hold them. */
    public void decode(Datagram datagram, Batch batch) {
        long received = datagram.receivedAtNanos();
        long position = datagram.position();
        long nextPosition = datagram.nextPosition();
        noteDrops(datagram, batch);
        if (datagram.isSessionEnd()) {
            for (ParkedSet set : sessionEnds.take(datagram)) {
                parking.expired(stream(set, batch), set, batch);
            }
        } else {
            decodeMessage(datagram, batch);
        }
        // From here on the datagram may be another one: parked ones are read through the same source.
        expire(position, received, batch);
        decodeReady(batch);
        // What was ready since a restart, and found that it has to wait on, may have waited too long.
        if (expire(position, received, batch)) {
            decodeReady(batch);
        }
        batch.advance(nextPosition);
    }

    /** Ends the waiting of Sets that have waited too long by the datagram at {@code position}; true when there was one. */
    private boolean expire(long position, long received, Batch batch) {
        boolean any = false;
        for (ParkedSet set = parking.lot().takeExpired(received);
                set != null;
                set = parking.lot().takeExpired(received)) {
            any = true;
            ExportStream of = stream(set, batch);
            if (set.awaitsRate()) {
                sets.giveUpRate(of, position, received, batch);
                of.options().takeSamplingNews();
                parking.lot().makeReady(set);
                parking.lot().rateCame(set.key());
            } else {
                parking.expired(of, set, batch);
            }
        }
        return any;
    }

    /** Gateways behind which several exporters were found since the last call that nothing tells apart: each of them once. */
    public List<HiddenExporters> takeHiddenExporters() {
        return identity.takeHidden();
    }

    /** True when parked Sets are ready to be decoded: their template has come and they did not fit beside the last datagram. */
    public boolean hasReady() {
        return parking.lot().hasReady();
    }

    private void decodeMessage(Datagram datagram, Batch batch) {
        long received = datagram.receivedAtNanos();
        byte[] in = datagram.buffer();
        ExportProtocol protocol = ExportProtocol.detect(in, datagram.payloadOffset(), datagram.payloadLength());
        int version = protocol == null ? UNKNOWN_VERSION : protocol.exportVersion();
        long number = datagram.session();
        if (number != 0) {
            version = IPFIX;
        }
        identity.read(datagram, protocol);
        ExporterSession session =
                sessions.find(identity.buffer(), identity.offset(), identity.length(), version, number, received);
        ExportStream stream = session == null ? null : decode(protocol, session, datagram, batch);
        if (session != null && stream != null) {
            stream.seen(received);
            touch(session, stream, batch);
            noteSampling(stream);
            noteAddress(stream, datagram.position());
            if (session.isConnection()) {
                SessionSequence sequence = session.sessionSequence(stream.key());
                if (sequence.touch(batch)) {
                    touchedSequences.add(sequence);
                }
            }
        } else {
            refuseStranger(datagram, version, batch);
        }
    }

    /**
     * Decodes parked Sets that are ready, as far as one batch should hold them; to be called when no datagram is at hand.
     *
     * @return true when more are ready
     */
    public boolean decodeReady(Batch batch) {
        ParkingLot lot = parking.lot();
        long rowLimit = batch.octets() + READY_ROW_OCTETS;
        long octets = 0;
        while (lot.hasReady() && octets < READY_OCTETS && batch.octets() < rowLimit) {
            ParkedSet set = lot.takeReady();
            if (set != null) {
                octets += set.lengthOctets();
                decodeParked(set, batch, false);
            }
        }
        if (!sessionEnds.isEmpty()) {
            finishSessions(batch);
        }
        return lot.hasReady();
    }

    private void finishSessions(Batch batch) {
        for (ExporterSession ended : sessionEnds.finish(batch)) {
            ended.templates().forEach(template -> {
                ExportStream stream = ended.owner().peek(template.observationDomain());
                if (stream != null) {
                    touch(ended, stream, batch);
                }
            });
            touchedSequences.removeIf(sequence -> sequence.session() == ended.number());
        }
    }

    /**
     * Gives up parked Sets of datagrams before {@code position}, as if their template never came: for a journal that needs the
     * room more than they do.
     *
     * @return how many
     */
    public int giveUpParkedBefore(long position, Batch batch) {
        int count = 0;
        for (ParkedSet set = parking.lot().takeBefore(position);
                set != null;
                set = parking.lot().takeBefore(position)) {
            if (!set.awaitsRate()) {
                parking.expired(stream(set, batch), set, batch);
            } else {
                decodeParked(set, batch, true);
            }
            count++;
        }
        return count;
    }

    /** Ends a batch: adds the state of the streams that it changed. */
    public void finish(Batch batch) {
        for (Touched entry : touched) {
            ExportStream stream = entry.stream();
            int templateCount = entry.owner().templateCount(stream.key().observationDomain());
            batch.streams().add(stream.state(templateCount));
        }
        touched.clear();
        for (SessionSequence sequence : touchedSequences) {
            batch.sessions().add(sequence.state());
        }
        touchedSequences.clear();
    }

    private @Nullable ExportStream decode(
            @Nullable ExportProtocol protocol, ExporterSession session, Datagram datagram, Batch batch) {
        ExporterSession owner = session.owner();
        if (owner.touch(datagram.receivedAtNanos())) {
            templates.expire(owner, datagram, batch, domain -> {
                ExportStream stream = owner.peek(domain);
                if (stream != null) {
                    touch(owner, stream, batch);
                }
            });
        }
        if (session.isConnection() && protocol != ExportProtocol.IPFIX) {
            boolean cut = datagram.payloadLength() < 2;
            return refuse(session, cut ? DecodeFault.HEADER_CUT : DecodeFault.NOT_IPFIX_OVER_TCP, datagram, batch);
        }
        if (protocol == null) {
            return refuse(session, undetected(datagram), datagram, batch);
        }
        return switch (protocol) {
            case NETFLOW_V1 -> netflow1.decode(session, datagram, batch);
            case NETFLOW_V5 -> netflow5.decode(session, datagram, batch);
            case NETFLOW_V7 -> netflow7.decode(session, datagram, batch);
            case NETFLOW_V9 -> netflow9.decode(session, datagram, batch);
            case IPFIX -> ipfix.decode(session, datagram, batch);
            case SFLOW_V5 -> sflow.decode(session, datagram, batch);
        };
    }

    private static DecodeFault undetected(Datagram datagram) {
        int length = datagram.payloadLength();
        if (length == 0) {
            return DecodeFault.EMPTY_DATAGRAM;
        }
        if (length < 2) {
            return DecodeFault.HEADER_CUT;
        }
        int version = Octets.u16(datagram.buffer(), datagram.payloadOffset());
        boolean oldSflow = version == 0
                && length >= 4
                && Octets.u32(datagram.buffer(), datagram.payloadOffset()) <= 4
                && Octets.u32(datagram.buffer(), datagram.payloadOffset()) >= 2;
        return version == 8 || oldSflow ? DecodeFault.UNSUPPORTED_VERSION : DecodeFault.UNKNOWN_VERSION;
    }

    static @Nullable ExportStream refuse(ExporterSession session, DecodeFault fault, Datagram datagram, Batch batch) {
        ExportStream stream = session.stream(0);
        if (stream != null) {
            countReceived(stream, datagram, batch);
            stream.ledger(batch, datagram.receivedAtNanos()).refuseDatagrams(fault, 1);
            stream.fault(fault, datagram.receivedAtNanos());
        }
        return stream;
    }

    static void countReceived(ExportStream stream, Datagram datagram, Batch batch) {
        LedgerEntry ledger = stream.ledger(batch, datagram.receivedAtNanos());
        ledger.add(LedgerCounter.DATAGRAMS_RECEIVED, 1);
        ledger.add(LedgerCounter.OCTETS_RECEIVED, datagram.payloadLength());
    }

    /** Counts a datagram of an exporter for which there is no room, all of them together under the unspecified address. */
    private void refuseStranger(Datagram datagram, int version, Batch batch) {
        ExportStream nobody = strangers.computeIfAbsent(
                version, missing -> new ExportStream(new StreamKey(ExporterAddress.UNSPECIFIED, missing, 0)));
        countReceived(nobody, datagram, batch);
        nobody.ledger(batch, datagram.receivedAtNanos()).refuseDatagrams(DecodeFault.TOO_MANY_EXPORTERS, 1);
    }

    private static void noteDrops(Datagram datagram, Batch batch) {
        if (datagram.kernelDropped() != 0 || datagram.journalFullDropped() != 0) {
            batch.drop(new ListenerDrop(
                    datagram.listenerPort(),
                    ReceiveTime.minuteSeconds(datagram.receivedAtNanos()),
                    datagram.kernelDropped(),
                    datagram.journalFullDropped()));
        }
    }

    private void touch(ExporterSession session, ExportStream stream, Batch batch) {
        if (stream.touch(batch)) {
            touched.add(new Touched(session.owner(), stream));
        }
    }

    /** The stream of a parked Set; one for the books alone when it has been forgotten meanwhile. */
    private ExportStream stream(ParkedSet set, Batch batch) {
        ExporterSession session = sessions.peek(set.key().exporter(), set.key().exportVersion(), 0);
        ExportStream stream = session == null ? null : session.stream(set.key().observationDomain());
        if (session == null || stream == null) {
            return new ExportStream(set.key());
        }
        touch(session, stream, batch);
        return stream;
    }

    private @Nullable ExporterSession session(ParkedSet set) {
        return sessions.peek(set.key().exporter(), set.key().exportVersion(), set.session());
    }

    private static @Nullable Template template(ExporterSession session, ParkedSet set) {
        return session.templates().find(set.key().observationDomain(), set.templateId());
    }

    /** Lets no Set wait for a sampling rate any longer: for an end after which nothing comes. */
    public void giveUpRates() {
        for (StreamKey key : parking.lot().awaitingRate()) {
            ExporterSession session = sessions.peek(key.exporter(), key.exportVersion(), 0);
            ExportStream stream = session == null ? null : session.peek(key.observationDomain());
            if (stream != null) {
                stream.options().samplingUntold(true);
                stream.options().takeSamplingNews();
            }
            parking.lot().rateCame(key);
        }
    }

    private void noteAddress(ExportStream stream, long position) {
        String address = stream.options().takeExporterAddress();
        if (address != null) {
            identity.told(stream.key(), address, position);
        }
    }

    private void noteSampling(ExportStream stream) {
        if (stream.options().takeSamplingNews()) {
            parking.lot().rateCame(stream.key());
        }
    }

    private void decodeParked(ParkedSet set, Batch batch, boolean withoutRate) {
        ExporterSession session = session(set);
        Template awaited = set.template();
        Template template = awaited != null ? awaited : session == null ? null : template(session, set);
        if (session == null || template == null) {
            // It ended between the two.
            parking.lot().putBack(set);
            return;
        }
        ExportStream stream = stream(set, batch);
        Datagram datagram = source.read(set.position());
        if (datagram == null) {
            parking.expired(stream, set, batch);
            return;
        }
        if (set.awaitsRate() && !withoutRate && dataSets.waitsOn(stream, template, datagram, set)) {
            parking.lot().putBack(set);
            return;
        }
        if (set.key().exportVersion() == Template.IPFIX) {
            ipfix.decodeParked(stream, template, session.templates(), datagram, set, batch);
        } else {
            netflow9.decodeParked(stream, template, session.templates(), datagram, set, batch);
        }
        if (set.awaitsRate() && (withoutRate || stream.options().isSamplingUntold())) {
            stream.ledger(batch, set.receivedAtNanos()).add(LedgerCounter.SETS_UNSCALED, 1);
        }
        parking.stored(stream, set, batch);
        noteSampling(stream);
        noteAddress(stream, set.position());
    }
}
