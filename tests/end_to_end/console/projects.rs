//! Projects and their connectors, in the console.

use anyhow::{Context, Result};
use browser_tests::{Console, Seen, on_a_console, until};
use serde_json::{Value, json};

/// The text of a field that is copied from.
pub(super) async fn shown(console: &Console, label: &str) -> Result<String> {
    let script = "const label = [...document.querySelectorAll('.copy-label')].filter((one) => one.checkVisibility())
        .findLast((one) => one.innerText === arguments[0]);
        return label?.parentElement.querySelector('code').innerText ?? null;";
    until(&format!("what is to be copied as “{label}”"), async || {
        let text = console.browser.run(script, vec![label.into()]).await?;
        Ok(match text.as_str() {
            Some(text) => Seen::This(text.to_owned()),
            None => Seen::NotYet(console.text().await?),
        })
    })
    .await
}

#[tokio::test]
async fn a_project_is_made_described_and_deleted_by_its_name() -> Result<()> {
    on_a_console(async |console| {
        console.enter_as("As an administrator").await?;
        console.is_at("Projects").await?;
        console.is_accessible("projects").await?;
        console.picture("projects").await?;
        console.press("New project").await?;
        console.is_accessible("a new project").await?;
        console.press("Create project").await?;
        console.sees("Enter something here.").await?;
        let marked = "return [document.activeElement.name, document.activeElement.getAttribute('aria-invalid')];";
        until("the focus in what is wrong", async || {
            let there = console.browser.run(marked, vec![]).await?;
            Ok(Seen::when(there == json!(["name", "true"]), (), there))
        })
        .await?;
        console.fill("Name", &console.service.project_name().await?).await?;
        console.press("Create project").await?;
        console.sees("There is one of this name already.").await?;
        console.fill("Name", "Shop & Co").await?;
        console.fill("Description", "What <b>the shop</b> knows").await?;
        console.press("Create project").await?;
        console.is_at("Shop & Co").await?;
        console.sees("1 profile template").await?;
        console.sees("No connectors in this project").await?;
        console.is_accessible("a project").await?;

        console.fill("Name", "Shop and Co").await?;
        console.press("Save").await?;
        console.sees("Saved.").await?;
        console.sees("Projects Shop and Co Overview").await?;
        console.press("Projects").await?;
        assert!(console.row("Shop and Co").await?.contains("What <b>the shop</b> knows 0 on"));

        console.press("Shop and Co").await?;
        console.is_at("Shop and Co").await?;
        console.press("Delete this project").await?;
        console.is_accessible("deleting a project").await?;
        console.fill("To confirm, type the name: Shop and Co", "Shop").await?;
        console.press("Delete for ever").await?;
        console.sees("This is not the name.").await?;
        console.fill("To confirm, type the name: Shop and Co", "Shop and Co").await?;
        console.press("Delete for ever").await?;
        console.is_at("Projects").await?;
        console.sees("Shop and Co is deleted.").await?;
        let left = console.service.get("/admin/v1/api/workspace").await?;
        assert!(!left.to_string().contains("Shop and Co"), "{left}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_a_shorter_retention_would_delete_is_said_and_nothing_is_deleted_by_asking() -> Result<()> {
    on_a_console(async |console| {
        console.enter_as("As an agent").await?;
        console.press(&console.service.project_name().await?).await?;
        console.sees("Events are kept for 800 days.").await?;
        console.fill("Days", "0").await?;
        console.press("What would go?").await?;
        console.sees("Enter a whole number of days").await?;
        console.fill("Days", "7").await?;
        console.press("What would go?").await?;
        console.sees("Kept for 7 days, this would go:").await?;
        console.fill("Days", "36525").await?;
        console.press("What would go?").await?;
        console.sees("Kept for 36,525 days, nothing of this project would go.").await?;
        assert!(!console.text().await?.contains("Keep for so many days"), "an agent sets nothing");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_project_keeps_its_events_for_days_of_its_own_when_its_name_was_typed() -> Result<()> {
    on_a_console(async |console| {
        console.enter_as("As an administrator").await?;
        let project = console.service.project_name().await?;
        console.press(&project).await?;
        console.fill("Days", "7").await?;
        console.press("Keep for so many days").await?;
        console.sees(&format!("To confirm, type the name: {project}")).await?;
        console.sees("Kept for 7 days, this would go:").await?;
        console.is_accessible("keeping events for fewer days").await?;
        console.picture("retention").await?;
        console.press("Keep for so long, and delete what is older").await?;
        console.sees("This is not the name.").await?;
        console.fill(&format!("To confirm, type the name: {project}"), &project).await?;
        console.press("Keep for so long, and delete what is older").await?;
        console.sees("Saved. What is older goes within the hour.").await?;
        console.sees("Events are kept for 7 days.").await?;
        console.sees("Without it, the service keeps events for so many days: 800.").await?;
        // Nothing goes by that, so nobody is asked for a name.
        console.press("Keep as long as the service").await?;
        console.sees("Events are kept for 800 days.").await?;
        let path = format!("/admin/v1/api/retention/workspace-id/{}", console.service.workspace());
        let kept = console.service.get(&path).await?;
        assert_eq!((&kept["data"]["days"], &kept["data"]["ownDays"]), (&json!(800), &Value::Null), "{kept}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_connector_takes_events_by_its_key_and_what_it_refused_is_taken_again() -> Result<()> {
    on_a_console(async |console| {
        console.enter_as("As an administrator").await?;
        console.press(&console.service.project_name().await?).await?;
        console.press("Add a connector").await?;
        console.is_accessible("a new connector").await?;
        console.fill("Name", "Web shop").await?;
        console.press("Create connector").await?;
        console.sees("Copy the key now").await?;
        console.is_accessible("a key").await?;
        let (key, address) = (shown(console, "Key").await?, shown(console, "Address").await?);
        console.press("I have copied it").await?;
        console.sees_no("Copy the key now").await?;
        let page = console.browser.run("return document.documentElement.outerHTML;", vec![]).await?;
        assert!(!page.as_str().context("a page")?.contains(&key), "a key is shown once");
        assert!(console.row("Web shop").await?.contains("On None yet 0 0"));

        let good = json!({"id": "1", "source": "/shop", "specversion": "1.0", "type": "Order", "identity": "ann@example.com", "data": {}});
        let bad = json!({"id": "2", "source": "/shop", "specversion": "1.0", "type": "Order", "identity": "{{nobody}}", "data": {}});
        assert_eq!(console.service.send_to_connector(&address, &key, &good).await?, 202);
        console.service.send_to_connector(&address, &key, &bad).await?;

        console.press("Web shop").await?;
        console.is_at("Web shop").await?;
        console.sees("nobody").await?;
        console.press("As it came").await?;
        console.sees("\"identity\":\"{{nobody}}\"").await?;
        console.is_accessible("a connector").await?;
        console.picture("connector").await?;
        console.press("Take again").await?;
        console.sees("The service cannot take this.").await?;

        console.press("Web shop: takes events").await?;
        console.sees("Web shop is off; what is stored stays.").await?;
        let focused = "return document.activeElement.getAttribute('role');";
        assert_eq!(console.browser.run(focused, vec![]).await?, json!("switch"), "the focus stays");
        assert_ne!(console.service.send_to_connector(&address, &key, &good).await?, 202);
        console.press("Web shop: takes events").await?;
        console.sees("Web shop is on and takes events.").await?;

        console.press("Rotate").await?;
        let second = shown(console, "Key").await?;
        console.press("I have copied it").await?;
        assert_eq!(console.service.send_to_connector(&address, &second, &good).await?, 202);
        console.press(&format!("Withdraw the key that ends in …{}", key.get(key.len() - 4..).context("a key")?)).await?;
        console.sees("The key is withdrawn.").await?;
        assert_eq!(console.service.send_to_connector(&address, &key, &good).await?, 401);
        assert_eq!(console.service.send_to_connector(&address, &second, &good).await?, 202);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_connector_moves_to_another_project_and_is_removed_by_its_name() -> Result<()> {
    on_a_console(async |console| {
        console.enter_as("As an administrator").await?;
        console.press("New project").await?;
        console.fill("Name", "Second").await?;
        console.press("Create project").await?;
        console.is_at("Second").await?;
        console.press("Add a connector").await?;
        console.fill("Name", "App").await?;
        console.press("Calls of a tracking library").await?;
        console.press("Create connector").await?;
        console.press("I have copied it").await?;
        console.press("App").await?;
        console.is_at("App").await?;
        let first = console.service.project_name().await?;
        console.choose("Project", &first).await?;
        console.press("Move").await?;
        console.sees("The connector is active in the other project now.").await?;
        console.sees(&format!("Projects {first} Overview")).await?;
        console.press("Remove this connector").await?;
        console.fill("To confirm, type the name: App", "App").await?;
        console.press("Remove for ever").await?;
        console.is_at(&first).await?;
        let left = console.service.get("/admin/v1/api/connectors").await?;
        assert_eq!(left["data"], Value::Array(Vec::new()));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_console_speaks_german_where_the_person_wants_it() -> Result<()> {
    on_a_console(async |console| {
        console.enter_as("As an administrator").await?;
        console.choose("Language", "Deutsch").await?;
        console.sees("Neues Projekt").await?;
        let page = console.browser.run("return [document.documentElement.lang, document.title];", vec![]).await?;
        assert_eq!(page, json!(["de", "Projekte · Journey-Konsole"]));
        console.press("Neues Projekt").await?;
        console.press("Projekt anlegen").await?;
        console.sees("Geben Sie hier etwas ein.").await
    })
    .await
}
