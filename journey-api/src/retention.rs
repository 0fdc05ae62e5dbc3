//! Deletes events, and traces of merges and webhooks, that are older than the organization keeps them: at the start, and
//! every hour from then on.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::error::Error;
use crate::store::Store;

const EVERY: Duration = Duration::from_secs(3600);

/// Begins, until the service ends.
pub(crate) fn begin(store: Store, days: i64, mut ending: watch::Receiver<bool>) -> JoinHandle<()> {
    tokio::spawn(async move {
        while !*ending.borrow() {
            match enforce(&store, days, &ending).await {
                Ok(0) => {}
                Ok(deleted) => tracing::info!(deleted, days, "events were older than they are kept"),
                Err(error) => {
                    let cause = error.hidden_cause();
                    tracing::error!(cause, %error, "old events could not be deleted");
                }
            }
            tokio::select! {
                () = tokio::time::sleep(EVERY) => {}
                _ = ending.wait_for(|ending| *ending) => {}
            }
        }
    })
}

/// In small portions, so that nobody who publishes waits long.
async fn enforce(store: &Store, days: i64, ending: &watch::Receiver<bool>) -> Result<i64, Error> {
    let Some(oldest) = TimeDelta::try_days(days).and_then(|days| Utc::now().checked_sub_signed(days)) else {
        return Ok(0);
    };
    store.delete_traces_before(oldest.timestamp_millis()).await?;
    let mut deleted = 0;
    while !*ending.borrow() {
        let portion = store.delete_events_before(oldest.timestamp_millis()).await?;
        deleted += portion;
        if portion == 0 {
            break;
        }
    }
    Ok(deleted)
}
