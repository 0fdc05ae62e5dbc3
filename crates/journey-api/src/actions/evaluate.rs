//! Decides whether an action acts: its rules against the person's progressive profile.

use chrono::Utc;
use cjds::{ActionTrigger, JourneyAction};
use serde_json::{Value, json};

use crate::error::Error;
use crate::ids::{Lookup, PersonId};
use crate::profile::{self, Rule};
use crate::store::{Check, Store, Write};

/// Looks at the next event that waits; `false`: none does. All that takes long is read before the writer is taken.
pub(super) async fn next(store: &Store) -> Result<bool, Error> {
    let Some(check) = store.next_check().await? else { return Ok(false) };
    let acting = match &check.person {
        Some(person) => acting(store, &check, person).await?,
        None => Vec::new(),
    };
    let mut write = store.write().await?;
    // A replica may have been first, or the person may be merged by now: then it is looked at again.
    if write.owner(&check.workspace, &check.lookup).await? == check.person
        && write.take_check(&check).await?
        && let Some(person) = &check.person
    {
        for action in &acting {
            act(&mut write, action, person).await?;
        }
    }
    write.commit().await?;
    Ok(true)
}

/// The actions that act for the person of an event.
async fn acting(store: &Store, check: &Check, person: &PersonId) -> Result<Vec<JourneyAction>, Error> {
    let mut acting = Vec::new();
    let mut lookups = None;
    for action in store.actions(&check.workspace).await?.into_iter().filter(|action| action.is_active) {
        let rule = match Rule::read(&action.rules) {
            Ok(rule) => rule,
            Err(fault) => {
                store.set_aside.action(&action.id, &fault.to_string());
                continue;
            }
        };
        let mut types = Vec::new();
        rule.add_types(&mut types);
        if !types.contains(&check.event_type) {
            continue;
        }
        if lookups.is_none() {
            lookups = Some(store.lookups(person).await?);
        }
        match met(store, check, (&action, &rule), lookups.as_deref().unwrap_or_default()).await {
            Ok(true) => acting.push(action),
            Ok(false) => {}
            // What is stored cannot be read: that stops this action, and nobody else's.
            Err(error @ Error::Data(_)) => store.set_aside.template(&action.template_id, &error.unreadable()),
            Err(error) => return Err(error),
        }
    }
    Ok(acting)
}

/// Whether the person's profile says what an action's rules want; without its template it does not.
async fn met(
    store: &Store,
    check: &Check,
    (action, rule): (&JourneyAction, &Rule),
    lookups: &[Lookup],
) -> Result<bool, Error> {
    match store.template(&check.workspace, &action.template_id).await? {
        Some(template) => profile::holds(store, &check.workspace, lookups, (&template, rule), Utc::now()).await,
        None => Ok(false),
    }
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

pub(super) fn method_of(trigger: &ActionTrigger) -> String {
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::from_value;
    use tokio::time::timeout;

    use super::*;
    use crate::store::{Identity, NewEvent};

    /// A store whose next check is of a person that an action acts for.
    async fn store(url: &str) -> Store {
        let store = Store::connect(url).await.expect("open");
        let mut write = store.write().await.expect("a turn");
        let workspace = write.create_workspace("o", None, "Main", "", "me").await.expect("made").expect("new");
        let attribute = json!([{"version": "1", "event": "Order", "metaDataType": "integer", "metaData": "n", "limit": 9,
            "displayName": "Orders", "lookBackDurationType": "days", "lookBackPeriod": 100_000, "aggregationMode": "Count",
            "verbose": false}]);
        let attributes: Vec<cjds::TemplateAttribute> = from_value(attribute).expect("attributes");
        let template = write.create_template(&workspace, "t", &attributes, "me").await.expect("made").expect("new");
        let action = json!({"name": "a", "isActive": true, "cooldownPeriodInMinutes": 0,
            "rules": {"logic": "SINGLE", "condition": "Order,n,integer,Count GTE 1"},
            "actionTriggers": [{"type": "Webhook", "webhookURL": "https://hooks.example.com/"}]});
        let action = from_value(action).expect("an action");
        write.create_action(&workspace, &template, &action, "me").await.expect("made").expect("new");
        write.commit().await.expect("written");
        let event = json!({"id": "1", "specversion": "1.0", "type": "Order", "source": "x", "identity": "ann@example.com",
            "time": "2026-03-01T10:00:00Z", "identitytype": "email", "datacontenttype": "application/json",
            "data": {"n": 1}});
        let event = NewEvent::new(workspace.clone(), crate::http::publish::read(&event).expect("an event"));
        assert_eq!(event.lookup, Identity::new(cjds::IdentityType::Email, "ann@example.com").lookup());
        store.publish(&[event]).await.expect("stored");
        store
    }

    #[tokio::test]
    async fn whether_an_action_acts_is_found_out_while_somebody_else_writes() {
        let directory = tempfile::tempdir().expect("a directory");
        let store = store(&format!("sqlite://{}", directory.path().join("journeys.sqlite").display())).await;
        let check = store.next_check().await.expect("read").expect("one waits");
        let person = check.person.clone().expect("known");
        let writer = store.write().await.expect("a turn");
        // Nobody gets SQLite's writer by now: whoever needed it would wait for ten seconds and fail.
        let found = timeout(Duration::from_secs(5), acting(&store, &check, &person)).await.expect("in time");
        assert_eq!(found.expect("read").len(), 1);
        writer.commit().await.expect("written");
        assert!(next(&store).await.expect("looked at"));
        assert!(!next(&store).await.expect("looked at"), "nothing is left");
    }
}
