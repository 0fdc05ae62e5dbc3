//! Journey actions, in the console.

use anyhow::{Context, Result};
use browser_tests::{Console, Role, Seen, Target, on_a_console, until};
use chrono::{Duration, Utc};
use serde_json::{Value, json};

/// Signs in and goes to the journey actions of the samples' project.
async fn at_actions(console: &Console, role: &str) -> Result<()> {
    console.enter_as(role).await?;
    console.press(&console.service.project_name().await?).await?;
    console.press("Journey actions").await?;
    console.is_at("Journey actions").await
}

/// Ann, who gave bad scores of late.
async fn with_surveys(console: &Console) -> Result<()> {
    console.service.create_person("+12025550101", "Ann", "Smith").await?;
    for (id, score) in [("1", 2), ("2", 4)] {
        survey(console, id, score).await?;
    }
    Ok(())
}

async fn survey(console: &Console, id: &str, score: i64) -> Result<()> {
    let time = (Utc::now() - Duration::seconds(1)).to_rfc3339();
    let event = json!({"id": id, "specversion": "1.0", "type": "Survey", "source": "survey", "identity": "+12025550101", "time": time,
        "identitytype": "phone", "datacontenttype": "application/json", "data": {"score": score}});
    console.service.publish(&event).await
}

fn actions(console: &Console) -> String {
    format!("/admin/v1/api/journey-actions/workspace-id/{}", console.service.workspace())
}

/// The stored action of that name.
async fn stored(console: &Console, name: &str) -> Result<Value> {
    let all = console.service.get(&actions(console)).await?;
    let found = all["data"].as_array().and_then(|all| all.iter().find(|one| one["name"] == name));
    Ok(found.with_context(|| format!("no action {name} in {all}"))?.clone())
}

/// An action of the samples' second template that calls that address.
async fn make(console: &Console, name: &str, url: &str) -> Result<()> {
    let templates = format!("/admin/v1/api/profile-view-template/workspace-id/{}", console.service.workspace());
    let template = console.service.get(&format!("{templates}/template-name/satisfaction-and-value")).await?;
    let id = template["data"]["id"].as_str().context("an id")?;
    let action = json!({"name": name, "cooldownPeriodInMinutes": 0, "isActive": true,
        "rules": {"logic": "SINGLE", "condition": "Survey,score,integer,Min LT 3"},
        "actionTriggers": [{"type": "Webhook", "webhookURL": url, "attributes": {"httpverb": "post"}}]});
    console.service.post(&format!("{}/template-id/{id}", actions(console)), &action).await?;
    Ok(())
}

async fn picks_ann(console: &Console) -> Result<()> {
    console.fill("Customer", "+12025550101").await?;
    console.press("Search").await?;
    console.press("Choose Ann Smith").await
}

#[tokio::test]
async fn an_action_is_composed_by_choosing_tried_and_tested_before_it_acts() -> Result<()> {
    let target = Target::start().await?;
    on_a_console(async |console| {
        with_surveys(console).await?;
        at_actions(console, "As a supervisor").await?;
        console.sees("No journey actions yet").await?;
        console.is_accessible("no actions").await?;
        console.press("New journey action").await?;
        console.is_at("New journey action").await?;
        console.press("Create journey action").await?;
        console.has_focus_in("name").await?;
        console.sees("An action needs at least one condition.").await?;
        console.is_accessible("what is wrong with an action").await?;
        console.fill("Name", "Win them back").await?;
        console.choose("Profile template", "satisfaction-and-value").await?;
        console.press("Add a condition").await?;
        console.has_focus_in("attribute").await?;
        console.choose("Attribute", "Lowest survey score").await?;
        console.choose("Comparison", "is less than").await?;
        console.fill("Value", "few").await?;
        console.sees("Enter a number.").await?;
        console.fill("Value", "2").await?;

        picks_ann(console).await?;
        console.sees("It would not act").await?;
        console.sees("Lowest survey score Does not hold 2 < 2").await?;
        console.fill("Value", "3").await?;
        console.sees_no("It would not act").await?;
        console.press("Test again").await?;
        console.sees("It would act").await?;
        console.press("Add a condition").await?;
        let second = "const row = document.querySelectorAll('.condition')[1];
            const list = row.querySelector('[name=attribute]');
            list.value = [...list.options].find((one) => one.innerText === 'Queues').value;
            list.dispatchEvent(new Event('change', { bubbles: true }));
            const value = row.querySelector('[name=value]');
            value.value = 'Billing'; value.dispatchEvent(new Event('input', { bubbles: true }));";
        console.browser.run(second, vec![]).await?;
        until("the comparisons of texts", async || {
            let list = "return [...document.querySelectorAll('.condition')[1].querySelector('[name=comparison]').options].map((one) => one.innerText);";
            let seen = console.browser.run(list, vec![]).await?;
            Ok(Seen::when(seen == json!(["is", "is not"]), (), seen))
        })
        .await?;
        console.press("Test again").await?;
        console.sees("It would not act").await?;
        console.choose("How they belong together", "One of these holds").await?;
        console.press("Test again").await?;
        console.sees("It would act").await?;

        console.fill("Address", "hooks.example.com").await?;
        console.press("Call it to try").await?;
        console.sees("Enter an address that begins with https://").await?;
        console.fill("Address", target.url()).await?;
        console.fill("Body, as JSON", "{").await?;
        console.press("Call it to try").await?;
        console.sees("This is not JSON.").await?;
        console.fill("Body, as JSON", "{\"why\": \"score\"}").await?;
        console.press("Call it to try").await?;
        console.sees("It answered well 200").await?;
        console.sees("The call was not signed").await?;
        let (headers, body) = target.called(1).await?;
        assert_eq!((headers["webhook-test"].to_str()?, body.as_str()), ("true", "{\"why\": \"score\"}"));
        target.answers(503);
        console.press("Call it to try").await?;
        console.sees("It did not answer well It answered 503.").await?;
        console.is_accessible("an action that is being composed").await?;
        console.browser.run("document.querySelector('h1').scrollIntoView();", vec![]).await?;
        console.picture("action").await?;

        console.press("Create journey action").await?;
        console.is_at("Win them back").await?;
        let action = stored(console, "Win them back").await?;
        assert_eq!(
            action["rules"],
            json!({"logic": "OR", "args": ["Survey,score,integer,Min LT 3", "task:connect,queueName,string,Distinct EQ Billing"]})
        );
        assert_eq!(action["isActive"], true);
        let trigger = &action["actionTriggers"][0];
        assert_eq!((&trigger["webhookURL"], &trigger["attributes"]["requestbody"]), (&json!(target.url()), &json!("{\"why\": \"score\"}")));
        console.sees("No calls yet").await
    })
    .await
}

#[tokio::test]
async fn what_an_action_called_is_in_its_log_and_is_called_again_signed() -> Result<()> {
    let target = Target::start().await?;
    on_a_console(async |console| {
        make(console, "Win them back", target.url()).await?;
        at_actions(console, "As a supervisor").await?;
        console.press("Make a new secret").await?;
        console.sees("Copy the secret now").await?;
        console.is_accessible("a secret").await?;
        console.press("I have copied it").await?;
        console.sees_no("whsec_").await?;
        with_surveys(console).await?;
        let (headers, _) = target.called(2).await?;
        assert!(headers.contains_key("webhook-signature"));
        console.press("Win them back").await?;
        console.is_at("Win them back").await?;
        until("both calls in the log", async || {
            console.press("Look again").await?;
            let rows =
                console.browser.run("return [...document.querySelectorAll('tbody .tag.good')].length;", vec![]).await?;
            Ok(Seen::when(rows == 2, (), rows))
        })
        .await?;
        assert!(console.row("Done").await?.contains("200"));
        console.is_accessible("an action with its log").await?;
        console.browser.run("document.querySelector('table').scrollIntoView({block: 'center'});", vec![]).await?;
        console.picture("action-log").await?;

        target.answers(500);
        console.press("Call again").await?;
        console.sees("It is called again.").await?;
        target.called(3).await?;
        until("the next try", async || {
            console.press("Look again").await?;
            let text = console.text().await?;
            Ok(Seen::when(text.contains("To be called Next try:") && text.contains("answered 500"), (), text))
        })
        .await
    })
    .await
}

#[tokio::test]
async fn an_action_is_switched_changed_and_deleted_by_its_name() -> Result<()> {
    let target = Target::start().await?;
    on_a_console(async |console| {
        make(console, "Win them back", target.url()).await?;
        make(console, "Another", target.url()).await?;
        at_actions(console, "As a supervisor").await?;
        console.row("Win them back").await?;
        console.is_accessible("actions").await?;
        console.picture("actions").await?;
        console.press("Win them back: acts").await?;
        console.sees("Win them back is off and does not act.").await?;
        assert_eq!(stored(console, "Win them back").await?["isActive"], false);
        console.press("Win them back").await?;
        console.is_at("Win them back").await?;
        console.sees_no("There are changes").await?;
        console.fill("Name", "Another").await?;
        console.press("Save").await?;
        console.sees("There is one of this name already.").await?;
        console.has_focus_in("name").await?;
        console.fill("Name", "Won back").await?;
        console.fill("Rest, in minutes", "1.5").await?;
        console.press("Save").await?;
        console.sees("Enter a whole number of minutes").await?;
        console.has_focus_in("rest").await?;
        console.fill("Rest, in minutes", "5").await?;
        console.fill("Address", "https://me:secret@hooks.example.com/").await?;
        console.press("Save").await?;
        console.sees("must not hold a name or a password").await?;
        console.has_focus_in("url").await?;
        console.fill("Address", "https://hooks.example.com/1").await?;
        console.press("Save").await?;
        console.has_heading("Won back").await?;
        let action = stored(console, "Won back").await?;
        assert_eq!((&action["cooldownPeriodInMinutes"], &action["isActive"]), (&json!(5), &json!(false)));
        console.press("Delete this journey action").await?;
        console.is_accessible("deleting an action").await?;
        console.fill("To confirm, type the name: Won back", "Won back").await?;
        console.press("Delete for ever").await?;
        console.is_at("Journey actions").await?;
        console.sees("The journey action Won back is deleted.").await?;
        stored(console, "Won back").await.expect_err("gone");
        console.row("Another").await?;
        assert_eq!(target.times(), 0, "nobody was called");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn whoever_may_only_read_actions_tests_them_and_is_offered_no_change() -> Result<()> {
    on_a_console(async |console| {
        with_surveys(console).await?;
        make(console, "Win them back", "https://hooks.example.com/secret").await?;
        at_actions(console, "As an agent").await?;
        console.press("Win them back").await?;
        console.is_at("Win them back").await?;
        console.sees("score < 3").await?;
        picks_ann(console).await?;
        console.sees("It would act").await?;
        console.is_accessible("an action that is only read").await?;
        let text = console.text().await?;
        for words in ["Save", "Delete", "Call it to try", "/secret"] {
            assert!(!text.contains(words), "{words}: {text}");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_sign_in_that_ends_loses_no_action() -> Result<()> {
    on_a_console(async |console| {
        make(console, "Win them back", "https://hooks.example.com/1").await?;
        console.open("").await?;
        let token = console.service.token_for(Role::Supervisor, 12)?;
        console.fill("Token", &token).await?;
        console.press("Sign in").await?;
        console.press(&console.service.project_name().await?).await?;
        console.press("Journey actions").await?;
        console.press("Win them back").await?;
        console.is_at("Win them back").await?;
        console.fill("Value", "2").await?;
        console.service.until_ended(&token).await?;
        console.press("Save").await?;
        console.sees("What you typed is still there").await?;
        console.press("As a supervisor").await?;
        console.sees("Saved.").await?;
        assert_eq!(stored(console, "Win them back").await?["rules"]["condition"], "Survey,score,integer,Min LT 2");
        Ok(())
    })
    .await
}
