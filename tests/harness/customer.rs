//! Customers and contacts of the tests: what a desktop hands over, and events as a flow or a shop publishes them.
//! Every test has its own customers, so that it can say exactly what must be seen.

use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::Result;
use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

use crate::Service;

static NEXT: AtomicU32 = AtomicU32::new(1);

/// A moment so long ago.
pub fn minutes_ago(minutes: i64) -> DateTime<Utc> {
    Utc::now() - Duration::minutes(minutes)
}

/// The selected contact as the desktop hands it over: an inbound call from this number.
pub fn contact(ani: &str) -> Value {
    json!({
        "interactionId": format!("task-of-{ani}"),
        "ani": ani,
        "dnis": "+15550199",
        "contactDirection": "INBOUND",
        "mediaType": "telephony",
        "mediaChannel": "telephony",
        "state": "connected",
        "isTerminated": false,
        "callAssociatedData": {},
    })
}

/// Any event in today's envelope.
pub fn cloud_event(identity: &str, kind: &str, source: &str, time: DateTime<Utc>, data: Value) -> Value {
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    json!({
        "id": format!("{}-{number}", std::process::id()),
        "specversion": "1.0",
        "type": kind,
        "source": source,
        "time": time.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
        "identity": identity,
        "identitytype": if identity.contains('@') { "email" } else { "phone" },
        "datacontenttype": "application/json",
        "data": data,
    })
}

/// A web shop's event with this title.
pub fn custom_event(identity: &str, title: &str, time: DateTime<Utc>) -> Value {
    let data =
        json!({"uiData": {"title": title, "iconType": "shopping", "channelTypeTag": "web"}, "Cart": "42.00 EUR"});
    cloud_event(identity, "web:order", "custom/shop", time, data)
}

/// A customer with a history of the test's own.
pub struct Customer {
    /// A phone number that no other customer has.
    pub identity: String,
}

impl Customer {
    /// A number of the range that is reserved for fiction, not among the service's samples.
    pub fn new() -> Self {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        Self { identity: format!("+1{:03}555{:04}", 300 + number / 100, 100 + number % 100) }
    }

    /// The contact of an inbound call from this customer.
    pub fn calls(&self) -> Value {
        contact(&self.identity)
    }

    /// Publishes a web shop's event.
    ///
    /// # Errors
    /// The service refused it.
    pub async fn did(&self, service: &Service, title: &str, minutes: i64) -> Result<()> {
        service.publish(&custom_event(&self.identity, title, minutes_ago(minutes))).await
    }

    /// Publishes a whole call, an hour long at most, that ended with this wrap-up code.
    ///
    /// # Errors
    /// The service refused one of its events.
    pub async fn called(&self, service: &Service, queue: &str, wrap_up: &str, minutes: i64) -> Result<()> {
        let task = format!("call-{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let start = minutes_ago(minutes);
        let stages = [
            ("task:new", 0, json!({})),
            ("task:connect", 20, json!({})),
            ("task:connected", 50, json!({"agentName": "Ann Archer", "agentId": "agent-1"})),
            ("task:wrapup", 290, json!({"agentName": "Ann Archer"})),
            ("agent:state_change", 300, json!({"currentState": "wrapup-done", "wrapUpAuxCodeName": wrap_up})),
            ("task:ended", 301, json!({"reason": "Agent Left", "terminatingParty": "Agent"})),
        ];
        for (kind, seconds, more) in stages {
            let time = start + Duration::seconds(seconds);
            let mut data = json!({
                "taskId": task, "channelType": "telephony", "direction": "INBOUND", "origin": self.identity,
                "destination": "+15550199", "queueName": queue, "createdTime": time.timestamp_millis(),
            });
            if let (Some(data), Value::Object(more)) = (data.as_object_mut(), more) {
                data.extend(more);
            }
            service.publish(&cloud_event(&self.identity, kind, "wxcc", time, data)).await?;
        }
        Ok(())
    }
}

impl Default for Customer {
    fn default() -> Self {
        Self::new()
    }
}
