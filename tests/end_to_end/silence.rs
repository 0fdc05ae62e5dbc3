//! Connections that die without a word: nothing says that they have ended, and nothing comes over them any more.

use anyhow::Result;
use browser_tests::{Customer, Request, on_a_desk};

#[tokio::test]
async fn a_stream_whose_heartbeat_has_stopped_is_opened_anew_and_nothing_is_missed() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let heart = desk.api.when(Request::is_stream).beating();
        desk.open().await?;
        // 45 seconds without a sign of life; quickly, but not so quickly that the test itself is late with its signs.
        desk.browser.hurry(5).await?;
        let widget = desk.mount("journey", desk.settings()?.property("interactionData", customer.calls())).await?;
        widget.shows("live-status", "Live").await?;
        desk.api.has_streams(2).await?;
        for beat in 1..=3 {
            heart.beat();
            // What comes after the beat has been read, so the beat has.
            let title = format!("Came in person {beat}");
            customer.did(&desk.service, &title, 0).await?;
            widget.shows("event", &title).await?;
        }
        let before = desk.api.asked(Request::is_stream).len();

        heart.stop();
        customer.did(&desk.service, "Paid by card", 0).await?;

        widget.shows("event", "Paid by card").await?;
        widget.shows("live-status", "Live").await?;
        assert!(desk.api.asked(Request::is_stream).len() > before, "a new stream");
        widget.has(5, "event").await
    })
    .await
}

#[tokio::test]
async fn a_quiet_stream_that_never_had_a_heartbeat_is_left_alone() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let heart = desk.api.when(Request::is_stream).beating();
        desk.open().await?;
        desk.browser.hurry(120).await?;
        let widget = desk.mount("journey", desk.settings()?.property("interactionData", customer.calls())).await?;
        widget.shows("live-status", "Live").await?;
        desk.api.has_streams(2).await?;
        desk.api.settled().await?;
        let before = desk.api.requests().len();
        heart.stop();

        // Ten minutes of silence.
        desk.browser.driver().execute_async("setTimeout(arguments[arguments.length - 1], 600_000);", vec![]).await?;

        assert_eq!(desk.api.requests().len(), before);
        desk.api.has_streams(2).await
    })
    .await
}
