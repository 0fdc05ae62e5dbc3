//! Journey actions at work: looks at the person of each published event, and calls the webhooks that follow from it.
//! All it has to do stands in the database, so nothing is forgotten when the process ends.

mod addresses;
mod deliver;
mod evaluate;
mod guard;
mod target;

pub use target::{AllowedTarget, NoTarget};
pub(crate) use target::{Targets, check_trigger};

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use crate::error::Error;
use crate::store::{Store, now};
use deliver::Courier;

/// After so long it looks for work even if nobody said there is some: a replica may have left it.
const PATIENCE: Duration = Duration::from_secs(30);
/// After an error of the database it waits so long.
const PAUSE: Duration = Duration::from_secs(5);

/// Begins to work, until the service ends. The task ends when the call that is under way is written down.
pub(crate) fn begin(
    store: Store,
    targets: Targets,
    work: Arc<Notify>,
    mut ending: watch::Receiver<bool>,
) -> JoinHandle<()> {
    tokio::spawn(async move {
        let courier = match Courier::new(targets) {
            Ok(courier) => courier,
            Err(error) => {
                tracing::error!(%error, "webhooks cannot be called");
                return;
            }
        };
        while !*ending.borrow() {
            let rest = round(&store, &courier, &ending).await.unwrap_or_else(|error| {
                let cause = error.hidden_cause();
                tracing::error!(cause, %error, "journey actions stopped for a moment");
                PAUSE
            });
            tokio::select! {
                () = work.notified() => {}
                () = tokio::time::sleep(rest) => {}
                _ = ending.wait_for(|ending| *ending) => {}
            }
        }
    })
}

/// Does what there is to do; how long to rest then.
async fn round(store: &Store, courier: &Courier, ending: &watch::Receiver<bool>) -> Result<Duration, Error> {
    while !*ending.borrow() && store.has_checks().await? {
        evaluate::next(store).await?;
    }
    while !*ending.borrow()
        && let Some(delivery) = store.take_delivery().await?
    {
        courier.deliver(store, &delivery).await?;
    }
    let wait = store.next_delivery_at().await?.map(|at| at.saturating_sub(now()).max(10));
    let wait = wait.and_then(|wait| u64::try_from(wait).ok()).map_or(PATIENCE, Duration::from_millis);
    Ok(wait.min(PATIENCE))
}
