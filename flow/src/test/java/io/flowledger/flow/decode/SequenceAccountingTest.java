package io.flowledger.flow.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.DecodeRun;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.Netflow5Encoder;
import io.flowledger.wire.encode.Netflow5RecordEncoder;
import io.flowledger.wire.encode.Netflow9Encoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.SflowEncoder;
import io.flowledger.wire.encode.TemplateField;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Datagrams of each protocol that are lost, come twice, late, over the wrap of their number or after a restart of the exporter
 * give the right figures in the books, and give the same when the collector is started anew after every one of them.
 */
final class SequenceAccountingTest {
    private static final TemplateField PROTOCOL = TemplateField.field(4, 1);
    private static final long WRAP = 1L << 32;
    private static final long SECONDS = 1_700_000_000L;

    /** Two records a datagram; so many units the number moves on with each. */
    private enum Protocol {
        NETFLOW_V5(2) {
            @Override
            byte[] datagram(long number, long seconds) {
                return Netflow5Encoder.datagram()
                        .unixTime(seconds, 0)
                        .flowSequence(number)
                        .record(Netflow5RecordEncoder.flow())
                        .record(Netflow5RecordEncoder.flow())
                        .encode();
            }
        },
        NETFLOW_V9(1) {
            @Override
            byte[] datagram(long number, long seconds) {
                return Netflow9Encoder.message()
                        .unixSeconds(seconds)
                        .sequenceNumber(number)
                        .template(300, PROTOCOL)
                        .set(300, record(), record())
                        .encode();
            }
        },
        IPFIX(2) {
            @Override
            byte[] datagram(long number, long seconds) {
                return IpfixEncoder.message()
                        .exportTimeSeconds(seconds)
                        .sequenceNumber(number)
                        .template(300, PROTOCOL)
                        .set(300, record(), record())
                        .encode();
            }
        },
        SFLOW_V5(1) {
            @Override
            byte[] datagram(long number, long seconds) {
                return SflowEncoder.datagram().sequenceNumber(number).encode();
            }
        };

        private final int unit;

        Protocol(int unit) {
            this.unit = unit;
        }

        abstract byte[] datagram(long number, long seconds);

        private static OctetWriter record() {
            return OctetWriter.octets().u8(6);
        }
    }

    /**
     * What happens to datagrams, and what it is in the books.
     *
     * @param first number of the datagram 0
     * @param order which datagrams arrive, in this order; those from 1000 on are of an exporter that began anew at number 0
     * @param lostDatagrams whose records or selves never arrived
     */
    private record Course(
            String name,
            long first,
            List<Integer> order,
            int lostDatagrams,
            int duplicates,
            int reordered,
            int restarts) {}

    private static List<Integer> order(Integer... datagrams) {
        return List.of(datagrams);
    }

    private static List<Course> courses(int unit) {
        return List.of(
                new Course("all in order", 500, order(0, 1, 2, 3, 4), 0, 0, 0, 0),
                new Course("two are lost", 500, order(0, 1, 4, 5), 2, 0, 0, 0),
                new Course("lost twice", 500, order(0, 1, 3, 4, 7), 3, 0, 0, 0),
                new Course("one comes twice", 500, order(0, 1, 1, 2, 3), 0, 1, 0, 0),
                new Course("one comes late", 500, order(0, 2, 1, 3), 0, 0, 1, 0),
                new Course("late and another lost", 500, order(0, 3, 1, 4), 1, 0, 1, 0),
                new Course("late and then twice", 500, order(0, 2, 1, 1, 3), 0, 1, 1, 0),
                new Course("over the wrap", WRAP - 2L * unit, order(0, 1, 2, 3), 0, 0, 0, 0),
                new Course("lost over the wrap", WRAP - 2L * unit, order(0, 1, 4, 5), 2, 0, 0, 0),
                new Course("late over the wrap", WRAP - 2L * unit, order(0, 2, 1, 3), 0, 0, 1, 0),
                new Course("restart", 100_000, order(0, 1, 2, 1000, 1001, 1002), 0, 0, 0, 1),
                new Course("restart and lost", 100_000, order(0, 1, 2, 1000, 1001, 1004), 2, 0, 0, 1));
    }

    @TestFactory
    List<DynamicTest> whatHappensToDatagramsIsInTheBooks() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Protocol protocol : Protocol.values()) {
            for (Course course : courses(protocol.unit)) {
                tests.add(DynamicTest.dynamicTest(
                        protocol + ": " + course.name(), () -> assertBooks(protocol, course, false)));
                tests.add(DynamicTest.dynamicTest(
                        protocol + ": " + course.name() + ", collector restarted after each",
                        () -> assertBooks(protocol, course, true)));
            }
        }
        return tests;
    }

    private static void assertBooks(Protocol protocol, Course course, boolean restarted) {
        DecodeRun run = new DecodeRun();
        long millis = 0;
        for (int datagram : course.order()) {
            long first = datagram < 1000 ? course.first() : -1000L * protocol.unit;
            long number = (first + (long) datagram * protocol.unit) & (WRAP - 1);
            run.send(millis++, protocol.datagram(number, SECONDS + 10L * datagram));
            if (restarted) {
                run.restart();
            }
        }
        assertThat(List.of(
                        run.ledger(LedgerCounter.SEQUENCE_LOST),
                        run.ledger(LedgerCounter.SEQUENCE_DUPLICATE),
                        run.ledger(LedgerCounter.SEQUENCE_REORDERED),
                        run.ledger(LedgerCounter.SEQUENCE_RESTARTS),
                        run.ledger(LedgerCounter.SEQUENCE_UNKNOWN)))
                .as("lost, duplicates, reordered, restarts, unknown")
                .containsExactly(
                        (long) course.lostDatagrams() * protocol.unit,
                        (long) course.duplicates(),
                        (long) course.reordered(),
                        (long) course.restarts(),
                        0L);
    }
}
