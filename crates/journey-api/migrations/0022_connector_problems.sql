-- What goes wrong with connectors: one row for each task of the service, until it goes well again. `reason`: in the form that
-- programs read, JSON; `since`: epoch ms. It was one column that each task wrote over.
CREATE TABLE connector_problems (
    connector_id TEXT NOT NULL REFERENCES connectors (id) ON DELETE CASCADE,
    task TEXT NOT NULL,
    reason TEXT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (connector_id, task)
);
ALTER TABLE webex_accounts DROP COLUMN problem;
ALTER TABLE genesys_accounts DROP COLUMN problem;
ALTER TABLE avaya_accounts DROP COLUMN problem;
