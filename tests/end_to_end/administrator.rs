//! What an administrator sets, in the shipped files: icons from another host, and what the console says when asked.

use anyhow::Result;
use browser_tests::{Customer, Role, Seen, on_a_desk, until};
use serde_json::json;

#[tokio::test]
async fn icons_come_from_the_administrators_file_without_the_token() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 20).await?;
        customer.called(&desk.service, "Support", "Sale", 90).await?;
        let map = json!({"shopping": {"name": "icon-location_16", "color": "violet"}, "inbound-call": {"name": "headset-bold", "color": "mint"}});
        desk.host.serve("/icons.json", "application/json", map.to_string());
        desk.open().await?;
        let settings = desk.settings()?.attribute("icon-data-url", &format!("{}/icons.json", desk.host.origin()));
        let settings = settings.attribute("compact-wxcc-events", "true").attribute("badge-keyword", "Cart");

        let widget = desk.mount("journey", settings.property("interactionData", customer.calls())).await?;
        widget.shows("event", "42.00 EUR").await?;
        until("both colours", async || {
            let colours = "return [...root.querySelectorAll('.row-symbol')].map((symbol) => symbol.style.color);";
            let colours = widget.run(colours, vec![]).await?;
            Ok(Seen::when(colours == json!(["rgb(107, 79, 196)", "rgb(20, 138, 112)"]), (), colours))
        })
        .await?;
        // A compact contact is one line.
        let height = widget.run("return root.querySelector('[part~=contact] .row-main').getBoundingClientRect().height;", vec![]).await?;
        assert!(height.as_f64().is_some_and(|height| height < 30.0), "{height}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_console_tells_what_happens_when_asked_and_never_a_token_or_a_customers_data() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let token = desk.service.token(Role::Agent)?;
        desk.open().await?;
        let settings = desk.settings()?.property("bearerToken", token.as_str());
        let settings = settings.property("interactionData", customer.calls());
        let quiet = desk.mount("quiet", settings).await?;
        quiet.shows("event", "Opened the shop").await?;
        quiet.shows("live-status", "Live").await?;
        let before = desk.browser.console().await?;
        assert!(!before.iter().any(|line| line.contains("history:")), "{before:?}");

        quiet.set_attribute("logs-on", "true").await?;
        let mut lines = Vec::new();
        until("the history and the stream", async || {
            lines.extend(desk.browser.console().await?);
            let told = [
                "settings: Webex complete, a token, live, a contact",
                "workspace: found",
                "1 events, complete",
                "live events: Live",
            ];
            Ok(Seen::when(told.iter().all(|words| lines.iter().any(|line| line.contains(words))), (), &lines))
        })
        .await?;
        let number = customer.identity.trim_start_matches('+');
        for line in &lines {
            let told = line.contains("<customer-journey-widget>");
            assert!(!told || !(line.contains(number) || line.contains(&token) || line.contains("shop")), "{line}");
        }
        Ok(())
    })
    .await
}
