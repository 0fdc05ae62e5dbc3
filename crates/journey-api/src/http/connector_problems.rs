//! What goes wrong with a connector's account, as each contact center's answers tell it.

use serde::Serialize;

use crate::connectors::Task;
use crate::error::Error;
use crate::reason::Detail;
use crate::state::AppState;
use crate::store::{ConnectorProblem, written_time};

/// What goes wrong with a task of the service's, until it goes well again.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ConnectorProblem)]
pub(super) struct ToldProblem {
    task: Task,
    reason: Detail,
    /// It has gone wrong since then.
    since: String,
}

/// All that goes wrong with a connector.
pub(super) async fn problems(state: &AppState, connector: &str) -> Result<Vec<ToldProblem>, Error> {
    let all = state.store.connector_problems(connector).await?.into_iter();
    let told = |one: ConnectorProblem| {
        let since = written_time(one.since);
        ToldProblem { task: one.task, reason: one.reason, since }
    };
    Ok(all.map(told).collect())
}

/// What went wrong with a filling, as it was written; empty: nothing.
pub(super) fn problem_of(written: &str) -> Option<Detail> {
    (!written.is_empty()).then(|| Detail::read(written))
}
