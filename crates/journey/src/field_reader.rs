//! The reader of `fields.rs`: one key of an event after the other becomes rows.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde_json::{Map, Value};

use super::event::hash_of;
use super::fields::Beside;
use super::transcript::Heard;
use super::values::{label, words};
use super::variables::{holds_variables, pairs, variables};
use super::{Event, Field, Fields, Origin, Transcript, custom_event};

/// Deeper values are shown as compact JSON in one row.
pub(super) const DEPTH: usize = 5;

/// A row while it is read: what each event says, in pieces.
struct Reading {
    path: Vec<String>,
    said: Vec<(usize, Vec<String>)>,
}

/// Reads events key by key into rows.
#[derive(Default)]
pub(super) struct Reader {
    rows: Vec<Reading>,
    known: HashMap<Vec<String>, usize>,
    /// Rows beyond the limit.
    more: HashSet<u64>,
    limit: usize,
    /// The words that lead to what is read.
    path: Vec<String>,
    /// Which event is read.
    event: usize,
}

impl Reader {
    pub(super) fn new(limit: usize) -> Self {
        Self { limit, ..Self::default() }
    }

    /// One key of an event's data.
    pub(super) fn key(
        &mut self,
        place: usize,
        event: &Event,
        key: &str,
        value: &Value,
        heard: Option<&Heard>,
        beside: Beside<'_>,
    ) {
        self.event = place;
        if is_shown_elsewhere(event, key, value, beside) {
            return;
        }
        self.path.push(as_words(key));
        match (key, value, heard) {
            ("uiData", Value::Object(ui), _) => {
                self.path.pop();
                self.what_no_title_shows(event, ui);
                return;
            }
            (_, value, Some(heard)) if heard.path.first().is_some_and(|first| first == key) => {
                let rest = heard.path.get(1..).unwrap_or_default();
                self.transcript(value, rest, heard, beside.transcript == Some(&heard.transcript));
            }
            ("sentiment", Value::Array(_), _) if Transcript::from_analysis(&event.data).is_some() => {
                let analysis = Transcript::from_analysis(&event.data);
                if analysis.as_ref() != beside.transcript {
                    analysis.iter().for_each(|analysis| self.row(analysis.as_text(), false));
                }
            }
            (key, value, _) if holds_variables(key) => self.variables(value),
            (_, value, _) => self.value(value),
        }
        self.path.pop();
    }

    /// A transcript that was understood: in lines, unless it stands beside the rows; and what stands around it.
    fn transcript(&mut self, value: &Value, rest: &[String], heard: &Heard, is_beside: bool) {
        let Some((key, rest)) = rest.split_first() else {
            if heard.is_whole && is_beside {
                return;
            }
            // A conversation in lines says more than its parts in rows, unless a part is not in it.
            match (heard.is_whole, &heard.transcript) {
                (true, transcript @ Transcript::Turns(_)) => {
                    // The row is the transcript's, wherever in it the turns are.
                    let path = self.path.split_off(1);
                    self.row(transcript.as_text(), false);
                    self.path.extend(path);
                }
                _ => self.value(value),
            }
            return;
        };
        for (other, value) in value.as_object().into_iter().flatten() {
            self.path.push(as_words(other));
            if other == key {
                self.transcript(value, rest, heard, is_beside)
            } else {
                self.value(value)
            }
            self.path.pop();
        }
    }

    /// What of `uiData` no title, list or badge shows.
    fn what_no_title_shows(&mut self, event: &Event, ui: &Map<String, Value>) {
        if event.contact().is_some() {
            // How an event of the contact center is shown elsewhere, in the tenant's language.
            return;
        }
        for (key, value) in ui {
            self.path.push(as_words(key));
            match (key.as_str(), value) {
                ("listItem", Value::Array(rows)) => {
                    let odd: Vec<_> = rows.iter().filter(|row| custom_event::row(row).is_none()).cloned().collect();
                    self.value(&Value::Array(odd));
                }
                ("listItem", row) if custom_event::row(row).is_some() => {}
                (
                    "title" | "subTitle" | "subtitle" | "auxiliary" | "iconType" | "division" | "channelTypeTag"
                    | "eventSource",
                    Value::String(_) | Value::Number(_) | Value::Bool(_),
                ) => {}
                ("filterTags" | "hidden", _) => {}
                (_, value) => self.value(value),
            }
            self.path.pop();
        }
    }

    /// Variables are rows by their names, wherever they stand.
    fn variables(&mut self, value: &Value) {
        if let Value::String(text) = value
            && let Ok(value @ (Value::Object(_) | Value::Array(_))) = basics::json::parse(text)
        {
            return self.variables(&value);
        }
        let Some((found, others)) = variables(value) else { return self.value(value) };
        let holder = std::mem::take(&mut self.path);
        for (name, value) in found {
            self.named(name, value, false);
        }
        self.path = holder;
        if others.iter().all(|(_, value)| !value.is_object() && !value.is_array()) {
            // `["Gold", "Gold"]`
            others.iter().for_each(|(_, value)| self.leaf(value, true));
        } else {
            others.into_iter().for_each(|(place, value)| self.numbered(place, value));
        }
    }

    fn object(&mut self, data: &Map<String, Value>) {
        for (key, value) in data {
            self.path.push(as_words(key));
            self.value(value);
            self.path.pop();
        }
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Object(fields) if fields.is_empty() => {}
            Value::Array(values) if values.is_empty() => {}
            Value::Object(_) | Value::Array(_) if self.path.len() >= DEPTH => self.row(value.to_string(), true),
            Value::Object(fields) => self.object(fields),
            Value::Array(values) if values.iter().all(|value| !value.is_object() && !value.is_array()) => {
                values.iter().for_each(|value| self.leaf(value, true));
            }
            Value::Array(values) => match pairs(values) {
                Some(pairs) => pairs.into_iter().for_each(|(name, value)| self.named(name, value, true)),
                None => values.iter().enumerate().for_each(|(place, value)| self.numbered(place, value)),
            },
            value => self.leaf(value, false),
        }
    }

    /// A value under a name of its own, which stays as it is: it was written for people.
    fn named(&mut self, name: String, value: &Value, is_listed: bool) {
        self.path.push(name);
        match value {
            Value::Object(_) | Value::Array(_) => self.value(value),
            value => self.leaf(value, is_listed),
        }
        self.path.pop();
    }

    fn numbered(&mut self, place: usize, value: &Value) {
        self.path.push((place + 1).to_string());
        self.value(value);
        self.path.pop();
    }

    fn leaf(&mut self, value: &Value, is_listed: bool) {
        let text = match value {
            Value::Null => return,
            Value::String(text) => text.trim().to_owned(),
            value => value.to_string(),
        };
        if !text.is_empty() {
            self.row(text, is_listed);
        }
    }

    /// A value of the row that the path leads to. `is_listed`: one of a list, which may have it twice.
    fn row(&mut self, text: String, is_listed: bool) {
        if let Some(row) = self.known.get(&self.path).and_then(|place| self.rows.get_mut(*place)) {
            match row.said.last_mut() {
                Some((event, said)) if *event == self.event => {
                    if is_listed || !said.contains(&text) {
                        said.push(text);
                    }
                }
                _ => row.said.push((self.event, vec![text])),
            }
        } else if self.rows.len() < self.limit {
            self.known.insert(self.path.clone(), self.rows.len());
            self.rows.push(Reading { path: self.path.clone(), said: vec![(self.event, vec![text])] });
        } else {
            self.more.insert(hash_of(&self.path));
        }
    }

    pub(super) fn fields(self) -> Fields {
        let field = |Reading { path, said }| {
            let mut values: Vec<Arc<str>> = Vec::new();
            for (_, pieces) in said {
                let value: Arc<str> = pieces.join(", ").into();
                if !values.contains(&value) {
                    values.push(value);
                }
            }
            Field { path, values }
        };
        Fields { rows: self.rows.into_iter().map(field).collect(), more: self.more.len() }
    }
}

fn as_words(key: &str) -> String {
    label(&words(key))
}

/// Whether something beside the rows shows it: a contact's summary and its sections; the time of an event.
fn is_shown_elsewhere(event: &Event, key: &str, value: &Value, beside: Beside<'_>) -> bool {
    match key {
        // The times of each event of a contact stand with it.
        "createdTime" => event.origin == Origin::Platform || basics::read_time(value) == event.key.time,
        "summary" | "sections" => beside.summary.is_some_and(|summary| summary.shows(key, value)),
        _ => false,
    }
}
