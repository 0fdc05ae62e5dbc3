//! Who may connect an account, and a service that can store none.

use anyhow::Result;
use browser_tests::{Service, console_files, on_a_console_of};

use super::{beside_the_contact_centers, makes_a_connector};

#[tokio::test]
async fn who_may_not_change_connectors_sees_how_an_account_is_and_is_offered_nothing() -> Result<()> {
    beside_the_contact_centers(async |console, _| {
        makes_a_connector(console, "Service desk", "Genesys Cloud").await?;
        console.is_at("Service desk").await?;
        console.enter_as("As an agent").await?;
        console.press(&console.service.project_name().await?).await?;
        console.press("Service desk").await?;
        console.is_at("Service desk").await?;
        console.sees("Not connected").await?;
        let offered = "return [...document.querySelectorAll('main :is(form, input, .switch)')].length;";
        assert_eq!(console.browser.run(offered, vec![]).await?, 0);
        console.is_accessible("an account for somebody who may not change it").await
    })
    .await
}

#[tokio::test]
async fn a_service_without_a_key_for_secrets_says_so_with_what_to_do() -> Result<()> {
    on_a_console_of(Service::start_without_secrets(console_files()?).await?, async |console| {
        makes_a_connector(console, "Contact center", "Webex Contact Center").await?;
        console.sees("Accounts of contact centers need a key for secrets.").await?;
        console.sees("This cannot be done now.").await?;
        console.is_accessible("a connector that cannot be made").await?;
        console.press("Genesys Cloud").await?;
        console.press("Create connector").await?;
        console.is_at("Contact center").await?;
        console.sees("The service stores no secrets yet").await?;
        console.sees("--secrets-key-file secrets.key").await?;
        let forms = "return document.querySelectorAll('.connect').length;";
        assert_eq!(console.browser.run(forms, vec![]).await?, 0);
        console.is_accessible("a service without a key for secrets").await
    })
    .await
}
