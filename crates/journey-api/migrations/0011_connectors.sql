-- Connectors: what brings events of other systems into a workspace, one at a time. Of a key only its SHA-256 is kept. What
-- could not be taken is kept for a week with its reasons, so that it can be taken again. A connector stays when its workspace is
-- deleted, and takes nothing until it has another one.

CREATE TABLE connectors (
    id TEXT NOT NULL PRIMARY KEY,
    organization_id TEXT NOT NULL,
    workspace_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    is_on BIGINT NOT NULL,
    accepted BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    last_event_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    UNIQUE (organization_id, name)
);

-- `expires_at` (epoch ms): 0 means never.
CREATE TABLE connector_keys (
    id TEXT NOT NULL PRIMARY KEY,
    connector_id TEXT NOT NULL REFERENCES connectors (id) ON DELETE CASCADE,
    hash TEXT NOT NULL UNIQUE,
    hint TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX keys_of_a_connector ON connector_keys (connector_id, created_at);

CREATE TABLE connector_failures (
    seq {serial},
    connector_id TEXT NOT NULL REFERENCES connectors (id) ON DELETE CASCADE,
    failed_at BIGINT NOT NULL,
    reasons TEXT NOT NULL,
    payload TEXT NOT NULL
);
CREATE INDEX failures_of_a_connector ON connector_failures (connector_id, seq);
CREATE INDEX failures_by_age ON connector_failures (failed_at);
