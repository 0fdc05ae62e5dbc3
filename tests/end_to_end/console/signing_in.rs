//! Signing in to the console, what is not offered, and a sign-in that ends.

use anyhow::Result;
use browser_tests::{Provider, Role, Service, console_files, on_a_console, on_a_console_of};
use serde_json::json;
use thirtyfour::Key;

#[tokio::test]
async fn whoever_signs_in_is_at_the_projects_and_the_token_is_kept_nowhere() -> Result<()> {
    on_a_console(async |console| {
        console.open("").await?;
        console.is_at("Sign in").await?;
        console.is_accessible("signing in").await?;
        console.picture("sign-in").await?;
        console.press("As an administrator").await?;
        console.is_at("Projects").await?;
        let kept = "return [location.href.includes('ey'), JSON.stringify(sessionStorage), JSON.stringify(localStorage), document.cookie];";
        assert_eq!(console.browser.run(kept, vec![]).await?, json!([false, "{}", "{}", ""]));
        let asked = console.browser.requested().await?;
        assert!(asked.iter().all(|url| url.starts_with(&console.service.url()) && !url.contains("eyJ")), "{asked:?}");
        console.press("Sign out").await?;
        console.is_at("Sign in").await
    })
    .await
}

#[tokio::test]
async fn a_token_is_taken_by_hand_and_a_bad_one_is_told() -> Result<()> {
    on_a_console(async |console| {
        console.open("").await?;
        console.press("Sign in").await?;
        console.sees("Enter something here.").await?;
        console.fill("Token", "nonsense").await?;
        console.press("Sign in").await?;
        console.sees("The service does not take this sign-in.").await?;
        console.fill("Token", &console.service.token_without_scopes()?).await?;
        console.press("Sign in").await?;
        console.sees("Your sign-in does not allow this.").await?;
        console.fill("Token", &console.service.token(Role::Admin)?).await?;
        console.press("Sign in").await?;
        console.is_at("Projects").await
    })
    .await
}

#[tokio::test]
async fn what_a_token_may_not_do_is_not_offered() -> Result<()> {
    on_a_console(async |console| {
        console.enter_as("As an agent").await?;
        console.is_at("Projects").await?;
        let project = console.service.project_name().await?;
        console.row(&project).await?;
        assert!(!console.text().await?.contains("New project"));
        console.press(&project).await?;
        console.sees("How long events are kept").await?;
        let text = console.text().await?;
        for words in ["Delete this project", "Add a connector", "Save"] {
            assert!(!text.contains(words), "{words}: {text}");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_sign_in_that_ends_loses_nothing_that_was_typed() -> Result<()> {
    on_a_console(async |console| {
        console.open("").await?;
        let token = console.service.token_for(Role::Admin, 10)?;
        console.fill("Token", &token).await?;
        console.press("Sign in").await?;
        console.is_at("Projects").await?;
        console.press("New project").await?;
        console.fill("Name", "Kept after all").await?;
        console.service.until_ended(&token).await?;
        console.press("Create project").await?;
        console.sees("What you typed is still there").await?;
        console.is_accessible("signing in again").await?;
        for _ in 0..3 {
            console.browser.press(Key::Escape + "").await?;
        }
        console.press("As an administrator").await?;
        console.is_at("Kept after all").await
    })
    .await
}

#[tokio::test]
async fn people_sign_in_at_their_identity_provider_and_again_without_losing_what_they_typed() -> Result<()> {
    let provider = Provider::start().await?;
    let service = Service::start_with_provider(console_files()?, provider.issuer()).await?;
    let (short, long) = (service.token_for(Role::Admin, 12)?, service.token(Role::Admin)?);
    on_a_console_of(service, async |console| {
        provider.refuses(true);
        console.open("").await?;
        console.press("Sign in with your organization").await?;
        console.sees("The identity provider refused: Not today").await?;
        assert_eq!(provider.asked("scope").split(' ').next(), Some("openid"));
        assert_eq!(provider.asked("redirect_uri"), format!("{}/console/signed-in.html", console.service.url()));

        provider.refuses(false);
        let token = short.clone();
        provider.gives(move || token.clone());
        console.press("Sign in with your organization").await?;
        console.is_at("Projects").await?;
        console.press("New project").await?;
        console.fill("Name", "Typed before").await?;
        console.service.until_ended(&short).await?;
        console.press("Create project").await?;
        console.sees("What you typed is still there").await?;
        provider.gives(move || long.clone());
        console.press("Sign in with your organization").await?;
        console.is_at("Typed before").await?;
        let kept = "return [location.search, JSON.stringify(sessionStorage), JSON.stringify(localStorage)];";
        assert_eq!(console.browser.run(kept, vec![]).await?, json!(["", "{}", "{}"]));
        Ok(())
    })
    .await
}
