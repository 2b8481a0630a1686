package io.flowledger.metric;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the receiver tells of itself; each may be asked by any thread.
 *
 * @param received datagrams and Messages received since the start
 * @param refused of these, refused because the journal was full
 * @param kernelDropped datagrams that the kernel dropped since the start
 * @param receiving false when the thread that receives has died
 * @param listening the listeners, for example {@code udp port 2055}
 */
public record Reception(
        LongSupplier received,
        LongSupplier refused,
        LongSupplier kernelDropped,
        BooleanSupplier receiving,
        Supplier<List<String>> listening) {}
