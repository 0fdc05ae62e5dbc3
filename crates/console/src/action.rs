//! A journey action while somebody fills it in: texts as they were typed, what is wrong with them, and the service's body.

use cjds::{ActionTrigger, Template};
use serde_json::{Map, Value};

use crate::attributes::named_by;
use crate::rules::{Group, Part};
use crate::wire::{Action, ActionBody};

/// The longest rest that the service takes, in minutes: ten years.
const LONGEST_REST: i64 = 5_256_000;
/// The methods by which a target can be called.
pub(crate) const METHODS: [&str; 4] = ["POST", "PUT", "PATCH", "GET"];

/// An action that is being filled in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ActionDraft {
    /// As it was stored: what no page shows stays as it is.
    pub(crate) stored: Action,
    pub(crate) name: String,
    pub(crate) rest: String,
    pub(crate) url: String,
    pub(crate) method: String,
    pub(crate) body: String,
    pub(crate) rules: Group,
}

/// What somebody fills in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Name,
    Rest,
    Url,
    Body,
}

impl ActionDraft {
    /// The stored action, to be changed; of a new one what it begins with.
    pub(crate) fn of(stored: &Action) -> Self {
        let trigger = stored.action_triggers.first();
        let attribute = |key: &str| trigger.and_then(|trigger| trigger.attributes.get(key));
        let method = attribute("httpverb").and_then(Value::as_str).unwrap_or("post").to_ascii_uppercase();
        let body = match attribute("requestbody") {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        };
        Self {
            name: stored.name.clone(),
            rest: stored.cooldown_period_in_minutes.to_string(),
            url: trigger.and_then(|trigger| trigger.webhook_url.clone()).unwrap_or_default(),
            method,
            body,
            rules: Group::read(&stored.rules).unwrap_or_default(),
            stored: stored.clone(),
        }
    }

    /// What is wrong with it, with the key of the words for it; that of its rules stands with them.
    pub(crate) fn faults(&self) -> Vec<(Field, &'static str)> {
        let mut faults = Vec::new();
        if self.name.trim().is_empty() {
            faults.push((Field::Name, "form.required"));
        }
        if !self.rest().is_some_and(|rest| (0..=LONGEST_REST).contains(&rest)) {
            faults.push((Field::Rest, "action.wrong.rest"));
        }
        faults.extend(self.target_faults());
        faults
    }

    /// What is wrong with its target.
    pub(crate) fn target_faults(&self) -> Vec<(Field, &'static str)> {
        let mut faults = Vec::new();
        let url = self.url.trim();
        if url.is_empty() {
            faults.push((Field::Url, "form.required"));
        } else if !["https://", "http://"].iter().any(|begin| url.len() > begin.len() && url.starts_with(begin)) {
            faults.push((Field::Url, "action.wrong.url"));
        }
        let body = self.body.trim();
        if !body.is_empty() && serde_json::from_str::<Value>(body).is_err() {
            faults.push((Field::Body, "action.wrong.body"));
        }
        faults
    }

    /// Whether there are rules, and each names an attribute of the template and is filled in.
    pub(crate) fn has_good_rules(&self, template: &Template) -> bool {
        fn are_named(group: &Group, template: &Template) -> bool {
            group.parts.iter().all(|part| match part {
                Part::Condition(condition) => named_by(template, condition).is_some(),
                Part::Group(group) => are_named(group, template),
            })
        }
        !self.rules.parts.is_empty() && self.rules.is_good() && are_named(&self.rules, template)
    }

    fn rest(&self) -> Option<i64> {
        self.rest.trim().parse().ok()
    }

    /// What it calls.
    pub(crate) fn trigger(&self) -> ActionTrigger {
        let first = self.stored.action_triggers.first();
        let mut attributes: Map<String, Value> = first.map(|one| one.attributes.clone()).unwrap_or_default();
        attributes.insert("httpverb".to_owned(), Value::from(self.method.to_ascii_lowercase()));
        match self.body.trim() {
            "" => attributes.remove("requestbody"),
            // A body that was stored as an object stays one.
            text => {
                let is_same = |stored: &Value| {
                    stored.as_str().is_none() && serde_json::to_string(stored).is_ok_and(|written| written == text)
                };
                let stored = attributes.get("requestbody").filter(|stored| is_same(stored)).cloned();
                attributes.insert("requestbody".to_owned(), stored.unwrap_or_else(|| Value::from(text)))
            }
        };
        let kind = first.map_or("Webhook", |one| one.kind.as_str()).to_owned();
        ActionTrigger { kind, webhook_url: Some(self.url.trim().to_owned()), attributes }
    }

    /// The service's body.
    pub(crate) fn write(&self) -> ActionBody {
        let others = self.stored.action_triggers.iter().skip(1).cloned();
        ActionBody {
            name: self.name.trim().to_owned(),
            cooldown_period_in_minutes: self.rest().unwrap_or_default(),
            rules: self.rules.write().unwrap_or_default(),
            action_triggers: std::iter::once(self.trigger()).chain(others).collect(),
            is_active: self.stored.is_active,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn stored() -> Action {
        serde_json::from_value(
            json!({"id": "1", "name": "Call", "templateId": "t", "isActive": true, "cooldownPeriodInMinutes": 60,
            "rules": {"logic": "SINGLE", "condition": "Order,n,integer,Count GTE 2"},
            "actionTriggers": [{"type": "webhook", "webhookURL": "https://hooks.example.com/1",
                    "attributes": {"httpverb": "put", "requestbody": {"a": 1}, "other": true}},
                {"type": "Webhook", "webhookURL": "https://hooks.example.com/2"}]}),
        )
        .expect("an action")
    }

    fn template() -> Template {
        Template::read(
            &json!({"attributes": [{"event": "Order", "metaData": "n", "metaDataType": "integer", "aggregationMode": "Count"}]}),
        )
    }

    #[test]
    fn an_action_that_nobody_changed_is_written_as_it_was() {
        let draft = ActionDraft::of(&stored());
        assert!(draft.faults().is_empty() && draft.has_good_rules(&template()));
        assert_eq!((draft.method.as_str(), draft.body.as_str()), ("PUT", r#"{"a":1}"#));
        let written = draft.write();
        assert_eq!(written.action_triggers, stored().action_triggers);
        assert_eq!((&written.rules, written.cooldown_period_in_minutes), (&stored().rules, 60));
        let other = ActionDraft { body: String::new(), ..draft };
        assert!(!other.trigger().attributes.contains_key("requestbody"), "the service's own body");
    }

    #[test]
    fn what_the_service_would_refuse_is_told_before_anything_is_sent() {
        let empty =
            ActionDraft { rest: "soon".to_owned(), body: "{".to_owned(), ..ActionDraft::of(&Action::default()) };
        let wrong = [
            (Field::Name, "form.required"),
            (Field::Rest, "action.wrong.rest"),
            (Field::Url, "form.required"),
            (Field::Body, "action.wrong.body"),
        ];
        assert_eq!(empty.faults(), wrong);
        for url in ["hooks.example.com", "ftp://hooks.example.com", "https://"] {
            let draft = ActionDraft { url: url.to_owned(), ..ActionDraft::of(&stored()) };
            assert_eq!(draft.target_faults(), [(Field::Url, "action.wrong.url")], "{url}");
        }
        assert!(!empty.has_good_rules(&template()), "an action needs a condition");
        assert!(!ActionDraft::of(&stored()).has_good_rules(&Template::default()));
    }
}
