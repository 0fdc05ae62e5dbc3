-- Which types and sources are counted: those that have many events (store/frequent.rs), and so many of a workspace at most.
-- Each value was counted before, so that a sender that gives each event a source of its own had six rows for each of them.

CREATE TABLE counted_values (
    workspace_id TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    list TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (workspace_id, list, value)
);
INSERT INTO counted_values (workspace_id, list, value)
    SELECT workspace_id, list, value FROM (
        SELECT workspace_id, list, value, ROW_NUMBER() OVER (PARTITION BY workspace_id, list ORDER BY SUM(events) DESC) AS place
        FROM event_counts WHERE list <> 'all' AND hours = 24 AND workspace_id IN (SELECT id FROM workspaces)
        GROUP BY workspace_id, list, value HAVING SUM(events) >= 1000
    ) AS ranked WHERE place <= 256;
DELETE FROM event_counts WHERE list <> 'all' AND NOT EXISTS (
    SELECT 1 FROM counted_values AS counted WHERE counted.workspace_id = event_counts.workspace_id
    AND counted.list = event_counts.list AND counted.value = event_counts.value
);
