//! The parts of a support file, as JSON: what was explained, with a stand-in for whatever a customer, an agent or a sender
//! wrote. Points in time, kinds of events, rules, and the words of the administrator are left.

use serde_json::{Map, Value, json};

use super::place::{FieldPlace, Step};
use super::{Because, Made, Shown, StandIns};
use crate::{
    ComputedTile, ComputedValue, EntryId, JudgedFlag, JudgedLink, Origin, ProfileAttribute, RuleMap, write_time,
};

/// So many events of one entry are written.
const MOST_EVENTS: usize = 200;

/// An entry.
pub fn support_of_entry(id: &EntryId, made: &Made, all: &mut StandIns) -> Value {
    let events: Vec<Value> = made
        .events
        .iter()
        .take(MOST_EVENTS)
        .map(|event| {
            let by = if event.origin == Origin::Platform { "contact center" } else { "somebody else" };
            json!({
                "id": all.stand_in("id", &event.key.id),
                "type": all.stand_in("type", &event.key.kind),
                "kind": event.kind.key(),
                "time": event.key.time.map(write_time),
                "source": all.stand_in("source", &event.source),
                "sent by": by,
                "platform": event.platform.key(),
                "contact": event.task.as_ref().map(|task| all.stand_in("contact", task.as_str())),
                "identity": all.stand_in("identity", &event.identity),
                "data": all.data(&Value::Object(event.data.clone())),
            })
        })
        .collect();
    let shown: Vec<Value> = made.shown.iter().map(|shown| support_of_shown(shown, all)).collect();
    let problems: Vec<Value> = made
        .problems
        .iter()
        .map(|problem| {
            let (place, found) = (path(&problem.place, all), all.stand_in("text", &problem.found));
            json!({"place": place, "found": found})
        })
        .collect();
    let left_out = made.events.len().saturating_sub(MOST_EVENTS);
    json!({"entry": all.stand_in("entry", id.as_str()), "events": events, "events left out": left_out,
        "shown": shown, "problems": problems})
}

fn support_of_shown(shown: &Shown, all: &mut StandIns) -> Value {
    let value = shown.value.as_ref().map(|value| all.stand_in("text", value));
    let mut written = json!({"part": shown.part, "value": value});
    match &shown.because {
        Because::Field(FieldPlace { event, path }) => {
            let keys: Vec<String> = path
                .iter()
                .map(|step| match step {
                    Step::Known(key) => (*key).to_owned(),
                    Step::Named(key) => all.kept("field", key),
                    Step::Sent(key) => all.key(key),
                })
                .collect();
            written["event"] = json!(event + 1);
            written["field"] = json!(["data.", &keys.join(".")].concat());
        }
        Because::Type(event) => {
            written["event"] = json!(event + 1);
            written["field"] = json!("type");
        }
        Because::Rule(rule) => written["rule"] = json!(rule),
    }
    written
}

/// A path with dots, whose keys may be a sender's.
fn path(place: &str, all: &mut StandIns) -> String {
    let key = |key: &str| if matches!(key, "data" | "") { key.to_owned() } else { all.key(key) };
    place.split('.').map(key).collect::<Vec<_>>().join(".")
}

/// A tile of a profile template, or one that the domain computed.
pub fn support_of_tile(tile: Result<&ProfileAttribute, &ComputedTile>, all: &mut StandIns) -> Value {
    match tile {
        Ok(tile) => {
            let values: Vec<String> = tile.values.iter().map(|value| all.stand_in("text", value)).collect();
            let asked: Map<String, Value> =
                tile.asked.iter().map(|(key, value)| ((*key).to_owned(), json!(all.kept("template", value)))).collect();
            json!({"label": all.kept("template", &tile.label), "template": asked, "values": values,
                "error": tile.error.as_ref().map(|error| all.stand_in("text", error)),
                "is a number": tile.is_number, "is a channel": tile.is_channel})
        }
        Err(tile) => {
            let value = tile.value.as_ref().map(|value| match value {
                ComputedValue::Count(count) => json!(count),
                ComputedValue::Words(words) => json!(all.stand_in("text", words)),
                ComputedValue::Channel(channel) => json!(channel.key()),
                ComputedValue::Sentiment(mood) => json!(mood.key()),
            });
            json!({"rule": tile.key, "value": value, "only of what is loaded": tile.is_partial})
        }
    }
}

/// A flag, or a rule that made none.
pub fn support_of_flag(flag: &JudgedFlag, all: &mut StandIns) -> Value {
    let wanted: Vec<String> = flag.wanted.iter().map(|value| all.stand_in("text", value)).collect();
    let values: Vec<String> = flag.values.iter().map(|value| all.stand_in("text", value)).collect();
    json!({
        "word": all.kept("rule", &flag.rule),
        "rule of": map(flag.map),
        "number": flag.place.map(|place| place + 1),
        "looks at": if flag.is_of_profile { "attribute" } else { "field" },
        "name": all.kept("field", &flag.subject),
        "comparison": if flag.comparison.is_empty() { "is set" } else { flag.comparison },
        "compared with": wanted,
        "values": values,
        "entry": flag.entry.as_ref().map(|id| all.stand_in("entry", id.as_str())),
        "shown": flag.verdict.is_ok(),
        "why not": flag.verdict.as_ref().err().map(|why| why.key()),
    })
}

/// A link, or a template that made none.
pub fn support_of_link(link: &JudgedLink, all: &mut StandIns) -> Value {
    let filled: Vec<Value> = link.filled.iter().map(|(name, value)| {
        json!({"name": all.kept("field", name), "value": value.as_ref().map(|value| all.stand_in("text", value))})
    }).collect();
    json!({
        "label": all.kept("rule", &link.label),
        "template of": map(link.map),
        "template": all.kept("rule", &link.template),
        "filled in": filled,
        "shown": link.verdict.is_ok(),
        "why not": link.verdict.as_ref().err().map(|why| why.key()),
    })
}

fn map(map: RuleMap) -> &'static str {
    match map {
        RuleMap::Property => "property",
        RuleMap::File => "file",
    }
}
