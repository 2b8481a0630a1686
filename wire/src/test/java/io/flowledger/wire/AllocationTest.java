package io.flowledger.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.flowledger.wire.cursor.Octets;
import io.flowledger.wire.fault.Limits;
import io.flowledger.wire.ipfix.IpfixMessage;
import io.flowledger.wire.netflow5.Netflow5Message;
import io.flowledger.wire.netflow9.Netflow9Message;
import io.flowledger.wire.registry.ElementRegistry;
import io.flowledger.wire.template.RecordWalker;
import io.flowledger.wire.template.Template;
import io.flowledger.wire.template.TemplateStore;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The data path allocates nothing per datagram, Set or record once its objects are there. */
final class AllocationTest {
    private static final int ROUNDS = 20_000;
    private static final long MEASURING_ITSELF_OCTETS = 4096;

    private final TemplateStore templates = new TemplateStore(Limits.standard());
    private final RecordWalker walker = new RecordWalker();
    private final Netflow5Message netflow5 = new Netflow5Message();
    private final Netflow9Message netflow9 = new Netflow9Message();
    private final IpfixMessage ipfix = new IpfixMessage();
    private long checksum;

    @Test
    void walkingDatagramsAllocatesNothing() {
        List<byte[]> messages = ValidMessages.all();
        MessageWalk learned = new MessageWalk(Limits.standard());
        messages.forEach(learned::walk);
        learned.netflow9Templates.forEach(t -> templates.put(t, 0));
        learned.ipfixTemplates.forEach(t -> templates.put(t, 0));
        byte[] v5 = messages.get(0);
        byte[] v9 = messages.get(1);
        byte[] v10 = messages.get(2);
        assertAllocatesNothing(() -> {
            walkNetflow5(v5);
            walkNetflow9(v9);
            walkIpfix(v10);
        });
        assertThat(checksum).isNotZero();
    }

    @Test
    void askingForElementsAllocatesNothingAfterTheFirstTime() {
        ElementRegistry registry = ElementRegistry.standard();
        assertAllocatesNothing(() -> {
            checksum += registry.element(0, 1).elementId();
            checksum += registry.element(9, 12235).elementId();
            checksum += registry.element(29305, 2).elementId();
            checksum += registry.element(99999, 3).elementId();
        });
    }

    private void walkNetflow5(byte[] b) {
        netflow5.wrap(b, 0, b.length);
        for (int i = 0; i < netflow5.recordCount(); i++) {
            checksum += Octets.u32(b, netflow5.recordOffset(i) + 20);
        }
    }

    private void walkNetflow9(byte[] b) {
        netflow9.wrap(b, 0, b.length);
        while (netflow9.nextSet()) {
            walk(
                    b,
                    templates.find(netflow9.observationDomain(), netflow9.setId()),
                    netflow9.contentOffset(),
                    netflow9.contentLength());
        }
    }

    private void walkIpfix(byte[] b) {
        ipfix.wrap(b, 0, b.length);
        while (ipfix.nextSet()) {
            walk(
                    b,
                    templates.find(ipfix.observationDomain(), ipfix.setId()),
                    ipfix.contentOffset(),
                    ipfix.contentLength());
        }
    }

    private void walk(byte[] b, @Nullable Template template, int offset, int length) {
        if (template == null) {
            return;
        }
        walker.wrap(template, b, offset, length);
        while (walker.next()) {
            checksum += walker.fieldOffset(template.fieldCount() - 1);
        }
    }

    private static void assertAllocatesNothing(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < ROUNDS; i++) {
            work.run();
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUNDS; i++) {
            work.run();
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).isLessThan(MEASURING_ITSELF_OCTETS);
    }
}
