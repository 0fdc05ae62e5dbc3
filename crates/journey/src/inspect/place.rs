//! Where in the events of an entry a value stands: the search that finds again what was read.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::row_variables::held_under;
use crate::values::{get, label, text};
use crate::variables::holds_variables;
use crate::{Direction, Event, Sentiment};

/// Where a value was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldPlace {
    /// In which event of the entry, from 0.
    pub event: usize,
    /// By which keys of its data, the outermost first.
    pub path: Vec<Step>,
}

/// One key on the way to a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A key that the widget looks for by itself.
    Known(&'static str),
    /// A name that an administrator gave.
    Named(String),
    /// A key as the sender wrote it.
    Sent(String),
}

impl Step {
    /// The key.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Known(key) => key,
            Self::Named(key) | Self::Sent(key) => key,
        }
    }
}

impl FieldPlace {
    /// The keys with dots between, as they stand in the event: `data.uiData.title`.
    pub fn path(&self) -> String {
        self.path.iter().fold("data".to_owned(), |path, step| [&path, ".", step.as_str()].concat())
    }
}

/// The events of an entry, in order of time.
pub(super) type Events<'a> = &'a [Arc<Event>];

/// The first event in which `read` finds something.
pub(super) fn first(events: Events<'_>, read: impl Fn(&Event) -> Option<Vec<Step>>) -> Option<FieldPlace> {
    let mut all = events.iter().enumerate();
    all.find_map(|(event, one)| read(one).map(|path| FieldPlace { event, path }))
}

/// The last event in which `read` finds something.
pub(super) fn last(events: Events<'_>, read: impl Fn(&Event) -> Option<Vec<Step>>) -> Option<FieldPlace> {
    let mut all = events.iter().enumerate().rev();
    all.find_map(|(event, one)| read(one).map(|path| FieldPlace { event, path }))
}

/// The key under which an event says this label.
pub(super) fn says(event: &Event, keys: &[&'static str], wanted: &str) -> Option<Vec<Step>> {
    let is_said = |value: &Value| text(value).is_some_and(|said| label(&said) == wanted);
    let key = keys.iter().find(|key| get(&event.data, key).is_some_and(is_said))?;
    Some(vec![Step::Known(key)])
}

/// The same, in whichever case the sender wrote the key.
pub(super) fn says_in_any_case(event: &Event, keys: &[&'static str], wanted: &str) -> Option<Vec<Step>> {
    let is_said = |key: &&&str| {
        let of = |(known, value): (&String, &Value)| {
            known.eq_ignore_ascii_case(key) && text(value).is_some_and(|said| label(&said) == wanted)
        };
        event.data.iter().any(of)
    };
    keys.iter().find(is_said).map(|key| vec![Step::Known(key)])
}

/// The key under which an event says who began the contact.
pub(super) fn says_direction(event: &Event, wanted: Direction) -> Option<Vec<Step>> {
    let is_said = |value: &Value| {
        text(value.get("type").unwrap_or(value)).and_then(|word| Direction::from_word(&word)) == Some(wanted)
    };
    let key = ["direction", "contactDirection"].into_iter().find(|key| get(&event.data, key).is_some_and(is_said))?;
    let is_object = get(&event.data, key).is_some_and(Value::is_object);
    Some(std::iter::once(Step::Known(key)).chain(is_object.then_some(Step::Known("type"))).collect())
}

/// The key under which an event says how the customer felt.
pub(super) fn says_sentiment(event: &Event, wanted: Sentiment) -> Option<Vec<Step>> {
    let keys = ["customerSentiment", "overallSentiment", "OverallSentiment", "CustomerSentiment"];
    // The first that says anything was read, whatever it says.
    let key = keys.into_iter().find(|key| get(&event.data, key).and_then(text).is_some())?;
    let said = get(&event.data, key).and_then(text).and_then(|word| Sentiment::from_word(&word));
    (said == Some(wanted)).then(|| vec![Step::Known(key)])
}

/// Where an event has the field that an administrator names.
pub(super) fn says_field(event: &Event, key: &str) -> Option<Vec<Step>> {
    let says = |data: &Map<String, Value>, key: &str| data.get(key).and_then(text).is_some();
    let ui = event.data.get("uiData").and_then(Value::as_object);
    if says(&event.data, key) {
        return Some(vec![Step::Named(key.to_owned())]);
    }
    let ui = ui?;
    if says(ui, key) {
        return Some(vec![Step::Known("uiData"), Step::Named(key.to_owned())]);
    }
    let is_channel = key == "channelType" && says(ui, "channelTypeTag");
    is_channel.then_some(vec![Step::Known("uiData"), Step::Known("channelTypeTag")])
}

/// Where an event has the variable that an administrator names; `plain`: its plain key.
pub(super) fn says_variable(event: &Event, name: &str, plain: &str) -> Option<Vec<Step>> {
    let mut held = event.data.iter().filter(|(key, _)| holds_variables(key));
    let (holder, _) = held.find(|(_, held)| held_under(held, plain).is_some())?;
    Some(vec![Step::Sent(holder.clone()), Step::Named(name.to_owned())])
}
