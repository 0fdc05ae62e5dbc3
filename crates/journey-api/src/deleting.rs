//! Deletes what deleted workspaces had, in portions: as soon as one is deleted, and what a replica or an earlier start left.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use crate::store::Store;

/// After so long it looks even if nobody said there is something.
const POLL_INTERVAL: Duration = Duration::from_secs(60);
/// After an error of the database it waits so long.
const RETRY_DELAY: Duration = Duration::from_secs(5);

/// Begins, until the service ends.
pub(crate) fn begin(store: Store, deleted: Arc<Notify>, mut ending: watch::Receiver<bool>) -> JoinHandle<()> {
    tokio::spawn(async move {
        while !*ending.borrow() {
            let rest = match store.delete_deleted().await {
                Ok(Some(_)) => continue,
                Ok(None) => POLL_INTERVAL,
                Err(error) => {
                    let cause = error.hidden_cause();
                    tracing::error!(cause, %error, "what a deleted workspace had could not be deleted; trying again");
                    RETRY_DELAY
                }
            };
            tokio::select! {
                () = deleted.notified() => {}
                () = tokio::time::sleep(rest) => {}
                _ = ending.wait_for(|ending| *ending) => {}
            }
        }
    })
}
