//! What the first paint does not need is in a second file, and that may be missing.

use anyhow::Result;
use browser_tests::{Customer, Seen, on_a_desk, until};

const LATER: &str = "/customer-journey-widget.later.wasm";

#[tokio::test]
async fn without_the_second_file_the_timeline_is_there_and_trying_again_opens_a_contact() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        desk.host.write(LATER, "a file of another release".to_owned(), None);
        desk.open().await?;

        let settings = desk.settings()?.property("interactionData", customer.calls());
        let widget = desk.mount("journey", settings).await?;
        widget.shows("event", "Opened the shop").await?;
        widget.click("event", "Opened the shop").await?;
        widget.shows("error", "This part could not be loaded").await?;
        let mut lines = Vec::new();
        until("the console names the file", async || {
            lines.extend(desk.browser.console().await?);
            Ok(Seen::when(lines.iter().any(|line| line.contains("later.wasm could not be loaded")), (), &lines))
        })
        .await?;

        desk.host.forget(LATER);
        widget.click("retry", "Try again").await?;
        widget.shows("details", "Identity").await?;
        widget.has_no("error").await
    })
    .await
}

#[tokio::test]
async fn a_second_file_that_comes_at_the_second_try_brings_its_style_and_the_streams() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        desk.host.write(LATER, "a file of another release".to_owned(), None);
        desk.open().await?;
        // It is tried again every half minute, by itself.
        desk.browser.hurry(15).await?;
        let settings = desk.settings()?.property("interactionData", customer.calls());
        let widget = desk.mount("journey", settings).await?;
        widget.shows("event", "Opened the shop").await?;
        widget.shows("live-status", "Reconnecting").await?;
        let sheets = "return root.adoptedStyleSheets.length;";
        assert_eq!(widget.run(sheets, vec![]).await?, 1);

        desk.host.forget(LATER);

        widget.shows("live-status", "Live").await?;
        until("the second style sheet", async || {
            let count = widget.run(sheets, vec![]).await?;
            Ok(Seen::when(count == 2, (), count))
        })
        .await?;
        customer.did(&desk.service, "Paid by card", 0).await?;
        widget.shows("event", "Paid by card").await
    })
    .await
}
