-- A source is never taken out, and only the program writes these tables: a look at flowledger.source for each new row of the
-- books, one an exporter and minute, would only cost time.

ALTER TABLE flowledger.ledger DROP CONSTRAINT ledger_source_id_fkey;
ALTER TABLE flowledger.ledger_reason DROP CONSTRAINT ledger_reason_source_id_fkey;
ALTER TABLE flowledger.stream DROP CONSTRAINT stream_source_id_fkey;
ALTER TABLE flowledger.template_version DROP CONSTRAINT template_version_source_id_fkey;
ALTER TABLE flowledger.parked_set DROP CONSTRAINT parked_set_source_id_fkey;
