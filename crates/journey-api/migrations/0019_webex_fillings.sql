-- What webhooks of Webex Contact Center lost is asked for: the last run of each connector, over what ended between `since` and
-- `until`, of which everything before `reached` was looked at. Times are epoch ms, 0: never. Who began it is empty where the service
-- did by itself; `is_dry`: what is missing was counted, and nothing filled.

CREATE TABLE webex_fillings (
    connector_id TEXT NOT NULL PRIMARY KEY REFERENCES connectors (id) ON DELETE CASCADE,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    reached BIGINT NOT NULL,
    tasks BIGINT NOT NULL,
    events BIGINT NOT NULL,
    is_dry BIGINT NOT NULL,
    problem TEXT NOT NULL,
    begun_at BIGINT NOT NULL,
    begun_by TEXT NOT NULL,
    ended_at BIGINT NOT NULL
);
