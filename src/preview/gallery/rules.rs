//! What an administrator's rules say in the gallery, and histories that show what rows hold together.

use serde_json::{Value, json};

use super::samples::custom;

/// Rules that all fit the customer, so that each kind of colour is seen.
pub(super) fn flags() -> Value {
    json!({
        "VIP": {"attribute": "Lifetime value", "above": 10_000, "color": "#ffd84d"},
        "Do not call": {"attribute": "Last channel", "color": "#7a0010"},
        "Risk of leaving: high": {"attribute": "Last wrap-up code", "has": "technician", "color": "#777"},
        "Without a colour": {"attribute": "Last channel"},
        "Called {value} times": {"attribute": "Contacts in the last 10 days", "color": "mint"},
    })
}

/// Links of the customer and of each contact.
pub(super) fn links() -> Value {
    json!({
        "Customer in the CRM": "https://crm.example.com/search?who={identity}",
        "Recording": {"contact": "https://recordings.example.com/calls/{taskId}"},
        "Tickets of the queue, in the ticket system": {"contact": "https://tickets.example.com/?queue={queue}"},
    })
}

/// A visit of the web site, and reminders that say the same.
pub(super) fn visited() -> Vec<Value> {
    let page = |title: &str, time: &str| {
        let mut page = custom(title, time, json!({}));
        page["type"] = json!("Web page visit");
        page
    };
    vec![
        custom("Payment reminder", "2026-03-03T08:00:00Z", json!({"subTitle": "By text message"})),
        custom("Payment reminder", "2026-03-02T20:00:00Z", json!({"subTitle": "By text message"})),
        page("Checkout", "2026-03-02T15:09:30Z"),
        page("Electric kettles with a very long name for a narrow widget, and their descaling", "2026-03-02T15:06:00Z"),
        page("Kettles", "2026-03-02T15:02:10Z"),
        page("Start", "2026-03-02T15:00:00Z"),
    ]
}
