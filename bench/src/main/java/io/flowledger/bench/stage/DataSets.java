package io.flowledger.bench.stage;

import io.flowledger.flow.batch.RowBuffer;
import io.flowledger.flow.decode.Datagram;
import io.flowledger.flow.plan.MessageContext;
import io.flowledger.flow.plan.RecordPlan;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.fault.Limits;
import io.flowledger.wire.ipfix.IpfixMessage;
import io.flowledger.wire.netflow9.Netflow9Message;
import io.flowledger.wire.template.RecordWalker;
import io.flowledger.wire.template.Template;
import io.flowledger.wire.template.TemplateHandler;
import io.flowledger.wire.template.TemplateStore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks NetFlow v9 and IPFIX Messages to the Data Sets of flows, with nothing but the wire's classes: templates are taken where
 * they come.
 */
final class DataSets implements TemplateHandler {
    private final TemplateStore templates = new TemplateStore(Limits.standard());
    private final Netflow9Message netflow9 = new Netflow9Message();
    private final IpfixMessage ipfix = new IpfixMessage();

    /** Takes a Data Set; gives its records. */
    @FunctionalInterface
    interface Taker {
        int take(Template template, byte[] octets, int contentOffset, int contentLength);
    }

    /** A Data Set where it lies. */
    static final class DataSet {
        private final Template template;
        private final byte[] octets;
        private final int contentOffset;
        private final int contentLength;

        private DataSet(Template template, byte[] octets, int contentOffset, int contentLength) {
            this.template = template;
            this.octets = octets;
            this.contentOffset = contentOffset;
            this.contentLength = contentLength;
        }

        Template template() {
            return template;
        }

        /** Encodes its records; returns how many. */
        int encode(RecordPlan plan, MessageContext message, RecordWalker walker, RowBuffer rows) {
            return plan.run(message, template, octets, contentOffset, contentLength, walker, rows, 0, 0);
        }
    }

    /** All Data Sets of one turn of the ring. */
    static List<DataSet> of(DatagramRing ring) {
        DataSets walk = new DataSets();
        List<DataSet> sets = new ArrayList<>();
        for (int i = 0; i < ring.size(); i++) {
            ring.advance();
            walk.walk(ring, (template, octets, offset, length) -> {
                sets.add(new DataSet(template, octets, offset, length));
                return 0;
            });
        }
        return sets;
    }

    /** Gives the Data Sets of a datagram to {@code taker}; returns the sum of what it gave. */
    int walk(Datagram datagram, Taker taker) {
        byte[] octets = datagram.buffer();
        int offset = datagram.payloadOffset();
        return octets[offset + 1] == Netflow9Message.VERSION
                ? walkNetflow9(octets, offset, datagram.payloadLength(), taker)
                : walkIpfix(octets, offset, datagram.payloadLength(), taker);
    }

    private int walkNetflow9(byte[] octets, int offset, int length, Taker taker) {
        int records = 0;
        check(netflow9.wrap(octets, offset, length));
        while (netflow9.nextSet()) {
            if (Netflow9Message.isDataSet(netflow9.setId())) {
                Template template = templates.find(netflow9.observationDomain(), netflow9.setId());
                records += take(template, octets, netflow9.contentOffset(), netflow9.contentLength(), taker);
            } else {
                netflow9.readTemplates(Limits.standard(), this);
            }
        }
        return records;
    }

    private int walkIpfix(byte[] octets, int offset, int length, Taker taker) {
        int records = 0;
        check(ipfix.wrap(octets, offset, length));
        while (ipfix.nextSet()) {
            if (IpfixMessage.isDataSet(ipfix.setId())) {
                Template template = templates.find(ipfix.observationDomain(), ipfix.setId());
                records += take(template, octets, ipfix.contentOffset(), ipfix.contentLength(), taker);
            } else {
                ipfix.readTemplates(Limits.standard(), this);
            }
        }
        return records;
    }

    private static int take(
            @Nullable Template template, byte[] octets, int contentOffset, int contentLength, Taker taker) {
        if (template == null) {
            throw new IllegalStateException("a Data Set came before its template");
        }
        return template.isOptions() ? 0 : taker.take(template, octets, contentOffset, contentLength);
    }

    private static void check(@Nullable DecodeFault fault) {
        if (fault != null) {
            throw new IllegalStateException("generated datagrams have no faults: " + fault);
        }
    }

    @Override
    public void template(Template template) {
        templates.put(template, 0);
    }

    @Override
    public void withdrawal(long observationDomain, int templateId, boolean all) {
        throw new IllegalStateException("generated exporters withdraw nothing");
    }

    @Override
    public void fault(DecodeFault fault) {
        check(fault);
    }
}
