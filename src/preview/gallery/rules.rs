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

/// A chat that a bot began and an agent ended.
pub(super) fn begun_by_a_bot() -> Vec<Value> {
    let of = |kind: &str, time: &str, data: Value| {
        let mut event = custom("", time, json!({}));
        event["type"] = json!(kind);
        event["source"] = json!("wxcc");
        event["data"] = data;
        event["data"]["taskId"] = json!("chat-with-a-bot");
        event["data"]["channelType"] = json!("chat");
        event
    };
    let said = json!([
        {"role": "bot", "text": "Hello! What is it about?"},
        {"role": "customer", "text": "My kettle trips the fuse."},
        {"role": "bot", "text": "I am sorry. Is it still under warranty?"},
        {"role": "customer", "text": "I would rather talk to a person."},
        {"role": "bot", "text": "I get somebody for you."},
        {"role": "agent", "text": "Hello, this is Yusuf. I send you a new one today."},
        {"role": "customer", "text": "Wonderful, thank you!"},
    ]);
    vec![
        of("task:ended", "2026-03-02T15:09:30Z", json!({"transcript": said})),
        of("task:connected", "2026-03-02T15:04:00Z", json!({"agentName": "Yusuf Demir", "queueName": "Warranty"})),
        of("task:parked", "2026-03-02T15:03:10Z", json!({"queueName": "Warranty"})),
        of("bot:handover", "2026-03-02T15:03:00Z", json!({"escalationReason": "Asked for a person"})),
        of(
            "bot:conversation",
            "2026-03-02T15:00:10Z",
            json!({"botName": "Kettle assistant", "intent": "Broken kettle"}),
        ),
        of("task:new", "2026-03-02T15:00:00Z", json!({"direction": "INBOUND"})),
    ]
}
