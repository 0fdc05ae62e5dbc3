//! Values of other kinds than anybody expects, in events and in the administrator's files.

use anyhow::{Context, Result};
use browser_tests::{Customer, on_a_desk};
use serde_json::{Value, json};

use super::{call, event, is_harmless, neighbour, remember};

#[tokio::test]
async fn anything_may_be_null_or_of_another_kind() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        let sound: Vec<Value> =
            call(&customer, "sound", "word").into_iter().chain([event(&customer, 100, "word")]).collect();
        let mut events = vec![neighbour(&customer)];
        for original in &sound {
            let mut places = Vec::new();
            pointers(original, String::new(), &mut places);
            for (number, place) in places.iter().enumerate() {
                for (kind, other) in [
                    Value::Null,
                    json!(7),
                    json!("7"),
                    json!(true),
                    json!([]),
                    json!({}),
                    json!([null]),
                    json!(-1.5e300),
                ]
                .into_iter()
                .enumerate()
                {
                    let mut event = original.clone();
                    // Of its own, or it would be taken for the same event.
                    event["id"] = format!("{number} {kind}").into();
                    *event.pointer_mut(place).context("a place")? = other;
                    events.push(event);
                }
            }
        }
        events.extend([
            Value::Null,
            json!(7),
            json!("text"),
            json!([]),
            json!({}),
            json!([[]]),
            json!({"data": "{"}),
            json!("{\"data\":"),
        ]);
        remember(desk, &events);

        desk.open().await?;
        let settings = desk.settings()?.attribute("limit", "50").property("interactionData", customer.calls());
        let widget = desk.mount("journey", settings).await?;
        widget.shows("event", "The neighbour").await?;
        widget.shows("glance", "Inbound word").await?;
        is_harmless(desk, &widget).await
    })
    .await
}

#[tokio::test]
async fn a_layout_and_an_icon_map_that_mean_harm_do_none() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        remember(desk, &[neighbour(&customer), event(&customer, 1, "shopping"), event(&customer, 2, &"a".repeat(50))]);
        let bad = "<img src=x onerror=window.pwned=1>";
        let map = json!({
            "shopping": {"src": "javascript:window.pwned=1", "color": "red;background:url(https://evil.example/x)"},
            "web:order": {"name": bad, "color": "url(https://evil.example/y)"},
            "(a+)+$": {"name": "chat-bold"}, "[": {"src": "data:image/svg+xml,<svg onload=window.pwned=1>"}, "": {"name": "x"},
            "__proto__": {"name": "chat-bold"}, "x": null, "y": 7, "z": [1],
        });
        let attributes = json!({"onclick": "window.pwned=1", "style": "display:none", "limit": bad, "time-frame": bad,
            "badge-keyword": "__proto__", "icon-data-url": "javascript:window.pwned=1", "template-id": "../../x", "persona": {"a": 1},
            "bearer-token": "secret", "long": "x".repeat(1_000_000)});
        let properties = json!({"bearerToken": "secret", "eventIconTemplate": map, "locale": bad, "darkMode": [], "customer": null});
        let widget = json!({"comp": "customer-journey-widget", "attributes": attributes, "properties": properties});
        let layout = json!({"agent": {"area": {"panel": {"comp": bad, "children": [null, 7, [widget]]}}}});
        desk.host.serve("/layout.json", "application/json", layout.to_string());

        desk.open().await?;
        let settings = desk.settings()?.attribute("layout-url", &format!("{}/layout.json", desk.host.origin()));
        let widget = desk.mount("journey", settings.property("interactionData", customer.calls())).await?;
        widget.shows("event", "shopping").await?;
        widget.shows("event", &"a".repeat(50)).await?;
        // Only the javascript: address of the icon map is a notice.
        widget.shows("notice", "icon map").await?;
        let names = "return widget.getAttributeNames().sort();";
        assert_eq!(widget.run(names, vec![]).await?, json!(["base-url", "id", "layout-url"]));
        is_harmless(desk, &widget).await
    })
    .await
}

/// Every place of a value.
fn pointers(value: &Value, place: String, all: &mut Vec<String>) {
    let step = |name: &str| format!("{place}/{}", name.replace('~', "~0").replace('/', "~1"));
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| pointers(value, step(name), all)),
        Value::Array(values) => {
            values.iter().enumerate().for_each(|(at, value)| pointers(value, step(&at.to_string()), all));
        }
        _ => {}
    }
    if !place.is_empty() {
        all.push(place);
    }
}
