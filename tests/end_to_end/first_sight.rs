//! What an agent sees in the first two seconds, in a side panel of 360 by 720 px and without scrolling: who it is, what goes
//! on, how the last contact ended, and the first past contact. And nothing of it moves when a later part arrives.

use std::collections::HashMap;

use anyhow::{Context, Result};
use browser_tests::{Customer, Gallery, Proxy, Widget, cloud_event, minutes_ago, on_a_desk, path};
use serde_json::{Value, json};

/// Every language of the widget, the widest words of them first.
const LANGUAGES: [&str; 14] =
    ["de", "fr", "pl", "nl", "es", "it", "pt-BR", "en-GB", "ja", "ko", "zh-Hans", "zh-Hant", "ar", "he"];

/// How far below the widget's top the first past contact of a scene ends, px.
const DEPTH: &str = "const inside = scene(arguments[0]).shadowRoot;
    const past = [...inside.querySelectorAll('[part~=contact]')].find((row) => !row.querySelector('.badge.now'));
    return past.querySelector('.row-head').getBoundingClientRect().bottom - inside.querySelector('.cjw').getBoundingClientRect().top;";

#[tokio::test]
async fn the_first_past_contact_is_in_sight_in_every_language_and_density() -> Result<()> {
    on_a_desk(async |desk| {
        desk.browser.resize(500, 900, 1.0).await?;
        for locale in LANGUAGES {
            for density in ["", "comfortable"] {
                // With the line of flags below the name, and without.
                for scene in ["journey", "flags"] {
                    let look = format!("scene={scene}&width=360&locale={locale}&density={density}");
                    let gallery = Gallery::open(desk, &look).await?;
                    let depth = gallery.run(DEPTH, vec![json!(scene)]).await?.as_f64().context("a number")?;
                    assert!(depth <= 720.0, "{scene} {locale} {density}: the first past contact ends {depth} px down");
                }
            }
        }
        Ok(())
    })
    .await
}

/// Where the parts of the widget are: their distance from its top, px.
const PLACES: &str = "return Object.fromEntries(arguments[1].map((name) =>
    [name, Math.round(parts(name)[0]?.getBoundingClientRect().top ?? -1)]));";

async fn places(widget: &Widget<'_>, parts: &[&str]) -> Result<Value> {
    widget.run(PLACES, vec![json!(parts)]).await
}

async fn nothing_moves(width: u32, parts: &[&str]) -> Result<()> {
    on_a_desk(async |desk| {
        desk.browser.resize(width, 720, 1.0).await?;
        let customer = Customer::new();
        customer.called(&desk.service, "Support", "Sale", 90).await?;
        customer.called(&desk.service, "Billing", "Refund", 3000).await?;
        let host = Proxy::start(desk.host.origin()).await?;
        let later = host.when(path(".later.wasm")).hold();
        let profile = desk.api.when(|request| request.target.contains("/progressive-profile-view")).hold();
        let script = format!(r#"<script src="{}/customer-journey-widget.js"></script>"#, host.url());
        desk.open_with(&script, None).await?;
        let settings = desk.settings()?.property("interactionData", customer.calls());
        let widget = desk.mount("journey", settings).await?;
        widget.shows("contact", "Support").await?;
        let before = places(&widget, parts).await?;

        later.open();
        widget.shows("filters", "").await?;
        assert_eq!(places(&widget, parts).await?, before, "after the second file");
        profile.open();
        widget.shows("profile-attribute", "").await?;

        assert_eq!(places(&widget, parts).await?, before, "after the profile");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn nothing_moves_when_a_later_part_arrives() -> Result<()> {
    nothing_moves(360, &["header", "glance", "channels", "wrap-ups", "contact"]).await
}

/// Beside it the overview grows with its tiles, of which nobody knows before how many there are.
#[tokio::test]
async fn the_timeline_of_a_page_of_its_own_does_not_move_when_a_later_part_arrives() -> Result<()> {
    nothing_moves(1200, &["header", "glance", "contact"]).await
}

#[tokio::test]
async fn nothing_moves_when_flags_arrive() -> Result<()> {
    on_a_desk(async |desk| {
        desk.browser.resize(360, 720, 1.0).await?;
        let customer = Customer::new();
        customer.called(&desk.service, "Support", "Sale", 90).await?;
        let host = Proxy::start(desk.host.origin()).await?;
        let rules = json!({"VIP": {"field": "queueName", "is": "Support", "color": "gold"}});
        let file = host.when(path("/flags.json")).hold();
        desk.host.serve("/flags.json", "application/json", rules.to_string());
        let script = format!(r#"<script src="{}/customer-journey-widget.js"></script>"#, host.url());
        desk.open_with(&script, None).await?;
        let settings = desk
            .settings()?
            .property("interactionData", customer.calls())
            .attribute("flags-url", &format!("{}/flags.json", host.url()));
        let widget = desk.mount("journey", settings).await?;
        widget.shows("contact", "Support").await?;
        widget.shows("filters", "").await?;
        let parts = ["header", "glance", "channels", "wrap-ups", "contact"];
        let before = places(&widget, &parts).await?;

        file.open();
        widget.shows("flag", "VIP").await?;

        assert_eq!(places(&widget, &parts).await?, before, "after the flags");
        Ok(())
    })
    .await
}

/// What a screen reader says one after the other: each control and heading by its name, each label with what it labels.
fn read_out(nodes: &[Value]) -> Vec<String> {
    let by_id: HashMap<&str, &Value> = nodes.iter().filter_map(|node| Some((node["nodeId"].as_str()?, node))).collect();
    let mut said = Vec::new();
    let root = nodes.iter().find(|node| node["role"]["value"] == "region");
    if let Some(root) = root {
        walk(root, &by_id, &mut said);
    }
    said.into_iter().map(|(words, _)| words).collect()
}

/// Something that is said; whether it is plain text.
type Said = (String, bool);

fn walk(node: &Value, by_id: &HashMap<&str, &Value>, said: &mut Vec<Said>) {
    let (role, name) = (&node["role"]["value"], node["name"]["value"].as_str().unwrap_or_default().trim());
    let is_said = !node["ignored"].as_bool().unwrap_or_default() && !name.is_empty();
    match role.as_str().unwrap_or_default() {
        "StaticText" if is_said => return said.push((name.to_owned(), true)),
        "button" | "heading" | "link" | "searchbox" | "combobox" if is_said => {
            return said.push((name.to_owned(), false));
        }
        _ => {}
    }
    let mut inside = Vec::new();
    for child in node["childIds"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if let Some(child) = by_id.get(child) {
            walk(child, by_id, &mut inside);
        }
    }
    match inside.as_slice() {
        // A label and what it labels are one sentence.
        [(label, true), (words, true)] => said.push((format!("{label} {words}"), true)),
        _ => said.append(&mut inside),
    }
}

#[tokio::test]
async fn the_first_things_that_are_read_out_say_who_why_how_often_how_it_ended_and_what_is_open() -> Result<()> {
    on_a_desk(async |desk| {
        desk.browser.resize(360, 720, 1.0).await?;
        let customer = Customer::new();
        for (code, minutes) in [("Sale", 7000), ("Refund", 4000), ("Replacement sent", 1500)] {
            customer.called(&desk.service, "Deliveries", code, minutes).await?;
        }
        let event = |task: &str, kind: &str, minutes: i64, more: Value| {
            let mut data =
                json!({"taskId": task, "channelType": "telephony", "direction": "INBOUND", "queueName": "Deliveries"});
            if let (Some(data), Value::Object(more)) = (data.as_object_mut(), more) {
                data.extend(more);
            }
            cloud_event(&customer.identity, kind, "wxcc", minutes_ago(minutes), data)
        };
        let steps = json!({"sections": {"nextSteps": "Call back by Friday"}, "wrapUpAuxCodeName": "Replacement sent"});
        desk.service.publish(&event("promised", "task:connected", 1000, json!({"agentName": "Yusuf"}))).await?;
        desk.service
            .publish(&event("promised", "task:ended", 995, json!({"wrapUpAuxCodeName": "Replacement sent"})))
            .await?;
        desk.service.publish(&event("promised", "task:wrapup-summary", 994, steps)).await?;
        desk.service.publish(&event(&format!("task-of-{}", customer.identity), "task:connected", 1, json!({}))).await?;

        let widget = desk.accept(&customer).await?;
        widget.shows("digest", "").await?;
        widget.shows("coming-up", "Call back by Friday").await?;
        widget.shows("glance", "Deliveries").await?;
        let tree = desk.browser.driver().cdp().send_raw("Accessibility.getFullAXTree", json!({})).await?;
        let said = read_out(tree["nodes"].as_array().context("nodes")?);

        // Without the marks that keep a name's own direction.
        let first = said.iter().take(12).cloned().collect::<Vec<_>>().join("\n").replace(['\u{2068}', '\u{2069}'], "");
        for (what, words) in [
            ("who", customer.identity.as_str()),
            ("why now", "Now Inbound call · Deliveries"),
            ("how often", "contacts in the queue “Deliveries”"),
            ("how it ended", "Last Inbound call · Replacement sent"),
            ("what is open", "Call back by Friday"),
        ] {
            assert!(first.contains(words), "{what}: {words} is not among the first things:\n{first}");
        }
        let all = said.join("\n");
        assert_eq!(all.matches("Call back by Friday").count(), 1, "what is open is read once:\n{all}");
        Ok(())
    })
    .await
}
