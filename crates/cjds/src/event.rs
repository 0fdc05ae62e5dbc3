//! One journey event, a CloudEvent, in the three envelopes in which it arrives.
//!
//! The oldest has `person`, `previously` and `dataContentType: "string"`; today's is lower case (`identitytype`); the
//! one inside a profile result is camel case, and may come as a JSON string. All are read into one [`CloudEvent`],
//! which is written in today's form.

mod unfit;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use self::unfit::Unfit;
use crate::lenient::scalar_of;
use crate::{IdentityType, Problem, json, read_time, write_time};

/// A journey event. `(id, type, time)` tells events apart; `id` alone does not: whole contacts share one.
#[derive(Clone, Debug, PartialEq)]
pub struct CloudEvent {
    /// The sender's id; not unique.
    pub id: String,
    /// `task:new`, `agent:state_change`, or whatever a custom sender chose.
    pub kind: String,
    /// Who sent it; contains "wxcc" for a contact-center event.
    pub source: String,
    /// When it happened, UTC. `None`: no field of the event said.
    pub time: Option<DateTime<Utc>>,
    /// Whose journey it belongs to.
    pub identity: String,
    /// What kind of identity that is.
    pub identity_type: Option<IdentityType>,
    /// The identity that this one replaces.
    pub previous_identity: Option<String>,
    /// The media type of `data`.
    pub data_content_type: String,
    /// What happened, in the sender's own keys.
    pub data: Map<String, Value>,
}

/// An event, and what did not fit in it.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadEvent {
    /// What could be read.
    pub event: CloudEvent,
    /// What could not; empty for a good event.
    pub problems: Vec<Problem>,
}

impl CloudEvent {
    /// The specification that every event is written by.
    pub const SPEC_VERSION: &'static str = "1.0";

    /// Reads one event from any of the three envelopes.
    ///
    /// # Errors
    /// When the value is not an object (or a JSON string of one), or is an object that says neither what happened
    /// (`type`) nor anything about it (`data`).
    pub fn read(value: &Value) -> Result<ReadEvent, Problem> {
        match value {
            Value::String(text) => match json::parse(text) {
                Ok(value) => Self::of_object(&value),
                Err(error) => Err(Unfit::NotJson(&error).at("")),
            },
            value => Self::of_object(value),
        }
    }

    /// Reads one event from a value that nobody needs any more: what is in it is moved, and nothing copied.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn take(value: Value) -> Result<ReadEvent, Problem> {
        match value {
            Value::Object(fields) => match AnyEnvelope::deserialize(Value::Object(fields)) {
                Ok(envelope) => envelope.into_event(),
                Err(_) => Err(Unfit::NoEvent("an object").at("")),
            },
            value => Self::read(&value),
        }
    }

    /// Reads one event from its JSON, without a value between the two wherever that is possible.
    ///
    /// # Errors
    /// As [`Self::read`]; and when the text is not JSON.
    pub fn read_json(text: &str) -> Result<ReadEvent, Problem> {
        // A list would be read as the fields in their order.
        let envelope = text.trim_start().starts_with('{').then(|| json::read::<AnyEnvelope>(text)).flatten();
        match envelope.and_then(AnyEnvelope::settled) {
            Some(envelope) => envelope.into_event(),
            None => match json::parse(text) {
                Ok(value) => Self::read(&value),
                Err(error) => Err(Unfit::NotJson(&error).at("")),
            },
        }
    }

    fn of_object(value: &Value) -> Result<ReadEvent, Problem> {
        let envelope =
            Some(value).filter(|value| value.is_object()).and_then(|value| AnyEnvelope::deserialize(value).ok());
        match envelope {
            Some(envelope) => envelope.into_event(),
            None => Err(Unfit::NoEvent(name_of(value)).at("")),
        }
    }

    /// Today's name of a field of the envelope, whichever envelope it was taken from and in whatever case.
    pub fn field(name: &str) -> Option<&'static str> {
        const FIELDS: [(&str, &str); 12] = [
            ("id", "id"),
            ("specversion", "specversion"),
            ("type", "type"),
            ("source", "source"),
            ("time", "time"),
            ("identity", "identity"),
            ("person", "identity"),
            ("identitytype", "identitytype"),
            ("previousidentity", "previousidentity"),
            ("previously", "previousidentity"),
            ("datacontenttype", "datacontenttype"),
            ("data", "data"),
        ];
        FIELDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, field)| *field)
    }

    /// The event in today's envelope.
    pub fn write(&self) -> Value {
        let mut fields = Map::new();
        let mut put = |key: &str, value: &str| fields.insert(key.to_owned(), Value::String(value.to_owned()));
        put("id", &self.id);
        put("specversion", Self::SPEC_VERSION);
        put("type", &self.kind);
        put("source", &self.source);
        if let Some(time) = self.time {
            put("time", &write_time(time));
        }
        put("identity", &self.identity);
        if let Some(kind) = self.identity_type {
            put("identitytype", kind.as_str());
        }
        if let Some(previous) = &self.previous_identity {
            put("previousidentity", previous);
        }
        put("datacontenttype", &self.data_content_type);
        fields.insert("data".to_owned(), Value::Object(self.data.clone()));
        Value::Object(fields)
    }
}

impl Serialize for CloudEvent {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.write().serialize(serializer)
    }
}

/// All fields of the three envelopes, whatever stands in them.
#[derive(Default, Deserialize)]
#[serde(default)]
struct AnyEnvelope {
    id: Value,
    #[serde(rename = "type")]
    kind: Value,
    source: Value,
    time: Value,
    timestamp: Value,
    #[serde(rename = "createdAt")]
    created_at: Value,
    #[serde(rename = "eventTime")]
    event_time: Value,
    identity: Value,
    person: Value,
    #[serde(rename = "identitytype")]
    identity_type: Value,
    #[serde(rename = "identityType")]
    identity_type_camel: Value,
    #[serde(rename = "previousidentity")]
    previous_identity: Value,
    #[serde(rename = "previousIdentity")]
    previous_identity_camel: Value,
    previously: Value,
    #[serde(rename = "datacontenttype")]
    data_content_type: Value,
    #[serde(rename = "dataContentType")]
    data_content_type_camel: Value,
    data: Value,
}

impl AnyEnvelope {
    /// Its numbers as [`json::parse`] reads them; `None`: some may have lost digits.
    fn settled(mut self) -> Option<Self> {
        let Self { id, kind, source, identity, person, data, .. } = &mut self;
        let is_exact = [id, kind, source, identity, person, data].into_iter().all(json::settle);
        is_exact.then_some(self)
    }

    fn into_event(self) -> Result<ReadEvent, Problem> {
        let mut problems = Vec::new();
        let data = read_data(self.data, &mut problems);
        let kind = first_text([self.kind]).unwrap_or_default();
        if kind.is_empty() {
            if data.is_empty() {
                return Err(Unfit::SaysNothing.at("type"));
            }
            problems.push(Unfit::Missing.at("type"));
        }
        let time = [&self.time, &self.timestamp, &self.created_at, &self.event_time].into_iter().find_map(read_time);
        let time = time.or_else(|| data.get("createdTime").and_then(read_time));
        if time.is_none() {
            problems.push(match &self.time {
                value if value.is_null() || is_blank(value) => Unfit::Missing.at("time"),
                value => Unfit::NoTime(&shortened(value)).at("time"),
            });
        }
        let previous = [self.previous_identity, self.previous_identity_camel, self.previously];
        let event = CloudEvent {
            id: first_text([self.id]).unwrap_or_default(),
            kind,
            source: first_text([self.source]).unwrap_or_default(),
            time,
            identity: first_text([self.identity, self.person]).unwrap_or_default(),
            identity_type: first_text([self.identity_type, self.identity_type_camel])
                .and_then(|word| IdentityType::from_word(&word)),
            previous_identity: first_text(previous).filter(|identity| !identity.is_empty()),
            data_content_type: first_text([self.data_content_type, self.data_content_type_camel])
                .unwrap_or_else(|| "application/json".to_owned()),
            data,
        };
        Ok(ReadEvent { event, problems })
    }
}

/// `data` as an object. What is not one is kept whole under the key `data`, so that nothing is lost.
fn read_data(value: Value, problems: &mut Vec<Problem>) -> Map<String, Value> {
    let mut kept = |unfit: Unfit<'_>, value: Value| {
        problems.push(unfit.at("data"));
        Map::from_iter([("data".to_owned(), value)])
    };
    match value {
        Value::Object(data) => data,
        Value::Null => {
            problems.push(Unfit::Missing.at("data"));
            Map::new()
        }
        Value::String(text) if text.trim().is_empty() => {
            problems.push(Unfit::Empty.at("data"));
            Map::new()
        }
        Value::String(text) => match json::parse(&text) {
            Ok(Value::Object(data)) => data,
            Ok(other) => kept(Unfit::NoObject(name_of(&other)), other),
            Err(error) => kept(Unfit::NotJson(&error), Value::String(text)),
        },
        other => kept(Unfit::NoObject(name_of(&other)), other),
    }
}

/// The first of these that is a text, or can be one.
fn first_text<const N: usize>(values: [Value; N]) -> Option<String> {
    values.into_iter().find_map(scalar_of)
}

/// An empty text says as little as `null`: a flow's variable that nothing was put into.
fn is_blank(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.trim().is_empty())
}

pub(crate) fn name_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn shortened(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

#[cfg(test)]
mod tests;
