-- Two events of one id, type and time may say different things, and are two: `variant` counts them. And a time may lie
-- between two milliseconds: `nanos` says how far behind the first of them; few events have any, and an index knows which.

ALTER TABLE events ADD COLUMN variant BIGINT NOT NULL DEFAULT 0;
ALTER TABLE events ADD COLUMN nanos BIGINT NOT NULL DEFAULT 0;
DROP INDEX events_are_stored_once;
CREATE UNIQUE INDEX events_are_stored_once ON events (workspace_id, id, time, lookup, type, source, variant);
CREATE INDEX events_between_milliseconds ON events (workspace_id, time) WHERE nanos <> 0;
