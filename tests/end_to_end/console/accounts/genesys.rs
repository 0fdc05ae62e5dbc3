//! Genesys Cloud: an OAuth client is connected, calls arrive, and what was before is filled in.

use std::time::Duration;

use anyhow::{Context, Result};
use browser_tests::{Console, Fault, Seen, genesys, until, until_within};
use chrono::{TimeDelta, Utc};
use serde_json::json;
use thirtyfour::Key;

use super::{
    account, beside_the_contact_centers, hides, keeps_nothing_of, makes_a_connector, picture, said_beside,
    something_is_taken,
};

const NAME: &str = "Service desk";

async fn connects(console: &Console) -> Result<()> {
    makes_a_connector(console, NAME, "Genesys Cloud").await?;
    console.is_at(NAME).await?;
    console.choose("Region", "prod-euc1 (mypurecloud.de)").await?;
    console.fill("Client id", genesys::SERVICE_CLIENT).await?;
    console.fill("Client secret", genesys::SERVICE_SECRET).await?;
    console.press("Connect").await?;
    console.sees(&format!("{NAME} is connected.")).await
}

#[tokio::test]
async fn an_administrator_connects_genesys_cloud_by_a_page_and_its_calls_arrive() -> Result<()> {
    beside_the_contact_centers(async |console, platforms| {
        makes_a_connector(console, NAME, "Genesys Cloud").await?;
        console.is_at(NAME).await?;
        console.sees("Not connected").await?;
        console.sees("grant Client Credentials").await?;
        hides(console, &["clientSecret"]).await?;
        console.is_accessible("an account that is not connected").await?;
        console.press("Connect").await?;
        console.has_focus_in("clientId").await?;
        said_beside(console, "clientSecret", "Enter something here.").await?;

        console.choose("Region", "prod-euc1 (mypurecloud.de)").await?;
        console.fill("Client id", genesys::SERVICE_CLIENT).await?;
        console.fill("Client secret", "certainly-not-the-secret").await?;
        console.press("Connect").await?;
        said_beside(console, "clientSecret", "client not found or secret wrong").await?;
        console.has_focus_in("clientSecret").await?;
        console.sees("What is secret was not kept in this page: enter it again.").await?;
        assert_eq!(console.value_of("Client secret").await?, "");
        assert_eq!(console.value_of("Client id").await?, genesys::SERVICE_CLIENT);
        console.is_accessible("an account that was refused").await?;
        assert_eq!(account(console, "genesys").await?["isConnected"], false, "nothing is stored");

        console.fill("Client secret", genesys::SERVICE_SECRET).await?;
        console.press("Connect").await?;
        console.sees(&format!("{NAME} is connected.")).await?;
        console.sees("Region mypurecloud.de").await?;
        console.has_focus("Account").await?;
        keeps_nothing_of(console, genesys::SERVICE_SECRET).await?;
        let customers = &platforms.world().customers;
        let caller = customers.iter().find_map(|one| one.identities.phone.first()).context("a customer")?;
        platforms.happen(&json!({"platform": "genesys", "kind": "call", "customer": caller}))?;
        something_is_taken(console).await?;
        console.is_accessible("an account that is connected").await?;

        // The role of the client loses a permission: that is told with what to do, and without a reload.
        platforms.happen(
            &json!({"platform": "genesys", "kind": "service", "without": ["analytics:conversationDetail:view"]}),
        )?;
        console.sees("Needs attention").await?;
        console.sees("lacks the permission analytics:conversationDetail:view").await?;
        platforms.happen(&json!({"platform": "genesys", "kind": "service", "without": []}))?;
        console.sees_no("Needs attention").await?;

        console.press("Disconnect …").await?;
        console.sees("The service forgets the client").await?;
        console.is_accessible("disconnecting").await?;
        console.fill(&format!("To confirm, type the name: {NAME}"), NAME).await?;
        console.press("Disconnect").await?;
        console.sees(&format!("{NAME} is disconnected.")).await?;
        console.has_focus("Account").await?;
        console.sees("Not connected").await?;
        assert_eq!(account(console, "genesys").await?["isConnected"], false);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_was_before_genesys_cloud_was_connected_is_filled_in_and_its_course_is_seen() -> Result<()> {
    beside_the_contact_centers(async |console, platforms| {
        connects(console).await?;
        let day = |days: i64| (Utc::now() + TimeDelta::days(days)).format("%m%d%Y").to_string();
        console.press("Fill in what was before").await?;
        said_beside(console, "since", "Choose a day.").await?;
        console.fill("Since", &day(2)).await?;
        console.press("Fill in what was before").await?;
        said_beside(console, "since", "is yet to come").await?;

        console.fill("Since", &day(-20)).await?;
        console.press("Fill in what was before").await?;
        console.has_focus("What was before").await?;
        // Twenty days are some jobs, and a client may ask only so often.
        until_within(Duration::from_secs(90), "the end of the filling", async || {
            let text = console.text().await?;
            Ok(Seen::when(text.contains("State Done Period"), (), text))
        })
        .await?;
        let filling = account(console, "genesys").await?["filling"].clone();
        assert!(filling["conversations"].as_i64().is_some_and(|count| count > 0), "{filling}");
        console.sees(&format!("Conversations looked at {}", filling["conversations"])).await?;
        picture(console, "account-genesys").await?;

        // The platform takes its time.
        platforms.fail(Fault { path: Some("/jobs/availability".to_owned()), delay_ms: 600_000, ..Fault::default() });
        console.fill("Since", &day(-90)).await?;
        console.press("Fill in what was before").await?;
        console.sees("State Going on 0%").await?;
        console.is_accessible("what is being filled in").await?;
        console.press("Stop").await?;
        console.sees("It is stopped. What is stored stays.").await?;
        console.has_focus("What was before").await?;
        console.sees("State Stopped").await
    })
    .await
}

#[tokio::test]
async fn an_account_is_connected_by_keyboard_alone() -> Result<()> {
    beside_the_contact_centers(async |console, _| {
        makes_a_connector(console, NAME, "Genesys Cloud").await?;
        console.is_at(NAME).await?;
        console.sees("Not connected").await?;
        until("the focus in the first field", async || {
            console.browser.press(Key::Tab).await?;
            let name = console.browser.run("return document.activeElement.name ?? '';", vec![]).await?;
            Ok(Seen::when(name == "region", (), name))
        })
        .await?;
        console.browser.press(Key::Tab).await?;
        console.browser.press(genesys::SERVICE_CLIENT).await?;
        console.browser.press(Key::Tab).await?;
        console.browser.press(genesys::SERVICE_SECRET).await?;
        console.browser.press(Key::Enter).await?;
        console.sees(&format!("{NAME} is connected.")).await?;
        console.has_focus("Account").await
    })
    .await
}
