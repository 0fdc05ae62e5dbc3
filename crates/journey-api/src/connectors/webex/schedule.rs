//! What is done for connectors by itself: their subscriptions are looked after, and with that their tokens are renewed; and every
//! night what webhooks lost is asked for. Of several replicas one does it.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use super::api::ApiError;
use super::reconcile::{Reconciler, SETTLED};
use super::subscriptions::Subscriptions;
use crate::error::Error;
use crate::store::now;

const EVERY: Duration = Duration::from_secs(60);
/// The subscriptions of a connector are looked after so often, in ms, by one replica.
const SUBSCRIPTIONS_EVERY: i64 = 15 * 60_000;

/// What is done.
pub(crate) struct Schedule {
    pub(crate) subscriptions: Subscriptions,
    pub(crate) reconciler: Reconciler,
    /// At which hour (UTC) is night.
    pub(crate) hour: u32,
}

/// Begins, until the service ends. `changed` wakes it.
pub(crate) fn begin(schedule: Schedule, changed: Arc<Notify>, mut ending: watch::Receiver<bool>) -> JoinHandle<()> {
    tokio::spawn(async move {
        while !*ending.borrow() {
            schedule.round(&mut ending).await;
            tokio::select! {
                () = tokio::time::sleep(EVERY) => {}
                () = changed.notified() => {}
                _ = ending.wait_for(|ending| *ending) => {}
            }
        }
    })
}

impl Schedule {
    async fn round(&self, ending: &mut watch::Receiver<bool>) {
        let connectors = match self.subscriptions.store.connected_to_webex().await {
            Ok(connectors) => connectors,
            Err(error) => return report("", &error.into()),
        };
        for connector in connectors {
            let since = now().saturating_sub(SUBSCRIPTIONS_EVERY);
            let ensured = tokio::select! {
                ensured = self.subscriptions.ensure_if_due(&connector, since) => ensured,
                // An answer of the vendor's may take long, and nothing is lost with it.
                _ = ending.wait_for(|ending| *ending) => return,
            };
            if let Err(error) = ensured {
                report(&connector, &error);
            }
            if let Err(error) = self.reconcile_if_due(&connector, ending).await {
                report(&connector, &error);
            }
        }
    }

    async fn reconcile_if_due(&self, id: &str, ending: &mut watch::Receiver<bool>) -> Result<(), ApiError> {
        let store = &self.reconciler.store;
        let account = store.webex_account(id).await?.ok_or(ApiError::NotConnected)?;
        let Some(night) = last_night(Utc::now(), self.hour) else { return Ok(()) };
        let Some(connector) = store.any_connector(id).await? else { return Ok(()) };
        let reached = account.reconciled_to.max(connector.created_at);
        // Until when it could have been reached that night.
        if reached >= night.saturating_sub(SETTLED) {
            return Ok(());
        }
        match self.reconciler.run_on(&connector, account.reconciled_to, ending).await {
            // Somebody does, or did and failed a moment ago.
            Err(ApiError::Here(Error::Conflict(_))) => Ok(()),
            done => done,
        }
    }
}

/// When it was that hour last (epoch ms).
fn last_night(now: DateTime<Utc>, hour: u32) -> Option<i64> {
    let today = now.date_naive().and_time(NaiveTime::from_hms_opt(hour, 0, 0)?).and_utc();
    let night = if today <= now { today } else { today.checked_sub_signed(TimeDelta::days(1))? };
    Some(night.timestamp_millis())
}

fn report(connector: &str, error: &ApiError) {
    match error {
        // It was taken away meanwhile.
        ApiError::NotConnected => {}
        ApiError::Here(cause) => {
            let cause = cause.in_words();
            tracing::error!(connector, cause, "a connector of Webex Contact Center could not be looked after");
        }
        error => tracing::warn!(connector, %error, "a connector of Webex Contact Center could not be looked after"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_night_is_of_today_or_of_yesterday() {
        let at = |text: &str| cjds::parse_time(text).expect("a time");
        for (now, night) in [
            ("2026-11-29T02:00:00Z", "2026-11-29T02:00:00Z"),
            ("2026-11-29T23:59:59Z", "2026-11-29T02:00:00Z"),
            ("2026-11-29T01:59:59Z", "2026-11-28T02:00:00Z"),
        ] {
            assert_eq!(last_night(at(now), 2), Some(at(night).timestamp_millis()), "{now}");
        }
        assert_eq!(last_night(at("2026-11-29T02:00:00Z"), 24), None);
    }
}
