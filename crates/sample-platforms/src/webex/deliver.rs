//! Sends webhooks to whoever subscribed: signed, in the version of the subscription. Who does not answer well is tried again, and
//! at some time no more.

use std::time::Duration;

use chrono::Utc;
use ring::hmac::{HMAC_SHA256, Key, sign};
use serde_json::{Value, json};

use super::call::Happening;
use super::state::{ORGANIZATION, Subscription};
use crate::random::Random;
use crate::server::Shared;

/// After so many failures one after another a subscription is set inactive.
const MOST_FAILURES: u32 = 20;
/// So often a webhook is tried.
const TRIES: u32 = 40;
const BETWEEN_TRIES: Duration = Duration::from_millis(500);

/// Sends it to all who want it; `repeats`: so often again.
pub(super) async fn deliver(shared: &Shared, happening: &Happening, repeats: u64) {
    let wanting: Vec<Subscription> = shared
        .webex
        .with(|state| state.subscriptions.iter().filter(|one| one.wants(happening.kind)).cloned().collect());
    for subscription in wanting {
        let envelope = json!({"id": Random::new(fastrand::u64(..)).uuid(), "specversion": "1.0", "type": happening.kind,
            "source": format!("/com/cisco/wxcc/{}", subscription.text("id")), "comciscoorgid": ORGANIZATION,
            "datacontenttype": "application/json", "data": happening.data});
        for _ in 0..=repeats {
            send(shared, &subscription, envelope.clone()).await;
        }
    }
}

/// Until it is answered well, or was tried often enough.
async fn send(shared: &Shared, subscription: &Subscription, mut envelope: Value) {
    let id = subscription.text("id");
    for _ in 0..TRIES {
        let sent = Utc::now().timestamp_millis();
        if subscription.version == 2 {
            envelope["comciscotimestamp"] = json!(sent);
        }
        let body = envelope.to_string();
        let mut request = shared.webex.client.post(subscription.text("destinationUrl"));
        if let Some(secret) = &subscription.secret {
            let tag = sign(&Key::new(HMAC_SHA256, secret.as_bytes()), body.as_bytes());
            let hex: String = tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
            request = request.header("X-WebexCC-Signature", hex);
        }
        if subscription.version == 2 {
            request = request.header("X-WebexCC-Timestamp", sent.to_string());
            request = request.header("X-WebexCC-Webhook-Version", subscription.text("resourceVersion"));
        }
        let answer = request.header("content-type", "application/json").body(body).send().await;
        let is_good = answer.is_ok_and(|answer| answer.status().is_success());
        let is_active = shared.webex.with(|state| {
            let Some(known) = state.subscriptions.iter_mut().find(|one| one.text("id") == id) else { return false };
            known.failures = if is_good { 0 } else { known.failures + 1 };
            if known.failures >= MOST_FAILURES {
                known.body["status"] = json!("inactive");
            }
            known.text("status") == "active"
        });
        if is_good || !is_active {
            return;
        }
        tokio::time::sleep(BETWEEN_TRIES).await;
    }
}
