//! Order and identity: each thing once, in its place, whatever way it came and whoever's clock is wrong.

use anyhow::Result;
use browser_tests::{Customer, Desk, Request, Seen, Widget, cloud_event, minutes_ago, on_a_desk, until};
use serde_json::{Value, json};

/// A history of 150 steps, two pages of it.
async fn with_a_history_of_two_pages(customer: &Customer, service: &browser_tests::Service) -> Result<()> {
    for number in 0..150 {
        customer.did(service, &format!("Step {number:03}"), 1000 - number).await?;
    }
    Ok(())
}

const LISTEN: &str = "window.loaded = []; addEventListener('journey-loaded', (event) => loaded.push(event.detail));";

/// How many events the history has, once it is complete.
async fn how_many_are_loaded(desk: &Desk) -> Result<Value> {
    until("the history to be complete", async || {
        let loaded = desk.browser.run("return window.loaded;", vec![]).await?;
        Ok(Seen::when(loaded != json!([]), loaded[0]["events"].clone(), &loaded))
    })
    .await
}

/// The entries that are in the page are these, in this order.
async fn shows_from_the_newest_on(widget: &Widget<'_>, wanted: impl Iterator<Item = String>) -> Result<()> {
    let titles: Vec<String> = serde_json::from_value(widget.run(TITLES, vec![]).await?)?;
    assert!(titles.len() >= 10, "{titles:?}");
    assert_eq!(titles, wanted.take(titles.len()).collect::<Vec<_>>());
    Ok(())
}

const TITLES: &str = "return parts('event').map((event) => /Step \\d{3}|Paid/.exec(event.textContent)?.[0]);";

#[tokio::test]
async fn a_service_that_counts_pages_from_one_or_repeats_events_doubles_none_and_loses_none() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        with_a_history_of_two_pages(&customer, &desk.service).await?;
        // Page 0 and page 1 are the same to it, and each page ends with the event that the next one begins with.
        desk.api.when(|request| request.is_history() && request.target.contains("page=1&")).rewrite({
            let newest = customer.identity.clone();
            move |answer| {
                let mut answer: Value = serde_json::from_str(&answer).expect("the service answers JSON");
                let events = answer["data"].as_array_mut().expect("a list of events");
                let again = events[0].clone();
                events.insert(0, again);
                events.push(browser_tests::custom_event(&newest, "Step 777", minutes_ago(2000)));
                answer.to_string()
            }
        });
        desk.open().await?;
        desk.browser.run(LISTEN, vec![]).await?;

        let widget = desk.mount("journey", desk.settings()?.property("interactionData", customer.calls())).await?;
        assert_eq!(how_many_are_loaded(desk).await?, json!(151));
        widget.shows("live-status", "Live").await?;
        desk.api.settled().await?;

        shows_from_the_newest_on(&widget, (0..150).rev().map(|number| format!("Step {number:03}"))).await
    })
    .await
}

#[tokio::test]
async fn pages_that_overtake_what_happens_meanwhile_change_nothing_about_the_order() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        with_a_history_of_two_pages(&customer, &desk.service).await?;
        let second = desk.api.when(|request| request.is_history() && request.target.contains("page=1&")).hold();
        desk.open().await?;
        desk.browser.run(LISTEN, vec![]).await?;
        let widget = desk.mount("journey", desk.settings()?.property("interactionData", customer.calls())).await?;
        widget.shows("event", "Step 149").await?;
        widget.shows("live-status", "Live").await?;

        // It moves every event of the history one place further; the page that is on its way was made before.
        customer.did(&desk.service, "Paid by card", 0).await?;
        widget.shows("event", "Paid by card").await?;
        second.open();
        assert_eq!(how_many_are_loaded(desk).await?, json!(151));

        let steps = (0..150).rev().map(|number| format!("Step {number:03}"));
        shows_from_the_newest_on(&widget, ["Paid".to_owned()].into_iter().chain(steps)).await
    })
    .await
}

#[tokio::test]
async fn an_event_that_comes_late_takes_its_place() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Step 001", 50).await?;
        customer.did(&desk.service, "Step 003", 10).await?;
        let widget = desk.accept(&customer).await?;
        widget.has(2, "event").await?;
        widget.shows("live-status", "Live").await?;

        customer.did(&desk.service, "Step 002", 30).await?;
        widget.has(3, "event").await?;

        let titles = widget.run(TITLES, vec![]).await?;
        assert_eq!(titles, json!(["Step 003", "Step 002", "Step 001"]));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_contact_is_ongoing_no_longer_than_its_clock_is_believed() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        let connected = |task: &str, minutes: i64| {
            let data = json!({"taskId": task, "channelType": "telephony", "direction": "INBOUND", "queueName": task});
            cloud_event(&customer.identity, "task:connected", "wxcc", minutes_ago(minutes), data)
        };
        // One goes on now; one fell silent; of one the sender's clock is three hours ahead of the agent's.
        for event in [connected("Bicycles", 5), connected("Tents", 90), connected("Kayaks", -180)] {
            desk.service.publish(&event).await?;
        }

        let widget = desk.accept(&customer).await?;
        widget.has(3, "contact").await?;

        let contacts = widget.texts("contact").await?;
        let ongoing = |queue: &str| {
            contacts.iter().find(|contact| contact.contains(queue)).is_some_and(|contact| contact.contains("Ongoing"))
        };
        assert_eq!((ongoing("Bicycles"), ongoing("Tents"), ongoing("Kayaks")), (true, false, false), "{contacts:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_previous_customers_error_is_not_the_next_ones() -> Result<()> {
    on_a_desk(async |desk| {
        let (first, second) = (Customer::new(), Customer::new());
        second.did(&desk.service, "Returned the blue tent", 20).await?;
        let of_first = first.identity.clone();
        // All that is asked about the first one fails, but late: when the second one is shown.
        let gate = desk.api.when({
            let of_first = of_first.clone();
            move |request: &Request| request.is_about(&of_first)
        });
        let gate = gate.hold();
        let widget = desk.accept(&first).await?;
        until("the first customer to be asked for", async || {
            let asked = desk.api.asked(|request| request.is_about(&of_first)).len();
            Ok(Seen::when(asked >= 3, (), asked))
        })
        .await?;

        widget.set("interactionData", second.calls()).await?;
        widget.watch().await?;
        desk.api.cut_all();
        gate.open();
        widget.shows("event", "Returned the blue tent").await?;
        second.did(&desk.service, "Wrote a review", 0).await?;
        widget.shows("event", "Wrote a review").await?;

        widget.has_no("error").await?;
        assert!(!widget.has_shown("could not be loaded").await?);
        Ok(())
    })
    .await
}
