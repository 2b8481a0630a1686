package io.flowledger.flow.decode;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.ExporterAddress;
import io.flowledger.flow.batch.ListenerDrop;
import io.flowledger.flow.batch.OptionValue;
import io.flowledger.flow.batch.ParkedSet;
import io.flowledger.flow.batch.RestoredState;
import io.flowledger.flow.batch.StreamState;
import io.flowledger.flow.batch.TemplateVersion;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.flow.option.OptionReader;
import io.flowledger.flow.plan.PlanCompiler;
import io.flowledger.wire.ExportProtocol;
import io.flowledger.wire.cursor.Octets;
import io.flowledger.wire.fault.DecodeFault;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams in, rows and books out: a function of the journal's octets, the configuration and the state it began with, so that
 * replaying gives the same rows and the same figures.
 *
 * <p>One thread.
 */
public final class Decoder {
    private static final long NANOS_PER_MINUTE = 60_000_000_000L;
    private static final long SECONDS_PER_MINUTE = 60;

    /** The version under which datagrams are counted whose version is not known. */
    private static final int UNKNOWN_VERSION = 0;

    private final ExporterSessions sessions;
    private final Parking parking;
    private final DatagramSource source;
    private final Netflow5Decoder netflow5;
    private final Netflow9Decoder netflow9;
    private final IpfixDecoder ipfix;
    private final List<Touched> touched = new ArrayList<>();

    /** A stream that had a datagram in this batch. */
    private record Touched(ExporterSession session, ExportStream stream) {}

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
        this.sessions = new ExporterSessions(settings.limits(), settings.sessions());
        this.parking = new Parking(settings);
        this.source = source;
        SetDecoder sets = new SetDecoder(compiler, listener);
        TemplateIntake templates = new TemplateIntake(settings);
        DataSetIntake dataSets = new DataSetIntake(sets, parking);
        this.netflow5 = new Netflow5Decoder(sets);
        this.netflow9 = new Netflow9Decoder(settings.limits(), templates, dataSets);
        this.ipfix = new IpfixDecoder(settings.limits(), templates, dataSets);
    }

    /** Takes over the state of an earlier decoder; to be called before the first datagram. */
    public void restore(RestoredState state) {
        for (TemplateVersion version : state.templates()) {
            ExporterSession session =
                    session(version.key().exporter(), version.key().exportVersion());
            if (session != null) {
                session.templates().put(version.template(), version.receivedAtNanos());
            }
        }
        for (StreamState stream : state.streams()) {
            ExporterSession session =
                    session(stream.key().exporter(), stream.key().exportVersion());
            if (session != null) {
                session.stream(stream.key().observationDomain()).restore(stream);
            }
        }
        for (OptionValue option : state.options()) {
            ExporterSession session =
                    session(option.key().exporter(), option.key().exportVersion());
            if (session != null) {
                ExportStream stream = session.stream(option.key().observationDomain());
                stream.options().isNews(option.kind(), option.scope(), option.value());
                OptionReader.apply(stream.options(), option.kind(), option.scope(), option.value());
            }
        }
        state.parked().forEach(parking.lot()::restore);
    }

    private @Nullable ExporterSession session(ExporterAddress exporter, int version) {
        return sessions.find(exporter, version);
    }

    /** The lowest journal position that is needed again, or {@link Long#MAX_VALUE}. */
    public long lowestParkedPosition() {
        return parking.lot().lowestPosition();
    }

    /** Decodes a datagram into {@code batch}. */
    public void decode(Datagram datagram, Batch batch) {
        noteDrops(datagram, batch);
        byte[] in = datagram.buffer();
        ExportProtocol protocol = ExportProtocol.detect(in, datagram.payloadOffset(), datagram.payloadLength());
        int version = protocol == null ? UNKNOWN_VERSION : protocol.exportVersion();
        ExporterSession session = sessions.find(in, datagram.addressOffset(), datagram.addressLength(), version);
        if (session == null) {
            refuseStranger(datagram, version, batch);
        } else {
            expireTemplates(session, datagram, batch);
            ExportStream stream = decode(protocol, session, datagram, batch);
            if (stream.touch(batch, datagram.receivedAtNanos())) {
                touched.add(new Touched(session, stream));
            }
            unpark(session, batch);
        }
        for (ParkedSet set : parking.takeExpired(datagram.receivedAtNanos())) {
            expire(set, batch);
        }
        batch.advance(datagram.nextPosition());
    }

    /** Ends a batch: adds the state of the streams that had a datagram in it. */
    public void finish(Batch batch) {
        for (Touched entry : touched) {
            batch.streams().add(entry.stream().state(entry.session().templates().size()));
        }
        touched.clear();
    }

    private ExportStream decode(
            @Nullable ExportProtocol protocol, ExporterSession session, Datagram datagram, Batch batch) {
        if (protocol == null) {
            return refuse(session, undetected(datagram), datagram, batch);
        }
        return switch (protocol) {
            case NETFLOW_V5 -> netflow5.decode(session, datagram, batch);
            case NETFLOW_V9 -> netflow9.decode(session, datagram, batch);
            case IPFIX -> ipfix.decode(session, datagram, batch);
            case NETFLOW_V1, NETFLOW_V7, SFLOW_V5 -> refuse(session, DecodeFault.UNSUPPORTED_VERSION, datagram, batch);
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

    static ExportStream refuse(ExporterSession session, DecodeFault fault, Datagram datagram, Batch batch) {
        ExportStream stream = session.stream(0);
        countReceived(stream, datagram, batch);
        stream.ledger(batch, datagram.receivedAtNanos()).refuseDatagrams(fault, 1);
        stream.fault(fault, datagram.receivedAtNanos());
        return stream;
    }

    static void countReceived(ExportStream stream, Datagram datagram, Batch batch) {
        stream.ledger(batch, datagram.receivedAtNanos()).add(LedgerCounter.DATAGRAMS_RECEIVED, 1);
        stream.ledger(batch, datagram.receivedAtNanos()).add(LedgerCounter.OCTETS_RECEIVED, datagram.payloadLength());
    }

    /** Counts a datagram of an exporter for which there is no room, all of them together under the unspecified address. */
    private static void refuseStranger(Datagram datagram, int version, Batch batch) {
        ExportStream nobody = new ExportStream(ExporterAddress.of(new byte[4], 0, 4), version, 0);
        countReceived(nobody, datagram, batch);
        nobody.ledger(batch, datagram.receivedAtNanos()).refuseDatagrams(DecodeFault.TOO_MANY_EXPORTERS, 1);
    }

    private static void noteDrops(Datagram datagram, Batch batch) {
        if (datagram.kernelDropped() != 0 || datagram.journalFullDropped() != 0) {
            long minute = Math.floorDiv(datagram.receivedAtNanos(), NANOS_PER_MINUTE) * SECONDS_PER_MINUTE;
            batch.drop(new ListenerDrop(
                    datagram.listenerPort(), minute, datagram.kernelDropped(), datagram.journalFullDropped()));
        }
    }

    private void expireTemplates(ExporterSession session, Datagram datagram, Batch batch) {
        if (session.isExpiryDue(datagram.receivedAtNanos())) {
            netflow9.templates().expire(session, datagram, batch);
        }
    }

    /** Decodes the Sets that waited for the templates which the datagram just decoded has brought. */
    private void unpark(ExporterSession session, Batch batch) {
        List<TemplateIntake.Arrival> arrivals = netflow9.templates().takeArrivals();
        for (TemplateIntake.Arrival arrival : arrivals) {
            ExportStream stream = session.stream(arrival.observationDomain());
            if (!parking.lot().isAwaited(stream.key(), arrival.templateId())) {
                continue;
            }
            for (ParkedSet set : parking.lot().take(stream.key(), arrival.templateId())) {
                Datagram datagram = source.read(set.position());
                if (datagram == null) {
                    parking.expired(stream, set, batch);
                    continue;
                }
                if (session.exportVersion() == ExportProtocol.IPFIX.exportVersion()) {
                    ipfix.decodeParked(session, stream, datagram, set, batch);
                } else {
                    netflow9.decodeParked(session, stream, datagram, set, batch);
                }
                parking.stored(stream, set, batch);
            }
            if (stream.touch(batch, stream.lastSeenNanos())) {
                touched.add(new Touched(session, stream));
            }
        }
    }

    private void expire(ParkedSet set, Batch batch) {
        ExporterSession session = session(set.key().exporter(), set.key().exportVersion());
        if (session != null) {
            ExportStream stream = session.stream(set.key().observationDomain());
            parking.expired(stream, set, batch);
            if (stream.touch(batch, stream.lastSeenNanos())) {
                touched.add(new Touched(session, stream));
            }
        }
    }
}
