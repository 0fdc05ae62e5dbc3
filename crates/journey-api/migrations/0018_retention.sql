-- For how many days a workspace keeps its events, where that is not as long as the service keeps them.
ALTER TABLE workspaces ADD COLUMN retention_days BIGINT;
