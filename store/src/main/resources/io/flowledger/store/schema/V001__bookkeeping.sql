-- Bookkeeping that commits together with the rows. Counter columns of flowledger.ledger are added by the program
-- from its own list of counters, see the comment of each column.

CREATE TABLE flowledger.source (
    source_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    journal_id uuid NOT NULL UNIQUE,
    kind text NOT NULL,
    position bigint NOT NULL DEFAULT 0,
    batches bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    landed_at timestamptz
) WITH (fillfactor = 50);
COMMENT ON TABLE flowledger.source IS 'One row a journal: how far it is in the tables.';
COMMENT ON COLUMN flowledger.source.journal_id IS 'Identity that the journal keeps in its directory.';
COMMENT ON COLUMN flowledger.source.kind IS 'What fills the journal: listen, import, pipe.';
COMMENT ON COLUMN flowledger.source.position IS 'Journal position of the first datagram that is not in the tables yet.';
COMMENT ON COLUMN flowledger.source.batches IS 'Transactions landed so far; tells a lost answer to COMMIT from a lost COMMIT.';
COMMENT ON COLUMN flowledger.source.landed_at IS 'When the latest batch was landed.';

CREATE TABLE flowledger.ledger (
    source_id integer NOT NULL REFERENCES flowledger.source,
    exporter inet NOT NULL,
    observation_domain bigint NOT NULL,
    export_version smallint NOT NULL,
    minute timestamptz NOT NULL,
    PRIMARY KEY (source_id, minute, exporter, export_version, observation_domain)
) WITH (fillfactor = 70);
COMMENT ON TABLE flowledger.ledger IS
    'The books: one row an exporter, observation domain, protocol and minute of receive time. '
    'datagrams_received = datagrams_stored + datagrams_parked + datagrams_refused; '
    'records_seen + reverse_rows = rows + options_records + records_skipped.';
COMMENT ON COLUMN flowledger.ledger.export_version IS '0 unreadable, 1, 5, 7, 9 NetFlow, 10 IPFIX, 105 sFlow version 5.';
COMMENT ON COLUMN flowledger.ledger.minute IS 'Start of the minute in which the datagrams were received.';

CREATE TABLE flowledger.ledger_reason (
    source_id integer NOT NULL REFERENCES flowledger.source,
    exporter inet NOT NULL,
    observation_domain bigint NOT NULL,
    export_version smallint NOT NULL,
    minute timestamptz NOT NULL,
    counter text NOT NULL,
    reason text NOT NULL,
    count bigint NOT NULL,
    PRIMARY KEY (source_id, minute, exporter, export_version, observation_domain, counter, reason)
) WITH (fillfactor = 70);
COMMENT ON TABLE flowledger.ledger_reason IS 'The counters of flowledger.ledger that have reasons, by reason.';
COMMENT ON COLUMN flowledger.ledger_reason.counter IS 'Column of flowledger.ledger: datagrams_refused, sets_skipped or records_skipped.';
COMMENT ON COLUMN flowledger.ledger_reason.reason IS 'Name of the fault.';

CREATE TABLE flowledger.listener_drop (
    source_id integer NOT NULL REFERENCES flowledger.source,
    listener_port integer NOT NULL,
    minute timestamptz NOT NULL,
    kernel_dropped bigint NOT NULL,
    journal_full_dropped bigint NOT NULL,
    PRIMARY KEY (source_id, minute, listener_port)
) WITH (fillfactor = 70);
COMMENT ON TABLE flowledger.listener_drop IS 'Datagrams lost before the journal, so that their exporter is not known.';
COMMENT ON COLUMN flowledger.listener_drop.kernel_dropped IS 'Dropped by the kernel: the receive buffer of the socket was full.';
COMMENT ON COLUMN flowledger.listener_drop.journal_full_dropped IS 'Refused because the journal was full.';

CREATE TABLE flowledger.stream (
    source_id integer NOT NULL REFERENCES flowledger.source,
    exporter inet NOT NULL,
    export_version smallint NOT NULL,
    observation_domain bigint NOT NULL,
    first_seen timestamptz NOT NULL,
    last_seen timestamptz NOT NULL,
    clock_skew_ms bigint,
    sampling_rate bigint,
    template_count integer NOT NULL,
    last_fault text,
    last_fault_at timestamptz,
    sequence text NOT NULL,
    PRIMARY KEY (source_id, exporter, export_version, observation_domain)
) WITH (fillfactor = 50);
COMMENT ON TABLE flowledger.stream IS 'What is known of each exporter, protocol and observation domain.';
COMMENT ON COLUMN flowledger.stream.clock_skew_ms IS 'Our receive time less the exporter''s export time, latest datagram.';
COMMENT ON COLUMN flowledger.stream.sampling_rate IS 'One packet in this many, as the exporter said for the whole stream.';
COMMENT ON COLUMN flowledger.stream.sequence IS 'State of the sequence number accounting, as the program needs it to go on.';

CREATE TABLE flowledger.template_version (
    source_id integer NOT NULL REFERENCES flowledger.source,
    exporter inet NOT NULL,
    export_version smallint NOT NULL,
    observation_domain bigint NOT NULL,
    template_id integer NOT NULL,
    from_position bigint NOT NULL,
    until_position bigint,
    received_at timestamptz NOT NULL,
    refreshed_at timestamptz NOT NULL,
    options boolean NOT NULL,
    definition bytea NOT NULL,
    fields text NOT NULL,
    PRIMARY KEY (source_id, exporter, export_version, observation_domain, template_id, from_position)
);
COMMENT ON TABLE flowledger.template_version IS 'Every template that an exporter defined, a row for each redefinition.';
COMMENT ON COLUMN flowledger.template_version.from_position IS 'Journal position of the datagram that defined it.';
COMMENT ON COLUMN flowledger.template_version.until_position IS 'Journal position from which it holds no longer; NULL while it holds.';
COMMENT ON COLUMN flowledger.template_version.definition IS 'The Template Record as it was on the wire.';
COMMENT ON COLUMN flowledger.template_version.fields IS 'The same, readable: Information Elements and their lengths in octets, v when variable, | after the scope.';

CREATE TABLE flowledger.option_value (
    source_id integer NOT NULL REFERENCES flowledger.source,
    exporter inet NOT NULL,
    export_version smallint NOT NULL,
    observation_domain bigint NOT NULL,
    kind text NOT NULL,
    scope text NOT NULL,
    value text NOT NULL,
    position bigint NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (source_id, exporter, export_version, observation_domain, kind, scope)
) WITH (fillfactor = 70);
COMMENT ON TABLE flowledger.option_value IS 'What Options Data Records said last: samplers, interface names, applications.';
COMMENT ON COLUMN flowledger.option_value.scope IS 'Interface index, sampler id and so on; empty for the whole stream.';

CREATE TABLE flowledger.parked_set (
    source_id integer NOT NULL REFERENCES flowledger.source,
    position bigint NOT NULL,
    set_offset integer NOT NULL,
    exporter inet NOT NULL,
    export_version smallint NOT NULL,
    observation_domain bigint NOT NULL,
    template_id integer NOT NULL,
    length_octets integer NOT NULL,
    received_at timestamptz NOT NULL,
    stored_beside boolean NOT NULL,
    PRIMARY KEY (source_id, position, set_offset)
);
COMMENT ON TABLE flowledger.parked_set IS 'Data Sets that wait in the journal for their template.';
COMMENT ON COLUMN flowledger.parked_set.stored_beside IS 'True when something else of the datagram was stored already.';

CREATE TABLE flowledger.poison_row (
    poison_row_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source_id integer NOT NULL REFERENCES flowledger.source,
    position bigint NOT NULL,
    received_at timestamptz NOT NULL,
    exporter inet NOT NULL,
    sqlstate text NOT NULL,
    message text NOT NULL,
    columns text NOT NULL,
    tuple bytea NOT NULL,
    noted_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE flowledger.poison_row IS 'Rows that the database refused, each alone, with what it said.';
COMMENT ON COLUMN flowledger.poison_row.position IS 'Journal position of the datagram that gave the row.';
COMMENT ON COLUMN flowledger.poison_row.columns IS 'The row, readable: name=value.';
COMMENT ON COLUMN flowledger.poison_row.tuple IS 'The row as a tuple of binary COPY.';

CREATE TABLE flowledger.import_file (
    source_id integer NOT NULL REFERENCES flowledger.source,
    fingerprint text NOT NULL,
    name text NOT NULL,
    octets bigint NOT NULL,
    start_position bigint NOT NULL,
    datagrams bigint,
    started_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    PRIMARY KEY (source_id, fingerprint)
);
CREATE INDEX import_file_fingerprint ON flowledger.import_file (fingerprint);
COMMENT ON TABLE flowledger.import_file IS 'Files that were imported, so that none is imported twice by mistake.';
COMMENT ON COLUMN flowledger.import_file.fingerprint IS 'SHA-256 of the content, hexadecimal.';
COMMENT ON COLUMN flowledger.import_file.start_position IS 'Journal position of its first datagram.';
COMMENT ON COLUMN flowledger.import_file.finished_at IS 'When its last datagram was in the journal; NULL while it is read.';

CREATE TABLE flowledger.flow_table (
    name text PRIMARY KEY,
    created_by_us boolean NOT NULL,
    others_until timestamptz,
    noted_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE flowledger.flow_table IS 'Tables that flows are landed in.';
COMMENT ON COLUMN flowledger.flow_table.others_until IS 'Newest row that was there before us; the audit counts only later ones.';

CREATE VIEW flowledger.exporters AS
SELECT exporter,
       min(first_seen) AS first_seen,
       max(last_seen) AS last_seen,
       array_agg(DISTINCT export_version ORDER BY export_version) AS export_versions,
       array_agg(DISTINCT observation_domain ORDER BY observation_domain) AS observation_domains,
       sum(template_count)::bigint AS templates,
       (array_agg(clock_skew_ms ORDER BY last_seen DESC) FILTER (WHERE clock_skew_ms IS NOT NULL))[1] AS clock_skew_ms,
       (array_agg(sampling_rate ORDER BY last_seen DESC) FILTER (WHERE sampling_rate IS NOT NULL))[1] AS sampling_rate,
       (array_agg(last_fault ORDER BY last_fault_at DESC) FILTER (WHERE last_fault IS NOT NULL))[1] AS last_fault,
       max(last_fault_at) AS last_fault_at
FROM flowledger.stream
GROUP BY exporter;
COMMENT ON VIEW flowledger.exporters IS 'Every exporter ever seen, all its streams together.';
