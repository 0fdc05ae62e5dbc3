//! Erases what is left of persons, in portions: as soon as it is asked for, and what a replica or an earlier start left.

mod mentions;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

pub(crate) use mentions::Mentions;

use crate::store::Store;

/// After so long it looks even if nobody said there is something.
const POLL_INTERVAL: Duration = Duration::from_secs(60);
/// After an error of the database it waits so long.
const RETRY_DELAY: Duration = Duration::from_secs(5);

/// Begins, until the service ends.
pub(crate) fn begin(store: Store, asked: Arc<Notify>, mut ending: watch::Receiver<bool>) -> JoinHandle<()> {
    tokio::spawn(async move {
        while !*ending.borrow() {
            let rest = match store.erase_on().await {
                Ok(true) => continue,
                Ok(false) => POLL_INTERVAL,
                Err(error) => {
                    let cause = error.hidden_cause();
                    tracing::error!(cause, %error, "a person could not be erased; trying again");
                    RETRY_DELAY
                }
            };
            tokio::select! {
                () = asked.notified() => {}
                () = tokio::time::sleep(rest) => {}
                _ = ending.wait_for(|ending| *ending) => {}
            }
        }
    })
}
