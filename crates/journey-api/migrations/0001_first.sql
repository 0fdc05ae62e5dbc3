-- One text for SQLite and PostgreSQL: only TEXT and BIGINT, times as epoch milliseconds UTC.
-- {serial} is the database's own counting primary key (store/migrations.rs).

CREATE TABLE workspaces (
    id TEXT NOT NULL PRIMARY KEY,
    organization_id TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    UNIQUE (organization_id, name)
);

CREATE TABLE subscriptions (
    id TEXT NOT NULL PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    event_types TEXT NOT NULL,
    destination_url TEXT NOT NULL,
    status TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX subscriptions_of_a_workspace ON subscriptions (workspace_id);

CREATE TABLE persons (
    id TEXT NOT NULL PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    first_name TEXT,
    last_name TEXT,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL
);
CREATE INDEX persons_of_a_workspace ON persons (workspace_id, created_at, id);

-- An alias belongs to one person. `lookup` is the form in which it is looked up: a phone without its "+", an e-mail
-- address in lower case.
CREATE TABLE identities (
    workspace_id TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    lookup TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, lookup)
);
CREATE INDEX identities_of_a_person ON identities (person_id, position);

-- An event belongs to its identity, and the identity to a person: merging persons moves aliases and never an event.
-- `body` is the event as it is answered.
CREATE TABLE events (
    seq {serial},
    workspace_id TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    lookup TEXT NOT NULL,
    identity TEXT NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    source TEXT NOT NULL,
    time BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (workspace_id, id, lookup, time, type, source)
);
CREATE INDEX events_of_an_identity ON events (workspace_id, lookup, time, seq);
CREATE INDEX events_of_a_workspace ON events (workspace_id, time, seq);

CREATE TABLE templates (
    id TEXT NOT NULL PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    attributes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    UNIQUE (workspace_id, name)
);

-- What a merge did, for whoever has to explain it later.
CREATE TABLE merges (
    seq {serial},
    workspace_id TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    primary_person_id TEXT NOT NULL,
    merged_person TEXT NOT NULL,
    merged_at BIGINT NOT NULL,
    merged_by TEXT NOT NULL
);
