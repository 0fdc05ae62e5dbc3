-- By what webhooks of journey actions are signed, so that whoever is called knows who calls. `expires_at` (epoch ms): 0 means
-- never; while several are good, a call has a signature by each.

CREATE TABLE webhook_secrets (
    id TEXT NOT NULL PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    secret TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX webhook_secrets_of_a_workspace ON webhook_secrets (workspace_id, created_at);
