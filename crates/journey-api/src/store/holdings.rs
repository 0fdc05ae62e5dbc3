//! How much a workspace holds. Events are counted by the days that are kept of them, and not one by one.

use super::Store;
use crate::error::Error;
use crate::ids::WorkspaceId;

/// Of each kind one number; of events the sum of all days.
const SQL: [&str; 5] = [
    "SELECT COUNT(*) FROM persons WHERE workspace_id = $1",
    "SELECT CAST(COALESCE(SUM(events), 0) AS BIGINT) FROM event_counts WHERE workspace_id = $1 AND list = 'all' AND hours = 24",
    "SELECT COUNT(*) FROM templates WHERE workspace_id = $1",
    "SELECT COUNT(*) FROM journey_actions WHERE workspace_id = $1",
    "SELECT COUNT(*) FROM connectors WHERE workspace_id = $1",
];

impl Store {
    /// Persons, events, templates, journey actions and connectors of a workspace.
    pub(crate) async fn holdings(&self, workspace: &WorkspaceId) -> Result<[i64; 5], Error> {
        let mut holdings = [0; 5];
        for (holding, sql) in holdings.iter_mut().zip(SQL) {
            let (count,): (i64,) = sqlx::query_as(sql).bind(workspace.as_str()).fetch_one(&self.pool).await?;
            *holding = count;
        }
        Ok(holdings)
    }
}
