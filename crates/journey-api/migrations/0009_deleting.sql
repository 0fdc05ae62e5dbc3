-- A deleted workspace is gone for everybody at once, and what is in it goes in portions (store/deleting.rs): `deleted_at`
-- says since when (epoch ms). By these indexes a portion is found without looking at what belongs to others.

ALTER TABLE workspaces ADD COLUMN deleted_at BIGINT;
CREATE INDEX merges_of_a_workspace ON merges (workspace_id);
CREATE INDEX action_checks_of_a_workspace ON action_checks (workspace_id);
CREATE INDEX action_deliveries_of_an_action ON action_deliveries (action_id);
