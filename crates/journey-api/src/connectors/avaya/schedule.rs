//! What is done for connectors by itself: their subscriptions live for a quarter of an hour, and are renewed in time. Of several
//! replicas one does it.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use super::error::AvayaError;
use super::subscriptions::Subscriptions;
use crate::store::now;

const EVERY: Duration = Duration::from_secs(30);
/// The subscription of a connector is looked after so often, in ms, by one replica.
const SUBSCRIPTIONS_EVERY: i64 = 4 * 60_000;

/// Begins, until the service ends. `changed` wakes it.
pub(super) fn begin(
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
    let connectors = match subscriptions.store.connected_to_avaya().await {
        Ok(connectors) => connectors,
        Err(error) => return report("", &error.into()),
    };
    let all = connectors.iter().map(|one| async {
        let since = now().saturating_sub(SUBSCRIPTIONS_EVERY);
        if let Err(error) = subscriptions.ensure_if_due(&one.connector_id, since).await {
            report(&one.connector_id, &error);
        }
    });
    // One whose vendor is slow delays nobody else's.
    futures_util::future::join_all(all).await;
}

fn report(connector: &str, error: &AvayaError) {
    match error {
        // It was taken away meanwhile.
        AvayaError::NotConnected => {}
        AvayaError::Here(cause) => {
            let cause = cause.in_words();
            tracing::error!(connector, cause, "a connector of Avaya could not be looked after");
        }
        error => tracing::warn!(connector, %error, "a connector of Avaya could not be looked after"),
    }
}
