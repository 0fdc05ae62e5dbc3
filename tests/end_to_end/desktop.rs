//! What the preview's desktop does around the widget, as the real one does: maximize, persistent tabs, pages, colours,
//! a lost network.

use anyhow::Result;
use browser_tests::{Customer, Preview, Seen, on_a_desk, path, until};
use serde_json::json;

#[tokio::test]
async fn maximizing_the_widget_keeps_its_journey_and_asks_for_nothing_again() -> Result<()> {
    on_a_desk(async |desk| {
        let caller = Customer::new();
        caller.did(&desk.service, "Put a red bicycle into the cart", 90).await?;
        let page = Preview::open(desk, "").await?;
        page.take_call_from(&caller.identity).await?;
        let widget = page.widget();
        widget.shows("event", "Put a red bicycle into the cart").await?;
        // Its own call has come back live.
        widget.shows("contact", "Ongoing").await?;
        desk.is_settled(&widget).await?;
        widget.run("window.before = widget; return true;", vec![]).await?;
        let asked = desk.api.asked(path("/v1/api/events/")).len();

        page.click("maximize").await?;
        page.shows("maximize-area", "Customer Journey").await?;
        widget.shows("event", "Put a red bicycle into the cart").await?;
        page.click("restore").await?;

        page.shows("panel", "Customer Journey").await?;
        widget.shows("event", "Put a red bicycle into the cart").await?;
        let same = desk
            .browser
            .run("return document.querySelector('[data-testid=panel] customer-journey-widget') === before;", vec![]);
        assert_eq!(same.await?, json!(true), "the element was moved, not made anew");
        assert_eq!(desk.api.asked(path("/v1/api/events/")).len(), asked);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_persistent_tab_is_there_only_while_a_contact_is_open() -> Result<()> {
    on_a_desk(async |desk| {
        let caller = Customer::new();
        let page = Preview::open(desk, "").await?;
        page.shows("panel", "Customer Journey").await?;
        let guide = "return [...document.querySelectorAll('[role=tab]')].some((tab) => tab.innerText === 'Guide' && tab.checkVisibility());";
        assert_eq!(desk.browser.run(guide, vec![]).await?, json!(false));

        page.take_call_from(&caller.identity).await?;
        until("the tab “Guide”", async || {
            let there = desk.browser.run(guide, vec![]).await?;
            Ok(Seen::when(there == json!(true), (), &there))
        })
        .await?;

        page.click("end").await?;
        page.choose("wrap-up", "Resolved").await?;
        page.click("wrap-up-done").await?;
        until("no tab “Guide”", async || {
            let there = desk.browser.run(guide, vec![]).await?;
            Ok(Seen::when(there == json!(false), (), &there))
        })
        .await
    })
    .await
}

#[tokio::test]
async fn a_lost_network_is_said_and_the_journey_stays_until_it_is_back() -> Result<()> {
    on_a_desk(async |desk| {
        let caller = Customer::new();
        caller.did(&desk.service, "Put a red bicycle into the cart", 90).await?;
        let page = Preview::open(desk, "").await?;
        page.take_call_from(&caller.identity).await?;
        let widget = page.widget();
        widget.shows("live-status", "Live").await?;

        page.click("offline").await?;
        widget.shows("live-status", "Offline").await?;
        widget.shows("event", "Put a red bicycle into the cart").await?;
        // The platform is not at the agent's desk: what happens there goes on.
        caller.did(&desk.service, "Paid for the red bicycle", 0).await?;

        page.click("offline").await?;
        widget.shows("live-status", "Live").await?;
        widget.shows("event", "Paid for the red bicycle").await
    })
    .await
}

#[tokio::test]
async fn the_desktops_dark_mode_reaches_the_widget() -> Result<()> {
    on_a_desk(async |desk| {
        let page = Preview::open(desk, "&dark=false").await?;
        let widget = page.widget();
        widget.shows("empty", "").await?;
        assert_eq!(widget.run("return widget.darkMode;", vec![]).await?, json!(false));

        page.click("dark-mode").await?;

        until("the widget's dark mode", async || {
            let dark = widget.run("return widget.darkMode;", vec![]).await?;
            Ok(Seen::when(dark == json!(true), (), &dark))
        })
        .await
    })
    .await
}

#[tokio::test]
async fn a_page_of_the_rail_shows_the_selected_contact_at_full_width() -> Result<()> {
    on_a_desk(async |desk| {
        let caller = Customer::new();
        caller.did(&desk.service, "Put a red bicycle into the cart", 90).await?;
        let page = Preview::open(desk, "&layout=side-navigation.json").await?;
        page.take_call_from(&caller.identity).await?;

        page.click("rail-customer-journey").await?;

        let widget = page.widget();
        widget.shows("event", "Put a red bicycle into the cart").await?;
        let width = widget.run("return widget.getBoundingClientRect().width;", vec![]).await?;
        assert!(width.as_f64().is_some_and(|width| width > 600.0), "{width}");
        Ok(())
    })
    .await
}
