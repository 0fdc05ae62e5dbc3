//! Why the service refused something, in the language of whoever reads it.

use anyhow::{Context, Result};
use browser_tests::{Console, on_a_console, root};
use serde_json::{Value, json};

/// The console's words in German.
fn german() -> Result<Value> {
    Ok(serde_json::from_str(&std::fs::read_to_string(root().join("crates/console/locales/de.json"))?)?)
}

/// What is marked as English in what the page shows now.
async fn marked_as_english(console: &Console) -> Result<Value> {
    let marked = "return [...document.querySelectorAll('main [lang=en]')].map((one) => one.innerText);";
    console.browser.run(marked, vec![]).await
}

#[tokio::test]
async fn an_administrator_reads_in_german_why_rows_a_form_and_an_event_were_refused() -> Result<()> {
    on_a_console(async |console| {
        let german = german()?;
        let word = |key: &str| german[key].as_str().with_context(|| key.to_owned());
        console.enter_as("As an administrator").await?;
        console.choose("Language", "Deutsch").await?;
        console.press(&console.service.project_name().await?).await?;
        console.press(word("page.people")?).await?;
        console.press(word("import.heading")?).await?;
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("identities.csv");
        let head = "Id,First Name,Last Name,Email Addresses,Phone Numbers,Customer Ids\n";
        std::fs::write(&file, format!("{head},Bad,Mail,grace,,\n,Nobody,,,,\n,Grace,,,1.2025E+10,\n"))?;
        console.give_file(word("import.file")?, &file).await?;
        console.press(word("import.check.do")?).await?;
        console.row("Email Addresses: „grace“ ist keine E-Mail-Adresse.").await?;
        console.row("Es gibt weder E-Mail-Adresse noch Telefonnummer noch Kundennummer.").await?;
        console.row("Phone Numbers: „1.2025E+10“ wurde von einer Tabellenkalkulation gekürzt.").await?;
        assert_eq!(marked_as_english(console).await?, json!([]));
        console.is_accessible("a report in German").await?;
        // The language may change while it is read.
        console.choose(word("page.language")?, "English").await?;
        console.row("“grace” is no e-mail address.").await?;
        console.choose("Language", "Deutsch").await?;

        let project = console.service.workspace().to_owned();
        console.open(&format!("#/projects/{project}")).await?;
        console.fill(word("projects.description")?, &"d".repeat(300)).await?;
        console.press(word("form.save")?).await?;
        console.sees("Das ist länger als 256 Zeichen.").await?;

        let new = json!({"name": "Web shop", "kind": "cloudevents", "workspaceId": project});
        let made = console.service.post("/admin/v1/api/connectors", &new).await?;
        let text = |value: &Value| value.as_str().map(str::to_owned).context("a text");
        let (id, address) = (text(&made["data"]["connector"]["id"])?, text(&made["data"]["connector"]["url"])?);
        let bad = json!({"id": "2", "source": "/shop", "specversion": "1.0", "type": "Order", "identity": "{{nobody}}", "data": {}});
        console.service.send_to_connector(&address, &text(&made["data"]["key"])?, &bad).await?;
        console.open(&format!("#/projects/{project}/connectors/{id}")).await?;
        console.sees("identity: „{{nobody}}“ ist ein Platzhalter, für den nichts eingesetzt wurde.").await?;
        assert_eq!(marked_as_english(console).await?, json!([]));
        Ok(())
    })
    .await
}
