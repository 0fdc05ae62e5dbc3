//! What arrived in a project since the page was opened: the newest first, no more than can be looked at, and how much of it
//! is not there.

use std::collections::VecDeque;

use serde::Deserialize;
use serde_json::{Map, Value};

/// So many events are kept.
pub(crate) const MOST: usize = 200;
/// So many fields of an event's data stand in its line, and so many characters of each.
const FIELDS: usize = 4;
const CHARACTERS: usize = 60;

/// What the service tells.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Told {
    pub(crate) received_at: String,
    pub(crate) event: Map<String, Value>,
    pub(crate) problems: Vec<Oddity>,
    /// So many events it could not tell in time.
    pub(crate) passed_over: i64,
}

/// What is odd about an event, and where in it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct Oddity {
    pub(crate) kind: String,
    pub(crate) places: Vec<String>,
}

/// An event that arrived.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Arrival {
    /// Its place among all that arrived here.
    pub(crate) number: u64,
    pub(crate) told: Told,
}

impl Arrival {
    /// A field of the event, as text.
    pub(crate) fn field(&self, name: &str) -> &str {
        self.told.event.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// The first things that it says, for its line.
    pub(crate) fn summary(&self) -> String {
        let data = self.told.event.get("data").and_then(Value::as_object);
        let said = data.into_iter().flatten().filter_map(|(name, value)| {
            let text = match value {
                Value::String(text) => text.trim().to_owned(),
                Value::Number(_) | Value::Bool(_) => value.to_string(),
                _ => return None,
            };
            (!text.is_empty()).then(|| format!("{name}: {}", shortened(&text)))
        });
        said.take(FIELDS).collect::<Vec<_>>().join(" · ")
    }

    /// The event as it is stored, to be looked at.
    pub(crate) fn raw(&self) -> String {
        serde_json::to_string_pretty(&self.told.event).unwrap_or_default()
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(CHARACTERS) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// Which events somebody wants to see.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Wanted {
    pub(crate) kind: String,
    pub(crate) source: String,
    pub(crate) identity: String,
}

impl Wanted {
    /// Whether an event that is shown already is one of them. Whose other identities a person has, the service knows.
    fn admits(&self, arrival: &Arrival) -> bool {
        let has = |name: &str, part: &str| arrival.field(name).to_lowercase().contains(&part.to_lowercase());
        let is_whose = self.identity.is_empty() || arrival.field("identity").eq_ignore_ascii_case(&self.identity);
        has("type", &self.kind) && has("source", &self.source) && is_whose
    }
}

/// The list.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Arrivals {
    /// The newest first.
    pub(crate) shown: VecDeque<Arrival>,
    /// Those that came while the list stands still, the newest first.
    pub(crate) waiting: VecDeque<Arrival>,
    pub(crate) is_paused: bool,
    /// How many the service did not tell of.
    pub(crate) passed_over: i64,
    /// How many were here, and made room for others.
    pub(crate) dropped: i64,
    count: u64,
}

impl Arrivals {
    /// Takes what the service tells.
    pub(crate) fn take(&mut self, told: Told) {
        if told.passed_over > 0 {
            self.passed_over = self.passed_over.saturating_add(told.passed_over);
        } else if !told.event.is_empty() {
            self.count = self.count.saturating_add(1);
            let arrival = Arrival { number: self.count, told };
            if self.is_paused { &mut self.waiting } else { &mut self.shown }.push_front(arrival);
            self.bound();
        }
    }

    /// Lets the list stand still, or go on.
    pub(crate) fn pause(&mut self, is_paused: bool) {
        self.is_paused = is_paused;
        if !is_paused {
            let mut all = std::mem::take(&mut self.waiting);
            all.append(&mut self.shown);
            self.shown = all;
            self.bound();
        }
    }

    /// Leaves out what is not wanted any more.
    pub(crate) fn keep(&mut self, wanted: &Wanted) {
        self.shown.retain(|arrival| wanted.admits(arrival));
        self.waiting.retain(|arrival| wanted.admits(arrival));
    }

    fn bound(&mut self) {
        for list in [&mut self.shown, &mut self.waiting] {
            while list.len() > MOST {
                list.pop_back();
                self.dropped = self.dropped.saturating_add(1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn told(event: Value) -> Told {
        serde_json::from_value(json!({ "receivedAt": "2026-03-01T10:00:00.000Z", "event": event })).expect("told")
    }

    fn types(list: &VecDeque<Arrival>) -> Vec<&str> {
        list.iter().map(|arrival| arrival.field("type")).collect()
    }

    #[test]
    fn the_newest_is_first_and_what_has_no_room_is_counted() {
        let mut arrivals = Arrivals::default();
        for number in 0..MOST + 3 {
            arrivals.take(told(json!({ "type": number.to_string() })));
        }
        arrivals.take(serde_json::from_value(json!({ "passedOver": 7 })).expect("told"));
        assert_eq!(types(&arrivals.shown).first(), Some(&"202"));
        assert_eq!((arrivals.shown.len(), arrivals.dropped, arrivals.passed_over), (MOST, 3, 7));
    }

    #[test]
    fn while_the_list_stands_still_what_arrives_waits_and_comes_when_it_goes_on() {
        let mut arrivals = Arrivals::default();
        arrivals.take(told(json!({ "type": "a" })));
        arrivals.pause(true);
        arrivals.take(told(json!({ "type": "b" })));
        arrivals.take(told(json!({ "type": "c" })));
        assert_eq!((types(&arrivals.shown), types(&arrivals.waiting)), (vec!["a"], vec!["c", "b"]));
        arrivals.pause(false);
        assert_eq!((types(&arrivals.shown), types(&arrivals.waiting)), (vec!["c", "b", "a"], vec![]));
    }

    #[test]
    fn what_is_not_wanted_any_more_goes() {
        let mut arrivals = Arrivals::default();
        for (kind, identity) in [("task:new", "Ann@example.com"), ("Order", "ann@example.com"), ("task:ended", "bob")] {
            arrivals.take(told(json!({ "type": kind, "source": "x", "identity": identity })));
        }
        let wanted = |kind: &str, identity: &str| Wanted {
            kind: kind.to_owned(),
            identity: identity.to_owned(),
            ..Wanted::default()
        };
        arrivals.keep(&wanted("TASK", ""));
        assert_eq!(types(&arrivals.shown), ["task:ended", "task:new"]);
        arrivals.keep(&wanted("", "ann@example.com"));
        assert_eq!(types(&arrivals.shown), ["task:new"]);
    }

    #[test]
    fn the_line_says_the_first_things_that_the_event_does() {
        let data = json!({ "a": "x".repeat(80), "b": 5, "c": {}, "d": "", "e": true, "f": "y", "g": "z" });
        let arrival = Arrival { number: 1, told: told(json!({ "data": data })) };
        assert_eq!(arrival.summary(), format!("a: {}… · b: 5 · e: true · f: y", "x".repeat(60)));
    }
}
