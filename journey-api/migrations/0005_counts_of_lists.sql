-- The same for each type and each source: a page far into the history of one of them is found by counting, too. `list` is
-- 'all' (then `value` is empty), 'type' or 'source'. Made anew from the events, as before: what is there is what counts.

DROP TABLE event_counts;
CREATE TABLE event_counts (
    workspace_id TEXT NOT NULL,
    list TEXT NOT NULL,
    value TEXT NOT NULL,
    hour BIGINT NOT NULL,
    shard BIGINT NOT NULL,
    events BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, list, value, hour, shard)
);
INSERT INTO event_counts (workspace_id, list, value, hour, shard, events)
    SELECT workspace_id, 'type', type, (time - ((time % 3600000) + 3600000) % 3600000) / 3600000, 0, COUNT(*)
    FROM events GROUP BY 1, 2, 3, 4;
INSERT INTO event_counts (workspace_id, list, value, hour, shard, events)
    SELECT workspace_id, 'source', source, (time - ((time % 3600000) + 3600000) % 3600000) / 3600000, 0, COUNT(*)
    FROM events GROUP BY 1, 2, 3, 4;
INSERT INTO event_counts (workspace_id, list, value, hour, shard, events)
    SELECT workspace_id, 'all', '', hour, 0, SUM(events) FROM event_counts WHERE list = 'type' GROUP BY 1, 4;
