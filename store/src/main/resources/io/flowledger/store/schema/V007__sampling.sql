-- Who said the sampling rate, and all the scopes that rates can have.

ALTER TABLE flowledger.stream ADD COLUMN sampling_origin text, ADD COLUMN name text;
COMMENT ON COLUMN flowledger.stream.sampling_rate IS 'One packet in this many, for the whole stream.';
COMMENT ON COLUMN flowledger.stream.sampling_origin IS 'Who said the rate: packet, option, override (the configuration); NULL when nobody did.';
COMMENT ON COLUMN flowledger.stream.name IS 'What the configuration calls the exporter.';

ALTER TABLE flowledger.parked_set ADD COLUMN definition bytea;
COMMENT ON TABLE flowledger.parked_set IS 'Data Sets that wait in the journal for their template, or for their sampling rate.';
COMMENT ON COLUMN flowledger.parked_set.definition IS 'Its Template Record as it was on the wire, when it waits for the sampling rate; NULL when it waits for the template.';

CREATE OR REPLACE VIEW flowledger.exporters AS
SELECT exporter,
       min(first_seen) AS first_seen,
       max(last_seen) AS last_seen,
       array_agg(DISTINCT export_version ORDER BY export_version) AS export_versions,
       array_agg(DISTINCT observation_domain ORDER BY observation_domain) AS observation_domains,
       sum(template_count)::bigint AS templates,
       (array_agg(clock_skew_ms ORDER BY last_seen DESC) FILTER (WHERE clock_skew_ms IS NOT NULL))[1] AS clock_skew_ms,
       (array_agg(sampling_rate ORDER BY last_seen DESC) FILTER (WHERE sampling_rate IS NOT NULL))[1] AS sampling_rate,
       (array_agg(last_fault ORDER BY last_fault_at DESC) FILTER (WHERE last_fault IS NOT NULL))[1] AS last_fault,
       max(last_fault_at) AS last_fault_at,
       coalesce(
           (array_agg(sampling_origin ORDER BY last_seen DESC) FILTER (WHERE sampling_rate IS NOT NULL))[1],
           (SELECT 'option' FROM flowledger.option_value o WHERE o.exporter = s.exporter AND o.kind LIKE '%\_rate' LIMIT 1),
           'unknown') AS sampling_origin,
       (array_agg(name ORDER BY last_seen DESC) FILTER (WHERE name IS NOT NULL))[1] AS name
FROM flowledger.stream s
GROUP BY exporter;

CREATE OR REPLACE VIEW flowledger.sampler_rate AS
SELECT exporter, export_version, observation_domain,
       CASE WHEN kind = 'sampler_rate' THEN scope END AS sampler_id,
       (array_agg(value ORDER BY received_at DESC))[1]::numeric AS sampling_rate,
       max(received_at) AS received_at,
       CASE kind WHEN 'sampling_rate' THEN 'stream' ELSE left(kind, -length('_rate')) END AS scope,
       nullif(scope, '') AS scope_id
FROM flowledger.option_value
WHERE kind IN ('sampling_rate', 'sampler_rate', 'interface_rate', 'line_card_rate', 'template_rate')
  AND value ~ '^\d{1,20}$'
GROUP BY exporter, export_version, observation_domain, kind, scope;
COMMENT ON COLUMN flowledger.sampler_rate.sampler_id IS 'Sampler or selector; NULL for another scope.';
COMMENT ON COLUMN flowledger.sampler_rate.scope IS 'What the rate holds for: stream, sampler, interface, line_card or template.';
COMMENT ON COLUMN flowledger.sampler_rate.scope_id IS 'Which of them: sampler or selector id, SNMP index, line card, Template ID.';

-- The first octet that is not zero is the classification engine, what follows the selector (RFC 6759 section 4). Ids of nine octets have
-- an enterprise between the two, and are kept as engine:enterprise:selector.
CREATE OR REPLACE VIEW flowledger.application_name AS
SELECT exporter, export_version, observation_domain, application_id, name, received_at,
       CASE WHEN octets > 0 THEN id >> (8 * (octets - 1))
            WHEN application_id LIKE '%:%:%' THEN split_part(application_id, ':', 1)::bigint END AS engine,
       CASE WHEN octets > 0 THEN id & ((1::bigint << (8 * (octets - 1))) - 1)
            WHEN application_id LIKE '%:%:%' THEN split_part(application_id, ':', 3)::bigint END AS selector,
       CASE WHEN octets > 0
            THEN (id >> (8 * (octets - 1))) || ':' || (id & ((1::bigint << (8 * (octets - 1))) - 1))
            WHEN application_id LIKE '%:%:%' THEN application_id END AS application
FROM (SELECT exporter, export_version, observation_domain, scope AS application_id,
             (array_agg(value ORDER BY received_at DESC))[1] AS name,
             max(received_at) AS received_at,
             CASE WHEN scope ~ '^\d{1,18}$' THEN scope::bigint END AS id,
             CASE WHEN scope ~ '^\d{1,18}$' THEN (length(to_hex(scope::bigint)) + 1) / 2 END AS octets
      FROM flowledger.option_value
      WHERE kind = 'application_name'
      GROUP BY exporter, export_version, observation_domain, scope) a;
COMMENT ON COLUMN flowledger.application_name.engine IS 'Classification engine: 1 IANA layer 3, 3 IANA layer 4, 13 Cisco NBAR, 20 and 32 to 255 see RFC 6759.';
COMMENT ON COLUMN flowledger.application_name.selector IS 'The application within its engine.';
COMMENT ON COLUMN flowledger.application_name.application IS 'engine:selector, as flows have it in application while the name is not known.';
