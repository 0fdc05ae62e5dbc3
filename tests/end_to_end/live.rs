//! What happens while the agent looks, and what ends when nobody looks any more.

use anyhow::Result;
use browser_tests::{Customer, Request, Role, Seen, on_a_desk, path, until};

fn is_stream(request: &Request) -> bool {
    path("/stream/")(request)
}

#[tokio::test]
async fn a_live_event_appears_without_a_reload() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let widget = desk.accept(&customer).await?;
        widget.shows("event", "Opened the shop").await?;
        widget.shows("live-status", "Live").await?;
        let asked = |desk: &browser_tests::Desk| desk.api.asked(path("/v1/api/events/workspace-id")).len();
        let before = asked(desk);

        customer.did(&desk.service, "Paid by card", 0).await?;

        widget.shows("event", "Paid by card").await?;
        widget.has(2, "event").await?;
        assert_eq!(asked(desk), before, "it came by the stream, not by asking again");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_happens_is_shown_at_once_in_a_widget_further_down_the_page() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let widget = desk.accept(&customer).await?;
        widget.shows("event", "Opened the shop").await?;
        widget.shows("live-status", "Live").await?;
        desk.browser.run("document.body.style.paddingTop = '3000px';", vec![]).await?;
        // Once an observer of ours has been told, those from before have been.
        let unseen = "const [top] = root.querySelectorAll('.timeline .top');
            window.seen ??= new Promise((told) => new IntersectionObserver(([entry]) => told(entry.isIntersecting)).observe(top));
            return window.seen;";
        assert_eq!(widget.run(unseen, vec![]).await?, false);

        customer.did(&desk.service, "Paid by card", 0).await?;

        widget.holds("event", "Paid by card").await?;
        widget.has(0, "new-events").await
    })
    .await
}

#[tokio::test]
async fn a_call_that_goes_on_is_one_contact_that_changes() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.called(&desk.service, "Bicycles", "Sale", 200).await?;
        let widget = desk.accept(&customer).await?;
        widget.has(1, "contact").await?;
        widget.shows("live-status", "Live").await?;

        customer.called(&desk.service, "Returns", "Refund", 10).await?;

        widget.shows("contact", "Refund").await?;
        widget.has(2, "contact").await
    })
    .await
}

#[tokio::test]
async fn a_person_who_is_made_during_the_call_is_known_as_soon_as_something_happens() -> Result<()> {
    on_a_desk(async |desk| {
        let stranger = Customer::new();
        let widget = desk.accept(&stranger).await?;
        widget.shows("name", "New caller").await?;
        widget.shows("live-status", "Live").await?;
        desk.api.has_streams(2).await?;
        let looks = |desk: &browser_tests::Desk| desk.api.asked(path("/aliases/")).len();
        assert_eq!(looks(desk), 1);

        desk.service.create_person(&stranger.identity, "Ada", "Lovelace").await?;
        for title in ["Identified by the flow", "Asked for a quote", "Accepted the quote"] {
            stranger.did(&desk.service, title, 0).await?;
        }

        widget.shows("name", "Ada Lovelace").await?;
        widget.has(3, "event").await?;
        // Whoever is known is not asked for again.
        stranger.did(&desk.service, "Paid by card", 0).await?;
        widget.shows("event", "Paid by card").await?;
        let looked = looks(desk);
        assert!((2..=4).contains(&looked), "{looked} look-ups");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn removing_the_widget_closes_its_streams() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let widget = desk.accept(&customer).await?;
        widget.shows("live-status", "Live").await?;
        widget.shows("event", "Opened the shop").await?;
        assert!(desk.api.open(is_stream) > 0);

        widget.remove().await?;

        until("the streams to be closed", async || {
            let open = desk.api.open(is_stream);
            Ok(Seen::when(open == 0, (), open))
        })
        .await
    })
    .await
}

#[tokio::test]
async fn switching_contact_closes_the_streams_of_the_previous_one() -> Result<()> {
    on_a_desk(async |desk| {
        let (first, second) = (Customer::new(), Customer::new());
        first.did(&desk.service, "Asked for a gift wrap", 10).await?;
        second.did(&desk.service, "Returned the blue tent", 20).await?;
        let widget = desk.accept(&first).await?;
        widget.shows("event", "Asked for a gift wrap").await?;
        widget.shows("live-status", "Live").await?;
        let about_first = first.identity.trim_start_matches('+');

        widget.set("interactionData", second.calls()).await?;
        widget.shows("event", "Returned the blue tent").await?;

        until("the first customer's streams to be closed", async || {
            let open = desk.api.open(|request| is_stream(request) && request.target.contains(about_first));
            Ok(Seen::when(open == 0, (), open))
        })
        .await
    })
    .await
}

#[tokio::test]
async fn a_widget_that_is_moved_asks_for_nothing_again() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let widget = desk.accept(&customer).await?;
        widget.shows("event", "Opened the shop").await?;
        desk.is_settled(&widget).await?;
        let before = desk.api.requests().len();

        // As a desktop does that maximizes a widget.
        widget
            .run(
                "const frame = document.createElement('div'); document.body.append(frame); frame.append(widget);",
                vec![],
            )
            .await?;
        customer.did(&desk.service, "Paid by card", 0).await?;

        widget.shows("event", "Paid by card").await?;
        widget.shows("event", "Opened the shop").await?;
        assert_eq!(desk.api.requests().len(), before);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_new_token_reopens_the_stream() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let widget = desk.accept(&customer).await?;
        widget.shows("live-status", "Live").await?;
        let renewed = desk.service.token(Role::Supervisor)?;

        widget.set("bearerToken", renewed.clone()).await?;

        until("the streams to be open with the new token, and only with it", async || {
            let new = desk.api.open(|request| is_stream(request) && request.token() == Some(renewed.as_str()));
            let old = desk.api.open(|request| is_stream(request) && request.token() != Some(renewed.as_str()));
            Ok(Seen::when(new > 0 && old == 0, (), (new, old)))
        })
        .await?;
        customer.did(&desk.service, "Paid by card", 0).await?;
        widget.shows("event", "Paid by card").await
    })
    .await
}

#[tokio::test]
async fn an_event_that_comes_twice_is_one_row() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        let event = browser_tests::custom_event(&customer.identity, "Paid by card", browser_tests::minutes_ago(5));
        desk.service.publish(&event).await?;
        let widget = desk.accept(&customer).await?;
        widget.shows("event", "Paid by card").await?;
        widget.shows("live-status", "Live").await?;

        desk.service.publish(&event).await?;
        customer.did(&desk.service, "Closed the shop", 0).await?;

        widget.shows("event", "Closed the shop").await?;
        widget.has(2, "event").await
    })
    .await
}

#[tokio::test]
async fn a_page_that_was_left_holds_no_stream_and_goes_on_when_it_is_back() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let widget = desk.accept(&customer).await?;
        widget.shows("event", "Opened the shop").await?;
        widget.shows("live-status", "Live").await?;
        desk.desktop.write("/elsewhere", "<!doctype html><title>Elsewhere</title><p>Elsewhere</p>".into(), None);

        desk.browser.open(&format!("{}/elsewhere", desk.desktop.origin())).await?;
        until("the streams to be closed", async || {
            let open = desk.api.open(is_stream);
            Ok(Seen::when(open == 0, (), open))
        })
        .await?;

        // The browser kept the page as it was: the widget is still in it.
        desk.browser.driver().back().await?;
        widget.shows("live-status", "Live").await?;
        customer.did(&desk.service, "Paid by card", 0).await?;
        widget.shows("event", "Paid by card").await?;
        widget.shows("event", "Opened the shop").await
    })
    .await
}
