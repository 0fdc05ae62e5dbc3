//! One event in the envelopes in which it may come, for tests.

use serde_json::{Value, json};

/// The event as it comes once more: in another envelope, with its keys in another order.
pub fn again(event: &Value, envelope: u8) -> Value {
    let mut event = event.clone();
    if let Some(data) = event["data"].as_object() {
        let turned: serde_json::Map<_, _> =
            data.iter().rev().map(|(key, value)| (key.clone(), value.clone())).collect();
        event["data"] = match envelope {
            0 => Value::Object(turned),
            _ => json!(Value::Object(turned).to_string()),
        };
    }
    match envelope {
        0 => event["specversion"] = json!("1.0"),
        1 => {
            event["person"] = event["identity"].take();
            event["dataContentType"] = json!("string");
        }
        _ => {
            event["identityType"] = json!("phone");
            event = json!(event.to_string());
        }
    }
    event
}
