package io.flowledger.store;

import static io.flowledger.store.Flows.NOON;
import static io.flowledger.store.Flows.ROUTER;
import static io.flowledger.store.Flows.nanos;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.OptionValue;
import io.flowledger.flow.batch.ParkedSet;
import io.flowledger.flow.batch.RestoredState;
import io.flowledger.flow.batch.SessionState;
import io.flowledger.flow.batch.StreamKey;
import io.flowledger.flow.batch.StreamState;
import io.flowledger.flow.batch.TemplateVersion;
import io.flowledger.flow.batch.TemplateVersion.Event;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.option.OptionKind;
import io.flowledger.flow.option.SamplingOrigin;
import io.flowledger.store.ingest.Landing;
import io.flowledger.store.restore.StateReader;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.template.Template;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was landed comes back after a restart. */
class RestoreTest {
    private static final StreamKey SWITCH = Flows.key("2001:db8::5", 10, 4_294_967_295L);

    /** Template 256: source address, destination address. */
    private static final String ADDRESSES = "0100 0002 0008 0004 000c 0004";

    /** Template 256 again: octets of 8 octets. */
    private static final String OCTETS = "0100 0001 0001 0008";

    private StoreFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = StoreFixture.open(FlowsLayout.FLOWS);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private static Template template(StreamKey key, String hex) {
        return Template.decode(
                key.exportVersion(),
                key.observationDomain(),
                false,
                HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static TemplateVersion event(StreamKey key, String hex, Event event, long position) {
        return new TemplateVersion(key, template(key, hex), event, position, nanos(NOON) + position * 1_000_000L);
    }

    private RestoredState landed(Batch... batches) throws Exception {
        try (Landing landing = fixture.store().landing(fixture.source())) {
            for (Batch batch : batches) {
                landing.land(batch);
            }
        }
        return fixture.store().restore(fixture.source());
    }

    private static Batch batch(long first, long next, TemplateVersion... events) {
        Batch batch = new Batch();
        batch.begin(first);
        batch.advance(next);
        batch.templates().addAll(List.of(events));
        return batch;
    }

    private List<String> versions() throws Exception {
        return fixture.list("SELECT concat_ws(' ', template_id, from_position, until_position, fields)"
                + " FROM flowledger.template_version ORDER BY exporter, template_id, from_position");
    }

    private static TemplateVersion inSession(long session, TemplateVersion event) {
        return new TemplateVersion(
                event.key(), event.template(), event.event(), event.position(), event.receivedAtNanos(), session);
    }

    @Test
    void eachConnectionHasATemplateOfItsOwnUnderOneId() throws Exception {
        TemplateVersion overUdp = event(SWITCH, ADDRESSES, Event.DEFINED, 1);
        TemplateVersion first = inSession(1_700_000_000_000_000_001L, event(SWITCH, OCTETS, Event.DEFINED, 2));
        TemplateVersion second = inSession(1_700_000_000_000_000_002L, event(SWITCH, ADDRESSES, Event.DEFINED, 3));
        Batch batch = batch(0, 4, overUdp, first, second);
        batch.park(new ParkedSet(SWITCH, 300, 3, 20, 100, nanos(NOON), false, second.session()));
        batch.sessions().add(new SessionState(SWITCH, second.session(), "12 0"));
        batch.sessions().add(new SessionState(SWITCH, first.session(), "5 0"));

        RestoredState restored = landed(batch);
        assertThat(restored.templates())
                .extracting(version -> version.session() + " " + version.template())
                .containsExactly(
                        "0 " + overUdp.template(),
                        first.session() + " " + first.template(),
                        second.session() + " " + second.template());
        assertThat(restored.parked()).extracting(ParkedSet::session).containsExactly(second.session());

        Batch end = batch(4, 5, inSession(first.session(), event(SWITCH, OCTETS, Event.ENDED, 4)));
        end.sessions().add(new SessionState(SWITCH, second.session(), "13 0"));
        end.endedSessions().add(first.session());
        restored = landed(end);
        assertThat(restored.templates()).extracting(TemplateVersion::session).containsExactly(0L, second.session());
        assertThat(restored.sessions()).containsExactly(new SessionState(SWITCH, second.session(), "13 0"));
        assertThat(versions())
                .containsExactly(
                        "256 1 sourceIPv4Address[4] destinationIPv4Address[4]",
                        "256 2 4 octetDeltaCount[8]",
                        "256 3 sourceIPv4Address[4] destinationIPv4Address[4]");
    }

    @Test
    void aFreshSourceHasNothing() throws Exception {
        assertThat(fixture.store().restore(fixture.source())).isEqualTo(RestoredState.empty());
    }

    @Test
    void streamsOptionsAndParkedSetsComeBackAsTheyWere() throws Exception {
        StreamState state = new StreamState(
                SWITCH,
                nanos(NOON),
                nanos(NOON) + 123_456_000,
                -5L,
                1000L,
                7,
                DecodeFault.RECORD_CUT,
                nanos(NOON),
                "next=12 \u0000end",
                SamplingOrigin.OVERRIDE,
                "edge");
        OptionValue name = new OptionValue(SWITCH, OptionKind.INTERFACE_NAME, "3", "Gi0/3 \"up'link\"", 2, nanos(NOON));
        ParkedSet waiting = new ParkedSet(SWITCH, 256, 2, 20, 400, nanos(NOON), true, 0, template(SWITCH, ADDRESSES));
        Batch batch = batch(0, 4);
        batch.streams().add(state);
        batch.streams().add(Flows.stream(ROUTER));
        batch.putOption(name);
        batch.park(waiting);
        batch.park(new ParkedSet(ROUTER, 300, 3, 20, 100, nanos(NOON), false));

        RestoredState restored = landed(batch);

        StreamState withoutNul = new StreamState(
                SWITCH,
                state.firstSeenNanos(),
                state.lastSeenNanos(),
                -5L,
                1000L,
                7,
                DecodeFault.RECORD_CUT,
                nanos(NOON),
                "next=12 \uFFFDend",
                SamplingOrigin.OVERRIDE,
                "edge");
        assertThat(restored.position()).isEqualTo(4);
        assertThat(restored.streams()).containsExactlyInAnyOrder(Flows.stream(ROUTER), withoutNul);
        assertThat(restored.options()).containsExactly(name);
        assertThat(restored.parked())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(waiting, new ParkedSet(ROUTER, 300, 3, 20, 100, nanos(NOON), false));

        Batch next = batch(4, 5);
        next.unpark(waiting);
        next.putOption(new OptionValue(SWITCH, OptionKind.INTERFACE_NAME, "3", "other", 4, nanos(NOON)));
        RestoredState later = landed(next);
        assertThat(later.parked()).extracting(ParkedSet::position).containsExactly(3L);
        assertThat(later.options()).extracting(OptionValue::value).containsExactly("other");
    }

    @Test
    void aTemplateComesBackWithItsLatestRefresh() throws Exception {
        RestoredState restored = landed(
                batch(0, 1, event(SWITCH, ADDRESSES, Event.DEFINED, 0)),
                batch(
                        1,
                        10,
                        event(SWITCH, ADDRESSES, Event.REFRESHED, 5),
                        event(SWITCH, ADDRESSES, Event.REFRESHED, 9)));
        assertThat(restored.templates()).hasSize(1);
        TemplateVersion version = restored.templates().get(0);
        assertThat(version.key()).isEqualTo(SWITCH);
        assertThat(version.template().sameDefinition(template(SWITCH, ADDRESSES)))
                .isTrue();
        assertThat(version.position()).isZero();
        assertThat(version.receivedAtNanos()).isEqualTo(nanos(NOON) + 9_000_000L);
        assertThat(versions()).containsExactly("256 0 sourceIPv4Address[4] destinationIPv4Address[4]");
    }

    @Test
    void aRedefinitionIsANewVersionFromItsPosition() throws Exception {
        RestoredState restored = landed(
                batch(0, 5, event(SWITCH, ADDRESSES, Event.DEFINED, 1)),
                batch(
                        5,
                        20,
                        event(SWITCH, OCTETS, Event.DEFINED, 7),
                        event(SWITCH, OCTETS, Event.REFRESHED, 8),
                        event(SWITCH, ADDRESSES, Event.DEFINED, 12)));
        assertThat(versions())
                .containsExactly(
                        "256 1 7 sourceIPv4Address[4] destinationIPv4Address[4]",
                        "256 7 12 octetDeltaCount[8]",
                        "256 12 sourceIPv4Address[4] destinationIPv4Address[4]");
        assertThat(restored.templates()).extracting(TemplateVersion::position).containsExactly(12L);
        assertThat(StateReader.templatesAt(
                        fixture.connection(), fixture.source().sourceId(), 10))
                .extracting(TemplateVersion::position)
                .containsExactly(7L);
        assertThat(StateReader.templatesAt(
                        fixture.connection(), fixture.source().sourceId(), 1))
                .isEmpty();
    }

    /** Each template is defined once and then again: the second time the first version of each is found by its key. */
    @Test
    void templatesOfManyExportersAreFoundByTheirKeysWhateverPostgresqlKnowsOfTheTable() throws Exception {
        int exporters = 300;
        fixture.execute("ANALYZE flowledger.template_version");
        Batch first = batch(0, exporters);
        Batch second = batch(exporters, 2L * exporters);
        for (int i = 0; i < exporters; i++) {
            StreamKey key = Flows.key("10.0." + i / 250 + "." + i % 250, 10, 1);
            first.templates().add(event(key, ADDRESSES, Event.DEFINED, i));
            second.templates().add(event(key, OCTETS, Event.DEFINED, exporters + i));
        }

        assertThat(landed(first, second).templates()).hasSize(exporters);
        assertThat(fixture.list(
                        "SELECT count(*) FROM flowledger.template_version WHERE until_position - from_position = "
                                + exporters))
                .containsExactly(Integer.toString(exporters));
        fixture.execute("SELECT pg_stat_force_next_flush()");
        assertThat(Long.parseLong(fixture.list(
                                "SELECT seq_tup_read FROM pg_stat_user_tables" + " WHERE relname = 'template_version'")
                        .get(0)))
                .isLessThan(10L * exporters);
    }

    @Test
    void aTemplateThatEndedDoesNotComeBack() throws Exception {
        RestoredState restored = landed(
                batch(0, 5, event(SWITCH, ADDRESSES, Event.DEFINED, 1), event(ROUTER, OCTETS, Event.DEFINED, 2)),
                batch(5, 9, event(SWITCH, ADDRESSES, Event.ENDED, 6)));
        assertThat(restored.templates()).extracting(TemplateVersion::key).containsExactly(ROUTER);
    }

    @Test
    void aTemplateDefinedTwiceInOneDatagramHasTheLastDefinition() throws Exception {
        RestoredState restored = landed(batch(
                0,
                5,
                event(SWITCH, ADDRESSES, Event.DEFINED, 1),
                event(SWITCH, ADDRESSES, Event.ENDED, 1),
                event(SWITCH, OCTETS, Event.DEFINED, 1)));
        assertThat(versions()).containsExactly("256 1 octetDeltaCount[8]");
        assertThat(restored.templates()).hasSize(1);
    }

    @Test
    void exportersAreSummedUpInAView() throws Exception {
        Batch batch = batch(0, 1);
        batch.streams().add(Flows.stream(ROUTER));
        batch.streams().add(Flows.stream(Flows.key("192.0.2.1", 10, 2)));
        landed(batch);
        assertThat(fixture.list("SELECT concat_ws(' ', exporter, export_versions, observation_domains, templates,"
                        + " clock_skew_ms) FROM flowledger.exporters"))
                .containsExactly("192.0.2.1 {9,10} {1,2} 2 12");
    }
}
