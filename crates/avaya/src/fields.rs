//! Fields of records as the platform and its tenants write them: missing, null, one where a list should stand.

use chrono::{DateTime, Utc};
use journey::{Channel, Problem, text, words};
use serde_json::{Map, Value, json};

/// A list; one thing stands for a list of it, and null for an empty one.
pub(super) fn list(value: &Value) -> &[Value] {
    match value {
        Value::Array(values) => values,
        Value::Null => &[],
        one => std::slice::from_ref(one),
    }
}

/// A point in time as a record has it: none, or one that cannot be read.
#[derive(Clone, Default)]
pub(super) struct When {
    pub(super) time: Option<DateTime<Utc>>,
    pub(super) problem: Option<Problem>,
}

impl When {
    /// Whether something is said, readable or not.
    pub(super) fn is_said(&self) -> bool {
        self.time.is_some() || self.problem.is_some()
    }

    /// The other one where nothing is said.
    pub(super) fn or(self, other: Self) -> Self {
        if self.is_said() { self } else { other }
    }
}

impl From<Option<DateTime<Utc>>> for When {
    fn from(time: Option<DateTime<Utc>>) -> Self {
        Self { time, problem: None }
    }
}

/// A record, and where in its engagement it stands.
pub(super) struct Record<'a> {
    fields: &'a Map<String, Value>,
    place: &'static str,
}

impl<'a> Record<'a> {
    pub(super) fn of(fields: &'a Map<String, Value>) -> Self {
        Self { fields, place: "" }
    }

    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.fields.get(key).and_then(text)
    }

    /// Whether a field is this word, in any case.
    pub(super) fn is(&self, key: &str, word: &str) -> bool {
        self.text(key).is_some_and(|text| text.eq_ignore_ascii_case(word))
    }

    pub(super) fn value(&self, key: &str) -> &'a Value {
        self.fields.get(key).unwrap_or(&Value::Null)
    }

    /// A point in time.
    pub(super) fn time(&self, key: &str) -> When {
        let value = self.value(key);
        let time = basics::read_time(value);
        let place = if self.place.is_empty() { key.to_owned() } else { [self.place, ".", key].concat() };
        let problem = (time.is_none() && !value.is_null()).then(|| Problem::new(place, value.to_string()));
        When { time, problem }
    }

    /// The records of a list.
    pub(super) fn records(&self, key: &'static str) -> impl Iterator<Item = Self> + use<'a> {
        let fields = list(self.value(key)).iter().filter_map(Value::as_object);
        fields.map(move |fields| Self { fields, place: key })
    }

    /// What stands in a list of records and is none.
    pub(super) fn strays(&self, key: &str) -> impl Iterator<Item = &'a Value> {
        list(self.value(key)).iter().filter(|value| !value.is_object() && !value.is_null())
    }

    /// Some of its fields under other names, as far as they say anything.
    pub(super) fn taken(&self, keys: &[(&str, &str)]) -> Map<String, Value> {
        let mut taken = Map::new();
        for (key, called) in keys {
            if let Some(text) = self.text(key)
                && !taken.contains_key(*called)
            {
                taken.insert((*called).to_owned(), json!(text));
            }
        }
        taken
    }

    /// By which way: the kind of channel, and the tenant's id for it.
    pub(super) fn channel(&self, kind: &str, id: &str) -> Map<String, Value> {
        channel(self.text(kind), self.text(id))
    }
}

fn channel(kind: Option<String>, id: Option<String>) -> Map<String, Value> {
    let mut data = Map::new();
    let is_known = |word: &String| Channel::from_word(word).is_some_and(|channel| channel.is_known());
    let word = kind.clone().filter(is_known).or_else(|| id.clone().filter(is_known)).or(kind).or_else(|| id.clone());
    if let Some(word) = word {
        data.insert("channelType".to_owned(), json!(word));
        if let Some(id) = id.filter(|id| !id.eq_ignore_ascii_case(&word)) {
            data.insert("channelId".to_owned(), json!(id));
        }
    }
    data
}

/// `TRANSFER_TO_AGENT` as people read it: "Transfer to agent".
pub(super) fn spoken(word: &str) -> String {
    words(&word.to_lowercase())
}

/// Who wrote a note last, by name.
pub(super) fn author(note: &Record<'_>) -> Option<String> {
    let name = |key: &str| {
        let by = note.value(key);
        by.get("name").or(by.is_string().then_some(by)).and_then(text)
    };
    name("updatedBy").or_else(|| name("createdBy"))
}
