-- What each column is that said nothing of itself yet.

DO $$
DECLARE
    r record;
BEGIN
    FOR r IN
        SELECT c.oid::regclass AS relation, a.attname AS name, w.what
        FROM (VALUES
            ('source_id', 'Which journal it came through: flowledger.source.'),
            ('src_addr', 'Source address; NULL when the dimension has none.'),
            ('dst_addr', 'Destination address; NULL when the dimension has none.'),
            ('in_if', 'SNMP index of the ingress interface; NULL when the dimension has none.'),
            ('out_if', 'SNMP index of the egress interface; NULL when the dimension has none.'),
            ('src_as', 'AS of the source; NULL when the dimension has none.'),
            ('dst_as', 'AS of the destination; NULL when the dimension has none.'),
            ('src_port', 'Source port; NULL when the dimension has none.'),
            ('dst_port', 'Destination port; NULL when the dimension has none.'),
            ('protocol', 'IP protocol number; NULL when the dimension has none.'),
            ('direction', '0 ingress, 1 egress; NULL when the dimension has none.'),
            ('application', 'Application, by name or engine:selector; NULL when the dimension has none.')
        ) AS w (name, what)
        JOIN pg_attribute a ON a.attname = w.name AND NOT a.attisdropped
        JOIN pg_class c ON c.oid = a.attrelid AND c.relnamespace = 'flowledger'::regnamespace AND c.relkind IN ('r', 'p')
        WHERE CASE WHEN w.name = 'source_id' THEN c.relkind = 'r' AND NOT c.relispartition
                   ELSE c.relname IN ('rollup_minute', 'rollup_hour', 'rollup_day') END
          AND col_description(c.oid, a.attnum) IS NULL
    LOOP
        EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', r.relation, r.name, r.what);
    END LOOP;
END $$;

COMMENT ON COLUMN flowledger.source.source_id IS 'What other tables call the journal.';
COMMENT ON COLUMN flowledger.source.created_at IS 'When the journal was first seen.';
COMMENT ON COLUMN flowledger.schema_version.version IS 'Number of the change to the tables, counted from 1.';
COMMENT ON COLUMN flowledger.schema_version.name IS 'What the change was.';
COMMENT ON COLUMN flowledger.schema_version.applied_at IS 'When it was made.';
COMMENT ON COLUMN flowledger.flow_table.name IS 'Name of the table.';
COMMENT ON COLUMN flowledger.flow_table.created_by_us IS 'Whether Flowledger made it; one that was there before is left as it is.';
COMMENT ON COLUMN flowledger.flow_table.noted_at IS 'When it was first used.';

COMMENT ON COLUMN flowledger.application_name.name IS 'What the exporter calls the application.';
COMMENT ON COLUMN flowledger.application_name.received_at IS 'When the name was last told.';
COMMENT ON COLUMN flowledger.interface_name.if_index IS 'SNMP index of the interface, as in in_if and out_if.';
COMMENT ON COLUMN flowledger.interface_name.name IS 'What the exporter calls the interface.';
COMMENT ON COLUMN flowledger.interface_name.description IS 'What its operator wrote of it.';
COMMENT ON COLUMN flowledger.interface_name.received_at IS 'When it was last told.';
COMMENT ON COLUMN flowledger.vrf_name.vrf_id IS 'Number of the VRF at its exporter.';
COMMENT ON COLUMN flowledger.vrf_name.name IS 'What the exporter calls the VRF.';
COMMENT ON COLUMN flowledger.vrf_name.received_at IS 'When the name was last told.';
COMMENT ON COLUMN flowledger.sampler_rate.sampling_rate IS 'One packet in this many.';
COMMENT ON COLUMN flowledger.sampler_rate.received_at IS 'When the rate was last told.';

COMMENT ON COLUMN flowledger.exporters.first_seen IS 'When the first datagram came.';
COMMENT ON COLUMN flowledger.exporters.last_seen IS 'When the latest datagram came.';
COMMENT ON COLUMN flowledger.exporters.export_versions IS 'Protocols that it sends.';
COMMENT ON COLUMN flowledger.exporters.observation_domains IS 'Observation domains that it sends of.';
COMMENT ON COLUMN flowledger.exporters.templates IS 'Templates that hold now, of all its domains.';
COMMENT ON COLUMN flowledger.exporters.clock_skew_ms IS 'How far its clock is behind ours, by the latest export time; negative when it is ahead.';
COMMENT ON COLUMN flowledger.exporters.sampling_rate IS 'One packet in this many, where it is one rate for a whole stream.';
COMMENT ON COLUMN flowledger.exporters.last_fault IS 'Name of the latest fault in what it sent.';
COMMENT ON COLUMN flowledger.exporters.last_fault_at IS 'When that came.';
COMMENT ON COLUMN flowledger.exporters.sampling_origin IS 'Who said the rate: packet, option, override (the configuration), or unknown.';
COMMENT ON COLUMN flowledger.exporters.name IS 'What the configuration calls it.';

COMMENT ON COLUMN flowledger.stream.first_seen IS 'When its first datagram came.';
COMMENT ON COLUMN flowledger.stream.last_seen IS 'When its latest datagram came.';
COMMENT ON COLUMN flowledger.stream.template_count IS 'Templates that hold now.';
COMMENT ON COLUMN flowledger.stream.last_fault IS 'Name of its latest fault.';
COMMENT ON COLUMN flowledger.stream.last_fault_at IS 'When that came.';

COMMENT ON COLUMN flowledger.template_version.template_id IS 'Template ID.';
COMMENT ON COLUMN flowledger.template_version.received_at IS 'When it came for the first time.';
COMMENT ON COLUMN flowledger.template_version.refreshed_at IS 'When it came for the last time, as it is.';
COMMENT ON COLUMN flowledger.template_version.options IS 'Whether it is an Options Template.';

COMMENT ON COLUMN flowledger.parked_set.position IS 'Where its datagram is in the journal.';
COMMENT ON COLUMN flowledger.parked_set.set_offset IS 'Octets of the datagram before it.';
COMMENT ON COLUMN flowledger.parked_set.template_id IS 'Template ID that it waits for, or came under.';
COMMENT ON COLUMN flowledger.parked_set.length_octets IS 'Its length.';
COMMENT ON COLUMN flowledger.parked_set.received_at IS 'When its datagram came.';

COMMENT ON COLUMN flowledger.option_value.kind IS 'What was told: interface_name, application_name, sampler_rate and others.';
COMMENT ON COLUMN flowledger.option_value.value IS 'What was told, as text.';
COMMENT ON COLUMN flowledger.option_value.position IS 'Where the datagram that told it is in the journal.';
COMMENT ON COLUMN flowledger.option_value.received_at IS 'When it was told.';

COMMENT ON COLUMN flowledger.poison_row.poison_row_id IS 'Counts them.';
COMMENT ON COLUMN flowledger.poison_row.received_at IS 'When its datagram came.';
COMMENT ON COLUMN flowledger.poison_row.sqlstate IS 'Code of PostgreSQL''s error.';
COMMENT ON COLUMN flowledger.poison_row.message IS 'PostgreSQL''s message.';
COMMENT ON COLUMN flowledger.poison_row.noted_at IS 'When it was refused.';

COMMENT ON COLUMN flowledger.ledger_reason.minute IS 'Minute of receive time.';
COMMENT ON COLUMN flowledger.ledger_reason.count IS 'How many, of what the counter counts.';
COMMENT ON COLUMN flowledger.listener_drop.listener_port IS 'Port of the listener.';
COMMENT ON COLUMN flowledger.listener_drop.minute IS 'Minute in which it was noticed.';
COMMENT ON COLUMN flowledger.rollup_mark.marked_at IS 'When the rows were changed.';
COMMENT ON COLUMN flowledger.dropped_partition.dropped_partition_id IS 'Counts them.';
COMMENT ON COLUMN flowledger.dropped_partition.dropped_at IS 'When it went.';

COMMENT ON COLUMN flowledger.import_file.name IS 'Name of the file, without its directory.';
COMMENT ON COLUMN flowledger.import_file.octets IS 'Its size.';
COMMENT ON COLUMN flowledger.import_file.started_at IS 'When its import began.';

COMMENT ON COLUMN flowledger.grafolean_job.job_id IS 'Which lists, and at which interval.';
COMMENT ON COLUMN flowledger.grafolean_job.last_used_ts IS 'End of the latest window that was read, UTC.';
COMMENT ON COLUMN flowledger.grafolean_report.report_id IS 'Counts them.';
COMMENT ON COLUMN flowledger.grafolean_report.job_id IS 'The job that made it.';
COMMENT ON COLUMN flowledger.grafolean_report.account_id IS 'Grafolean''s account that it is for.';
COMMENT ON COLUMN flowledger.grafolean_report.attempts IS 'How often it was sent.';
COMMENT ON COLUMN flowledger.grafolean_report.created_at IS 'When it was made.';
COMMENT ON COLUMN flowledger.grafolean_delivery.job_id IS 'The job whose reports are counted.';
COMMENT ON COLUMN flowledger.grafolean_delivery.sent IS 'Reports that Grafolean took.';
COMMENT ON COLUMN flowledger.grafolean_delivery.last_sent_at IS 'When it took the latest.';
COMMENT ON COLUMN flowledger.grafolean_delivery.last_error IS 'The latest answer that was none, or refused.';

-- The program makes this view, with its comments, where it is not there yet.
DO $$
BEGIN
    IF to_regclass('flowledger.flows_scaled') IS NOT NULL THEN
        COMMENT ON COLUMN flowledger.flows_scaled.exported_octets IS 'octets, as exported.';
        COMMENT ON COLUMN flowledger.flows_scaled.exported_packets IS 'packets, as exported.';
    END IF;
END $$;
