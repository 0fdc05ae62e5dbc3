//! What the desktop tells a widget that is already there: each change does just what it must, and asks for nothing else.

use anyhow::Result;
use browser_tests::{Customer, Desk, ORGANIZATION, Proxy, Request, Role, Seen, Widget, on_a_desk, path, until};
use serde_json::json;

const PROFILE: &str = "/v1/api/progressive-profile-view/workspace-id";

/// A widget with a customer and an open stream, and nothing under way.
async fn settled<'a>(desk: &'a Desk, customer: &Customer) -> Result<Widget<'a>> {
    customer.did(&desk.service, "Opened the shop", 10).await?;
    let widget = desk.accept(customer).await?;
    widget.shows("event", "Opened the shop").await?;
    desk.is_settled(&widget).await?;
    Ok(widget)
}

/// What was asked for since there were so many requests.
fn since(desk: &Desk, before: usize) -> Vec<Request> {
    desk.api.requests().split_off(before)
}

/// An event that happens now and is seen: whatever was told before has had its effect by then.
async fn then_this_is_seen(desk: &Desk, widget: &Widget<'_>, customer: &Customer, title: &str) -> Result<()> {
    customer.did(&desk.service, title, 0).await?;
    widget.shows("event", title).await
}

#[tokio::test]
async fn what_only_changes_the_look_asks_for_nothing() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        let widget = settled(desk, &customer).await?;
        let before = desk.api.requests().len();

        for (name, value) in [
            ("limit", "1"),
            ("time-frame", "30-Days"),
            ("default-time-range-option", "7-Days"),
            ("enable-user-search", "true"),
            ("show-alias-icon", "false"),
            ("read-only-aliases", "true"),
            ("hide-profile-name", "true"),
            ("condensed-view", "false"),
            ("collapse-profile-section", "true"),
            ("collapse-timeline-section", "true"),
            ("collapse-alias-section", "true"),
            ("badge-keyword", "origin"),
            ("hide-wxcc-events", "true"),
            ("compact-wxcc-events", "true"),
            ("ignore-undefined-origins", "true"),
            ("cad-variable-lookup", "NoSuchVariable"),
            ("customer", "somebody@example.com"),
            ("use-new-momentum-icons", "true"),
            ("limit", "30"),
        ] {
            widget.set_attribute(name, value).await?;
        }
        widget.set("darkMode", true).await?;
        widget.set("customer", "somebody-else@example.com").await?;
        widget.set("eventIconTemplate", json!({"order": {"name": "cart"}})).await?;
        then_this_is_seen(desk, &widget, &customer, "Paid by card").await?;

        let asked = since(desk, before);
        assert!(asked.is_empty(), "{:?}", asked.iter().map(|request| &request.target).collect::<Vec<_>>());
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_new_limit_shows_as_many_entries_without_asking() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        for number in 1..8 {
            customer.did(&desk.service, &format!("Step {number}"), 60 - number).await?;
        }
        let widget = settled(desk, &customer).await?;
        widget.has(8, "event").await?;
        let before = desk.api.requests().len();

        widget.set_attribute("limit", "3").await?;
        widget.has(3, "event").await?;
        widget.set_attribute("limit", "5").await?;
        widget.has(5, "event").await?;

        assert_eq!(desk.api.requests().len(), before);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_same_contact_in_a_new_object_asks_for_nothing() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        let widget = settled(desk, &customer).await?;
        let before = desk.api.requests().len();

        let observed = "const observe = (target) => new Proxy(target, { get: (object, key) => {
                const value = Reflect.get(object, key);
                return value && typeof value === 'object' ? observe(value) : value; } });
            const freeze = (value) => { Object.values(value).forEach((inner) => {
                if (inner && typeof inner === 'object') freeze(inner); }); return Object.freeze(value); };
            const contact = arguments[1];
            widget.interactionData = { ...contact, state: 'wrapUp', isTerminated: true };
            widget.interactionData = observe({ ...contact });
            widget.interactionData = freeze(structuredClone(contact));
            const round = { ...contact }; round.self = round;
            widget.interactionData = round;
            widget.interactionData = JSON.stringify(contact);";
        widget.run(observed, vec![customer.calls()]).await?;
        then_this_is_seen(desk, &widget, &customer, "Paid by card").await?;

        assert_eq!(since(desk, before).len(), 0);
        widget.has(2, "event").await
    })
    .await
}

#[tokio::test]
async fn a_new_token_opens_the_streams_anew_and_asks_for_nothing_else() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        let widget = settled(desk, &customer).await?;
        let before = desk.api.requests().len();
        let renewed = desk.service.token(Role::Supervisor)?;
        widget.watch().await?;

        widget.set("bearerToken", renewed.clone()).await?;
        until("both streams to be open with the new token, and only with it", async || {
            let open = |new: bool| {
                desk.api.open(|request| request.is_stream() && (request.token() == Some(renewed.as_str())) == new)
            };
            Ok(Seen::when((open(true), open(false)) == (2, 0), (), (open(true), open(false))))
        })
        .await?;
        then_this_is_seen(desk, &widget, &customer, "Paid by card").await?;

        let asked = since(desk, before);
        assert!(asked.iter().all(Request::is_stream), "{asked:?}");
        assert_eq!(asked.len(), 2);
        // It was live all the time: the old streams ended when the new ones were open.
        for word in ["Connecting", "Reconnecting", "Waiting"] {
            assert!(!widget.has_shown(word).await?, "{word}");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn how_streams_carry_the_token_is_changed_for_the_streams_alone() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        let widget = settled(desk, &customer).await?;
        widget.watch().await?;
        let in_address = |request: &Request| request.target.contains("bearerToken=");

        for (word, is_in_address) in [("query", true), ("header", false)] {
            let before = desk.api.requests().len();
            widget.set_attribute("stream-auth", word).await?;
            until("both streams to be open in the new way, and only in it", async || {
                let open = |new: bool| {
                    desk.api.open(|request| request.is_stream() && (in_address(request) == is_in_address) == new)
                };
                Ok(Seen::when((open(true), open(false)) == (2, 0), (), (open(true), open(false))))
            })
            .await?;
            then_this_is_seen(desk, &widget, &customer, &format!("Paid by {word}")).await?;
            let asked = since(desk, before);
            assert!(asked.len() == 2 && asked.iter().all(Request::is_stream), "{asked:?}");
        }
        for word in ["Connecting", "Reconnecting", "Waiting"] {
            assert!(!widget.has_shown(word).await?, "{word}");
        }
        widget.has(3, "event").await
    })
    .await
}

#[tokio::test]
async fn what_happens_while_the_token_is_renewed_is_not_missed() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        let widget = settled(desk, &customer).await?;
        let renewed = desk.service.token(Role::Supervisor)?;
        let with_new = renewed.clone();
        let gate =
            desk.api.when(move |request| request.is_stream() && request.token() == Some(with_new.as_str())).hold();

        widget.set("bearerToken", renewed.clone()).await?;
        until("the new streams to be asked for", async || {
            let asked = desk.api.asked(|request| request.token() == Some(renewed.as_str())).len();
            Ok(Seen::when(asked == 2, (), asked))
        })
        .await?;
        customer.did(&desk.service, "Paid by card", 0).await?;
        gate.open();

        widget.shows("event", "Paid by card").await?;
        widget.has(2, "event").await
    })
    .await
}

#[tokio::test]
async fn a_new_workspace_is_asked_for_everything() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        let widget = settled(desk, &customer).await?;
        let before = desk.api.requests().len();
        let other = "/workspace-id/another-workspace";
        desk.api.when(path(other)).answer(200, &json!({"meta": {}, "data": []}));

        widget.set_attribute("project-id", "another-workspace").await?;
        widget.shows("empty", "").await?;

        let asked = since(desk, before);
        for what in [
            "/person/workspace-id/another",
            "/v1/api/events/workspace-id/another",
            "/profile-view-template/workspace-id/another",
        ] {
            assert!(asked.iter().any(path(what)), "{what}: {asked:?}");
        }
        assert!(asked.iter().all(path(other)), "the workspace is not looked up: {asked:?}");
        assert!(!widget.text().await?.contains("Opened the shop"));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_new_organization_has_its_own_workspace() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        let widget = settled(desk, &customer).await?;
        let before = desk.api.requests().len();

        widget.set("organizationId", "another-organization").await?;
        widget.shows("error", "").await?;
        assert!(!widget.text().await?.contains("Opened the shop"));
        widget.set("organizationId", ORGANIZATION).await?;
        widget.shows("event", "Opened the shop").await?;

        let asked = since(desk, before);
        let looked_up: Vec<_> = asked.iter().filter(|request| path("/admin/v1/api/workspace")(request)).collect();
        assert!(looked_up[0].target.contains("organizationId=another-organization"), "{looked_up:?}");
        assert!(looked_up.last().is_some_and(|request| request.target.contains(ORGANIZATION)), "{looked_up:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_new_template_is_a_new_profile_and_nothing_else() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        let widget = settled(desk, &customer).await?;
        let before = desk.api.requests().len();

        widget.set_attribute("template-id", "no-such-template").await?;
        widget.shows("error", "no-such-template").await?;
        widget.shows("event", "Opened the shop").await?;
        widget.set_attribute("template-id", "journey-default-template").await?;
        widget.has_no("error").await?;
        widget.shows("profile-attribute", "").await?;

        let asked = since(desk, before);
        let is_profile = |request: &&Request| request.path().contains("profile-view");
        assert!(asked.iter().all(|request| is_profile(&request)), "{asked:?}");
        assert!(asked.iter().any(path(PROFILE)), "{asked:?}");
        then_this_is_seen(desk, &widget, &customer, "Paid by card").await
    })
    .await
}

#[tokio::test]
async fn another_journey_service_is_asked_for_everything_and_the_first_for_nothing_more() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let tag = format!(r#"<script src="{}/customer-journey-widget.js"></script>"#, desk.host.origin());
        desk.open_with(&tag, None).await?;
        let widget = desk.mount("journey", desk.settings()?.property("interactionData", customer.calls())).await?;
        widget.shows("live-status", "Live").await?;
        desk.api.has_streams(2).await?;
        desk.api.settled().await?;
        let before = desk.api.requests().len();
        let other = Proxy::start(desk.service.url()).await?;

        widget.set_attribute("base-url", &other.url()).await?;
        other.has_streams(2).await?;
        desk.api.has_streams(0).await?;

        widget.shows("event", "Opened the shop").await?;
        assert_eq!(desk.api.requests().len(), before);
        assert_eq!(other.asked(path("/admin/v1/api/workspace")).len(), 1);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn live_updates_are_switched_off_and_on_again() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        let widget = settled(desk, &customer).await?;
        let before = desk.api.requests().len();

        widget.set_attribute("disable-event-stream", "true").await?;
        desk.api.has_streams(0).await?;
        assert_eq!(since(desk, before).len(), 0);
        customer.did(&desk.service, "Paid by card", 0).await?;
        widget.set_attribute("disable-event-stream", "false").await?;

        desk.api.has_streams(2).await?;
        widget.shows("event", "Paid by card").await?;
        widget.shows("live-status", "Live").await
    })
    .await
}

#[tokio::test]
async fn strings_for_switches_and_old_names_are_understood() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        desk.open().await?;
        let settings = desk
            .settings()?
            .without("bearerToken")
            .without("organizationId")
            .attribute("bearer-token", &format!("Bearer {}", desk.service.token(Role::Agent)?))
            .attribute("organization-id", ORGANIZATION)
            .attribute("live-stream", "false")
            .attribute("user-search", "true")
            .attribute("interaction-data", &customer.calls().to_string());

        let widget = desk.mount("journey", settings).await?;

        widget.shows("event", "Opened the shop").await?;
        widget.has(1, "search").await?;
        desk.api.settled().await?;
        assert!(desk.api.asked(Request::is_stream).is_empty());
        Ok(())
    })
    .await
}
