-- What is to be erased of a person, in portions (store/erasing.rs), and what was: then without any trace of who it was. Events
-- up to `until_seq` are the person's; what is published later is of whoever comes next by that identity.
CREATE TABLE erasures (
    id TEXT NOT NULL PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    until_seq BIGINT NOT NULL,
    persons BIGINT NOT NULL,
    identities BIGINT NOT NULL,
    events BIGINT NOT NULL,
    changes BIGINT NOT NULL,
    webhooks BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    begun_at BIGINT NOT NULL,
    begun_by TEXT NOT NULL,
    ended_at BIGINT NOT NULL
);
CREATE INDEX erasures_of_a_workspace ON erasures (workspace_id, begun_at);

-- Whose those are, until it is done.
CREATE TABLE erased_identities (
    erasure_id TEXT NOT NULL REFERENCES erasures (id) ON DELETE CASCADE,
    workspace_id TEXT NOT NULL,
    lookup TEXT NOT NULL,
    PRIMARY KEY (workspace_id, lookup, erasure_id)
);
CREATE INDEX identities_of_an_erasure ON erased_identities (erasure_id);

CREATE INDEX action_deliveries_of_a_person ON action_deliveries (person_id);
CREATE INDEX action_runs_of_a_person ON action_runs (person_id);
CREATE INDEX action_checks_of_an_identity ON action_checks (workspace_id, lookup);
