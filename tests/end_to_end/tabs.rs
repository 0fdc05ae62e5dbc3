//! Several windows of one browser with the widget in each: none asks more than its share, and each leaves the others room.

use std::time::{Duration, Instant};

use anyhow::Result;
use browser_tests::{Customer, Desk, Request, Seen, Widget, on_a_desk, until};
use serde_json::json;

/// What a window waits is made of a fixed part and one by chance; these are the dice.
const CHANCES: [f64; 3] = [0.0, 0.5, 0.9];
/// The first wait before a stream that broke is opened again is between a half and the whole of this.
const FIRST_WAIT: Duration = Duration::from_secs(1);

fn is_events_stream(request: &Request) -> bool {
    request.path().contains("/v1/api/events/stream/")
}

/// Four widgets of four customers in the window that is open, each with what its customer did.
async fn four<'a>(desk: &'a Desk, customers: &[Customer]) -> Result<Vec<Widget<'a>>> {
    desk.open().await?;
    desk.browser.hurry(12).await?;
    let mut widgets = Vec::new();
    for (number, customer) in customers.iter().enumerate() {
        let settings = desk.settings()?.property("interactionData", customer.calls());
        widgets.push(desk.mount(&format!("w{number}"), settings).await?);
    }
    for widget in &widgets {
        widget.holds("event", "Opened the shop").await?;
    }
    Ok(widgets)
}

#[tokio::test]
async fn windows_come_back_to_a_service_that_was_away_one_by_one_and_ever_more_seldom() -> Result<()> {
    on_a_desk(async |desk| {
        let customers = CHANCES.map(|_| Customer::new());
        let mut windows = vec![desk.browser.window().await?];
        for (place, (customer, chance)) in customers.iter().zip(CHANCES).enumerate() {
            customer.did(&desk.service, "Opened the shop", 10).await?;
            if place > 0 {
                windows.push(desk.browser.another_window().await?);
            }
            desk.open().await?;
            desk.browser.run("const chance = arguments[0]; Math.random = () => chance;", vec![json!(chance)]).await?;
            let settings = desk.settings()?.property("interactionData", customer.calls());
            let widget = desk.mount("journey", settings).await?;
            widget.shows("event", "Opened the shop").await?;
            widget.shows("live-status", "Live").await?;
        }
        // The events of each, and the profile of the first one.
        desk.api.has_streams(4).await?;
        desk.api.settled().await?;
        let before = desk.api.requests().len();

        let away = desk.api.when(Request::is_stream).answer(503, &json!({"message": "Down"}));
        let since = Instant::now();
        desk.api.cut_all();
        let tries = |customer: &Customer| {
            let asked = desk.api.requests().split_off(before);
            let tries = asked.into_iter().filter(|one| is_events_stream(one) && one.is_about(&customer.identity));
            tries.map(|one| one.at).collect::<Vec<_>>()
        };
        until("three tries of each window", async || {
            let counts = customers.each_ref().map(|customer| tries(customer).len());
            Ok(Seen::when(counts.iter().all(|count| *count >= 3), (), counts))
        })
        .await?;
        away.lift();
        for window in &windows {
            desk.browser.go_to(window).await?;
            Widget::found(&desk.browser, "#journey").shows("live-status", "Live").await?;
        }
        desk.api.has_streams(4).await?;
        desk.api.settled().await?;

        for (customer, chance) in customers.iter().zip(CHANCES) {
            let mut last = since;
            for (number, at) in tries(customer).into_iter().take(3).enumerate() {
                let least = FIRST_WAIT.mul_f64((1.0 + chance) / 2.0) * (1 << number);
                // The browser's clock and ours may differ by a little.
                assert!(at - last + Duration::from_millis(20) >= least, "{chance}: {number}: {:?}", at - last);
                last = at;
            }
            let asked = desk.api.requests().split_off(before);
            let others = asked.iter().filter(|one| one.is_about(&customer.identity) && !one.is_stream());
            let others: Vec<_> = others.filter(|one| !one.path().contains("/progressive-profile-view/")).collect();
            // What was missed is read once; twice where the stream had to wait for its place.
            assert!(others.len() <= 2 && others.iter().all(|one| one.is_history()), "{others:?}");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn windows_share_the_connections_of_the_browser() -> Result<()> {
    on_a_desk(async |desk| {
        let customers: Vec<_> = (0..8).map(|_| Customer::new()).collect();
        for customer in &customers {
            customer.did(&desk.service, "Opened the shop", 10).await?;
        }
        let first = desk.browser.window().await?;
        four(desk, &customers[..4]).await?;
        desk.api.has_streams(4).await?;

        // Each would hold four of the six connections for itself: nothing would be left for what the second one asks.
        let second = desk.browser.another_window().await?;
        let widgets = four(desk, &customers[4..]).await?;
        desk.api.has_streams(4).await?;
        for (customer, widget) in customers[4..].iter().zip(&widgets) {
            customer.did(&desk.service, "Paid by card", 0).await?;
            widget.holds("event", "Paid by card").await?;
        }

        // A window that goes leaves its places to the other one.
        desk.browser.go_to(&first).await?;
        desk.browser.driver().close_window().await?;
        desk.browser.go_to(&second).await?;
        for widget in &widgets[..2] {
            widget.remove().await?;
        }
        for widget in &widgets[2..] {
            widget.shows("live-status", "Live").await?;
        }
        Ok(())
    })
    .await
}
