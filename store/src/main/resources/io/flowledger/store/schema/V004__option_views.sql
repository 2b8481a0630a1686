-- What options data said, by its meaning. Scopes of more than 18 digits are no numbers that a router gives: they are left out.

CREATE VIEW flowledger.interface_name AS
SELECT exporter, export_version, observation_domain, scope::bigint AS if_index,
       (array_agg(value ORDER BY received_at DESC) FILTER (WHERE kind = 'interface_name'))[1] AS name,
       (array_agg(value ORDER BY received_at DESC) FILTER (WHERE kind = 'interface_description'))[1] AS description,
       max(received_at) AS received_at
FROM flowledger.option_value
WHERE kind IN ('interface_name', 'interface_description') AND scope ~ '^\d{1,18}$'
GROUP BY exporter, export_version, observation_domain, scope;
COMMENT ON VIEW flowledger.interface_name IS 'Interfaces by SNMP index, as exporters name them (elements 82 and 83).';

CREATE VIEW flowledger.application_name AS
SELECT exporter, export_version, observation_domain, scope AS application_id,
       (array_agg(value ORDER BY received_at DESC))[1] AS name,
       max(received_at) AS received_at
FROM flowledger.option_value
WHERE kind = 'application_name'
GROUP BY exporter, export_version, observation_domain, scope;
COMMENT ON VIEW flowledger.application_name IS 'Applications, as exporters name them (elements 95 and 96).';
COMMENT ON COLUMN flowledger.application_name.application_id IS 'All octets of element 95 as one number: engine, then selector.';

CREATE VIEW flowledger.vrf_name AS
SELECT exporter, export_version, observation_domain, scope::bigint AS vrf_id,
       (array_agg(value ORDER BY received_at DESC))[1] AS name,
       max(received_at) AS received_at
FROM flowledger.option_value
WHERE kind = 'vrf_name' AND scope ~ '^\d{1,18}$'
GROUP BY exporter, export_version, observation_domain, scope;
COMMENT ON VIEW flowledger.vrf_name IS 'VRFs by the number that flows carry, as exporters name them (elements 234 and 236).';

CREATE VIEW flowledger.sampler_rate AS
SELECT exporter, export_version, observation_domain,
       CASE WHEN kind = 'sampler_rate' THEN scope END AS sampler_id,
       (array_agg(value ORDER BY received_at DESC))[1]::numeric AS sampling_rate,
       max(received_at) AS received_at
FROM flowledger.option_value
WHERE kind IN ('sampling_rate', 'sampler_rate') AND value ~ '^\d{1,20}$'
GROUP BY exporter, export_version, observation_domain, kind, scope;
COMMENT ON VIEW flowledger.sampler_rate IS 'One packet in how many is seen, as options data said last.';
COMMENT ON COLUMN flowledger.sampler_rate.sampler_id IS 'Sampler or selector; NULL for the whole stream.';
