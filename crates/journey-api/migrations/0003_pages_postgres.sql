-- A page is found by an index, whatever it is filtered by.

CREATE UNIQUE INDEX events_are_stored_once ON events (workspace_id, id, time, lookup, type, source);
ALTER TABLE events DROP CONSTRAINT events_workspace_id_id_lookup_time_type_source_key;
CREATE INDEX events_of_a_type ON events (workspace_id, type, time, seq);
CREATE INDEX events_of_a_source ON events (workspace_id, source, time, seq);

CREATE INDEX persons_by_change ON persons (workspace_id, updated_at, id);
CREATE INDEX persons_by_first_name ON persons (workspace_id, COALESCE(first_name, ''), id);
CREATE INDEX persons_by_last_name ON persons (workspace_id, COALESCE(last_name, ''), id);

CREATE INDEX merges_into_a_person ON merges (primary_person_id);
