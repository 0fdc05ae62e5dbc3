-- How many events of a workspace happened in each hour (since 1970, UTC), so that a page far into its history is found
-- by counting hours and not events. Each replica counts in rows of its own (`shard`), lest they wait for each other; a
-- row may be negative, their sum never is.

CREATE TABLE event_counts (
    workspace_id TEXT NOT NULL,
    hour BIGINT NOT NULL,
    shard BIGINT NOT NULL,
    events BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, hour, shard)
);
-- Rounded down, also before 1970.
INSERT INTO event_counts (workspace_id, hour, shard, events)
    SELECT workspace_id, (time - ((time % 3600000) + 3600000) % 3600000) / 3600000, 0, COUNT(*) FROM events GROUP BY 1, 2;
