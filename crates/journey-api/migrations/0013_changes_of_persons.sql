-- The change log of persons: who did what to whom, and when. `other_person_id` is who was merged into the person, or split off
-- from it; `details` is JSON (store/changes.rs). Traces of merges become entries of it.

CREATE TABLE person_changes (
    seq {serial},
    workspace_id TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    person_id TEXT NOT NULL,
    other_person_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    details TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by TEXT NOT NULL
);
CREATE INDEX changes_of_a_person ON person_changes (person_id, seq);
CREATE INDEX changes_with_another_person ON person_changes (other_person_id);
CREATE INDEX changes_of_a_workspace ON person_changes (workspace_id, seq);
CREATE INDEX changes_by_age ON person_changes (changed_at);
INSERT INTO person_changes (workspace_id, person_id, other_person_id, kind, details, changed_at, changed_by)
    SELECT workspace_id, primary_person_id, COALESCE({id of merged_person}, ''), 'merged', '{"person":' || merged_person || '}',
    merged_at, merged_by FROM merges ORDER BY seq;
DROP TABLE merges;
