-- Sums of flows by minute, hour and day. The three tables are alike; partitions are made by the program.

CREATE TABLE flowledger.rollup_minute (
    bucket timestamptz NOT NULL,
    dimension text NOT NULL,
    generation smallint NOT NULL,
    other boolean NOT NULL,
    exporter inet NOT NULL,
    src_addr inet,
    dst_addr inet,
    src_net cidr,
    dst_net cidr,
    in_if bigint,
    out_if bigint,
    src_as bigint,
    dst_as bigint,
    src_port integer,
    dst_port integer,
    service_port integer,
    protocol smallint,
    direction smallint,
    application text,
    flows bigint NOT NULL,
    unscaled_flows bigint NOT NULL,
    octets numeric NOT NULL,
    packets numeric NOT NULL,
    scaled_octets numeric NOT NULL,
    scaled_packets numeric NOT NULL,
    hidden_octets numeric NOT NULL
) PARTITION BY RANGE (bucket);
CREATE TABLE flowledger.rollup_hour (LIKE flowledger.rollup_minute) PARTITION BY RANGE (bucket);
CREATE TABLE flowledger.rollup_day (LIKE flowledger.rollup_minute) PARTITION BY RANGE (bucket);
CREATE INDEX ON flowledger.rollup_minute (dimension, bucket);
CREATE INDEX ON flowledger.rollup_hour (dimension, bucket);
CREATE INDEX ON flowledger.rollup_day (dimension, bucket);

COMMENT ON TABLE flowledger.rollup_minute IS
    'Sums of flows by minute of receive time: for each dimension and exporter the largest keys, and one row for all others, '
    'so that each dimension sums to the same total as the rows of flows. Partitioned by day.';
COMMENT ON TABLE flowledger.rollup_hour IS 'Sums of rollup_minute by hour. Partitioned by month.';
COMMENT ON TABLE flowledger.rollup_day IS 'Sums of rollup_hour by day, UTC. Partitioned by year.';

DO $$
DECLARE
    rollup text;
    comments text[] := ARRAY[
        'bucket', 'Start of the minute, hour or day, UTC, in which the datagrams were received.',
        'dimension', 'What the row is a sum by: exporter, direction, in_if, out_if, protocol, application, src_addr, dst_addr, '
            || 'src_net, dst_net, conversation, src_port, dst_port, service, src_as, dst_as. Each alone sums to the total.',
        'generation', 'How often the rows that it is a sum of were dropped before; rows of all generations add up.',
        'other', 'True: all keys of the exporter that have no row of their own; the columns of the key are NULL then.',
        'exporter', 'Address of the exporter, part of each key.',
        'src_net', 'Network of the source: /24 for IPv4, /48 for IPv6.',
        'dst_net', 'Network of the destination: /24 for IPv4, /48 for IPv6.',
        'service_port', 'The lower of source and destination port, for protocols that have ports.',
        'flows', 'Rows of flows.',
        'unscaled_flows', 'Those of them whose sampling rate is unknown; they are scaled by 1.',
        'octets', 'Octets as exported.',
        'packets', 'Packets as exported.',
        'scaled_octets', 'Octets times sampling rate, row by row; unknown and 0 are 1.',
        'scaled_packets', 'Packets times sampling rate, row by row; unknown and 0 are 1.',
        'hidden_octets', 'The most scaled octets that this key may have in the row of others beside its own; 0: the row is '
            || 'exact. In the row of others: the most that any one key may have in it.'];
BEGIN
    FOREACH rollup IN ARRAY ARRAY['rollup_minute', 'rollup_hour', 'rollup_day'] LOOP
        FOR i IN 1 .. array_length(comments, 1) BY 2 LOOP
            EXECUTE format('COMMENT ON COLUMN flowledger.%I.%I IS %L', rollup, comments[i], comments[i + 1]);
        END LOOP;
    END LOOP;
END $$;

CREATE TABLE flowledger.rollup_mark (
    level text NOT NULL,
    bucket timestamptz NOT NULL,
    marked_at timestamptz NOT NULL DEFAULT clock_timestamp()
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
CREATE INDEX ON flowledger.rollup_mark (level, bucket);
COMMENT ON TABLE flowledger.rollup_mark IS
    'Buckets whose sums are not what the rows are: who changes rows marks their minutes in the same transaction. A bucket is '
    'exact when neither it nor one within it is marked.';
COMMENT ON COLUMN flowledger.rollup_mark.level IS 'minute, hour or day.';
COMMENT ON COLUMN flowledger.rollup_mark.bucket IS 'Start of the bucket.';

CREATE TABLE flowledger.dropped_partition (
    dropped_partition_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    table_name text NOT NULL,
    from_time timestamptz NOT NULL,
    to_time timestamptz NOT NULL,
    reason text NOT NULL,
    rows bigint NOT NULL,
    octets bigint NOT NULL,
    dropped_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON flowledger.dropped_partition (table_name, from_time);
COMMENT ON TABLE flowledger.dropped_partition IS 'Partitions that retention dropped.';
COMMENT ON COLUMN flowledger.dropped_partition.table_name IS 'Table that it was a part of, without the schema.';
COMMENT ON COLUMN flowledger.dropped_partition.from_time IS 'Begin of its range.';
COMMENT ON COLUMN flowledger.dropped_partition.to_time IS 'End of its range, exclusive.';
COMMENT ON COLUMN flowledger.dropped_partition.reason IS 'age: older than is kept; budget: the database was larger than allowed; space: the disk was about to be full.';
COMMENT ON COLUMN flowledger.dropped_partition.rows IS 'Rows that were dropped; for flows counted by the ledger, else estimated.';
COMMENT ON COLUMN flowledger.dropped_partition.octets IS 'Octets on disk, indexes included.';

-- Rows that are there already.
INSERT INTO flowledger.rollup_mark (level, bucket) SELECT DISTINCT 'minute', minute FROM flowledger.ledger;
