//! Data that means harm, or is only absurd: nothing of it runs, nothing leads away, nothing freezes, and every entry is
//! still there, shortened where it is long.

mod shapes;
mod sizes;
mod words;

use anyhow::Result;
use browser_tests::{Customer, Desk, Widget, cloud_event, minutes_ago, path};
use serde_json::{Value, json};

const HISTORY: &str = "/v1/api/events/workspace-id";

/// The history is this, as it stands.
fn remember(desk: &Desk, events: &[Value]) {
    let text = json!({"meta": {}, "data": events}).to_string();
    remember_text(desk, text);
}

fn remember_text(desk: &Desk, text: String) {
    desk.api.when(path(HISTORY)).rewrite(move |_| text.clone());
}

fn custom(customer: &Customer, minutes: i64, data: Value) -> Value {
    cloud_event(&customer.identity, "web:order", "custom/shop", minutes_ago(minutes), data)
}

/// An entry that nobody has tampered with: if it is there, the others did it no harm.
fn neighbour(customer: &Customer) -> Value {
    custom(customer, 0, json!({"uiData": {"title": "The neighbour"}, "Cart": "42.00 EUR"}))
}

/// A call with this in every text that it has.
fn call(customer: &Customer, task: &str, text: &str) -> Vec<Value> {
    let stages = [
        ("task:new", 50, json!({})),
        ("task:connected", 49, json!({"agentName": text, "teamName": text})),
        ("agent:state_change", 40, json!({"currentState": "wrapup-done", "wrapUpAuxCodeName": text})),
        (
            "task:wrapup-summary",
            39,
            json!({"summary": text, "sections": {text: text}, "transcript": [{"speaker": text, "text": text}]}),
        ),
        ("task:ended", 38, json!({"reason": text, "terminatingParty": text, "customerSentiment": text})),
    ];
    stages
        .into_iter()
        .map(|(kind, minutes, more)| {
            let mut data = json!({"taskId": task, "channelType": text, "direction": "INBOUND", "origin": text,
            "destination": text, "queueName": text, text: text});
            if let (Some(data), Value::Object(more)) = (data.as_object_mut(), more) {
                data.extend(more);
            }
            cloud_event(&customer.identity, kind, "wxcc", minutes_ago(minutes), data)
        })
        .collect()
}

/// A custom event with this in every text that it has.
fn event(customer: &Customer, minutes: i64, text: &str) -> Value {
    let ui = json!({"title": text, "subTitle": text, "auxiliary": text, "iconType": text, "filterTags": [text],
        "channelTypeTag": text, "eventSource": text, "listItem": [{"key": text, "value": text}]});
    let mut event =
        custom(customer, minutes, json!({"uiData": ui, text: text, "nested": {text: [text, {text: text}]}}));
    event["type"] = text.into();
    event["source"] = ["custom/", text].concat().into();
    event
}

/// Names, identities and the profile are made of this, too.
fn know_by(desk: &Desk, customer: &Customer, text: &str) {
    let person = json!({"data": [{"id": text, "firstName": text, "lastName": text, "phone": [customer.identity],
        "email": [text], "aliases": [text]}]});
    desk.api.when(path("/aliases/")).answer(200, &person);
    let shown = json!({"displayName": text, "widgetAttributes": {"type": "table"}});
    let profile = json!({"data": [{"attributes": [{"queryTemplate": shown, "result": text},
        {"queryTemplate": shown, "error": text}]}]});
    desk.api
        .when(|request| request.path().contains("/progressive-profile-view/") && !request.path().contains("/stream/"))
        .answer(200, &profile);
}

/// Opens everything that can be opened.
async fn open_everything(widget: &Widget<'_>) -> Result<()> {
    widget.shows("event", "The neighbour").await?;
    let script = "for (let round = 0; round < 4; round++) {
            for (const button of root.querySelectorAll('[aria-expanded=false]')) button.click();
            await new Promise((done) => setTimeout(done, 50));
        }";
    widget.run(&format!("return (async () => {{ {script} return true; }})();"), vec![]).await.map(drop)
}

/// Nothing of the widget runs, leads away or asks elsewhere.
async fn is_harmless(desk: &Desk, widget: &Widget<'_>) -> Result<()> {
    let script = "
        const all = [...root.querySelectorAll('*')];
        const handlers = all.filter((node) => [...node.attributes].some(({ name }) => name.startsWith('on')));
        const foreign = all.filter((node) => /^(script|iframe|object|embed|img|style|link|base|meta|form|audio|video|foreignObject)$/i.test(node.localName));
        const links = all.filter((node) => node.localName === 'a').map((link) => link.protocol);
        return { handlers: handlers.length, foreign: foreign.map((node) => node.outerHTML.slice(0, 80)), links: [...new Set(links)].sort(),
            ran: window.pwned ?? null, place: location.pathname };";
    let found = widget.run(script, vec![]).await?;
    assert_eq!(found["handlers"], 0, "{found}");
    assert_eq!(found["foreign"], json!([]), "{found}");
    assert_eq!(found["ran"], Value::Null, "{found}");
    assert_eq!(found["place"], "/desktop", "{found}");
    let links: Vec<&str> = found["links"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    assert!(links.iter().all(|link| ["http:", "https:", "mailto:", "tel:"].contains(link)), "{found}");
    let known = [desk.desktop.origin(), desk.host.origin(), desk.api.url()];
    let strange: Vec<_> = desk
        .browser
        .requested()
        .await?
        .into_iter()
        .filter(|url| !known.iter().any(|known| url.starts_with(known.as_str())))
        .collect();
    assert_eq!(strange, [""; 0]);
    widget.shows("event", "The neighbour").await
}
