//! Accepting and switching contacts: whose journey is seen.

use anyhow::Result;
use browser_tests::{Customer, on_a_desk, path};
use serde_json::Value;

#[tokio::test]
async fn accepting_a_contact_shows_the_customers_journey() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Put a red bicycle into the cart", 90).await?;
        customer.called(&desk.service, "Bicycles", "Sale", 60).await?;

        let widget = desk.accept(&customer).await?;

        widget.shows("event", "Put a red bicycle into the cart").await?;
        widget.shows("contact", "Inbound call").await?;
        widget.shows("contact", "Sale").await?;
        widget.shows("contact", "Bicycles").await?;
        widget.shows("wrap-up", "Sale").await?;
        widget.shows("channel", "1").await?;
        widget.shows("header", &customer.identity).await?;
        widget.shows("live-status", "Live").await?;
        widget.has_no("error").await
    })
    .await
}

#[tokio::test]
async fn the_newest_entry_comes_first() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "In the middle", 30).await?;
        customer.did(&desk.service, "Long ago", 50).await?;
        customer.did(&desk.service, "Just now", 1).await?;

        let widget = desk.accept(&customer).await?;

        widget.has(3, "event").await?;
        let entries = widget.texts("event").await?;
        for (entry, title) in entries.iter().zip(["Just now", "In the middle", "Long ago"]) {
            assert!(entry.contains(title), "{entries:?}");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn switching_contact_shows_only_the_new_customer() -> Result<()> {
    on_a_desk(async |desk| {
        let (first, second) = (Customer::new(), Customer::new());
        first.did(&desk.service, "Asked for a gift wrap", 10).await?;
        second.did(&desk.service, "Returned the blue tent", 20).await?;
        let widget = desk.accept(&first).await?;
        widget.shows("event", "Asked for a gift wrap").await?;

        widget.set("interactionData", second.calls()).await?;

        widget.shows("event", "Returned the blue tent").await?;
        widget.shows("header", &second.identity).await?;
        let text = widget.text().await?;
        assert!(!text.contains("gift wrap") && !text.contains(&first.identity), "{text}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn answers_for_the_previous_contact_that_come_late_are_never_shown() -> Result<()> {
    on_a_desk(async |desk| {
        let (first, second) = (Customer::new(), Customer::new());
        first.did(&desk.service, "Asked for a gift wrap", 10).await?;
        second.did(&desk.service, "Returned the blue tent", 20).await?;
        let of_first = first.identity.trim_start_matches('+').to_owned();
        let held = desk.api.when(move |request| request.target.contains(&of_first)).hold();
        let widget = desk.accept(&first).await?;
        let about_first = first.identity.trim_start_matches('+');
        browser_tests::until("the first customer's history to be asked for", async || {
            let asked = desk
                .api
                .asked(|request| path("/v1/api/events/workspace-id")(request) && request.target.contains(about_first));
            Ok(browser_tests::Seen::when(!asked.is_empty(), (), asked.len()))
        })
        .await?;

        widget.set("interactionData", second.calls()).await?;
        widget.shows("event", "Returned the blue tent").await?;
        widget.watch().await?;
        held.open();
        // What comes after the late answers is seen after them: once it is there, they would be, too.
        second.did(&desk.service, "Wrote a review", 0).await?;
        widget.shows("event", "Wrote a review").await?;
        browser_tests::until("the late answers to be over", async || {
            let open = desk.api.open(|request| request.target.contains(about_first));
            Ok(browser_tests::Seen::when(open == 0, (), open))
        })
        .await?;

        assert!(!widget.has_shown("gift wrap").await?, "{}", widget.text().await?);
        assert!(!widget.has_shown(&first.identity).await?, "{}", widget.text().await?);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn ending_the_contact_clears_the_customer() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Asked for a gift wrap", 10).await?;
        let widget = desk.accept(&customer).await?;
        widget.shows("event", "Asked for a gift wrap").await?;

        widget.set("interactionData", Value::Null).await?;

        widget.shows("empty", "Accept a contact").await?;
        widget.has_no("event").await?;
        assert!(!widget.text().await?.contains(&customer.identity));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn two_widgets_on_one_page_keep_their_own_customers() -> Result<()> {
    on_a_desk(async |desk| {
        let (one, other) = (Customer::new(), Customer::new());
        one.did(&desk.service, "Bought a kayak", 10).await?;
        other.did(&desk.service, "Rented a canoe", 10).await?;
        desk.open().await?;
        let left = desk.mount("left", desk.settings()?.property("interactionData", one.calls())).await?;
        let right = desk.mount("right", desk.settings()?.property("interactionData", other.calls())).await?;
        left.shows("event", "Bought a kayak").await?;
        right.shows("event", "Rented a canoe").await?;

        // What happens to one stays with that one, also live.
        left.shows("live-status", "Live").await?;
        right.shows("live-status", "Live").await?;
        one.did(&desk.service, "Bought a paddle", 0).await?;
        left.shows("event", "Bought a paddle").await?;
        right.set("interactionData", Value::Null).await?;
        right.shows("empty", "Accept a contact").await?;

        left.has(2, "event").await?;
        assert!(!right.text().await?.contains("paddle"));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_unknown_caller_is_a_new_caller() -> Result<()> {
    on_a_desk(async |desk| {
        let stranger = Customer::new();

        let widget = desk.accept(&stranger).await?;

        widget.shows("name", "New caller").await?;
        widget.shows("header", &stranger.identity).await?;
        widget.shows("empty", "").await?;
        widget.has_no("error").await?;
        widget.has_no("event").await
    })
    .await
}

#[tokio::test]
async fn the_outbound_customer_is_the_number_that_was_dialled() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Asked to be called back", 10).await?;
        desk.open().await?;
        let mut contact = browser_tests::contact("+15550199");
        contact["contactDirection"] = "OUTBOUND".into();
        contact["dnis"] = customer.identity.clone().into();

        let widget = desk.mount("journey", desk.settings()?.property("interactionData", contact)).await?;

        widget.shows("event", "Asked to be called back").await
    })
    .await
}
