-- Journey actions, and what they still have to do. Checks and deliveries outlive the process: what was answered is
-- acted upon.

CREATE TABLE journey_actions (
    id TEXT NOT NULL PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    template_id TEXT NOT NULL REFERENCES templates (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    is_active BIGINT NOT NULL,
    cooldown_minutes BIGINT NOT NULL,
    rules TEXT NOT NULL,
    triggers TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    UNIQUE (template_id, name)
);
CREATE INDEX journey_actions_of_a_workspace ON journey_actions (workspace_id, is_active);

-- An event whose person is still to be looked at.
CREATE TABLE action_checks (
    seq {serial},
    workspace_id TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    lookup TEXT NOT NULL,
    type TEXT NOT NULL
);

-- When an action last acted for a person.
CREATE TABLE action_runs (
    action_id TEXT NOT NULL REFERENCES journey_actions (id) ON DELETE CASCADE,
    person_id TEXT NOT NULL,
    acted_at BIGINT NOT NULL,
    PRIMARY KEY (action_id, person_id)
);

-- A webhook to call, or that was called. state: pending, done, failed.
CREATE TABLE action_deliveries (
    seq {serial},
    action_id TEXT NOT NULL REFERENCES journey_actions (id) ON DELETE CASCADE,
    person_id TEXT NOT NULL,
    url TEXT NOT NULL,
    method TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    outcome TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX action_deliveries_to_make ON action_deliveries (state, next_at);
