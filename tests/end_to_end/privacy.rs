//! What leaves the page, and what is written down.

use anyhow::Result;
use browser_tests::{Customer, Role, Seen, cloud_event, minutes_ago, on_a_desk, path, until};
use serde_json::json;

#[tokio::test]
async fn the_token_travels_in_a_header_and_never_in_an_address() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let token = desk.service.token(Role::Agent)?;

        let widget = desk.accept(&customer).await?;
        widget.shows("event", "Opened the shop").await?;
        widget.shows("live-status", "Live").await?;

        let requests = desk.api.requests();
        // The tokens of one role differ in their ends only; what they begin with is the same.
        let begin = &token[..40];
        for request in &requests {
            assert!(request.token().is_some_and(|token| token.starts_with(begin)), "{}", request.target);
            assert!(
                !request.target.contains(begin) && !request.target.to_lowercase().contains("bearer"),
                "{}",
                request.target
            );
        }
        assert!(requests.iter().any(path("/stream/")), "the streams were looked at, too");
        for line in desk.browser.console().await? {
            assert!(!line.contains(begin), "{line}");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn identities_are_percent_encoded() -> Result<()> {
    on_a_desk(async |desk| {
        let identity = "ana+test/1?#x@example.com";
        let data = json!({"uiData": {"title": "Wrote from a strange address"}});
        desk.service.publish(&cloud_event(identity, "mail", "custom/mail", minutes_ago(4), data)).await?;
        desk.open().await?;

        let widget = desk
            .mount("journey", desk.settings()?.property("interactionData", browser_tests::contact(identity)))
            .await?;

        widget.shows("event", "Wrote from a strange address").await?;
        // The timeline may be there before the profile is asked for.
        desk.is_settled(&widget).await?;
        let encoded = "ana%2Btest%2F1%3F%23x%40example.com";
        for request in desk.api.requests() {
            assert!(!request.target.contains("ana+") && !request.target.contains("ana@"), "{}", request.target);
        }
        // Who it is, is asked in a body.
        let searched = desk.api.asked(path("/aliases/"));
        assert!(!searched.is_empty() && searched.iter().all(|request| request.body.contains(identity)), "{searched:?}");
        assert!(searched.iter().all(|request| !request.target.contains("example.com")), "{searched:?}");
        for words in ["/v1/api/events/workspace-id", "/progressive-profile-view/workspace-id"] {
            let asked = desk.api.asked(path(words));
            assert!(
                !asked.is_empty() && asked.iter().all(|request| request.target.contains(encoded)),
                "{words}: {asked:?}"
            );
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn nothing_is_asked_of_any_other_host() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        let data = json!({"uiData": {"title": "Looked at a picture", "iconType": "https://pictures.example/icon.png"}});
        desk.service.publish(&cloud_event(&customer.identity, "web", "custom/shop", minutes_ago(2), data)).await?;

        let widget = desk.accept(&customer).await?;
        widget.shows("event", "Looked at a picture").await?;
        widget.shows("live-status", "Live").await?;

        let known = [desk.desktop.origin(), desk.host.origin(), desk.api.url()];
        let requested = desk.browser.requested().await?;
        assert!(requested.iter().any(|url| url.starts_with(&desk.api.url())));
        let strange: Vec<_> = requested.iter().filter(|url| !known.iter().any(|host| url.starts_with(host))).collect();
        assert!(strange.is_empty(), "{strange:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_console_stays_quiet_about_the_customer() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        customer.called(&desk.service, "Bicycles", "Sale", 60).await?;

        let widget = desk.accept(&customer).await?;
        widget.shows("event", "Opened the shop").await?;
        widget.shows("live-status", "Live").await?;
        widget.set("interactionData", serde_json::Value::Null).await?;
        widget.shows("empty", "").await?;

        let console = desk.browser.console().await?;
        assert!(console.is_empty(), "{console:#?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn nothing_is_asked_before_everything_is_known() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        desk.open().await?;
        let settings = desk.settings()?.without("organizationId").without("bearerToken");
        let widget = desk.mount("journey", settings.property("interactionData", customer.calls())).await?;
        until("the widget to say what it waits for", async || {
            let text = widget.text().await?;
            Ok(Seen::when(!text.is_empty() && text != "(no widget)", (), text))
        })
        .await?;
        assert!(desk.api.requests().is_empty());

        widget.set("bearerToken", desk.service.token(Role::Agent)?).await?;
        widget.set("organizationId", browser_tests::ORGANIZATION).await?;

        widget.shows("event", "Opened the shop").await?;
        let odd = desk
            .api
            .asked(|request| request.target.contains("undefined") || request.target.contains("organizationId=&"));
        assert!(odd.is_empty(), "{odd:?}");
        let workspaces = desk.api.asked(path("/admin/v1/api/workspace"));
        assert_eq!(workspaces.len(), 1, "each thing is asked for once: {workspaces:?}");
        Ok(())
    })
    .await
}
