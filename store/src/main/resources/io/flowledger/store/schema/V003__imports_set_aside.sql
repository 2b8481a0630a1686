-- An import that was cut off and set aside for another file knows how much of it was taken.
ALTER TABLE flowledger.import_file ALTER COLUMN start_position DROP NOT NULL;
COMMENT ON COLUMN flowledger.import_file.start_position IS 'Journal position from which on its datagrams lie; NULL when another file was begun before it was finished.';
COMMENT ON COLUMN flowledger.import_file.datagrams IS 'Datagrams taken from it; until it is finished, those before start_position.';
