//! The preview page: an agent desktop that reads a layout, and what the agent does at it.

use std::net::{Ipv4Addr, TcpListener};

use anyhow::Result;
use browser_tests::{Customer, Preview, Seen, on_a_desk, path, until};
use serde_json::{Value, json};
use tempfile::NamedTempFile;

#[tokio::test]
async fn a_call_that_is_accepted_shows_the_callers_journey() -> Result<()> {
    on_a_desk(async |desk| {
        let caller = Customer::new();
        caller.did(&desk.service, "Put a red bicycle into the cart", 90).await?;
        let page = Preview::open(desk, "").await?;

        page.take_call_from(&caller.identity).await?;

        let widget = page.widget();
        widget.shows("event", "Put a red bicycle into the cart").await?;
        widget.shows("header", &caller.identity).await?;
        // The call itself is published, and comes back as part of the journey.
        widget.shows("contact", "Inbound call").await?;
        widget.shows("contact", "Ongoing").await
    })
    .await
}

#[tokio::test]
async fn a_sample_customer_has_a_name_and_a_history() -> Result<()> {
    on_a_desk(async |desk| {
        let page = Preview::open(desk, "").await?;

        page.click("accept-voice").await?;

        let widget = page.widget();
        widget.shows("contact", "").await?;
        let name = until("the sample customer's name", async || {
            let names = widget.texts("name").await?;
            Ok(Seen::when(names.iter().any(|name| name.contains(' ')), names.join(" "), &names))
        })
        .await?;
        page.shows("contact-name", name.split(' ').next().unwrap_or_default()).await
    })
    .await
}

#[tokio::test]
async fn switching_between_two_calls_shows_each_callers_own_journey() -> Result<()> {
    on_a_desk(async |desk| {
        let (first, second) = (Customer::new(), Customer::new());
        first.did(&desk.service, "Asked for a gift wrap", 10).await?;
        second.did(&desk.service, "Returned the blue tent", 20).await?;
        let page = Preview::open(desk, "").await?;
        page.take_call_from(&first.identity).await?;
        page.widget().shows("event", "Asked for a gift wrap").await?;

        page.take_call_from(&second.identity).await?;
        page.widget().shows("event", "Returned the blue tent").await?;
        assert!(!page.widget().text().await?.contains("gift wrap"));

        page.switch_to(&first.identity).await?;
        page.widget().shows("event", "Asked for a gift wrap").await?;
        assert!(!page.widget().text().await?.contains("blue tent"));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_call_that_ends_with_a_wrap_up_code_shows_it_live() -> Result<()> {
    on_a_desk(async |desk| {
        let caller = Customer::new();
        let page = Preview::open(desk, "").await?;
        // A second call of the same customer keeps the journey on the screen when the first one ends.
        page.take_call_from(&caller.identity).await?;
        page.take_call_from(&caller.identity).await?;
        let widget = page.widget();
        widget.has(2, "contact").await?;
        widget.shows("live-status", "Live").await?;

        page.click("end").await?;
        page.choose("wrap-up", "Follow-up needed").await?;
        page.click("wrap-up-done").await?;

        widget.shows("contact", "Follow-up needed").await?;
        widget.shows("wrap-up", "Follow-up needed").await?;
        widget.has(2, "contact").await
    })
    .await
}

#[tokio::test]
async fn a_token_that_expires_at_the_desktop_is_said_until_it_is_renewed() -> Result<()> {
    on_a_desk(async |desk| {
        let caller = Customer::new();
        caller.did(&desk.service, "Put a red bicycle into the cart", 90).await?;
        let page = Preview::open(desk, "").await?;
        page.take_call_from(&caller.identity).await?;
        page.widget().shows("live-status", "Live").await?;

        page.click("expire-token").await?;
        page.widget().shows("live-status", "Waiting for sign-in").await?;
        page.widget().shows("event", "Put a red bicycle into the cart").await?;

        page.click("renew-token").await?;
        page.widget().shows("live-status", "Live").await
    })
    .await
}

#[tokio::test]
async fn the_layout_decides_what_is_shown() -> Result<()> {
    on_a_desk(async |desk| {
        let caller = Customer::new();
        for number in 0..6 {
            caller.did(&desk.service, &format!("Step {number}"), 60 - number).await?;
        }
        let page = Preview::open(desk, "").await?;
        page.take_call_from(&caller.identity).await?;
        page.widget().has(6, "event").await?;

        let own = layout_file(&layout(&json!({"limit": "3", "hide-wxcc-events": "true"}), "What happened so far"))?;
        page.open_layout(own.path()).await?;

        page.shows("panel", "What happened so far").await?;
        page.widget().has(3, "event").await?;
        page.widget().has_no("contact").await?;
        page.widget().shows("load-more", "").await
    })
    .await
}

#[tokio::test]
async fn a_supervisor_looks_up_a_customer_without_a_contact() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Put a red bicycle into the cart", 90).await?;
        let page = Preview::open(desk, "&persona=supervisor").await?;
        page.click("rail-journey-look-up").await?;
        let widget = page.widget();
        widget.shows("empty", "look up a customer").await?;

        let search = "const field = parts('search').map((part) => part.matches('input') ? part : part.querySelector('input'))[0];
            field.focus(); return document.activeElement === widget;";
        assert_eq!(widget.run(search, vec![]).await?, json!(true));
        desk.browser.press(format!("{}\u{e007}", customer.identity)).await?;

        widget.shows("event", "Put a red bicycle into the cart").await
    })
    .await
}

#[tokio::test]
async fn a_layout_that_is_not_json_is_said_with_its_place() -> Result<()> {
    on_a_desk(async |desk| {
        let page = Preview::open(desk, "").await?;
        page.shows("panel", "Customer Journey").await?;
        let broken = layout_file("{\n  \"agent\": {\n    \"area\": [}\n")?;

        page.open_layout(broken.path()).await?;

        page.shows("layout-broken", "is not a layout").await?;
        page.click("drawer").await?;
        page.shows("finding", "line 3").await
    })
    .await
}

#[tokio::test]
async fn a_layout_without_the_widget_is_said() -> Result<()> {
    on_a_desk(async |desk| {
        let page = Preview::open(desk, "").await?;
        page.shows("panel", "Customer Journey").await?;
        let text = layout(&json!({}), "Tab").replace("customer-journey-widget.js", "other.js");
        let text = text.replace("customer-journey-widget\"", "span\"");
        let without = layout_file(&text)?;

        page.open_layout(without.path()).await?;

        page.click("drawer").await?;
        page.shows("finding", "customer-journey-widget").await
    })
    .await
}

#[tokio::test]
async fn a_misspelt_attribute_in_a_layout_is_a_finding_with_a_hint() -> Result<()> {
    on_a_desk(async |desk| {
        let page = Preview::open(desk, "").await?;
        page.shows("panel", "Customer Journey").await?;
        let misspelt = layout_file(&layout(&json!({"projekt-id": "x"}), "Tab"))?;

        page.open_layout(misspelt.path()).await?;

        page.click("drawer").await?;
        page.shows("finding", "projekt-id").await?;
        page.shows("finding", "project-id").await
    })
    .await
}

#[tokio::test]
async fn a_journey_api_that_is_not_running_is_said_with_how_to_start_it() -> Result<()> {
    on_a_desk(async |desk| {
        // A port that was free a moment ago: nobody answers there.
        let nobody = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;

        let page = Preview::open_against(desk, &format!("http://{nobody}"), "").await?;

        page.shows("api-missing", "not running").await?;
        page.shows("api-missing", "cargo xtask preview").await?;
        page.shows("api-missing", "journey-api -- serve").await?;
        // Without it there is still something to see.
        page.click("to-gallery").await?;
        let scenes = "return document.querySelectorAll('[data-scene] customer-journey-widget').length;";
        until("the gallery's widgets", async || {
            let count = desk.browser.run(scenes, vec![]).await?;
            Ok(Seen::when(count.as_u64().is_some_and(|count| count > 10), (), count.to_string()))
        })
        .await
    })
    .await
}

#[tokio::test]
async fn what_cannot_be_published_is_said_and_sent_again() -> Result<()> {
    on_a_desk(async |desk| {
        let caller = Customer::new();
        let page = Preview::open(desk, "").await?;
        let down = desk
            .api
            .when(path("/publish/"))
            .answer(503, &json!({"message": "Try later", "trackingId": "cjds_publish"}));

        page.take_call_from(&caller.identity).await?;
        page.shows("notice", "cjds_publish").await?;

        down.lift();
        page.click("notice-retry").await?;
        page.widget().shows("contact", "Inbound call").await
    })
    .await
}

#[tokio::test]
async fn each_way_into_a_desktop_shows_the_widget_under_its_name() -> Result<()> {
    on_a_desk(async |desk| {
        for (layout, name) in [
            ("agent.json", "customer-journey-widget"),
            ("own-name.json", "our-journey"),
            ("side-by-side.json", "our-journey"),
        ] {
            let caller = Customer::new();
            let page = Preview::open(desk, &format!("&layout={layout}")).await?;
            page.take_call_from(&caller.identity).await?;
            page.widget_named(name).shows("contact", "Inbound call").await?;
        }
        let page = Preview::open(desk, "&layout=side-by-side.json").await?;
        page.click("tab-1").await?;
        page.shows("panel", "The desktop's own customer journey stands here").await
    })
    .await
}

#[tokio::test]
async fn a_file_with_a_merge_conflict_or_in_utf_16_says_so() -> Result<()> {
    on_a_desk(async |desk| {
        let page = Preview::open(desk, "").await?;
        page.shows("panel", "Customer Journey").await?;
        let conflict = layout_file(include_str!("../cases/27-broken-json-of-the-wild/conflict.json"))?;
        page.open_layout(conflict.path()).await?;
        page.shows("layout-broken", "merge conflict, line 5").await?;

        let wide = layout_file("")?;
        let text = layout(&json!({}), "Utf-16");
        std::fs::write(wide.path(), text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>())?;
        page.open_layout(wide.path()).await?;
        page.shows("panel", "Utf-16").await?;
        page.shows("finding", "save as UTF-8").await
    })
    .await
}

/// The smallest layout with one widget in the contact's panel.
fn layout(attributes: &Value, tab: &str) -> String {
    let widget = json!({
        "comp": "customer-journey-widget",
        "script": "https://your-static-host.example/customer-journey-widget.js",
        "attributes": attributes,
        "properties": {
            "interactionData": "$STORE.agentContact.taskSelected",
            "bearerToken": "$STORE.auth.accessToken",
            "organizationId": "$STORE.agent.orgId",
            "dataCenter": "$STORE.app.datacenter",
        },
        "wrapper": {"title": tab, "maximizeAreaName": "app-maximize-area"},
    });
    let tabs = json!([
        {"comp": "md-tab", "attributes": {"slot": "tab", "class": "widget-pane-tab"},
            "children": [{"comp": "span", "textContent": tab}]},
        {"comp": "md-tab-panel", "attributes": {"slot": "panel", "class": "widget-pane"}, "children": [widget]},
    ]);
    let panel = json!({"comp": "md-tabs", "attributes": {"class": "widget-tabs"}, "children": tabs});
    json!({"agent": {"version": "0.1.0", "appTitle": "Desk", "area": {"panel": panel}}}).to_string()
}

fn layout_file(text: &str) -> Result<NamedTempFile> {
    let file = tempfile::Builder::new().suffix(".json").tempfile()?;
    std::fs::write(file.path(), text)?;
    Ok(file)
}
