//! What is odd about an event that was taken: nothing that would refuse it, but what whoever set up its sender may not have
//! meant. For pages on which somebody looks at what arrives.

use cjds::identity::has_variable;
use serde::Serialize;
use serde_json::{Map, Value};

/// Clocks may differ by so much, in ms.
const CLOCK_SKEW: i64 = 5 * 60_000;
const DAY: i64 = 86_400_000;
/// More places are not named.
const MOST_PLACES: usize = 20;

/// What is odd, and where in the event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub(crate) struct Oddity {
    kind: Kind,
    /// Paths of fields (`data.items.0.name`), where it is said of some.
    places: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
enum Kind {
    /// It came without a time, and has that of its arrival.
    TimeMissing,
    /// It is said to happen later than it arrived.
    TimeAhead,
    /// It happened longer ago than events are kept: it is deleted soon.
    TimeTooOld,
    /// A variable stands in it that nothing was put in for.
    Unresolved,
    /// It says nothing but its type.
    DataEmpty,
    /// It is too long to be shown here.
    TooLong,
}

impl Oddity {
    pub(crate) const TOO_LONG: Self = Self::of(Kind::TooLong);

    const fn of(kind: Kind) -> Self {
        Self { kind, places: Vec::new() }
    }
}

/// What is odd about an event of that time and arrival (epoch ms), where events are kept for so many days.
pub(crate) fn oddities(event: &Map<String, Value>, time: i64, received_at: i64, kept_for: i64) -> Vec<Oddity> {
    let mut found = Vec::new();
    // An event that came with a time happened before it arrived.
    if time == received_at {
        found.push(Oddity::of(Kind::TimeMissing));
    } else if time > received_at.saturating_add(CLOCK_SKEW) {
        found.push(Oddity::of(Kind::TimeAhead));
    } else if received_at.saturating_sub(time) > kept_for.saturating_mul(DAY) {
        found.push(Oddity::of(Kind::TimeTooOld));
    }
    let mut places = Vec::new();
    for (name, value) in event {
        gather(name, value, &mut places);
    }
    if !places.is_empty() {
        places.sort_unstable();
        found.push(Oddity { kind: Kind::Unresolved, places });
    }
    if event.get("data").and_then(Value::as_object).is_some_and(Map::is_empty) {
        found.push(Oddity::of(Kind::DataEmpty));
    }
    found
}

/// The places of texts with a variable in them.
fn gather(place: &str, value: &Value, places: &mut Vec<String>) {
    if places.len() >= MOST_PLACES {
        return;
    }
    match value {
        Value::String(text) if has_variable(text) => places.push(place.to_owned()),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                gather(&format!("{place}.{index}"), item, places);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                gather(&format!("{place}.{name}"), field, places);
            }
        }
        _ => {}
    }
}
