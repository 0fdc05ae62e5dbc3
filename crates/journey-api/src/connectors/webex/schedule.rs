//! What is done for connectors by itself: their subscriptions are looked after, and with that their tokens are renewed.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use super::api::ApiError;
use super::subscriptions::Subscriptions;
use crate::store::now;

const EVERY: Duration = Duration::from_secs(60);
/// The subscriptions of a connector are looked after so often, in ms, by one replica.
const SUBSCRIPTIONS_EVERY: i64 = 15 * 60_000;

/// Begins, until the service ends. `changed` wakes it.
pub(crate) fn begin(
    subscriptions: Subscriptions,
    changed: Arc<Notify>,
    mut ending: watch::Receiver<bool>,
) -> JoinHandle<()> {
    tokio::spawn(async move {
        while !*ending.borrow() {
            tokio::select! {
                () = round(&subscriptions) => {}
                // An answer of the vendor's may take long, and nothing is lost with it.
                _ = ending.wait_for(|ending| *ending) => return,
            }
            tokio::select! {
                () = tokio::time::sleep(EVERY) => {}
                () = changed.notified() => {}
                _ = ending.wait_for(|ending| *ending) => {}
            }
        }
    })
}

async fn round(subscriptions: &Subscriptions) {
    let connectors = match subscriptions.store.connected_to_webex().await {
        Ok(connectors) => connectors,
        Err(error) => {
            let cause = error.hidden_cause();
            return tracing::error!(cause, %error, "connectors of Webex Contact Center could not be read");
        }
    };
    for connector in connectors {
        match subscriptions.ensure_if_due(&connector, now().saturating_sub(SUBSCRIPTIONS_EVERY)).await {
            Ok(()) | Err(ApiError::NotConnected) => {}
            Err(error) => {
                tracing::warn!(connector, %error, "subscriptions could not be looked after; trying again later")
            }
        }
    }
}
