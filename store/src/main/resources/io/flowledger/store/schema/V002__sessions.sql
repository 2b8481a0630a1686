ALTER TABLE flowledger.template_version ADD COLUMN session bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN flowledger.template_version.session IS 'The connection within which alone it holds; 0 over UDP.';

ALTER TABLE flowledger.parked_set ADD COLUMN session bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN flowledger.parked_set.session IS 'The connection that it came over; 0 for UDP.';

CREATE TABLE flowledger.session_state (
    source_id integer NOT NULL REFERENCES flowledger.source,
    session bigint NOT NULL,
    exporter inet NOT NULL,
    export_version smallint NOT NULL,
    observation_domain bigint NOT NULL,
    sequence text NOT NULL,
    PRIMARY KEY (source_id, session, observation_domain)
) WITH (fillfactor = 50);
COMMENT ON TABLE flowledger.session_state IS 'TCP and TLS connections whose end is not in the tables yet.';
COMMENT ON COLUMN flowledger.session_state.session IS 'When it was accepted, nanoseconds since 1970, made unique.';
COMMENT ON COLUMN flowledger.session_state.sequence IS 'State of the sequence number accounting, as the program needs it to go on.';
