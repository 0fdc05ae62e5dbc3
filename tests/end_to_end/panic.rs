//! A mistake of ours that stops the WebAssembly: a card in every element, nothing left running, and a fresh start.

use anyhow::Result;
use browser_tests::{Customer, Request, Role, Seen, Widget, on_a_desk, until};
use serde_json::json;

#[tokio::test]
async fn after_a_panic_every_element_offers_to_try_again_and_starts_afresh() -> Result<()> {
    on_a_desk(async |desk| {
        let (one, other) = (Customer::new(), Customer::new());
        one.did(&desk.service, "Bought a kayak", 10).await?;
        other.did(&desk.service, "Rented a canoe", 10).await?;
        let _host = desk.open_debug_build().await?;
        let left = desk.mount("left", desk.settings()?.property("interactionData", one.calls())).await?;
        let right = desk.mount("right", desk.settings()?.property("interactionData", other.calls())).await?;
        left.shows("event", "Bought a kayak").await?;
        right.shows("event", "Rented a canoe").await?;
        left.shows("live-status", "Live").await?;
        right.shows("live-status", "Live").await?;

        left.set_attribute("data-panic", "now").await?;
        for widget in [&left, &right] {
            widget.shows("error", "The customer journey has stopped").await?;
            widget.shows("retry", "Try again").await?;
            widget.has_no("event").await?;
        }
        // Nobody reads those streams any more.
        desk.api.has_streams(0).await?;
        // What the page says meanwhile is not lost.
        left.run("widget.removeAttribute('data-panic');", vec![]).await?;
        left.set("interactionData", other.calls()).await?;
        left.set("bearerToken", desk.service.token(Role::Supervisor)?).await?;
        let asked = desk.api.requests().len();

        left.click("retry", "Try again").await?;
        left.shows("event", "Rented a canoe").await?;
        left.shows("live-status", "Live").await?;
        right.shows("error", "The customer journey has stopped").await?;
        right.click("retry", "Try again").await?;
        right.shows("event", "Rented a canoe").await?;

        other.did(&desk.service, "Rented a paddle", 0).await?;
        left.shows("event", "Rented a paddle").await?;
        right.shows("event", "Rented a paddle").await?;
        // All that was asked for is the two that tried again.
        let streams = desk.api.requests().split_off(asked).into_iter().filter(Request::is_stream).count();
        assert!((2..=4).contains(&streams), "{streams}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_element_that_comes_after_a_panic_starts_by_itself() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Bought a kayak", 10).await?;
        let _host = desk.open_debug_build().await?;
        let old = desk.mount("old", desk.settings()?.property("interactionData", customer.calls())).await?;
        old.shows("event", "Bought a kayak").await?;
        old.set_attribute("data-panic", "now").await?;
        old.shows("error", "The customer journey has stopped").await?;

        let new = desk.mount("new", desk.settings()?.property("interactionData", customer.calls())).await?;

        new.shows("event", "Bought a kayak").await?;
        old.shows("retry", "Try again").await
    })
    .await
}

#[tokio::test]
async fn what_is_shipped_cannot_be_made_to_panic_by_the_tests_attribute() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Bought a kayak", 10).await?;
        let widget = desk.accept(&customer).await?;
        widget.shows("event", "Bought a kayak").await?;
        widget.shows("live-status", "Live").await?;

        widget.set_attribute("data-panic", "now").await?;
        customer.did(&desk.service, "Bought a paddle", 0).await?;

        until("the live event", async || {
            let events = Widget::found(&desk.browser, "#journey").texts("event").await?;
            Ok(Seen::when(events.len() == 2, (), json!(events)))
        })
        .await?;
        widget.has_no("error").await
    })
    .await
}
