package io.flowledger.fault;

import io.flowledger.wire.encode.Netflow5Encoder;

/** An exporter of NetFlow version 5 that samples one packet in ten. */
final class Netflow5Traffic {
    private final FlowValues values;
    private long sequence;

    Netflow5Traffic(FlowValues values) {
        this.values = values;
    }

    byte[] next() {
        int records = 1 + values.random().nextInt(28);
        Netflow5Encoder datagram = Netflow5Encoder.datagram()
                .unixTime(1_768_471_200L, 0)
                .flowSequence(sequence)
                .engine(0, 3)
                .sampling(1, 10);
        for (int i = 0; i < records; i++) {
            datagram.record(values.version5());
        }
        sequence += records;
        return datagram.encode();
    }
}
