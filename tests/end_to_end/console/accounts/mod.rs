//! Accounts of contact centers, connected by a page: with the real service and what plays the contact centers.

mod avaya;
mod genesys;
mod rights;
mod webex;

use anyhow::{Context, Result, ensure};
use browser_tests::{Console, Platforms, Seen, Service, console_files, on_a_console_of, until};
use serde_json::{Value, json};

/// A console whose service asks what plays the contact centers.
async fn beside_the_contact_centers(test: impl AsyncFnOnce(&Console, &Platforms) -> Result<()>) -> Result<()> {
    let platforms = Platforms::start(Vec::new()).await?;
    let service = Service::start_beside(console_files()?, &platforms.url()).await?;
    on_a_console_of(service, async |console| test(console, &platforms).await).await
}

/// Makes a connector of that kind as an administrator, and goes to its page.
async fn makes_a_connector(console: &Console, name: &str, kind: &str) -> Result<()> {
    console.enter_as("As an administrator").await?;
    console.press(&console.service.project_name().await?).await?;
    console.press("Add a connector").await?;
    console.fill("Name", name).await?;
    console.press(kind).await?;
    console.press("Create connector").await
}

/// The account of the only connector, as the service tells of it.
async fn account(console: &Console, vendor: &str) -> Result<Value> {
    let all = console.service.get("/admin/v1/api/connectors").await?;
    let id = all["data"][0]["id"].as_str().context("a connector")?;
    let told = console.service.get(&format!("/admin/v1/api/connectors/{id}/{vendor}")).await?;
    Ok(told["data"].clone())
}

/// Waits until the row with these words says that.
async fn row_says(console: &Console, row: &str, words: &str) -> Result<()> {
    until(&format!("“{words}” in the row with “{row}”"), async || {
        let text = console.row(row).await?;
        Ok(Seen::when(text.contains(words), (), text))
    })
    .await
}

/// What is said beside a field, by its name.
async fn said_beside(console: &Console, name: &str, words: &str) -> Result<()> {
    let script = "const field = document.querySelector(`[name='${arguments[0]}'][aria-invalid=true]`);
        const ids = field?.getAttribute('aria-describedby')?.split(' ') ?? [];
        return ids.map((id) => document.getElementById(id).innerText).join(' ');";
    until(&format!("“{words}” beside {name}"), async || {
        let said = console.browser.run(script, vec![name.into()]).await?;
        let is_said = said.as_str().is_some_and(|said| said.contains(words));
        Ok(Seen::when(is_said, (), format!("{said}; {}", console.text().await?)))
    })
    .await
}

/// That a secret is nowhere in the page, in none of its fields, and in no address that it asked for.
async fn keeps_nothing_of(console: &Console, secret: &str) -> Result<()> {
    let script = "return [document.documentElement.outerHTML, ...[...document.querySelectorAll('input')].map((one) => one.value),
        location.href, JSON.stringify({ ...localStorage, ...sessionStorage })];";
    let page = console.browser.run(script, vec![]).await?;
    ensure!(!page.to_string().contains(secret), "the page keeps a secret");
    let asked = console.browser.requested().await?;
    ensure!(!asked.iter().any(|url| url.contains(secret)), "a secret is in an address: {asked:?}");
    Ok(())
}

/// Fields that nobody may read hide what is typed, and browsers are not asked to keep it.
async fn hides(console: &Console, names: &[&str]) -> Result<()> {
    let script = "return arguments[0].map((name) => {
        const field = document.querySelector(`input[name='${name}']`);
        return [field?.type, field?.autocomplete]; });";
    let found = console.browser.run(script, vec![json!(names)]).await?;
    let wanted: Vec<Value> = names.iter().map(|_| json!(["password", "off"])).collect();
    ensure!(found == json!(wanted), "{found}");
    Ok(())
}

/// Waits until the connector has taken something, as its page says without being loaded again.
async fn something_is_taken(console: &Console) -> Result<()> {
    console.sees_no("None yet").await?;
    until("events to be taken", async || {
        let text = console.text().await?;
        Ok(Seen::when(!text.contains("Taken 0 "), (), text))
    })
    .await
}

/// A picture of the account and what is below it.
async fn picture(console: &Console, name: &str) -> Result<()> {
    console.sees_no("is connected.").await?;
    console.browser.resize(1100, 800, 1.0).await?;
    let script = "document.querySelector('main h2[tabindex]').parentElement.scrollIntoView();";
    console.browser.run(script, vec![]).await?;
    console.picture(name).await
}
