//! Everything without a mouse.

use anyhow::Result;
use browser_tests::{Customer, on_a_desk};
use thirtyfour::prelude::*;

#[tokio::test]
async fn load_more_is_reached_and_pressed_by_keyboard() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        for number in 0..12 {
            customer.did(&desk.service, &format!("Step {number:02}"), 100 - number).await?;
        }
        desk.open().await?;
        let settings = desk.settings()?.attribute("limit", "5").property("interactionData", customer.calls());
        let widget = desk.mount("journey", settings).await?;
        widget.has(5, "event").await?;

        widget.tab_to("load-more").await?;
        desk.browser.press(Key::Enter + "").await?;
        widget.has(10, "event").await?;

        widget.tab_to("load-more").await?;
        desk.browser.press(Key::Enter + "").await?;
        widget.has(12, "event").await?;
        widget.has_no("load-more").await
    })
    .await
}

#[tokio::test]
async fn an_entry_opens_by_keyboard() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Put a red bicycle into the cart", 10).await?;
        let widget = desk.accept(&customer).await?;
        widget.shows("event", "red bicycle").await?;

        widget.tab_to("event").await?;
        desk.browser.press(Key::Enter + "").await?;

        widget.shows("details", "42.00 EUR").await
    })
    .await
}
