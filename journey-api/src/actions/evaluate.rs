//! Decides whether an action acts: its rules against the person's progressive profile.

use chrono::Utc;
use cjds::{ActionTrigger, JourneyAction};
use serde_json::{Value, json};

use crate::error::Error;
use crate::ids::PersonId;
use crate::profile::{self, Rule};
use crate::store::{Store, Write};

/// Looks at the next event that waits.
pub(super) async fn next(store: &Store) -> Result<(), Error> {
    let mut write = store.write().await?;
    let Some(check) = write.take_check(store.dialect).await? else { return Ok(()) };
    let person = write.owner(&check.workspace, &check.lookup).await?;
    if let Some(person) = person {
        let lookups = store.lookups(&person).await?;
        for action in store.actions(&check.workspace).await?.into_iter().filter(|action| action.is_active) {
            let Ok(rule) = Rule::read(&action.rules) else { continue };
            let mut types = Vec::new();
            rule.add_types(&mut types);
            if !types.contains(&check.event_type) {
                continue;
            }
            let Some(template) = store.template(&check.workspace, &action.template_id).await? else { continue };
            if profile::holds(store, &check.workspace, &lookups, (&template, &rule), Utc::now()).await? {
                act(&mut write, &action, &person).await?;
            }
        }
    }
    write.commit().await?;
    Ok(())
}

async fn act(write: &mut Write, action: &JourneyAction, person: &PersonId) -> Result<(), Error> {
    if !write.begin_run(&action.id, person, action.cooldown_period_in_minutes).await? {
        return Ok(());
    }
    for trigger in &action.action_triggers {
        let Some(url) = &trigger.webhook_url else { continue };
        let (method, body) = (method_of(trigger), body_of(trigger, action, person));
        write.have_delivered(&action.id, person, url, &method, &body).await?;
    }
    tracing::info!(action = action.id, "a journey action acts");
    Ok(())
}

fn method_of(trigger: &ActionTrigger) -> String {
    trigger.attributes.get("httpverb").and_then(Value::as_str).unwrap_or("post").to_ascii_uppercase()
}

/// The body that the trigger names; without one, who and what.
fn body_of(trigger: &ActionTrigger, action: &JourneyAction, person: &PersonId) -> String {
    match trigger.attributes.get("requestbody") {
        Some(Value::String(body)) => body.clone(),
        Some(Value::Null) | None => {
            json!({"organizationId": action.organization_id, "workspaceId": action.workspace_id,
            "templateId": action.template_id, "actionId": action.id, "actionName": action.name, "personId": person})
            .to_string()
        }
        Some(body) => body.to_string(),
    }
}
