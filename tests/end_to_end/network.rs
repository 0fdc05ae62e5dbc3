//! When the network or the service fails for a while: what is asked again and what is not, what is said meanwhile, and
//! that nothing is lost.

use std::time::Duration;

use anyhow::Result;
use browser_tests::{Customer, Request, Role, Seen, contact, on_a_desk, path, until};
use serde_json::json;

const PERSON: &str = "/aliases/";
const PROFILE: &str = "/v1/api/progressive-profile-view/workspace-id";

#[tokio::test]
async fn a_failure_of_a_moment_is_asked_again_and_nobody_notices() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let down = json!({"message": "Down", "trackingId": "cjds_moment"});
        desk.api.when(path(PERSON)).times(2).answer(503, &down);
        desk.api.when(path(PROFILE)).times(1).answer(500, &down);
        desk.api.when(Request::is_history).times(1).cut();
        desk.open().await?;
        let settings = desk.settings()?.property("interactionData", customer.calls());
        let widget = desk.mount("journey", settings).await?;
        widget.watch().await?;

        widget.shows("event", "Opened the shop").await?;
        widget.shows("name", "New caller").await?;
        widget.shows("profile-attribute", "").await?;
        widget.shows("live-status", "Live").await?;

        assert!(!widget.has_shown("cjds_moment").await?, "{}", widget.text().await?);
        widget.has_no("error").await?;
        let asked = desk.api.asked(path(PERSON));
        assert_eq!(asked.len(), 3);
        let waits: Vec<_> = asked.windows(2).map(|two| two[1].at - two[0].at).collect();
        assert!(waits[0] >= Duration::from_millis(250) && waits[1] >= Duration::from_millis(500), "{waits:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_service_that_says_when_to_come_back_is_not_asked_sooner() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        desk.api.when(path(PERSON)).times(1).refuse_for(429, 2);

        let widget = desk.accept(&customer).await?;
        widget.shows("name", "New caller").await?;

        let asked = desk.api.asked(path(PERSON));
        assert_eq!(asked.len(), 2);
        assert!(asked[1].at - asked[0].at >= Duration::from_secs(2), "{:?}", asked[1].at - asked[0].at);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_service_that_asks_for_a_long_pause_is_left_alone_and_the_person_is_told() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        desk.api.when(path(PERSON)).refuse_for(429, 90);

        let widget = desk.accept(&customer).await?;

        widget.shows("error", "90").await?;
        widget.shows("event", "Opened the shop").await?;
        assert_eq!(desk.api.asked(path(PERSON)).len(), 1);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_was_refused_for_good_is_asked_once() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        for status in [400, 403, 409] {
            let rule = desk.api.when(path(PERSON)).answer(status, &json!({"message": "No"}));
            let before = desk.api.asked(path(PERSON)).len();
            let widget = desk.accept(&customer).await?;
            widget.shows("error", "").await?;
            widget.shows("live-status", "Live").await?;
            assert_eq!(desk.api.asked(path(PERSON)).len(), before + 1, "{status}");
            rule.lift();
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_token_that_expires_amid_a_long_history_goes_on_where_it_was_with_the_next() -> Result<()> {
    on_a_desk(async |desk| {
        let identity = desk.service.sample("5,000 events").await?;
        let (old, new) = (desk.service.token(Role::Agent)?, desk.service.token(Role::Supervisor)?);
        let expired = old.clone();
        desk.api
            .when(move |request| {
                request.is_history() && request.target.contains("page=3&") && request.token() == Some(expired.as_str())
            })
            .answer(401, &json!({"message": "Expired", "trackingId": "cjds_expired"}));
        // A service that gives a hundred at once: the pages are as many on a slow machine as on a quick one.
        desk.api
            .when(|request| request.is_history() && !request.target.ends_with("pageSize=100"))
            .answer(400, &json!({"message": "pageSize: must be 1 to 100"}));
        // Eight pages are as long as fifty, and a slow machine reads them too.
        desk.api
            .when(|request| {
                request.is_history() && !(0..8).any(|page| request.target.contains(&format!("page={page}&")))
            })
            .answer(200, &json!({"meta": {}, "data": []}));
        desk.open().await?;
        let listen = "window.loaded = []; addEventListener('journey-loaded', (event) => loaded.push(event.detail));";
        desk.browser.run(listen, vec![]).await?;
        let settings = desk.settings()?.property("bearerToken", old).property("interactionData", contact(&identity));
        let widget = desk.mount("journey", settings).await?;
        widget.shows("live-status", "Waiting for sign-in").await?;
        widget.shows("contact", "").await?;
        widget.shows("error", "expired").await?;

        widget.set("bearerToken", new.clone()).await?;

        let loaded = until("the history to be complete", async || {
            let loaded = desk.browser.run("return window.loaded;", vec![]).await?;
            Ok(Seen::when(loaded != json!([]), loaded[0].clone(), &loaded))
        })
        .await?;
        assert_eq!(loaded["events"], json!(800));
        widget.shows("live-status", "Live").await?;
        widget.has_no("error").await?;
        for (page, times) in [(1, 1), (2, 1), (3, 2), (4, 1)] {
            let words = format!("page={page}&");
            let asked = desk.api.asked(|request| {
                request.is_history() && request.target.contains(&words) && request.target.ends_with("pageSize=100")
            });
            assert_eq!(asked.len(), times, "page {page}");
        }
        assert_eq!(desk.api.asked(path(PERSON)).len(), 1, "what is there is not asked for again");
        assert_eq!(desk.api.asked(path("/admin/v1/api/workspace")).len(), 1);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn with_an_expired_token_nothing_is_asked_over_and_over() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        desk.open().await?;
        desk.browser.hurry(120).await?;
        let settings = desk.settings()?.property("bearerToken", desk.service.expired_token()?);
        let widget = desk.mount("journey", settings.property("interactionData", customer.calls())).await?;
        widget.shows("error", "expired").await?;
        let asked = desk.api.requests().len();

        // Whatever would ask again by itself has had the time of an hour for it.
        desk.browser.driver().execute_async("setTimeout(arguments[arguments.length - 1], 120 * 1500);", vec![]).await?;

        assert_eq!(desk.api.requests().len(), asked);
        widget.set("bearerToken", desk.service.token(Role::Agent)?).await?;
        widget.shows("event", "Opened the shop").await
    })
    .await
}

#[tokio::test]
async fn a_stream_whose_token_is_refused_does_not_say_live() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let refused = desk.api.when(Request::is_stream).answer(401, &json!({"message": "Expired"}));
        let widget = desk.accept(&customer).await?;
        widget.watch().await?;

        widget.shows("event", "Opened the shop").await?;
        widget.shows("live-status", "Waiting for sign-in").await?;
        assert!(!widget.has_shown("New events come in by themselves").await?, "it was never live");

        refused.lift();
        widget.set("bearerToken", desk.service.token(Role::Supervisor)?).await?;
        widget.shows("live-status", "Live").await?;
        assert_eq!(desk.api.asked(path(PERSON)).len(), 1);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_happened_while_the_stream_was_broken_is_read_afterwards() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let widget = desk.accept(&customer).await?;
        widget.shows("event", "Opened the shop").await?;
        widget.shows("live-status", "Live").await?;
        let down = desk.api.when(Request::is_stream).answer(503, &json!({"message": "Down"}));

        desk.api.cut_all();
        widget.shows("live-status", "Reconnecting").await?;
        customer.did(&desk.service, "Paid by card", 0).await?;
        widget.has(1, "event").await?;
        down.lift();

        widget.shows("event", "Paid by card").await?;
        widget.shows("live-status", "Live").await?;
        widget.has(2, "event").await
    })
    .await
}

#[tokio::test]
async fn what_failed_without_a_network_is_asked_again_when_it_is_back() -> Result<()> {
    on_a_desk(async |desk| {
        let (first, second) = (Customer::new(), Customer::new());
        first.did(&desk.service, "Opened the shop", 10).await?;
        second.did(&desk.service, "Returned the blue tent", 20).await?;
        let widget = desk.accept(&first).await?;
        widget.shows("event", "Opened the shop").await?;
        widget.shows("live-status", "Live").await?;

        desk.browser.set_offline(true).await?;
        widget.shows("live-status", "Offline").await?;
        widget.set("interactionData", second.calls()).await?;
        widget.shows("error", "").await?;
        assert!(!widget.text().await?.contains("Opened the shop"));
        desk.browser.set_offline(false).await?;

        widget.shows("event", "Returned the blue tent").await?;
        widget.shows("live-status", "Live").await?;
        widget.has_no("error").await
    })
    .await
}

#[tokio::test]
async fn a_token_goes_into_an_address_only_where_the_administrator_asked_for_it() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        desk.open().await?;
        let settings = desk.settings()?.attribute("stream-auth", "query").property("interactionData", customer.calls());

        let widget = desk.mount("journey", settings).await?;
        widget.shows("live-status", "Live").await?;
        customer.did(&desk.service, "Paid by card", 0).await?;
        widget.shows("event", "Paid by card").await?;

        for request in desk.api.requests() {
            let in_address = request.target.contains("bearerToken=");
            assert_eq!(in_address, request.is_stream(), "{}", request.target);
            assert_eq!(request.token().is_some(), !in_address, "{}", request.target);
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_slow_network_shows_what_is_there_as_it_comes() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        for number in 0..60 {
            customer.did(&desk.service, &format!("Step {number:02} of the tour"), 100 - number).await?;
        }
        desk.api.when(Request::is_history).throttle(4000, Duration::from_millis(40));
        desk.api.when(path(PERSON)).delay(Duration::from_secs(3));

        let widget = desk.accept(&customer).await?;
        widget.shows("event", "Step 59").await?;
        widget.shows("name", "New caller").await?;
        widget.has_no("error").await
    })
    .await
}

#[tokio::test]
async fn an_answer_with_broken_bytes_is_said_and_not_taken_for_an_empty_history() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let broken = desk.api.when(Request::is_history).corrupt();

        let widget = desk.accept(&customer).await?;
        widget.shows("error", "history").await?;
        widget.has_no("empty").await?;

        broken.lift();
        widget.click("retry", "Try again").await?;
        widget.shows("event", "Opened the shop").await
    })
    .await
}
