//! The sample contact center: from its webhooks to what an agent sees.

use anyhow::{Context, Result};
use browser_tests::{Platforms, Seen, Service, console_with_widget, on_a_console_of, until};
use serde_json::json;

use super::journeys::{look_up, widget_shows};

#[tokio::test]
async fn a_call_in_the_contact_center_is_seen_live_in_the_console_and_in_the_widget() -> Result<()> {
    let platforms = Platforms::start(Vec::new()).await?;
    let folder = console_with_widget()?;
    let service = Service::start_beside(folder.path().to_owned(), &platforms.url()).await?;
    sample_platforms::connect(&service.url()).await.map_err(|why| anyhow::anyhow!(why))?;
    on_a_console_of(service, async |console| {
        console.enter_as("As an administrator").await?;
        console.press(&console.service.project_name().await?).await?;
        console.press("Sample contact center: takes events").await?;
        console.sees("Sample contact center is on and takes events.").await?;
        // The service subscribes as soon as it may.
        until("the subscriptions", async || {
            let wants = platforms.webex_subscriptions();
            Ok(Seen::when(wants.iter().any(|one| one.to_string().contains("task:new")), (), format!("{wants:?}")))
        })
        .await?;

        console.press("Live").await?;
        console.sees("Connected").await?;
        let caller = "+12025550147";
        platforms.happen(&json!({"platform": "webex", "what": "call", "customer": caller}))?;
        console.sees(caller).await?;

        console.press("Journeys").await?;
        console.is_at("Journeys").await?;
        look_up(console, caller).await?;
        widget_shows(console, "Inbound call").await?;
        widget_shows(console, "Live").await?;
        // While somebody looks: the next call of the same customer, as it goes on.
        let told =
            platforms.happen(&json!({"platform": "webex", "what": "call", "customer": caller, "seconds": 600}))?;
        told["taskId"].as_str().context("a call")?;
        widget_shows(console, "Ongoing").await
    })
    .await
}
