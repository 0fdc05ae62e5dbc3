//! Avaya: an account is connected, notifications are subscribed, and engagements arrive.

use anyhow::Result;
use browser_tests::{Seen, avaya, until};
use serde_json::json;

use super::{
    account, beside_the_contact_centers, hides, keeps_nothing_of, makes_a_connector, picture, row_says, said_beside,
    something_is_taken,
};
use crate::console::projects::shown;

const NAME: &str = "Larkfield";

#[tokio::test]
async fn an_administrator_connects_avaya_by_a_page_and_its_engagements_arrive() -> Result<()> {
    beside_the_contact_centers(async |console, platforms| {
        makes_a_connector(console, NAME, "Avaya Experience Platform").await?;
        console.sees("the service gives this key to the contact center by itself").await?;
        let (key, address) = (shown(console, "Key").await?, shown(console, "Address").await?);
        assert!(address.ends_with(&format!("/{key}")), "{address}");
        console.press("Go on to the account").await?;
        console.is_at(NAME).await?;
        assert!(shown(console, "Address").await?.ends_with("/…"), "a key is shown once");
        hides(console, &["clientSecret", "appKey"]).await?;
        console.is_accessible("an account of Avaya that is not connected").await?;

        console.fill("Host", "https://evil.example.com").await?;
        console.fill("Account id", "x").await?;
        console.fill("Client id", avaya::CLIENT).await?;
        console.fill("Client secret", avaya::CLIENT_SECRET).await?;
        console.fill("Application key", avaya::APP_KEY).await?;
        console.press("Connect").await?;
        said_beside(console, "host", "must be one of the vendor’s").await?;
        said_beside(console, "accountId", "This must be six letters").await?;
        console.fill("Host", "eu").await?;
        console.fill("Account id", avaya::ACCOUNT).await?;
        console.fill("Client secret", "certainly-not-the-secret").await?;
        console.fill("Application key", avaya::APP_KEY).await?;
        console.fill("Of customer numbers", "universalIds").await?;
        console.press("Connect").await?;
        said_beside(console, "clientSecret", "The other system refused (401)").await?;
        assert_eq!(account(console, "avaya").await?["isConnected"], false, "nothing is stored");

        console.fill("Client secret", avaya::CLIENT_SECRET).await?;
        console.fill("Application key", avaya::APP_KEY).await?;
        console.press("Connect").await?;
        console.sees(&format!("{NAME} is connected.")).await?;
        console.sees("Notifications They come, until").await?;
        assert_eq!(account(console, "avaya").await?["identifiers"], json!({"customerId": "universalIds"}));
        for secret in [avaya::CLIENT_SECRET, avaya::APP_KEY, &key] {
            keeps_nothing_of(console, secret).await?;
        }
        row_says(console, "AGENT_ENGAGEMENT", "In order Ends at").await?;
        platforms.happen(&json!({"platform": "avaya", "customer": "+12025550147"}))?;
        something_is_taken(console).await?;
        console.is_accessible("an account of Avaya with its subscription").await?;
        picture(console, "account-avaya").await?;

        // Nobody renewed it in time.
        platforms.server().avaya().end_subscriptions();
        console.press("Overview").await?;
        console.press(NAME).await?;
        console.sees("To be renewed").await?;
        console.press("Make or repair").await?;
        console.sees_no("To be renewed").await?;
        console.press("Remove the subscriptions …").await?;
        console.fill(&format!("To confirm, type the name: {NAME}"), NAME).await?;
        console.press("Remove the subscriptions").await?;
        console.sees("The connector is off, so nothing is subscribed.").await?;
        until("the subscription to be gone", async || {
            let all = platforms.server().avaya().subscriptions();
            Ok(Seen::when(all.is_empty(), (), format!("{all:?}")))
        })
        .await
    })
    .await
}
