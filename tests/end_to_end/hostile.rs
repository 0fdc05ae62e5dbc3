//! Data that means harm, or is only absurd: nothing of it runs, nothing leads away, nothing freezes, and every entry is
//! still there, shortened where it is long.

use anyhow::{Context, Result};
use browser_tests::{Customer, Desk, Seen, Widget, cloud_event, minutes_ago, on_a_desk, path, until};
use serde_json::{Map, Value, json};

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
fn know_by(desk: &Desk, text: &str) {
    let person =
        json!({"data": [{"id": text, "firstName": text, "lastName": text, "email": [text], "aliases": [text]}]});
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

#[tokio::test]
async fn markup_and_scripts_are_words_wherever_they_stand() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        let texts = [
            "<img src=x onerror=\"window.pwned=1\">",
            "<script>window.pwned=1</script>",
            "\"><svg/onload=window.pwned=1>",
            "</bdi></button></style><iframe srcdoc=\"<script>top.pwned=1</script>\">",
            "{{constructor.constructor('window.pwned=1')()}}",
            "https://pictures.example/a.png",
            "javascript:window.pwned=1",
            "data:image/svg+xml,<svg onload=window.pwned=1>",
            "//pictures.example/a.png",
        ];
        let mut events = vec![neighbour(&customer)];
        for (place, text) in texts.iter().enumerate() {
            events.push(event(&customer, place as i64 + 1, text));
            events.extend(call(&customer, &format!("task {place} {text}"), text));
        }
        remember(desk, &events);
        know_by(desk, texts[0]);

        desk.open().await?;
        let settings = desk.settings()?.attribute("limit", "100").attribute("badge-keyword", texts[0]);
        let widget = desk.mount("journey", settings.property("interactionData", customer.calls())).await?;
        widget.shows("name", texts[0]).await?;
        widget.shows("profile-attribute", texts[0]).await?;
        open_everything(&widget).await?;
        for text in texts {
            widget.shows("event", text).await?;
            widget.shows("contact", text).await?;
        }
        is_harmless(desk, &widget).await
    })
    .await
}

#[tokio::test]
async fn only_a_page_a_mail_or_a_call_is_ever_linked() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        let mut fields = Map::new();
        for (place, address) in [
            "javascript:window.pwned=1", "JaVaScRiPt:window.pwned=1", "java\nscript:window.pwned=1", " javascript:window.pwned=1",
            "\u{1}javascript:window.pwned=1", "data:text/html,<script>top.pwned=1</script>", "vbscript:x", "file:///etc/passwd",
            "blob:x", "about:blank", "//evil.example", "/relative", "https:evil",
        ].iter().enumerate() {
            fields.insert(format!("link {place}"), format!("[Open invoice]({address})").into());
            fields.insert(format!("bare {place}"), (*address).into());
        }
        fields.insert("good".to_owned(), "[Invoice](https://shop.example/42) or call tel:+15550100".into());
        fields.insert("uiData".to_owned(), json!({"title": "Links"}));
        remember(desk, &[neighbour(&customer), custom(&customer, 1, Value::Object(fields))]);

        let widget = desk.accept(&customer).await?;
        open_everything(&widget).await?;
        widget.shows("details", "Open invoice").await?;
        let links = "return [...root.querySelectorAll('a')].map((link) => [link.getAttribute('href'), link.target, link.rel.includes('noopener')]);";
        let links = widget.run(links, vec![]).await?;
        assert_eq!(links, json!([["https://shop.example/42", "_blank", true], ["tel:+15550100", "_blank", true]]));
        is_harmless(desk, &widget).await
    })
    .await
}

#[tokio::test]
async fn text_that_turns_around_turns_only_itself() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        let text = "evil\u{202e}gpj.exe \u{2066}x";
        let mut events = vec![neighbour(&customer), event(&customer, 1, text)];
        events.extend(call(&customer, "turned", text));
        remember(desk, &events);
        know_by(desk, text);

        let widget = desk.accept(&customer).await?;
        widget.shows("name", "evilgpj.exe").await?;
        open_everything(&widget).await?;
        widget.shows("event", "evilgpj.exe").await?;
        let script = "
            const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
            const loose = [];
            while (walker.nextNode()) {
              const node = walker.currentNode;
              if (/[\\u202a-\\u202e\\u2066-\\u2069]/.test(node.data) && !node.parentElement.closest('bdi')) loose.push(node.parentElement.outerHTML.slice(0, 200));
            }
            return loose;";
        assert_eq!(widget.run(script, vec![]).await?, json!([]));
        is_harmless(desk, &widget).await
    })
    .await
}

#[tokio::test]
async fn a_megabyte_of_text_is_shown_shortened_and_whole_when_asked_for() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        let long = "lorem ipsum ".repeat(90_000);
        let mut event = event(&customer, 1, "x");
        event["data"]["Letter"] = long.clone().into();
        event["data"]["word"] = "x".repeat(1_000_000).into();
        for key in ["title", "subTitle", "auxiliary"] {
            event["data"]["uiData"][key] = long.clone().into();
        }
        let mut events = vec![neighbour(&customer), event];
        events.extend(call(&customer, "long", &"y".repeat(1_000_000)));
        remember(desk, &events);
        know_by(desk, &long);

        let widget = desk.accept(&customer).await?;
        widget.shows("event", "lorem ipsum").await?;
        widget.has(1, "contact").await?;
        let tall = "return Math.max(...root.querySelectorAll('.row-head').values().map((row) => row.getBoundingClientRect().height));";
        let tall = widget.run(tall, vec![]).await?;
        assert!(tall.as_f64().is_some_and(|height| height < 400.0), "{tall}");

        widget.click("event", "lorem ipsum").await?;
        widget.shows("details", "Letter").await?;
        let shown = widget.texts("details").await?.concat().len();
        assert!(shown < 20_000, "{shown}");
        // Every long text of it, one by one.
        let show_all = "const buttons = [...root.querySelectorAll('[part~=details] button.link')].filter((button) => /show all/i.test(button.textContent));
            buttons[0]?.click(); return buttons.length;";
        let count = widget.run(show_all, vec![]).await?;
        assert!(count.as_u64().is_some_and(|count| count >= 5), "title, lines, letter and word can be shown whole: {count}");
        until("a whole text", async || {
            let length = widget.run("return root.querySelector('[part~=details]').textContent.length;", vec![]).await?;
            Ok(Seen::when(length.as_u64().is_some_and(|length| length > 1_000_000), (), length))
        })
        .await?;
        is_harmless(desk, &widget).await
    })
    .await
}

#[tokio::test]
async fn fifty_levels_and_ten_thousand_keys_open_in_no_time() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        let mut deep = json!("the bottom");
        for _ in 0..50 {
            deep = json!({"down": [deep]});
        }
        let wide: Map<String, Value> = (0..10_000).map(|place| (format!("key {place}"), place.into())).collect();
        let mut wide = Value::Object(wide);
        wide["uiData"] = json!({"title": "Wide"});
        remember(
            desk,
            &[
                neighbour(&customer),
                custom(&customer, 1, wide),
                custom(&customer, 2, json!({"uiData": {"title": "Deep"}, "well": deep})),
            ],
        );

        let widget = desk.accept(&customer).await?;
        widget.click("event", "Wide").await?;
        let start = std::time::Instant::now();
        widget.shows("details", "key 7").await?;
        widget.shows("details", "9,970").await?;
        assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
        widget.click("event", "Deep").await?;
        widget.shows("details", "Show all").await?;
        widget.run("[...root.querySelectorAll('[part~=details] button')].find((button) => /show all/i.test(button.textContent)).click();", vec![]).await?;
        widget.shows("details", "the bottom").await?;
        is_harmless(desk, &widget).await
    })
    .await
}

#[tokio::test]
async fn signs_that_are_no_letters_spoil_nothing() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        let events = [neighbour(&customer), event(&customer, 1, "NUL-MARK"), event(&customer, 2, "HALF-MARK")];
        let text = json!({"meta": {}, "data": events}).to_string();
        // Half a letter cannot be written in Rust, only in JSON.
        remember_text(
            desk,
            text.replace("NUL-MARK", "before\\u0000after\\u001b[31m").replace("HALF-MARK", "half\\ud83da letter"),
        );

        let widget = desk.accept(&customer).await?;
        widget.shows("event", "beforeafter").await?;
        widget.shows("event", "half").await?;
        open_everything(&widget).await?;
        is_harmless(desk, &widget).await
    })
    .await
}

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
