//! Deletes events that are older than their workspace or the service keeps them, and traces of merges and webhooks that are
//! older than the service does: at the start, and every hour from then on. The time is the database's, which all replicas share, and a clock that jumped deletes nothing:
//! what is too old is told by it alone.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::error::Error;
use crate::store::{Store, written_time};

const EVERY: Duration = Duration::from_secs(3600);
/// So far the clock may have gone since the last time, in ms. The next one is due an hour later.
const LARGEST_STEP: i64 = 86_400_000;

/// How it went.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// So many events were too old.
    Deleted(i64),
    /// The clock is more than a day further than last time, so nothing was deleted.
    Jumped {
        /// What it said last time (epoch ms).
        last: i64,
        /// What it says now.
        now: i64,
    },
}

/// Begins, until the service ends.
pub(crate) fn begin(store: Store, days: i64, mut ending: watch::Receiver<bool>) -> JoinHandle<()> {
    tokio::spawn(async move {
        while !*ending.borrow() {
            match enforce(&store, days, false, || *ending.borrow()).await {
                Ok(Outcome::Deleted(0)) => {}
                Ok(Outcome::Deleted(deleted)) => tracing::info!(deleted, days, "events were older than they are kept"),
                Ok(Outcome::Jumped { last, now }) => {
                    let (last, now) = (written_time(last), written_time(now));
                    tracing::error!(
                        last,
                        now,
                        "the database's clock is more than a day further than when old events were last deleted; nothing \
                         is deleted until `journey-api retention` is run, which shows with --dry-run what it would delete"
                    );
                }
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

/// In small portions, so that nobody who publishes waits long. `trusting`: somebody looked at the clock.
pub(crate) async fn enforce(
    store: &Store,
    days: i64,
    trusting: bool,
    is_ending: impl Fn() -> bool,
) -> Result<Outcome, Error> {
    let now = store.clock().await?;
    if !trusting
        && let Some(last) = store.last_retention().await?
        && now.saturating_sub(last) > LARGEST_STEP
    {
        store.note_retention(now, true).await?;
        return Ok(Outcome::Jumped { last, now });
    }
    store.note_retention(now, false).await?;
    if let Some(oldest) = oldest(now, days) {
        while !is_ending() && store.delete_traces_before(oldest).await? > 0 {}
    }
    let mut deleted = 0;
    while !is_ending() {
        let portion = store.delete_old_events(now, days).await?;
        deleted += portion;
        if portion == 0 {
            break;
        }
    }
    Ok(Outcome::Deleted(deleted))
}

/// What happened before is too old (epoch ms); `None`: nothing is.
pub(crate) fn oldest(now: i64, days: i64) -> Option<i64> {
    let now: DateTime<Utc> = DateTime::from_timestamp_millis(now)?;
    Some(now.checked_sub_signed(TimeDelta::try_days(days)?)?.timestamp_millis())
}
