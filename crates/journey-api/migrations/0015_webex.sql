-- Connectors of Webex Contact Center. The secret by which webhooks are signed is a key of the connector (`sealed`: encrypted, as it
-- is needed again). What came stays in `webex_events` until it is published, and is remembered without its body for some days: what
-- comes again is known by `event_key`, whichever way it comes (`is_filled`: by reconciliation).

ALTER TABLE connector_keys ADD COLUMN sealed TEXT;

CREATE TABLE webex_events (
    seq {serial},
    connector_id TEXT NOT NULL REFERENCES connectors (id) ON DELETE CASCADE,
    event_key TEXT NOT NULL,
    task_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    happened_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    is_filled BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    taken BIGINT NOT NULL,
    body TEXT,
    UNIQUE (connector_id, event_key)
);
CREATE INDEX webex_events_to_publish ON webex_events (next_at, seq) WHERE body IS NOT NULL;
CREATE INDEX webex_events_of_a_task ON webex_events (connector_id, task_id);
CREATE INDEX webex_events_by_age ON webex_events (received_at);

-- Whose a task is: most events of agents do not say. Nobody's: an empty identity.
CREATE TABLE webex_tasks (
    connector_id TEXT NOT NULL REFERENCES connectors (id) ON DELETE CASCADE,
    task_id TEXT NOT NULL,
    identity TEXT NOT NULL,
    identity_type TEXT NOT NULL,
    lookup TEXT NOT NULL,
    noted_at BIGINT NOT NULL,
    PRIMARY KEY (connector_id, task_id)
);
CREATE INDEX webex_tasks_of_an_identity ON webex_tasks (lookup);
CREATE INDEX webex_tasks_by_age ON webex_tasks (noted_at);

-- By which service app the vendor's API is asked. Tokens and the client's secret are encrypted; times are epoch ms, 0: never or
-- not known. `leased_until`: somebody renews the tokens; `subscribing_until`: somebody changes the subscriptions;
-- `reconciling_until`: somebody asks for what was lost.
CREATE TABLE webex_accounts (
    connector_id TEXT NOT NULL PRIMARY KEY REFERENCES connectors (id) ON DELETE CASCADE,
    region TEXT NOT NULL,
    org_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    client_secret TEXT NOT NULL,
    access_token TEXT NOT NULL,
    access_expires_at BIGINT NOT NULL,
    refresh_token TEXT NOT NULL,
    refresh_expires_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    subscribing_until BIGINT NOT NULL,
    told_key TEXT NOT NULL,
    checked_at BIGINT NOT NULL,
    reconciled_to BIGINT NOT NULL,
    reconciling_until BIGINT NOT NULL,
    problem TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL
);
