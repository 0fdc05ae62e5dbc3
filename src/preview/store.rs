//! The desktop's store: what `$STORE.…` in a layout means at this moment.
//!
//! Pure: a value built from the desktop's state, a look-up by path, and interpolation. `desktop::bind` makes it live.

use customer_journey_widget::settings::layout::Persona;
use customer_journey_widget::settings::layout::store_paths::{PREFIX, bindings, whole_binding};
use serde_json::{Value, json};

use super::simulate::contact::{AGENT, Contact};
use super::simulate::events::WRAP_UP_CODES;

/// What the store is built from.
pub(crate) struct Inputs<'a> {
    pub(crate) persona: Persona,
    pub(crate) token: Option<&'a str>,
    pub(crate) organization: &'a str,
    pub(crate) contacts: &'a [Contact],
    pub(crate) selected: Option<&'a str>,
    pub(crate) dark: bool,
    pub(crate) offline: bool,
    pub(crate) language: &'a str,
    pub(crate) agent_state: &'a str,
}

/// The whole store. Values that the preview does not have are null, as in a desktop that has not loaded them.
pub(crate) fn build(inputs: &Inputs<'_>) -> Value {
    let selected = inputs.contacts.iter().find(|contact| Some(contact.id.as_str()) == inputs.selected);
    let tasks: serde_json::Map<String, Value> =
        inputs.contacts.iter().map(|contact| (contact.id.clone(), contact.interaction_data())).collect();
    let codes: Vec<Value> = WRAP_UP_CODES.iter().map(|code| json!({"id": code.id, "name": code.name})).collect();
    let ids: Vec<&str> = inputs.contacts.iter().map(|contact| contact.id.as_str()).collect();
    json!({
        "app": {
            "darkMode": inputs.dark,
            "datacenter": "produs1",
            "language": inputs.language,
            "selectedLanguage": inputs.language,
            "isOffline": inputs.offline,
            "isStationLoginSuccess": true,
            "featureFlags": {},
            "userModel": null,
        },
        "auth": {"accessToken": inputs.token},
        "agent": {
            "orgId": inputs.organization,
            "agentId": AGENT.id,
            "agentDbId": AGENT.id,
            "agentName": AGENT.name,
            "agentEmailId": AGENT.email,
            "teamId": "team-preview",
            "teamName": AGENT.team,
            "dnNumber": "5550199",
            "subStatus": inputs.agent_state,
            "userSelectedRole": inputs.persona.as_str(),
            "wrapUpData": {"wrapUpReasonList": codes},
            "idleCodes": [],
            "channels": {"voiceCount": 1, "chatCount": 3, "emailCount": 3, "socialCount": 3},
        },
        "agentContact": {
            "taskSelected": selected.map(Contact::interaction_data),
            "selectedTaskId": inputs.selected,
            "taskMap": tasks,
            "interactionIds": ids,
            "isActiveCall": selected.is_some(),
            "contact": {},
        },
        "page": {"getDefaultPageTitle": "Home"},
    })
}

/// What is at this path; `None` (undefined to the widget) where nothing is.
pub(crate) fn resolve<'a>(store: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(store, |value, step| match value {
        Value::Array(list) => list.get(step.parse::<usize>().ok()?),
        value => value.get(step),
    })
}

/// The layout's value as it is now: a whole binding gives the store's value, text with bindings gives text.
pub(crate) fn value_now(given: &Value, store: &Value) -> Option<Value> {
    match given {
        Value::String(text) => match whole_binding(text) {
            Some(path) => resolve(store, path).cloned(),
            None => Some(Value::String(interpolate(text, store))),
        },
        Value::Array(list) => {
            Some(list.iter().map(|value| value_now(value, store).unwrap_or_default()).collect::<Vec<_>>().into())
        }
        Value::Object(fields) => Some(Value::Object(
            fields.iter().filter_map(|(key, value)| Some((key.clone(), value_now(value, store)?))).collect(),
        )),
        other => Some(other.clone()),
    }
}

/// The text with `{$STORE.…}` filled in, and `$I18N.…` in the preview's English.
pub(crate) fn interpolate(text: &str, store: &Value) -> String {
    if let Some(key) = text.strip_prefix("$I18N.") {
        return words_of(key);
    }
    if let Some(path) = whole_binding(text) {
        return resolve(store, path).map(as_text).unwrap_or_default();
    }
    let mut filled = text.to_owned();
    for path in bindings(text) {
        let value = resolve(store, path).map(as_text).unwrap_or_default();
        filled = filled.replace(&format!("{{{PREFIX}.{path}}}"), &value);
    }
    filled
}

/// Whether a value changes with the store.
pub(crate) fn is_live(given: &Value) -> bool {
    match given {
        Value::String(text) => text.contains(PREFIX),
        Value::Array(list) => list.iter().any(is_live),
        Value::Object(fields) => fields.values().any(is_live),
        _ => false,
    }
}

/// An attribute's text.
pub(crate) fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// The desktop's own words; for the rest the key's last step in plain words.
fn words_of(key: &str) -> String {
    match key {
        "common.homePageLabel" => "Home".to_owned(),
        "tpw.widgetTitle" => "Team performance".to_owned(),
        key => {
            let last = key.rsplit('.').next().unwrap_or(key);
            let mut words = String::new();
            for (index, letter) in last.chars().enumerate() {
                match (index, letter.is_uppercase()) {
                    (0, _) => words.extend(letter.to_uppercase()),
                    (_, true) => {
                        words.push(' ');
                        words.extend(letter.to_lowercase());
                    }
                    _ => words.push(letter),
                }
            }
            words
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preview::simulate::contact::Direction;
    use crate::preview::simulate::contact::tests::sample;

    fn store(selected: Option<&str>) -> Value {
        build(&Inputs {
            persona: Persona::Agent,
            token: Some("secret"),
            organization: "org-1",
            contacts: &[sample(Direction::Inbound)],
            selected,
            dark: true,
            offline: false,
            language: "en-GB",
            agent_state: "Available",
        })
    }

    #[test]
    fn a_binding_gives_the_value_itself_and_not_its_text() {
        let store = store(Some("t-1"));
        assert_eq!(value_now(&json!("$STORE.app.darkMode"), &store), Some(json!(true)));
        assert_eq!(value_now(&json!("$STORE.agentContact.taskSelected.ani"), &store), Some(json!("+15550101")));
        assert_eq!(
            value_now(&json!("$STORE.agentContact.taskSelected"), &store).expect("a contact")["interactionId"],
            "t-1"
        );
    }

    #[test]
    fn without_a_selected_contact_the_widget_gets_null() {
        assert_eq!(value_now(&json!("$STORE.agentContact.taskSelected"), &store(None)), Some(Value::Null));
    }

    #[test]
    fn a_path_that_leads_nowhere_is_undefined() {
        assert_eq!(value_now(&json!("$STORE.agent.nothing.here"), &store(None)), None);
    }

    #[test]
    fn text_is_filled_in_from_the_store() {
        let store = store(None);
        assert_eq!(interpolate("Hey {$STORE.agent.agentName}, Welcome!", &store), "Hey Robin Vale, Welcome!");
        assert_eq!(interpolate("$I18N.common.homePageLabel", &store), "Home");
        assert_eq!(interpolate("$I18N.pageSubHeader.queueName", &store), "Queue name");
        assert_eq!(interpolate("plain", &store), "plain");
    }
}
