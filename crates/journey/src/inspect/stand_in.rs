//! Stand-ins for what a support file must not have: identities, names, and whatever senders and customers wrote. The same
//! value has the same stand-in throughout a file, and a stand-in is nothing but a kind and a number in order of appearance:
//! nothing of the value is in it, so nobody can come back from it.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use crate::values::{folded, plain_key};
use crate::word::is_word;
use crate::{Entry, EntryKind, Identity, Person};

/// So many keys of an object, and values of a list, are written.
const MOST: usize = 200;
/// A text with fewer letters and digits is compared with whole words only: "7" is in many a word.
const SHORTEST: usize = 3;

/// Keys that the widget looks for by itself. Any other key is a sender's own word, and may be anything.
const KEYS: &[&str] = &[
    "additionalFields",
    "agentDisplayName",
    "agentId",
    "agentName",
    "agentState",
    "auxiliary",
    "cad",
    "callAssociatedData",
    "callAssociatedDetails",
    "channel",
    "channelName",
    "channelType",
    "channelTypeTag",
    "contactDirection",
    "contactReason",
    "createdTime",
    "csatScore",
    "currentState",
    "customerSentiment",
    "destination",
    "direction",
    "displayName",
    "division",
    "duration",
    "endReason",
    "entryPointId",
    "entryPointName",
    "entrypointId",
    "entrypointName",
    "eventSource",
    "filterTags",
    "flowAttributes",
    "globalVariables",
    "hidden",
    "iconType",
    "interactionId",
    "key",
    "listItem",
    "mediaChannel",
    "mediaType",
    "message",
    "messages",
    "name",
    "origin",
    "outcome",
    "overallSentiment",
    "page",
    "queueId",
    "queueName",
    "reason",
    "role",
    "screen",
    "sections",
    "sentiment",
    "siteId",
    "siteName",
    "subTitle",
    "subtitle",
    "summary",
    "taskId",
    "teamId",
    "teamName",
    "terminatingParty",
    "terminationReason",
    "text",
    "time",
    "title",
    "transcript",
    "turns",
    "type",
    "uiData",
    "value",
    "wrapUpAuxCodeId",
    "wrapUpAuxCodeName",
    "wrapUpCode",
    "wrapUpName",
    "wrapUpReason",
    "wrapupCodeId",
    "wrapupId",
    "wrapupName",
    "wrapupReason",
];

/// Under keys with these in them stand names and identities.
const PERSONAL: [&str; 11] =
    ["name", "phone", "mail", "ani", "customer", "address", "origin", "destination", "identity", "account", "user"];
/// But for these, which are the contact center's own.
const COMMON: [&str; 5] = ["queue", "team", "site", "entrypoint", "channel"];

/// The stand-ins of one file.
#[derive(Clone, Debug, Default)]
pub struct StandIns {
    given: HashMap<String, String>,
    counts: HashMap<&'static str, usize>,
    /// Identities and names, by their letters and digits alone: no text that is kept has one in it.
    secrets: HashSet<String>,
    /// Everything that events say: no text that is kept is one of these.
    said: HashSet<String>,
}

impl StandIns {
    /// For a file of this customer, of whom these entries are known.
    pub fn of<'a>(sought: &Identity, person: Option<&Person>, entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        let mut stand_ins = Self::default();
        stand_ins.learn(sought.as_str());
        if let Some(person) = person {
            let names = [person.name(), person.first_name.clone(), person.last_name.clone()];
            names.into_iter().flatten().for_each(|name| stand_ins.learn(&name));
            person.identities.iter().for_each(|known| stand_ins.learn(known.identity.as_str()));
        }
        for entry in entries {
            match &entry.kind {
                EntryKind::Contact(contact) => contact.events.iter().for_each(|event| stand_ins.learn_event(event)),
                EntryKind::Custom(custom) => stand_ins.learn_event(&custom.event),
                EntryKind::Unreadable(_) => {}
            }
        }
        stand_ins
    }

    /// Makes sure that no text that is kept has this in it.
    pub fn learn(&mut self, secret: &str) {
        let letters = letters(secret);
        if !letters.is_empty() {
            self.secrets.insert(letters);
        }
        // Of a mail address whoever knows the beginning knows who it is.
        if let Some((name, _)) = secret.split_once('@')
            && name.chars().count() > SHORTEST
        {
            self.secrets.insert(self::letters(name));
        }
    }

    fn learn_event(&mut self, event: &crate::Event) {
        self.learn(&event.identity);
        self.learn_from(&event.data, false);
    }

    fn learn_from(&mut self, data: &Map<String, Value>, is_personal: bool) {
        for (key, value) in data {
            let key = plain_key(key);
            let is_common = COMMON.iter().any(|word| key.starts_with(word));
            let is_personal = is_personal || (!is_common && PERSONAL.iter().any(|word| key.contains(word)));
            self.learn_value(value, is_personal);
        }
    }

    fn learn_value(&mut self, value: &Value, is_personal: bool) {
        match value {
            Value::Object(fields) => self.learn_from(fields, is_personal),
            Value::Array(values) => values.iter().for_each(|value| self.learn_value(value, is_personal)),
            Value::String(text) => {
                self.said.insert(folded(text));
                if is_personal {
                    self.learn(text);
                }
            }
            Value::Number(number) if is_personal => self.learn(&number.to_string()),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// The stand-in of a value: `identity-1`. `kind` says what it is, as long as it is the first that asks.
    pub fn stand_in(&mut self, kind: &'static str, value: &str) -> String {
        if let Some(given) = self.given.get(value) {
            return given.clone();
        }
        let count = self.counts.entry(kind).or_default();
        *count += 1;
        let given = [kind, "-", &count.to_string()].concat();
        self.given.insert(value.to_owned(), given.clone());
        given
    }

    /// A text of the administrator's or of the service's own, as it is; a stand-in where it has something of the customer's
    /// in it.
    pub fn kept(&mut self, kind: &'static str, text: &str) -> String {
        if self.tells(text) { self.stand_in(kind, text) } else { text.to_owned() }
    }

    /// Whether somebody could see in it who the customer is, or what was said.
    fn tells(&self, text: &str) -> bool {
        if self.said.contains(&folded(text)) {
            return true;
        }
        let all = letters(text);
        let is_in = |secret: &String| match secret.chars().count() {
            ..SHORTEST => text.split(|letter| !is_word(letter)).any(|word| letters(word) == *secret),
            _ => all.contains(secret.as_str()),
        };
        self.secrets.iter().any(is_in)
    }

    /// A path of a request, whose values are marked with braces: each value has its stand-in.
    pub fn path(&mut self, marked: &str) -> String {
        let mut path = String::new();
        let mut rest = marked;
        while let Some((literal, behind)) = rest.split_once('{') {
            let Some((value, behind)) = behind.split_once('}') else { break };
            path.push_str(literal);
            path.push_str(&self.stand_in("value", value));
            rest = behind;
        }
        path.push_str(rest);
        path
    }

    /// A sender's key: as it is, where the widget looks for it by itself.
    pub fn key(&mut self, key: &str) -> String {
        if KEYS.contains(&key) { key.to_owned() } else { self.stand_in("field", key) }
    }

    /// Data in its shape, without anything that it says but yes and no.
    pub fn data(&mut self, value: &Value) -> Value {
        match value {
            Value::Null | Value::Bool(_) => value.clone(),
            Value::Number(number) => Value::String(self.stand_in("number", &number.to_string())),
            Value::String(text) if text.is_empty() => Value::String(String::new()),
            Value::String(text) => Value::String(self.stand_in("text", text)),
            Value::Array(values) => Value::Array(values.iter().take(MOST).map(|value| self.data(value)).collect()),
            Value::Object(fields) => {
                let fields = fields.iter().take(MOST).map(|(key, value)| (self.key(key), self.data(value)));
                Value::Object(fields.collect())
            }
        }
    }
}

/// The letters and digits of a text, in lower case.
fn letters(text: &str) -> String {
    text.chars().filter(|letter| is_word(*letter)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{custom, journey};
    use serde_json::json;

    fn ann() -> StandIns {
        let person = Person::called("p", Some("Ann"), Some("O’Neil")).known_by([(None, "ann.oneil@example.com")]);
        let journey =
            journey(&[custom("Order", "2026-03-01T10:00:00Z", json!({"customerName": "Zoë", "plan": "Gold"}))]);
        let identity = Identity::new("+15550100").expect("an identity");
        StandIns::of(&identity, Some(&person), journey.entries().map(AsRef::as_ref))
    }

    #[test]
    fn the_same_value_has_the_same_stand_in_and_nothing_of_it_is_in_that() {
        let mut all = ann();
        let first = all.stand_in("identity", "+15550100");
        assert_eq!((first.as_str(), all.stand_in("identity", "+15550199").as_str()), ("identity-1", "identity-2"));
        assert_eq!(all.stand_in("text", "+15550100"), first, "whatever it is called elsewhere");
    }

    #[test]
    fn a_text_of_the_administrators_is_kept_unless_something_of_the_customers_is_in_it() {
        let mut all = ann();
        for kept in ["VIP {value}", "https://crm.example.com/?phone={phone}", "Open cases", "Golden"] {
            assert_eq!(all.kept("rule", kept), kept);
        }
        for replaced in ["Call +1 555-0100", "Dear Ann!", "oneil", "ANN.ONEIL", "for Zoë", "Gold", " gold "] {
            assert!(all.kept("rule", replaced).starts_with("rule-"), "{replaced}");
        }
    }

    #[test]
    fn data_keeps_its_shape_and_what_the_widget_looks_for() {
        let data = json!({"queueName": "Support", "Ann": {"value": true, "other": [1, "Support", null]}});
        let expected =
            json!({"queueName": "text-1", "field-1": {"value": true, "field-2": ["number-1", "text-1", null]}});
        // Keys come in their order, and so do the numbers.
        let mut all = StandIns::default();
        let found = all.data(&data);
        let shape =
            |value: &Value| value.to_string().chars().filter(|letter| !letter.is_ascii_digit()).collect::<String>();
        assert_eq!(shape(&found).len(), shape(&expected).len());
        assert_eq!(found["queueName"], found[all.key("Ann")][all.key("other")][1]);
        assert!(!found.to_string().contains("Ann") && !found.to_string().contains("Support"));
    }

    #[test]
    fn of_a_path_only_the_literal_parts_are_left() {
        let mut all = StandIns::default();
        let path = all.path("/v1/api/events/workspace-id/{ws}/person-id/{%2B15550100}?filter={a}&of={ws}");
        assert_eq!(path, "/v1/api/events/workspace-id/value-1/person-id/value-2?filter=value-3&of=value-1");
    }
}
