//! When the service says no, or the desktop did not say enough: in words, with a way on.

use anyhow::Result;
use browser_tests::{Customer, Role, Seen, on_a_desk, path, until};
use serde_json::json;

const HISTORY: &str = "/v1/api/events/workspace-id";
const PROFILE: &str = "/v1/api/progressive-profile-view/workspace-id";

#[tokio::test]
async fn a_500_shows_the_tracking_id_and_try_again_works() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let broken = desk.api.when(path(HISTORY)).answer(
            500,
            &json!({"status": "INTERNAL_SERVER_ERROR", "message": "The event store is down", "errors": [],
                "trackingId": "cjds_5f2c-event-store"}),
        );

        let widget = desk.accept(&customer).await?;
        widget.shows("error", "history").await?;
        widget.shows("tracking-id", "cjds_5f2c-event-store").await?;
        // The other sections are there all the same.
        widget.shows("header", &customer.identity).await?;

        broken.lift();
        widget.click("retry", "Try again").await?;

        widget.shows("event", "Opened the shop").await?;
        widget.has_no("error").await
    })
    .await
}

#[tokio::test]
async fn a_profile_that_fails_leaves_the_timeline_alone() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        desk.api.when(path(PROFILE)).answer(503, &json!({"message": "Try later", "trackingId": "cjds_profile"}));

        let widget = desk.accept(&customer).await?;

        widget.shows("event", "Opened the shop").await?;
        widget.shows("error", "profile").await?;
        widget.shows("tracking-id", "cjds_profile").await?;
        widget.has(1, "error").await
    })
    .await
}

#[tokio::test]
async fn without_a_token_it_says_so_and_asks_for_nothing() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        desk.open().await?;
        let settings = desk.settings()?.without("bearerToken").property("interactionData", customer.calls());

        let widget = desk.mount("journey", settings).await?;
        until("words about the token", async || {
            let text = widget.text().await?;
            Ok(Seen::when(text.to_lowercase().contains("token"), (), text))
        })
        .await?;
        assert!(desk.api.requests().is_empty());

        widget.set("bearerToken", desk.service.token(Role::Agent)?).await?;
        widget.shows("event", "Opened the shop").await
    })
    .await
}

#[tokio::test]
async fn an_expired_token_is_said_and_a_new_one_goes_on() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        desk.open().await?;
        let expired = desk.service.expired_token()?;
        let settings = desk.settings()?.property("bearerToken", expired).property("interactionData", customer.calls());

        let widget = desk.mount("journey", settings).await?;
        widget.shows("error", "expired").await?;

        widget.set("bearerToken", desk.service.token(Role::Agent)?).await?;

        widget.shows("event", "Opened the shop").await?;
        widget.shows("live-status", "Live").await?;
        widget.has_no("error").await
    })
    .await
}

#[tokio::test]
async fn a_token_that_expires_while_the_customer_is_shown_keeps_the_journey() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let widget = desk.accept(&customer).await?;
        widget.shows("event", "Opened the shop").await?;

        widget.set("bearerToken", desk.service.expired_token()?).await?;
        until("the live status to say that it is not live", async || {
            let status = widget.texts("live-status").await?.join(" ");
            Ok(Seen::when(!status.to_lowercase().starts_with("live") && !status.is_empty(), (), status))
        })
        .await?;
        widget.shows("event", "Opened the shop").await?;

        widget.set("bearerToken", desk.service.token(Role::Agent)?).await?;
        widget.shows("live-status", "Live").await?;
        customer.did(&desk.service, "Paid by card", 0).await?;
        widget.shows("event", "Paid by card").await
    })
    .await
}

#[tokio::test]
async fn the_token_of_before_makes_it_live_again() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        let token = desk.service.token(Role::Agent)?;
        desk.open().await?;
        let settings = desk.settings()?.property("bearerToken", token.clone());
        let widget = desk.mount("journey", settings.property("interactionData", customer.calls())).await?;
        widget.shows("live-status", "Live").await?;

        // A desktop that was refused a renewal may go back to the token that it had.
        widget.set("bearerToken", desk.service.expired_token()?).await?;
        widget.shows("live-status", "Waiting for sign-in").await?;
        widget.set("bearerToken", token).await?;

        widget.shows("live-status", "Live").await
    })
    .await
}

#[tokio::test]
async fn a_token_that_may_not_read_journeys_is_said() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        desk.open().await?;
        let token = desk.service.token_without_scopes()?;
        let settings = desk.settings()?.property("bearerToken", token).property("interactionData", customer.calls());

        let widget = desk.mount("journey", settings).await?;

        widget.shows("error", "not allowed").await?;
        widget.shows("tracking-id", "").await?;
        widget.has_no("event").await
    })
    .await
}

#[tokio::test]
async fn no_workspace_with_a_subscription_is_said() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        let other = json!({"meta": {}, "data": [{"id": "ws-1", "name": "Sandbox", "wxccSubscriptionIds": []}]});
        desk.api.when(path("/admin/v1/api/workspace")).answer(200, &other);

        let widget = desk.accept(&customer).await?;

        widget.shows("error", "workspace").await?;
        let undefined =
            desk.api.asked(|request| request.target.contains("undefined") || request.target.contains("null"));
        assert!(undefined.is_empty(), "{undefined:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn no_template_is_said_and_the_timeline_is_there() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        desk.api
            .when(|request| path("/profile-view-template/")(request) && request.path().contains("/template-name/"))
            .answer(404, &json!({"message": "Not found", "trackingId": "cjds_template"}));
        desk.api
            .when(|request| path("/profile-view-template/")(request) && !request.path().contains("/template-name/"))
            .answer(200, &json!({"meta": {}, "data": []}));

        let widget = desk.accept(&customer).await?;

        widget.shows("event", "Opened the shop").await?;
        until("words about the template", async || {
            let text = widget.text().await?;
            Ok(Seen::when(text.to_lowercase().contains("template"), (), text))
        })
        .await
    })
    .await
}

#[tokio::test]
async fn the_page_hears_what_failed() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        desk.api.when(path(HISTORY)).answer(500, &json!({"message": "Down", "trackingId": "cjds_heard"}));
        desk.open().await?;
        let listen = "window.heard = []; addEventListener('journey-error', (event) => heard.push(event.detail));";
        desk.browser.run(listen, vec![]).await?;

        desk.mount("journey", desk.settings()?.property("interactionData", customer.calls())).await?;

        until("the page to hear it", async || {
            let heard = desk.browser.run("return window.heard;", vec![]).await?;
            let wanted = json!({"part": "history", "source": "webex", "status": 500, "trackingId": "cjds_heard"});
            let there = heard.as_array().is_some_and(|heard| heard.contains(&wanted));
            Ok(Seen::when(there, (), heard))
        })
        .await
    })
    .await
}
