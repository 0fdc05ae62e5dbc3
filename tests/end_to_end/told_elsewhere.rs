//! What the desktop tells a widget that is already there, where that is read from files or goes to the console: each change
//! does just what it must, and the journey service is asked for nothing.

use anyhow::Result;
use browser_tests::{Customer, Desk, Seen, Widget, on_a_desk, until};
use serde_json::{Value, json};

/// A widget with a customer and an open stream, and nothing under way.
async fn settled<'a>(desk: &'a Desk, customer: &Customer) -> Result<Widget<'a>> {
    customer.did(&desk.service, "Opened the shop", 10).await?;
    let widget = desk.accept(customer).await?;
    is_settled(desk, &widget).await?;
    Ok(widget)
}

async fn is_settled(desk: &Desk, widget: &Widget<'_>) -> Result<()> {
    widget.shows("event", "Opened the shop").await?;
    desk.is_settled(widget).await
}

/// An event that happens now is seen, live, and since there were so many requests there was none.
async fn nothing_was_asked(desk: &Desk, widget: &Widget<'_>, customer: &Customer, before: usize) -> Result<()> {
    customer.did(&desk.service, "Paid by card", 0).await?;
    // In whichever language and form.
    widget.holds("event", "Paid by card").await?;
    let asked = desk.api.requests().split_off(before);
    assert!(asked.is_empty(), "{:?}", asked.iter().map(|request| &request.target).collect::<Vec<_>>());
    Ok(())
}

/// Waits until the first event's symbol has this colour of the administrator's; null: it is the built-in one.
async fn is_coloured(widget: &Widget<'_>, colour: impl Into<Value>) -> Result<()> {
    let colour = colour.into();
    until(&format!("the colour {colour}"), async || {
        let script = "return root.querySelector('.row-symbol')?.style.color ?? null;";
        let found = widget.run(script, vec![]).await?;
        Ok(Seen::when(found == colour, (), found))
    })
    .await
}

/// A desktop layout with a widget of these attributes for each of these personas.
fn layout(widgets: &[(&str, Value)]) -> String {
    let mut layout = json!({});
    for (persona, attributes) in widgets {
        let widget = json!({"comp": "customer-journey-widget", "attributes": attributes});
        layout[*persona] = json!({"area": {"panel": {"comp": "md-tabs", "children": [widget]}}});
    }
    layout.to_string()
}

#[tokio::test]
async fn another_language_is_spoken_by_what_is_there() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        let widget = settled(desk, &customer).await?;
        let before = desk.api.requests().len();

        widget.set("locale", "fr").await?;
        widget.shows("live-status", "En direct").await?;
        widget.set("locale", Value::Null).await?;
        widget.set_attribute("locale", "es").await?;
        widget.shows("live-status", "En directo").await?;
        widget.run("widget.removeAttribute('locale');", vec![]).await?;
        widget.shows("live-status", "Live").await?;

        nothing_was_asked(desk, &widget, &customer, before).await
    })
    .await
}

#[tokio::test]
async fn the_console_is_told_from_when_logs_are_on_until_they_are_off() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        let widget = settled(desk, &customer).await?;
        let before = desk.api.requests().len();
        let keep = "const { info } = console; window.told = [];
            console.info = (...words) => { told.push(words.join(' ')); info.call(console, ...words); };";
        desk.browser.run(keep, vec![]).await?;
        let told = async || -> Result<Vec<String>> {
            Ok(serde_json::from_value(desk.browser.run("return window.told;", vec![]).await?)?)
        };

        widget.set_attribute("logs-on", "true").await?;
        until("a line about the history", async || {
            let lines = told().await?;
            Ok(Seen::when(lines.iter().any(|line| line.contains("history: 1 events")), (), lines))
        })
        .await?;
        widget.set_attribute("logs-on", "false").await?;
        // This would be told.
        let lines = told().await?.len();
        widget.set("locale", "fr").await?;
        widget.shows("live-status", "En direct").await?;
        widget.set_attribute("disable-event-stream", "true").await?;
        desk.api.has_streams(0).await?;
        assert_eq!(told().await?.len(), lines);

        assert_eq!(desk.api.requests().len(), before);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn another_icon_file_changes_the_icons_alone() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        let host = desk.host.origin();
        for (name, colour) in [("violet", "violet"), ("cobalt", "cobalt"), ("mint", "mint")] {
            let map = json!({"shopping": {"name": "gift-bold", "color": colour}});
            desk.host.serve(&format!("/{name}.json"), "application/json", map.to_string());
        }
        let widget = settled(desk, &customer).await?;
        let before = desk.api.requests().len();

        widget.set_attribute("icon-data-path", &format!("{host}/violet.json")).await?;
        is_coloured(&widget, "rgb(107, 79, 196)").await?;
        // Where both stand, this one counts.
        widget.set_attribute("icon-data-url", &format!("{host}/cobalt.json")).await?;
        is_coloured(&widget, "rgb(39, 116, 181)").await?;
        widget.set_attribute("icon-data-url", &format!("{host}/mint.json")).await?;
        is_coloured(&widget, "rgb(20, 138, 112)").await?;
        widget
            .run("widget.removeAttribute('icon-data-url'); widget.removeAttribute('icon-data-path');", vec![])
            .await?;
        is_coloured(&widget, Value::Null).await?;

        nothing_was_asked(desk, &widget, &customer, before).await
    })
    .await
}

#[tokio::test]
async fn another_personas_layout_changes_what_is_said_differently_there() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Came in person", 20).await?;
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let host = desk.host.origin();
        let agents = json!({"limit": "1", "template-id": "journey-default-template"});
        let supervisors =
            json!({"limit": "30", "template-id": "journey-default-template", "enable-user-search": "true"});
        let layouts = layout(&[("agent", agents.clone()), ("supervisor", supervisors)]);
        desk.host.serve("/layout.json", "application/json", layouts);
        desk.host.serve("/other.json", "application/json", layout(&[("supervisor", agents)]));
        desk.open().await?;
        let settings = desk.settings()?.attribute("layout-url", &format!("{host}/layout.json"));
        let widget = desk.mount("journey", settings.property("interactionData", customer.calls())).await?;
        is_settled(desk, &widget).await?;
        widget.has(1, "event").await?;
        let before = desk.api.requests().len();
        widget.watch().await?;

        widget.set_attribute("persona", "supervisor").await?;
        widget.has(2, "event").await?;
        widget.has(1, "search").await?;
        widget.set_attribute("layout-url", &format!("{host}/other.json")).await?;
        widget.has(1, "event").await?;
        widget.has_no("search").await?;

        // What was there stayed there while the layouts were read.
        for word in ["Connecting", "Loading"] {
            assert!(!widget.has_shown(word).await?, "{word}");
        }
        nothing_was_asked(desk, &widget, &customer, before).await?;

        // What stands in a layout counts as if the page had said it: another workspace is another journey.
        let other = layout(&[("supervisor", json!({"project-id": "another-workspace"}))]);
        desk.host.serve("/third.json", "application/json", other);
        widget.set_attribute("layout-url", &format!("{host}/third.json")).await?;
        until("the other workspace to be asked", async || {
            let asked = desk.api.asked(browser_tests::path("/workspace-id/another-workspace")).len();
            Ok(Seen::when(asked > 0, (), asked))
        })
        .await
    })
    .await
}
