//! Profile templates, in the console.

use anyhow::{Context, Result};
use browser_tests::{Console, Role, Seen, on_a_console, until};
use chrono::{Duration, Utc};
use serde_json::{Value, json};

/// Signs in and goes to the templates of the samples' project.
async fn at_templates(console: &Console, role: &str) -> Result<()> {
    console.enter_as(role).await?;
    console.press(&console.service.project_name().await?).await?;
    console.press("Profile templates").await?;
    console.is_at("Profile templates").await
}

/// Ann, who paid thrice of late and once long ago.
async fn with_payments(console: &Console) -> Result<()> {
    console.service.create_person("+12025550101", "Ann", "Smith").await?;
    for (id, days, price, state) in
        [("1", 1, 20.5, "paid"), ("2", 2, 5.0, "open"), ("3", 3, 9.5, "paid"), ("4", 40, 1000.0, "paid")]
    {
        let time = (Utc::now() - Duration::days(days)).to_rfc3339();
        let event = json!({"id": id, "specversion": "1.0", "type": "Purchase", "source": "shop", "identity": "+12025550101", "time": time,
            "identitytype": "phone", "datacontenttype": "application/json", "data": {"price": price, "state": state, "item": {"sku": "A-1"}}});
        console.service.publish(&event).await?;
    }
    Ok(())
}

/// The stored template of that name.
async fn stored(console: &Console, name: &str) -> Result<Value> {
    let path = format!("/admin/v1/api/profile-view-template/workspace-id/{}", console.service.workspace());
    let all = console.service.get(&path).await?;
    let found = all["data"].as_array().and_then(|all| all.iter().find(|one| one["name"] == name));
    Ok(found.with_context(|| format!("no template {name} in {all}"))?.clone())
}

/// What the preview says beside the attribute of that name.
async fn previews(console: &Console, name: &str, value: &str) -> Result<()> {
    let script =
        "const term = [...document.querySelectorAll('.values dt')].find((one) => one.innerText === arguments[0]);
        return term?.nextElementSibling.innerText ?? null;";
    until(&format!("“{value}” beside “{name}”"), async || {
        let seen = console.browser.run(script, vec![name.into()]).await?;
        Ok(Seen::when(seen == value, (), seen))
    })
    .await
}

/// What can be chosen instead of typed, in the field of that label.
async fn offers(console: &Console, label: &str, value: &str) -> Result<()> {
    let script = "const label = [...document.querySelectorAll('label')].filter((one) => one.checkVisibility())
            .find((one) => one.innerText === arguments[0]);
        return [...(label?.control?.list?.options ?? [])].map((one) => one.value);";
    until(&format!("“{value}” to be chosen as “{label}”"), async || {
        let seen = console.browser.run(script, vec![label.into()]).await?;
        let is_there = seen.as_array().is_some_and(|all| all.iter().any(|one| one == value));
        Ok(Seen::when(is_there, (), seen))
    })
    .await
}

async fn picks_ann(console: &Console) -> Result<()> {
    console.fill("Customer", "+12025550101").await?;
    console.press("Search").await?;
    console.press("Choose Ann Smith").await
}

#[tokio::test]
async fn a_template_is_composed_by_choosing_while_it_is_seen_what_it_says_of_a_customer() -> Result<()> {
    on_a_console(async |console| {
        with_payments(console).await?;
        at_templates(console, "As a supervisor").await?;
        assert!(console.row("journey-default-template").await?.contains("Default 6 attributes"));
        console.is_accessible("templates").await?;
        console.picture("templates").await?;
        console.press("New template").await?;
        console.is_at("New template").await?;
        console.press("Create template").await?;
        console.has_focus_in("name").await?;
        let wrong = "return [...document.querySelectorAll('[aria-invalid=true]')].map((one) => one.name);";
        let marked = console.browser.run(wrong, vec![]).await?;
        assert_eq!(marked, json!(["name", "displayName", "event", "metaData"]));
        console.is_accessible("what is wrong with a template").await?;

        console.fill("Name", "money").await?;
        console.fill("Name in the profile", "Paid of late").await?;
        offers(console, "Type of event", "Purchase").await?;
        console.fill("Type of event", "Purchase").await?;
        offers(console, "Field of its data", "item.sku").await?;
        console.fill("Field of its data", "price").await?;
        until("what the field holds", async || {
            let kind = console.value_of("The field holds").await?;
            Ok(Seen::when(kind == "double", (), kind))
        })
        .await?;
        console.choose("What is shown", "The sum").await?;
        picks_ann(console).await?;
        previews(console, "Paid of late", "35").await?;
        console.fill("How far back", "0").await?;
        previews(console, "Paid of late", "Not complete yet").await?;
        console.sees("Enter a whole number from 1.").await?;
        console.fill("How far back", "100").await?;
        previews(console, "Paid of late", "1035").await?;

        console.press("Add a condition").await?;
        console.has_focus_in("what").await?;
        console.fill("Field", "state").await?;
        console.fill("Value", "paid").await?;
        previews(console, "Paid of late", "1030").await?;
        console.press("Add a condition").await?;
        let second = "const rows = document.querySelectorAll('.condition');
            const [field, value] = [rows[1].querySelector('[name=rule-field]'), rows[1].querySelector('[name=value]')];
            const kind = rows[1].querySelector('[name=rule-kind]');
            for (const [one, text] of [[field, 'price'], [value, '10']]) { one.value = text; one.dispatchEvent(new Event('input', { bubbles: true })); }
            return kind.value;";
        console.browser.run(second, vec![]).await?;
        until("the comparisons of numbers", async || {
            let list = "return [...document.querySelectorAll('.condition')[1].querySelector('[name=comparison]').options].map((one) => one.innerText);";
            let seen = console.browser.run(list, vec![]).await?;
            Ok(Seen::when(seen.as_array().is_some_and(|all| all.len() == 6), (), seen))
        })
        .await?;
        let choose = "const list = document.querySelectorAll('.condition')[1].querySelector('[name=comparison]');
            list.value = 'LT'; list.dispatchEvent(new Event('change', { bubbles: true }));";
        console.browser.run(choose, vec![]).await?;
        previews(console, "Paid of late", "9.5").await?;
        console.choose("How they belong together", "One of these holds").await?;
        previews(console, "Paid of late", "1035").await?;
        console.is_accessible("a template that is being composed").await?;
        console.browser.run("document.querySelector('h1').scrollIntoView();", vec![]).await?;
        console.picture("template").await?;

        console.press("Create template").await?;
        console.is_at("money").await?;
        console.sees("The template money is there.").await?;
        let template = stored(console, "money").await?;
        assert_eq!(
            template["attributes"][0],
            json!({"version": "0.1", "event": "Purchase", "metaDataType": "double", "metaData": "price", "limit": 1000,
                "displayName": "Paid of late", "lookBackDurationType": "days", "lookBackPeriod": 100, "aggregationMode": "Sum",
                "rules": {"logic": "OR", "args": ["Purchase,state,string,Value EQ paid", "Purchase,price,double,Value LT 10"]},
                "widgetAttributes": {"type": "table"}, "verbose": false})
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_template_is_changed_copied_and_deleted_by_its_name_with_what_hangs_on_it() -> Result<()> {
    on_a_console(async |console| {
        let template = stored(console, "satisfaction-and-value").await?;
        let id = template["id"].as_str().context("an id")?;
        let action = json!({"name": "Win them back", "rules": {"logic": "SINGLE", "condition": "Survey,score,integer,Min LT 3"}});
        let path = format!("/admin/v1/api/journey-actions/workspace-id/{}/template-id/{id}", console.service.workspace());
        console.service.post(&path, &action).await?;
        at_templates(console, "As a supervisor").await?;
        console.press("satisfaction-and-value").await?;
        console.is_at("satisfaction-and-value").await?;
        console.sees("Queues").await?;
        console.sees_no("There are changes").await?;
        console.is_accessible("a template").await?;

        console.press("Lowest survey score").await?;
        console.fill("Name in the profile", "Worst score").await?;
        console.sees("There are changes that are not saved yet.").await?;
        console.press("Move Worst score up").await?;
        let focused = "return document.activeElement.getAttribute('aria-label');";
        until("the focus on what moved it", async || {
            let label = console.browser.run(focused, vec![]).await?;
            Ok(Seen::when(label == "Move Worst score up", (), label))
        })
        .await?;
        console.press("Save").await?;
        console.sees("Saved.").await?;
        console.sees_no("There are changes").await?;
        let names = |template: &Value| template["attributes"].as_array().into_iter().flatten().map(|one| one["displayName"].clone()).collect::<Vec<_>>();
        let changed = stored(console, "satisfaction-and-value").await?;
        assert_eq!(names(&changed)[..2], [json!("Worst score"), json!("Average survey score")]);

        // A name that another one has is told beside the name; nothing that was typed is lost.
        console.fill("Name", "journey-default-template").await?;
        console.press("Save").await?;
        console.sees("There is one of this name already.").await?;
        console.has_focus_in("name").await?;
        console.fill("Name", "satisfaction-and-value").await?;

        console.press("Copy this template").await?;
        console.is_at("New template").await?;
        console.press("Create template").await?;
        console.is_at("satisfaction-and-value (copy)").await?;
        assert_eq!(names(&stored(console, "satisfaction-and-value (copy)").await?), names(&changed));
        console.sees("No journey action uses it.").await?;

        console.press("Profile templates").await?;
        console.is_at("Profile templates").await?;
        console.press("satisfaction-and-value").await?;
        console.is_at("satisfaction-and-value").await?;
        console.press("Delete this template").await?;
        console.sees("this journey action goes with it: Win them back").await?;
        console.is_accessible("deleting a template").await?;
        console.fill("To confirm, type the name: satisfaction-and-value", "satisfaction-and-value").await?;
        console.press("Delete for ever").await?;
        console.is_at("Profile templates").await?;
        console.sees("The template satisfaction-and-value is deleted.").await?;
        stored(console, "satisfaction-and-value").await.expect_err("gone");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn groups_and_attributes_are_removed_and_what_cannot_be_sent_is_told_where_it_is() -> Result<()> {
    on_a_console(async |console| {
        at_templates(console, "As a supervisor").await?;
        console.press("journey-default-template").await?;
        console.is_at("journey-default-template").await?;
        console.press("Open orders").await?;
        assert_eq!(console.value_of("Field").await?, "state");
        console.press("Add a group").await?;
        console.press("Save").await?;
        console.sees("To be completed").await?;
        console.has_focus_in("rule-field").await?;
        console.is_accessible("a group of conditions").await?;
        console.press("Remove group").await?;
        console.has_focus("Add a condition").await?;
        console.sees_no("To be completed").await?;
        console.press("Remove Open orders").await?;
        console.has_focus("Add an attribute").await?;
        console.press("Save").await?;
        console.sees("Saved.").await?;
        let template = stored(console, "journey-default-template").await?;
        assert!(!template.to_string().contains("Open orders"), "{template}");
        assert_eq!(template["attributes"].as_array().map(Vec::len), Some(5));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_agent_reads_templates_and_previews_them_and_is_offered_no_change() -> Result<()> {
    on_a_console(async |console| {
        with_payments(console).await?;
        at_templates(console, "As an agent").await?;
        console.press("journey-default-template").await?;
        console.is_at("journey-default-template").await?;
        console.sees("state = open").await?;
        let text = console.text().await?;
        for words in ["Save", "Copy this template", "Delete", "Add an attribute"] {
            assert!(!text.contains(words), "{words}: {text}");
        }
        picks_ann(console).await?;
        previews(console, "Contacts in the last 10 days", "0").await?;
        previews(console, "Last channel", "No value").await?;
        console.is_accessible("a template that is only read").await
    })
    .await
}

#[tokio::test]
async fn templates_that_cannot_be_loaded_are_told_and_asked_for_again() -> Result<()> {
    on_a_console(async |console| {
        at_templates(console, "As a supervisor").await?;
        console.open("#/projects/nowhere/templates").await?;
        console.sees("This is not there, or no longer.").await?;
        console.sees("Try again").await?;
        console.is_accessible("templates that cannot be loaded").await
    })
    .await
}

#[tokio::test]
async fn what_the_service_refuses_stands_beside_its_field_and_a_sign_in_that_ends_loses_no_template() -> Result<()> {
    on_a_console(async |console| {
        console.open("").await?;
        let token = console.service.token_for(Role::Supervisor, 12)?;
        console.fill("Token", &token).await?;
        console.press("Sign in").await?;
        console.press(&console.service.project_name().await?).await?;
        console.press("Profile templates").await?;
        console.press("journey-default-template").await?;
        console.is_at("journey-default-template").await?;
        console.press("Last channel").await?;
        console.fill("Name in the profile", &"long ".repeat(60)).await?;
        console.service.until_ended(&token).await?;
        console.press("Save").await?;
        console.sees("What you typed is still there").await?;
        console.press("As a supervisor").await?;
        console.sees("To be completed").await?;
        console.has_focus_in("displayName").await?;
        let beside = "const field = document.activeElement;
            return field.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id).innerText).join(' ');";
        let said = console.browser.run(beside, vec![]).await?;
        assert!(said.as_str().is_some_and(|said| said.contains("256")), "{said}");
        console.fill("Name in the profile", "Channel").await?;
        console.press("Save").await?;
        console.sees("Saved.").await?;
        assert!(stored(console, "journey-default-template").await?.to_string().contains("\"Channel\""));
        Ok(())
    })
    .await
}
