//! Journey actions at work: looks at the person of each published event, and calls the webhooks that follow from it.
//! All it has to do stands in the database, so nothing is forgotten when the process ends.

mod addresses;
mod deliver;
mod evaluate;
mod guard;
mod outcome;
mod queues;
mod secrets;
mod signature;
mod target;
mod trying;

pub(crate) use outcome::fault_of;
pub(crate) use secrets::seal;
pub(crate) use signature::new_secret;
pub use target::{AllowedTarget, NoTarget};
pub(crate) use target::{Targets, check_trigger};
pub(crate) use trying::{Tried, TryIt, try_target};

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use crate::error::Error;
use crate::store::Store;
use crate::vault::Vault;
use deliver::Courier;
use queues::Queues;

/// After so long it looks for work even if nobody said there is some: a replica may have left it.
const PATIENCE: Duration = Duration::from_secs(30);
/// After an error of the database it waits so long.
const PAUSE: Duration = Duration::from_secs(5);

/// Begins to work, until the service ends: `work` says that there are events to look at, `to_call` that there are webhooks to
/// call. The task ends when the call that is under way is written down.
pub(crate) fn begin(
    store: Store,
    (targets, vault): (Targets, Vault),
    work: Arc<Notify>,
    to_call: Arc<Notify>,
    mut ending: watch::Receiver<bool>,
) -> JoinHandle<()> {
    tokio::spawn(async move {
        let courier = match Courier::new(targets, vault) {
            Ok(courier) => courier,
            Err(error) => {
                tracing::error!(%error, "webhooks cannot be called");
                return;
            }
        };
        let calling = Queues::new(store.clone(), courier).run(to_call.clone(), ending.clone());
        let evaluating = async {
            while !*ending.borrow() {
                let rest = match evaluate_all(&store, &to_call, &ending).await {
                    Ok(()) => PATIENCE,
                    Err(error) => {
                        let cause = error.hidden_cause();
                        tracing::error!(cause, %error, "journey actions stopped for a moment");
                        PAUSE
                    }
                };
                tokio::select! {
                    () = work.notified() => {}
                    () = tokio::time::sleep(rest) => {}
                    _ = ending.wait_for(|ending| *ending) => {}
                }
            }
        };
        tokio::join!(calling, evaluating);
    })
}

/// Looks at all events that wait. Who is to be called then is called meanwhile.
async fn evaluate_all(store: &Store, to_call: &Notify, ending: &watch::Receiver<bool>) -> Result<(), Error> {
    while !*ending.borrow() && evaluate::next(store).await? {
        to_call.notify_one();
    }
    Ok(())
}
