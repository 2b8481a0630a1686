-- What an application is beside its name, and what exporters counted.

CREATE OR REPLACE VIEW flowledger.application_name AS
SELECT exporter, export_version, observation_domain, application_id, name, received_at,
       CASE WHEN octets > 0 THEN id >> (8 * (octets - 1))
            WHEN application_id LIKE '%:%:%' THEN split_part(application_id, ':', 1)::bigint END AS engine,
       CASE WHEN octets > 0 THEN id & ((1::bigint << (8 * (octets - 1))) - 1)
            WHEN application_id LIKE '%:%:%' THEN split_part(application_id, ':', 3)::bigint END AS selector,
       CASE WHEN octets > 0
            THEN (id >> (8 * (octets - 1))) || ':' || (id & ((1::bigint << (8 * (octets - 1))) - 1))
            WHEN application_id LIKE '%:%:%' THEN application_id END AS application,
       description
FROM (SELECT exporter, export_version, observation_domain, scope AS application_id,
             (array_agg(value ORDER BY received_at DESC) FILTER (WHERE kind = 'application_name'))[1] AS name,
             (array_agg(value ORDER BY received_at DESC) FILTER (WHERE kind = 'application_description'))[1] AS description,
             max(received_at) AS received_at,
             CASE WHEN scope ~ '^\d{1,18}$' THEN scope::bigint END AS id,
             CASE WHEN scope ~ '^\d{1,18}$' THEN (length(to_hex(scope::bigint)) + 1) / 2 END AS octets
      FROM flowledger.option_value
      WHERE kind IN ('application_name', 'application_description')
      GROUP BY exporter, export_version, observation_domain, scope) a;
COMMENT ON VIEW flowledger.application_name IS 'Applications, as exporters name them (elements 94, 95 and 96).';
COMMENT ON COLUMN flowledger.application_name.description IS 'What the application is, in the exporter''s words (element 94).';

CREATE VIEW flowledger.exporter_statistic AS
SELECT exporter, export_version, observation_domain, scope AS statistic,
       (array_agg(value ORDER BY received_at DESC))[1]::numeric AS value,
       max(received_at) AS received_at
FROM flowledger.option_value
WHERE kind = 'exporter_counter' AND value ~ '^\d{1,20}$'
GROUP BY exporter, export_version, observation_domain, scope;
COMMENT ON VIEW flowledger.exporter_statistic IS 'What exporters counted themselves, as options data said last (elements 40 to 42 and 163 to 168): set it beside what arrived.';
COMMENT ON COLUMN flowledger.exporter_statistic.statistic IS 'IANA''s name: exportedOctetTotalCount, exportedMessageTotalCount, exportedFlowRecordTotalCount, observedFlowTotalCount, ignoredPacketTotalCount, ignoredOctetTotalCount, notSentFlowTotalCount, notSentPacketTotalCount, notSentOctetTotalCount.';
COMMENT ON COLUMN flowledger.exporter_statistic.value IS 'Since the exporter began to count, all collectors together where it has several.';
COMMENT ON COLUMN flowledger.exporter_statistic.exporter IS 'Address of the exporter.';
COMMENT ON COLUMN flowledger.exporter_statistic.export_version IS 'Protocol: 9 NetFlow, 10 IPFIX.';
COMMENT ON COLUMN flowledger.exporter_statistic.observation_domain IS 'Observation domain or source id.';
COMMENT ON COLUMN flowledger.exporter_statistic.received_at IS 'When it was last told.';
