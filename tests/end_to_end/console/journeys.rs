//! Customers' journeys by the widget itself, in the console.

use anyhow::Result;
use browser_tests::{Console, Role, Seen, on_a_console, on_a_console_with_the_widget, until};
use serde_json::{Value, json};

/// Runs a script in the widget's shadow root, which is `root`.
async fn in_widget(console: &Console, script: &str, arguments: Vec<Value>) -> Result<Value> {
    let script = format!("const root = document.querySelector('customer-journey-widget')?.shadowRoot; {script}");
    console.browser.run(&script, arguments).await
}

/// Waits until the widget shows these words.
pub(super) async fn widget_shows(console: &Console, words: &str) -> Result<()> {
    until(&format!("“{words}” in the widget"), async || {
        let text = in_widget(
            console,
            "return root ? [...root.children].map((one) => one.innerText).join(' ') : null;",
            vec![],
        );
        let text = text.await?;
        let text = text.as_str().unwrap_or_default().replace(char::is_whitespace, " ");
        Ok(Seen::when(text.contains(words), (), text))
    })
    .await
}

/// Looks a customer up in the widget.
pub(super) async fn look_up(console: &Console, identity: &str) -> Result<()> {
    let script = "const field = root?.querySelector('[part~=search] input');
        if (!field) return false;
        field.value = arguments[0];
        field.dispatchEvent(new Event('input', { bubbles: true }));
        root.querySelector('[part~=search] [type=submit]').click();
        return true;";
    until("the widget's search field", async || {
        let found = in_widget(console, script, vec![identity.into()]).await?;
        Ok(Seen::when(found == true, (), found))
    })
    .await
}

async fn at_journeys(console: &Console) -> Result<()> {
    console.press(&console.service.project_name().await?).await?;
    console.press("Journeys").await?;
    console.is_at("Journeys").await
}

fn order(id: &str, what: &str) -> Value {
    json!({"id": id, "specversion": "1.0", "type": what, "source": "shop", "identity": "ann@example.com",
        "identitytype": "email", "datacontenttype": "application/json", "data": {}})
}

#[tokio::test]
async fn a_supervisor_looks_a_customer_up_by_the_widget_itself_and_sees_what_happens_live() -> Result<()> {
    on_a_console_with_the_widget(async |console| {
        console.service.publish(&order("1", "Bought a kayak")).await?;
        console.enter_as("As a supervisor").await?;
        at_journeys(console).await?;
        look_up(console, "ann@example.com").await?;
        widget_shows(console, "Bought a kayak").await?;
        console.is_accessible("journeys").await?;
        console.service.publish(&order("2", "Bought a paddle")).await?;
        widget_shows(console, "Bought a paddle").await?;
        // The sample customers have more to tell.
        look_up(console, &console.service.sample("").await?).await?;
        widget_shows(console, "Timeline").await?;
        console.picture("journeys").await?;
        let asked = console.browser.requested().await?;
        assert!(asked.iter().all(|url| url.starts_with(&console.service.url()) && !url.contains("eyJ")), "{asked:?}");
        console.choose("Language", "Deutsch").await?;
        widget_shows(console, "Zeitleiste").await
    })
    .await
}

#[tokio::test]
async fn the_widget_has_the_new_token_when_somebody_signed_in_again() -> Result<()> {
    on_a_console_with_the_widget(async |console| {
        console.service.publish(&order("1", "Bought a kayak")).await?;
        console.open("").await?;
        let token = console.service.token_for(Role::Supervisor, 12)?;
        console.fill("Token", &token).await?;
        console.press("Sign in").await?;
        at_journeys(console).await?;
        console.service.until_ended(&token).await?;
        look_up(console, "ann@example.com").await?;
        console.sees("Sign in again").await?;
        console.press("As a supervisor").await?;
        widget_shows(console, "Bought a kayak").await
    })
    .await
}

#[tokio::test]
async fn a_service_without_the_widget_says_so() -> Result<()> {
    on_a_console(async |console| {
        console.enter_as("As an agent").await?;
        at_journeys(console).await?;
        console.sees("This build of the service has no widget").await?;
        console.is_accessible("journeys without the widget").await
    })
    .await
}
