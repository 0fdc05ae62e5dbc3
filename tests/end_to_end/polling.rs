//! A service without streams: the history and the profile are asked for again and again, never too often, and it is said.

use std::time::Duration;

use anyhow::Result;
use browser_tests::{Customer, Desk, Request, Seen, Widget, on_a_desk, path, until};
use serde_json::json;

const PROFILE: &str = "/v1/api/progressive-profile-view/workspace-id";
/// So many times quicker than the widget means it, long waits pass.
const HURRY: u32 = 30;

/// A widget with this customer, at a service that has no streams.
async fn polling<'a>(desk: &'a Desk, customer: &Customer) -> Result<Widget<'a>> {
    desk.api.when(Request::is_stream).answer(404, &json!({"message": "No such feature"}));
    desk.open().await?;
    desk.browser.hurry(HURRY).await?;
    let widget = desk.mount("journey", desk.settings()?.property("interactionData", customer.calls())).await?;
    widget.shows("live-status", "Polling").await?;
    Ok(widget)
}

/// How long the widget waited between the next requests that `matches` takes, as it means it.
async fn waits(desk: &Desk, count: usize, matches: impl Fn(&Request) -> bool) -> Result<Vec<Duration>> {
    let before = desk.api.asked(&matches).len();
    let asked = || desk.api.asked(&matches).split_off(before);
    until("so many requests", async || Ok(Seen::when(asked().len() > count, (), asked().len()))).await?;
    Ok(asked().windows(2).take(count).map(|two| (two[1].at - two[0].at) * HURRY).collect())
}

#[tokio::test]
async fn without_a_stream_the_history_is_asked_again_and_the_status_says_so() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        desk.api.when(Request::is_stream).answer(404, &json!({"message": "No such feature"}));
        desk.open().await?;
        desk.browser.hurry(30).await?;
        let widget = desk.mount("journey", desk.settings()?.property("interactionData", customer.calls())).await?;
        widget.shows("live-status", "Polling").await?;
        widget.shows("event", "Opened the shop").await?;

        customer.did(&desk.service, "Paid by card", 0).await?;
        widget.shows("event", "Paid by card").await?;

        // A poll that fails is said, and the next one that does not, too.
        let down = desk.api.when(Request::is_history).answer(500, &json!({"message": "Down"}));
        widget.shows("live-status", "Reconnecting").await?;
        widget.shows("event", "Paid by card").await?;
        down.lift();
        widget.shows("live-status", "Polling").await?;
        widget.has(2, "event").await
    })
    .await
}

#[tokio::test]
async fn a_profile_that_cannot_be_refreshed_stays_and_says_that_it_may_be_old() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.called(&desk.service, "Bicycles", "Sale", 200).await?;
        desk.api.when(Request::is_stream).answer(404, &json!({"message": "No such feature"}));
        desk.open().await?;
        desk.browser.hurry(30).await?;
        let widget = desk.mount("journey", desk.settings()?.property("interactionData", customer.calls())).await?;
        widget.shows("profile-attribute", "1").await?;

        let down = desk.api.when(path(PROFILE)).answer(500, &json!({"message": "Down", "trackingId": "cjds_old"}));
        widget.shows("tracking-id", "cjds_old").await?;
        widget.shows("profile-attribute", "1").await?;

        customer.called(&desk.service, "Returns", "Refund", 20).await?;
        down.lift();
        widget.shows("profile-attribute", "2").await?;
        widget.has_no("error").await
    })
    .await
}

#[tokio::test]
async fn a_service_that_fails_is_polled_ever_more_seldom() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let widget = polling(desk, &customer).await?;

        let down = desk.api.when(Request::is_history).answer(501, &json!({"message": "Down"}));
        let seconds: Vec<u64> = waits(desk, 3, Request::is_history).await?.iter().map(Duration::as_secs).collect();
        assert!(seconds[0] >= 27 && seconds[1] >= 54 && seconds[2] >= 108, "{seconds:?}");

        down.lift();
        widget.shows("live-status", "Polling").await
    })
    .await
}

#[tokio::test]
async fn a_service_that_says_when_to_come_back_is_not_polled_sooner() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        let widget = polling(desk, &customer).await?;

        let down = desk.api.when(|request| Request::is_history(request) || path(PROFILE)(request)).refuse_for(429, 120);
        for (what, matches) in [
            ("history", Box::new(Request::is_history) as Box<dyn Fn(&Request) -> bool>),
            ("profile", Box::new(path(PROFILE))),
        ] {
            let wait = waits(desk, 1, matches).await?[0];
            assert!(wait >= Duration::from_secs(119), "{what}: {wait:?}");
        }

        down.lift();
        widget.shows("live-status", "Polling").await
    })
    .await
}
