//! Answers that are empty, odd or broken: each has its own words, and never spoils its neighbours.

use std::time::Duration;

use anyhow::Result;
use browser_tests::{Customer, Seen, cloud_event, minutes_ago, on_a_desk, path, until, until_within};
use serde_json::{Value, json};

const HISTORY: &str = "/v1/api/events/workspace-id";

#[tokio::test]
async fn an_empty_history_is_said_as_such() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        desk.api.when(path(HISTORY)).answer(200, &json!({"meta": {}, "data": []}));

        let widget = desk.accept(&customer).await?;

        widget.has(1, "empty").await?;
        widget.has_no("event").await?;
        widget.has_no("error").await
    })
    .await
}

#[tokio::test]
async fn an_event_without_data_does_not_hide_its_neighbours() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        for (title, minutes) in [("Opened the shop", 30), ("Chose a colour", 20), ("Paid by card", 10)] {
            customer.did(&desk.service, title, minutes).await?;
        }
        change_event(desk, "Chose a colour", |event| {
            event.as_object_mut().map(|event| event.remove("data"));
        });

        let widget = desk.accept(&customer).await?;

        widget.shows("event", "Opened the shop").await?;
        widget.shows("event", "Paid by card").await?;
        assert!(!widget.text().await?.contains("Chose a colour"), "the event really came without its data");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn unparsable_json_in_one_event_does_not_hide_its_neighbours() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        for (title, minutes) in [("Opened the shop", 30), ("Chose a colour", 20), ("Paid by card", 10)] {
            customer.did(&desk.service, title, minutes).await?;
        }
        change_event(desk, "Chose a colour", |event| event["data"] = Value::from("{\"uiData\": {\"title\": [[["));

        let widget = desk.accept(&customer).await?;

        widget.shows("event", "Opened the shop").await?;
        widget.shows("event", "Paid by card").await?;
        widget.has_no("error").await
    })
    .await
}

#[tokio::test]
async fn numbers_where_words_belong_do_not_stop_the_widget() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        for (title, minutes) in [("Opened the shop", 30), ("Chose a colour", 20), ("Paid by card", 10)] {
            customer.did(&desk.service, title, minutes).await?;
        }
        change_event(desk, "Chose a colour", |event| {
            *event = json!({"id": 7, "type": 12, "source": null, "time": 0, "data": [1, 2, {"uiData": "["}]});
        });

        let widget = desk.accept(&customer).await?;

        widget.shows("event", "Opened the shop").await?;
        widget.shows("event", "Paid by card").await?;
        widget.has_no("error").await
    })
    .await
}

#[tokio::test]
async fn an_endpoint_that_never_answers_is_given_up_after_ten_seconds() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let silent = desk.api.when(path(HISTORY)).never_answer();

        let widget = desk.accept(&customer).await?;
        // The others do not wait for it.
        widget.shows("name", "").await?;
        widget.shows("header", &customer.identity).await?;
        until_within(Duration::from_secs(25), "words about the time", async || {
            let errors = widget.texts("error").await?;
            let told = errors.iter().any(|error| error.contains("10 s") || error.contains("in time"));
            Ok(Seen::when(told, (), errors))
        })
        .await?;

        silent.lift();
        widget.click("retry", "Try again").await?;
        widget.shows("event", "Opened the shop").await
    })
    .await
}

#[tokio::test]
async fn a_web_page_instead_of_json_is_not_an_empty_history() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let gateway = desk.api.when(path(HISTORY)).answer_html("<!doctype html><title>Sign in</title><h1>Sign in</h1>");

        let widget = desk.accept(&customer).await?;
        widget.shows("error", "history").await?;
        widget.has_no("empty").await?;

        gateway.lift();
        widget.click("retry", "Try again").await?;
        widget.shows("event", "Opened the shop").await
    })
    .await
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_not_an_empty_history() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let cut = desk.api.when(path(HISTORY)).cut();

        let widget = desk.accept(&customer).await?;
        widget.shows("error", "history").await?;
        widget.has_no("empty").await?;

        cut.lift();
        widget.click("retry", "Try again").await?;
        widget.shows("event", "Opened the shop").await
    })
    .await
}

#[tokio::test]
async fn a_link_runs_no_script() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        let data = json!({
            "uiData": {"title": "Open invoice"},
            "Bad": "[Pay now](javascript:window.stolen=1)",
            "Worse": "[Pay](data:text/html,<script>1</script>)",
            "Good": "[Invoice 42](https://shop.example/42)",
            "Markup": "<img src=x onerror=window.stolen=1>",
        });
        desk.service
            .publish(&cloud_event(&customer.identity, "web:invoice", "custom/shop", minutes_ago(3), data))
            .await?;
        let widget = desk.accept(&customer).await?;

        widget.click("event", "Open invoice").await?;
        widget.shows("details", "Invoice 42").await?;

        let links = widget
            .run("return [...root.querySelectorAll('a')].map((link) => [link.href, link.target, link.rel]);", vec![])
            .await?;
        let links = links.as_array().cloned().unwrap_or_default();
        assert_eq!(links.len(), 1, "{links:?}");
        assert_eq!(links[0][0], "https://shop.example/42");
        assert_eq!(links[0][1], "_blank");
        assert!(links[0][2].as_str().is_some_and(|rel| rel.contains("noopener")), "{links:?}");
        widget.shows("details", "<img src=x onerror").await?;
        assert_eq!(desk.browser.run("return window.stolen ?? null;", vec![]).await?, Value::Null);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_history_of_several_pages_is_complete_and_nothing_is_doubled() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        for number in 0..45 {
            customer.did(&desk.service, &format!("Step {number:02} of the tour"), 100 - number).await?;
        }
        desk.open().await?;
        let settings = desk.settings()?.attribute("limit", "100").property("interactionData", customer.calls());
        // Only rows in sight are in the page; so high a window has them all in sight.
        desk.browser.resize(1200, 6000, 1.0).await?;

        let widget = desk.mount("journey", settings).await?;

        widget.has(45, "event").await?;
        until("each step once", async || {
            let mut events = widget.texts("event").await?;
            events.sort();
            events.dedup();
            Ok(Seen::when(events.len() == 45, (), events.len()))
        })
        .await
    })
    .await
}

/// Changes one event of the history on its way to the widget.
fn change_event(desk: &browser_tests::Desk, title: &'static str, change: impl Fn(&mut Value) + Send + Sync + 'static) {
    desk.api.when(path(HISTORY)).rewrite(move |answer| {
        let mut answer: Value = serde_json::from_str(&answer).expect("the service answers JSON");
        let events = answer["data"].as_array_mut().expect("a list of events");
        for event in events.iter_mut().filter(|event| event.to_string().contains(title)) {
            change(event);
        }
        answer.to_string()
    });
}
