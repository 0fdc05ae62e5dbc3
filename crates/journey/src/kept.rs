//! What is kept of a filter between visits, as JSON, and read again: somebody else may have written it, or an older
//! version. What cannot be read asks for nothing.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::values::{text, texts};
use super::{Channel, Filter, Kind, Platform, Span, TimeRange, WrapUpCode};

impl Filter {
    /// What the agent asked for; the time range only if that, too, is the agent's choice and not the layout's.
    pub fn keep(&self, with_range: bool) -> Value {
        let mut kept = Map::new();
        let mut put = |key: &str, values: Vec<Value>| {
            if !values.is_empty() {
                kept.insert(key.to_owned(), Value::Array(values));
            }
        };
        let word = |word: &str| Value::String(word.to_owned());
        let time = |time: Option<DateTime<Utc>>| time.map_or(Value::Null, |time| time.timestamp_millis().into());
        put("text", if self.text.is_empty() { Vec::new() } else { vec![word(self.text.as_str())] });
        put("channels", self.channels.iter().map(|channel| word(channel.word())).collect());
        put("platforms", self.platforms.iter().map(|platform| word(platform.key())).collect());
        let of_kind = |tag: bool| {
            self.kinds.iter().filter(move |kind| matches!(kind, Kind::Tag(_)) == tag).map(|kind| match kind {
                Kind::Contact => word("contact"),
                Kind::Event => word("event"),
                Kind::Tag(name) => word(name),
            })
        };
        put("kinds", of_kind(false).collect());
        put("tags", of_kind(true).collect());
        let code = |code: &Option<WrapUpCode>| code.as_ref().map_or(Value::Null, |code| word(code.as_str()));
        put("wrapUps", self.wrap_ups.iter().map(code).collect());
        put("queues", self.queues.iter().map(|name| word(name)).collect());
        put("agents", self.agents.iter().map(|name| word(name)).collect());
        let range = match self.range {
            TimeRange::Span(span) => vec![time(span.since), time(span.until)],
            named => vec![word(named.key())],
        };
        put("range", if with_range { range } else { Vec::new() });
        Value::Object(kept)
    }

    /// What was kept, and whether that has a time range.
    pub fn kept(kept: &Value) -> (Self, bool) {
        let list = |key: &str| kept.get(key).map(texts).unwrap_or_default();
        let values = |key: &str| kept.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let kinds = list("kinds").into_iter().filter_map(|kind| match kind.as_str() {
            "contact" => Some(Kind::Contact),
            "event" => Some(Kind::Event),
            _ => None,
        });
        let code = |value: &Value| match value {
            Value::Null => Some(None),
            value => text(value).map(|code| Some(WrapUpCode(code.into()))),
        };
        let time = |value: &Value| DateTime::from_timestamp_millis(text(value)?.parse().ok()?);
        let has_range = !values("range").is_empty();
        let range = match values("range") {
            [Value::String(name)] => TimeRange::from_words(name).unwrap_or_default(),
            [since, until] => TimeRange::Span(Span { since: time(since), until: time(until) }),
            _ => TimeRange::All,
        };
        let filter = Self {
            text: list("text").concat().as_str().into(),
            channels: list("channels").iter().filter_map(|word| Channel::from_word(word)).collect(),
            platforms: list("platforms").iter().filter_map(|key| Platform::from_key(key)).collect(),
            kinds: kinds.chain(list("tags").into_iter().map(|tag| Kind::Tag(tag.into()))).collect(),
            wrap_ups: values("wrapUps").iter().filter_map(code).collect(),
            queues: list("queues").into_iter().map(Into::into).collect(),
            agents: list("agents").into_iter().map(Into::into).collect(),
            range,
            ..Self::default()
        };
        (filter, has_range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::at;
    use serde_json::json;

    #[test]
    fn a_filter_is_the_same_after_a_reload() {
        let span = Span { since: Some(at("2026-03-01T00:00:00Z")), until: None };
        for range in [TimeRange::All, TimeRange::TenDays, TimeRange::Span(span)] {
            let filter = Filter {
                text: "blue kettle".into(),
                channels: [Channel::Voice, Channel::WorkItem, Channel::Other("Kiosk".into())].into(),
                platforms: [Platform::Lcm, Platform::Webex].into(),
                kinds: [Kind::Tag("contact".into()), Kind::Contact].into_iter().rev().collect(),
                wrap_ups: [Some(WrapUpCode("Sale".into())), None].into(),
                queues: ["Web".into()].into(),
                agents: ["Ann".into(), "李".into()].into(),
                range,
                ..Filter::default()
            };
            let text = filter.keep(true).to_string();
            assert_eq!(Filter::kept(&serde_json::from_str(&text).expect("JSON")), (filter.clone(), true), "{text}");
            let (without, has_range) = Filter::kept(&filter.keep(false));
            assert_eq!((without.range, has_range, without.queues), (TimeRange::All, false, filter.queues));
        }
    }

    #[test]
    fn what_somebody_else_wrote_asks_for_nothing() {
        let odd = json!({"text": {"a": 1}, "channels": 7.5e300, "kinds": ["else"], "platforms": ["else", 7], "wrapUps": [{}, []], "range": ["x", "y"]});
        for kept in [json!(null), json!([1]), json!("x"), json!({"range": [1, 2, 3]}), odd] {
            let (filter, _) = Filter::kept(&kept);
            assert!(
                filter.kinds.is_empty()
                    && filter.platforms.is_empty()
                    && filter.wrap_ups.is_empty()
                    && filter.text.is_empty(),
                "{kept}"
            );
        }
    }
}
