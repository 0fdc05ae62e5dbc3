-- A page is found by an index, whatever it is filtered by. SQLite cannot change a constraint: the table is made anew,
-- with its numbers.

CREATE TABLE events_anew (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    lookup TEXT NOT NULL,
    identity TEXT NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    source TEXT NOT NULL,
    time BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    body TEXT NOT NULL
);
INSERT INTO events_anew (seq, workspace_id, lookup, identity, id, type, source, time, received_at, body)
    SELECT seq, workspace_id, lookup, identity, id, type, source, time, received_at, body FROM events ORDER BY seq;
-- No number comes twice, also where the last events were deleted.
DELETE FROM sqlite_sequence WHERE name = 'events_anew';
INSERT INTO sqlite_sequence (name, seq) SELECT 'events_anew', seq FROM sqlite_sequence WHERE name = 'events';
DROP TABLE events;
ALTER TABLE events_anew RENAME TO events;
CREATE UNIQUE INDEX events_are_stored_once ON events (workspace_id, id, time, lookup, type, source);
CREATE INDEX events_of_an_identity ON events (workspace_id, lookup, time, seq);
CREATE INDEX events_of_a_workspace ON events (workspace_id, time, seq);
CREATE INDEX events_of_a_type ON events (workspace_id, type, time, seq);
CREATE INDEX events_of_a_source ON events (workspace_id, source, time, seq);

CREATE INDEX persons_by_change ON persons (workspace_id, updated_at, id);
CREATE INDEX persons_by_first_name ON persons (workspace_id, COALESCE(first_name, ''), id);
CREATE INDEX persons_by_last_name ON persons (workspace_id, COALESCE(last_name, ''), id);

CREATE INDEX merges_into_a_person ON merges (primary_person_id);
