-- The same for each type and each source, and for each day: a page far into the history of any of them is found by
-- counting. `list` is 'all' (then `value` is empty), 'type' or 'source'; `hours` is 1 or 24, and `number` says which hour or
-- day since 1970 it is (UTC). Made anew from the events, as before: what is there is what counts.

DROP TABLE event_counts;
CREATE TABLE event_counts (
    workspace_id TEXT NOT NULL,
    list TEXT NOT NULL,
    value TEXT NOT NULL,
    hours BIGINT NOT NULL,
    number BIGINT NOT NULL,
    shard BIGINT NOT NULL,
    events BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, list, value, hours, number, shard)
);
-- Rounded down, also before 1970.
INSERT INTO event_counts (workspace_id, list, value, hours, number, shard, events)
    SELECT workspace_id, 'type', type, 1, (time - ((time % 3600000) + 3600000) % 3600000) / 3600000, 0, COUNT(*)
    FROM events GROUP BY 1, 2, 3, 4, 5;
INSERT INTO event_counts (workspace_id, list, value, hours, number, shard, events)
    SELECT workspace_id, 'source', source, 1, (time - ((time % 3600000) + 3600000) % 3600000) / 3600000, 0, COUNT(*)
    FROM events GROUP BY 1, 2, 3, 4, 5;
INSERT INTO event_counts (workspace_id, list, value, hours, number, shard, events)
    SELECT workspace_id, 'all', '', 1, number, 0, SUM(events) FROM event_counts WHERE list = 'type' GROUP BY 1, 5;
INSERT INTO event_counts (workspace_id, list, value, hours, number, shard, events)
    SELECT workspace_id, list, value, 24, (number - ((number % 24) + 24) % 24) / 24, 0, SUM(events)
    FROM event_counts GROUP BY 1, 2, 3, 4, 5;
