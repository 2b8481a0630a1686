package io.flowledger.store.retention;

/**
 * A partition that goes, or went.
 *
 * @param rows that it held: for flows counted by the ledger, else estimated; -1 before it went
 */
public record PartitionDrop(Partition partition, DropReason reason, long rows) {}
