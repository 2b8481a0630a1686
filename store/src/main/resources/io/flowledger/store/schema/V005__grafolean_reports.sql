-- What is to be sent to Grafolean, so that neither an outage there nor an end here loses an interval.

CREATE TABLE flowledger.grafolean_job (
    job_id text PRIMARY KEY,
    last_used_ts timestamp NOT NULL
);
COMMENT ON TABLE flowledger.grafolean_job IS 'How far each reporting job has read; with the layout grafolean it is netflow_bot_jobs2 instead.';

CREATE TABLE flowledger.grafolean_report (
    report_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    job_id text NOT NULL,
    account_id text NOT NULL,
    interval_from timestamp NOT NULL,
    interval_to timestamp NOT NULL,
    body text NOT NULL,
    method text,
    attempts integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE flowledger.grafolean_report IS 'Values of an interval that are not yet at Grafolean.';
COMMENT ON COLUMN flowledger.grafolean_report.interval_from IS 'UTC; rows after it.';
COMMENT ON COLUMN flowledger.grafolean_report.interval_to IS 'UTC; rows up to it.';
COMMENT ON COLUMN flowledger.grafolean_report.body IS 'The values as they are sent: [{"p": path, "v": "value"}].';
COMMENT ON COLUMN flowledger.grafolean_report.method IS 'POST or PUT while it is being sent; NULL while it waits.';

CREATE TABLE flowledger.grafolean_delivery (
    job_id text PRIMARY KEY,
    sent bigint NOT NULL DEFAULT 0,
    in_doubt bigint NOT NULL DEFAULT 0,
    given_up bigint NOT NULL DEFAULT 0,
    last_sent_at timestamptz,
    last_error text
);
COMMENT ON TABLE flowledger.grafolean_delivery IS 'What became of the intervals of each reporting job.';
COMMENT ON COLUMN flowledger.grafolean_delivery.in_doubt IS 'Intervals whose answer was lost: not sent again, so that nothing is there twice.';
COMMENT ON COLUMN flowledger.grafolean_delivery.given_up IS 'Intervals that Grafolean refused, or that were too old when it came back.';
