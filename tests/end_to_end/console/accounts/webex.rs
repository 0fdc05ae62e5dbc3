//! Webex Contact Center: a service app is connected, subscriptions appear and are repaired, and what webhooks lost is filled in.

use anyhow::{Context, Result};
use browser_tests::{Console, Fault, Platforms, Seen, until, webex};
use serde_json::json;

use super::{
    account, beside_the_contact_centers, hides, keeps_nothing_of, makes_a_connector, picture, row_says, said_beside,
    something_is_taken,
};
use crate::console::languages::speaks_each_language;
use crate::console::projects::shown;

const NAME: &str = "Contact center";
const CALLER: &str = "+12025550147";

async fn goes_to_the_account(console: &Console) -> Result<()> {
    makes_a_connector(console, NAME, "Webex Contact Center").await?;
    console.sees("the service gives this key to the contact center by itself").await?;
    console.press("Go on to the account").await?;
    console.is_at(NAME).await
}

async fn fills(console: &Console, secret: &str, refresh: &str) -> Result<()> {
    console.fill("Region", "eu1").await?;
    console.fill("Organization", webex::ORGANIZATION).await?;
    console.fill("Client id", webex::CLIENT).await?;
    console.fill("Client secret", secret).await?;
    console.fill("Refresh token", refresh).await
}

async fn subscribed(platforms: &Platforms, status: &str) -> Result<()> {
    until(&format!("subscriptions that are {status}"), async || {
        let all = platforms.webex_subscriptions();
        let is_it = all.len() == 2 && all.iter().all(|one| one["status"] == status);
        Ok(Seen::when(is_it, (), format!("{all:?}")))
    })
    .await
}

#[tokio::test]
async fn an_administrator_connects_webex_by_a_page_and_its_subscriptions_appear_and_are_repaired() -> Result<()> {
    beside_the_contact_centers(async |console, platforms| {
        goes_to_the_account(console).await?;
        let address = shown(console, "Address").await?;
        assert!(address.contains("/connectors/webex/"), "{address}");
        console.sees("Webhooks are signed with the newest key, …").await?;
        hides(console, &["clientSecret", "refreshToken"]).await?;
        console.is_accessible("an account of Webex that is not connected").await?;

        fills(console, "certainly-not-the-secret", webex::REFRESH_TOKEN).await?;
        console.press("Connect").await?;
        said_beside(console, "clientSecret", "The client is not known").await?;
        fills(console, webex::CLIENT_SECRET, "certainly-not-the-token").await?;
        console.press("Connect").await?;
        said_beside(console, "refreshToken", "The refresh token is invalid").await?;
        assert_eq!(account(console, "webex").await?["isConnected"], false, "nothing is stored");
        keeps_nothing_of(console, "certainly-not-the-token").await?;

        fills(console, webex::CLIENT_SECRET, webex::REFRESH_TOKEN).await?;
        console.press("Connect").await?;
        console.sees(&format!("{NAME} is connected.")).await?;
        console.sees("Tokens Renewed by the service").await?;
        keeps_nothing_of(console, webex::CLIENT_SECRET).await?;
        // The service subscribes by itself, and the page tells of it.
        subscribed(platforms, "active").await?;
        row_says(console, "task:new", "In order").await?;
        platforms.happen(&json!({"platform": "webex", "what": "call", "customer": CALLER}))?;
        something_is_taken(console).await?;
        console.is_accessible("an account of Webex with its subscriptions").await?;
        picture(console, "account-webex").await?;

        platforms.server().webex().change_subscriptions(|one| one["status"] = json!("inactive"));
        console.press("Overview").await?;
        console.press(NAME).await?;
        console.sees("It is stopped.").await?;
        row_says(console, "task:new", "To be repaired").await?;
        console.is_accessible("subscriptions that are to be repaired").await?;
        console.press("Make or repair").await?;
        console.sees("The subscriptions are in order.").await?;
        console.sees_no("To be repaired").await?;
        subscribed(platforms, "active").await?;

        console.press("Remove the subscriptions …").await?;
        console.sees("The contact center tells nothing any more").await?;
        console.fill(&format!("To confirm, type the name: {NAME}"), NAME).await?;
        console.press("Remove the subscriptions").await?;
        console.sees("The connector is off, so nothing is subscribed.").await?;
        assert_eq!(platforms.webex_subscriptions().len(), 0);
        Ok(())
    })
    .await
}

/// The account is looked after at once, as whenever a connector has a new key.
async fn has_it_looked_after(console: &Console) -> Result<()> {
    let all = console.service.get("/admin/v1/api/connectors").await?;
    let id = all["data"][0]["id"].as_str().context("a connector")?;
    console.service.post(&format!("/admin/v1/api/connectors/{id}/keys"), &json!({})).await?;
    Ok(())
}

#[tokio::test]
async fn what_goes_wrong_is_told_in_the_pages_language_while_it_lasts_and_the_subscriptions_are_read_again()
-> Result<()> {
    beside_the_contact_centers(async |console, platforms| {
        goes_to_the_account(console).await?;
        fills(console, webex::CLIENT_SECRET, webex::REFRESH_TOKEN).await?;
        console.press("Connect").await?;
        subscribed(platforms, "active").await?;
        row_says(console, "task:new", "In order").await?;
        // Since the last time that this was asked.
        let reads = async || -> Result<usize> {
            let asked = console.browser.requested().await?;
            Ok(asked.iter().filter(|url| url.ends_with("/webex/subscriptions")).count())
        };
        reads().await?;
        let fault = Fault { path: Some("/v2/subscriptions".to_owned()), status: Some(503), ..Fault::default() };
        platforms.server().control().add_fault(fault);
        has_it_looked_after(console).await?;
        console.sees("Needs attention").await?;
        console.sees("Subscriptions Since").await?;
        until("the subscriptions to be read again", async || {
            Ok(Seen::when(reads().await? > 0, (), "they are not".to_owned()))
        })
        .await?;
        console.sees("The other system does not answer: 503").await?;
        console.choose("Language", "Deutsch").await?;
        console.sees("Das andere System antwortet nicht: 503").await?;
        let marked = "return [...document.querySelectorAll('main .problem [lang=en]')].map((one) => one.innerText);";
        assert_eq!(console.browser.run(marked, vec![]).await?, json!([]), "there is nothing in English");
        console.is_accessible("an account with which something goes wrong").await?;
        picture(console, "account-trouble").await?;
        console.choose("Sprache", "English").await?;

        // It is looked after again: what the page shows is what is subscribed now.
        platforms.server().control().clear_faults();
        platforms.server().webex().change_subscriptions(|one| one["status"] = json!("inactive"));
        has_it_looked_after(console).await?;
        console.sees_no("Needs attention").await?;
        row_says(console, "task:new", "In order").await
    })
    .await
}

#[tokio::test]
async fn what_webhooks_lost_is_counted_and_filled_in_and_its_course_is_seen() -> Result<()> {
    beside_the_contact_centers(async |console, platforms| {
        goes_to_the_account(console).await?;
        fills(console, webex::CLIENT_SECRET, webex::REFRESH_TOKEN).await?;
        console.press("Connect").await?;
        subscribed(platforms, "active").await?;
        let long_ago =
            json!({"platform": "webex", "what": "call", "customer": CALLER, "msAgo": 1_200_000, "lose": true});
        platforms.happen(&long_ago)?;
        console.fill("Hours back", "0").await?;
        console.press("Only count").await?;
        said_beside(console, "hours", "from 1 to 168").await?;
        console.fill("Hours back", "2").await?;
        console.press("Only count").await?;
        console.sees("State Done Period").await?;
        console.sees("Tasks looked at 1 Events missing 10").await?;

        // The platform refuses once: that is told, and it can be begun anew at once.
        platforms.fail(Fault {
            path: Some("/search".to_owned()),
            status: Some(403),
            times: Some(1),
            ..Fault::default()
        });
        console.press("Fill in what is missing").await?;
        console.sees("State It came to nothing").await?;
        console.sees("The other system refused (403)").await?;
        console.press("Fill in what is missing").await?;
        console.sees("Tasks looked at 1 Events filled in 10").await?;
        console.sees_no("Complete until Not yet").await?;
        something_is_taken(console).await?;
        console.is_accessible("what was filled in").await
    })
    .await
}

#[tokio::test]
async fn an_access_token_will_do_for_a_try_and_the_page_says_until_when() -> Result<()> {
    beside_the_contact_centers(async |console, platforms| {
        goes_to_the_account(console).await?;
        fills(console, webex::CLIENT_SECRET, webex::REFRESH_TOKEN).await?;
        console.press("Connect").await?;
        subscribed(platforms, "active").await?;
        console.press("Connect anew").await?;
        console.press("An access token").await?;
        assert_eq!(console.value_of("Region").await?, "eu1", "what is known need not be typed again");
        console.fill("Access token", "certainly-not-a-token").await?;
        console.fill("Good for, in hours", "1.5").await?;
        console.press("Connect").await?;
        said_beside(console, "accessExpiresInSeconds", "from 1 to 8784").await?;
        console.fill("Good for, in hours", "12").await?;
        console.press("Connect").await?;
        said_beside(console, "accessToken", "The token is not good").await?;
        console.sees("Tokens Renewed by the service").await?;
        console.fill("Access token", "sample-webex-access-1").await?;
        console.press("Connect").await?;
        console.sees("Tokens Good until").await?;
        keeps_nothing_of(console, "sample-webex-access-1").await
    })
    .await
}

#[tokio::test]
async fn an_account_is_told_of_and_connected_in_each_language_in_a_small_window() -> Result<()> {
    beside_the_contact_centers(async |console, platforms| {
        goes_to_the_account(console).await?;
        fills(console, webex::CLIENT_SECRET, webex::REFRESH_TOKEN).await?;
        console.press("Connect").await?;
        subscribed(platforms, "active").await?;
        row_says(console, "task:new", "In order").await?;
        console.press("Only count").await?;
        console.press("Connect anew").await?;
        console.fill("Organization", "Typed before").await?;
        console.browser.resize(360, 800, 1.0).await?;
        speaks_each_language(
            console,
            &[
                "connector.kind.webex",
                "account.renewed",
                "account.way.token.hint",
                "subscription.good",
                "filling.missing",
            ],
            "return document.querySelector('input[name=orgId]').value;",
        )
        .await?;
        console.is_accessible("an account in Hebrew").await
    })
    .await
}
