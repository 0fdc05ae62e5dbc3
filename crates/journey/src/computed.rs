//! The tiles of a platform that has no profile template: what its contacts say together. Keys of words and values, and no
//! words: those are the view's.

use chrono::{DateTime, Utc};

use super::{Channel, Contact, Journey, Platform, Sentiment, TimeRange, is_ahead};

/// What a computed tile says.
#[derive(Clone, Debug, PartialEq)]
pub enum ComputedValue {
    /// So many contacts.
    Count(usize),
    /// A wrap-up code or an outcome, in the platform's words.
    Words(String),
    /// A channel.
    Channel(Channel),
    /// A sentiment.
    Sentiment(Sentiment),
}

/// One tile.
#[derive(Clone, Debug, PartialEq)]
pub struct ComputedTile {
    /// A stable word for what it says, for keys of words: `contacts-10-days`, `contacts-24-hours`, `last-outcome`,
    /// `last-channel`, `average-sentiment`.
    pub key: &'static str,
    /// What it says; `None`: no contact says it.
    pub value: Option<ComputedValue>,
    /// It covers only what is loaded: what lies before may change it.
    pub is_partial: bool,
}

impl ComputedTile {
    /// Whether the platform told of a contact: without one there is no tile.
    pub fn is_any(journey: &Journey, platform: Platform, now: DateTime<Utc>) -> bool {
        legs(journey, platform, now).next().is_some()
    }

    /// The tiles of one platform's contacts at `now`. `reach`: back to when its history is loaded; `None`: to its beginning.
    pub fn all(journey: &Journey, platform: Platform, now: DateTime<Utc>, reach: Option<DateTime<Utc>>) -> Vec<Self> {
        let legs = || legs(journey, platform, now);
        if !Self::is_any(journey, platform, now) {
            return Vec::new();
        }
        let count = |key, range: TimeRange| {
            let since = range.since(now);
            let value = legs().filter(|leg| leg.last_at(now) >= since).count();
            Self { key, value: Some(ComputedValue::Count(value)), is_partial: reach > since }
        };
        let last = |key, value: Option<ComputedValue>| {
            let is_partial = reach.is_some() && value.is_none();
            Self { key, value, is_partial }
        };
        let outcome = |leg: &Contact| {
            let code = leg.wrap_up_code().map(|code| code.as_str().to_owned());
            code.or_else(|| leg.outcome.clone()).map(ComputedValue::Words)
        };
        let mut tiles = vec![
            count("contacts-10-days", TimeRange::TenDays),
            count("contacts-24-hours", TimeRange::Day),
            last("last-outcome", legs().find_map(outcome)),
            last("last-channel", legs().find_map(|leg| leg.channel.clone().map(ComputedValue::Channel))),
        ];
        if let Some(sentiment) = average(legs().filter_map(|leg| leg.sentiment)) {
            let value = Some(ComputedValue::Sentiment(sentiment));
            tiles.push(Self { key: "average-sentiment", value, is_partial: reach.is_some() });
        }
        tiles
    }
}

/// One platform's own part of its contacts, the newest first.
fn legs(journey: &Journey, platform: Platform, now: DateTime<Utc>) -> impl Iterator<Item = &Contact> {
    let legs = journey.shown_at(now).filter_map(|entry| entry.contact()).flat_map(Contact::legs);
    legs.filter(move |leg| leg.platform == platform && !is_ahead(leg.start, now) && !leg.is_visit())
}

/// The step that is nearest to the mean of the steps.
fn average(sentiments: impl Iterator<Item = Sentiment>) -> Option<Sentiment> {
    let (sum, count) = sentiments.fold((0_i32, 0_i32), |(sum, count), sentiment| {
        let step = match sentiment {
            Sentiment::Positive => 1,
            Sentiment::Neutral => 0,
            Sentiment::Negative => -1,
        };
        (sum + step, count + 1)
    });
    (count > 0).then_some(match sum * 2 {
        double if double > count => Sentiment::Positive,
        double if double < -count => Sentiment::Negative,
        _ => Sentiment::Neutral,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{at, call, journey, wire};
    use serde_json::{Value, json};

    const NOW: &str = "2026-03-10T12:00:00Z";

    fn told(platform: &str, mut events: Vec<Value>) -> Vec<Value> {
        events.iter_mut().for_each(|event| event["platform"] = json!(platform));
        events
    }

    fn felt(id: &str, day: &str, sentiment: &str) -> Vec<Value> {
        let mut events = call(id, day, None);
        events.push(wire(id, "empath:data", &format!("{day}T11:00:00Z"), json!({"overallSentiment": sentiment})));
        told("genesys", events)
    }

    fn values(events: &[Value], platform: Platform, reach: Option<&str>) -> Vec<(&'static str, String, bool)> {
        let tiles = ComputedTile::all(&journey(events), platform, at(NOW), reach.map(at));
        let value = |value: Option<ComputedValue>| match value {
            None => "-".to_owned(),
            Some(ComputedValue::Count(count)) => count.to_string(),
            Some(ComputedValue::Words(words)) => words,
            Some(ComputedValue::Channel(channel)) => channel.key().to_owned(),
            Some(ComputedValue::Sentiment(sentiment)) => sentiment.key().to_owned(),
        };
        tiles.into_iter().map(|tile| (tile.key, value(tile.value), tile.is_partial)).collect()
    }

    fn plain(tiles: &[(&'static str, String, bool)]) -> Vec<String> {
        tiles.iter().map(|(_, value, _)| value.clone()).collect()
    }

    #[test]
    fn the_tiles_say_how_often_how_it_ended_and_by_which_way_it_came_last() {
        let mut events = told("avaya", call("old", "2026-02-01", Some("Complaint")));
        events.extend(told("avaya", call("recent", "2026-03-03", Some("Sale"))));
        events.extend(told(
            "avaya",
            vec![wire("now", "task:new", "2026-03-10T11:30:00Z", json!({"channelType": "chat"}))],
        ));
        // Another platform's, and one that claims to be still to come.
        events.extend(call("other", "2026-03-10", Some("Refund")));
        events.extend(told("avaya", call("odd", "2031-03-03", Some("Odd"))));
        let tiles = values(&events, Platform::Avaya, None);
        let keys: Vec<_> = tiles.iter().map(|(key, ..)| *key).collect();
        assert_eq!(keys, ["contacts-10-days", "contacts-24-hours", "last-outcome", "last-channel"]);
        assert_eq!(plain(&tiles), ["2", "1", "Sale", "chat"]);
        assert!(tiles.iter().all(|(.., is_partial)| !is_partial));
    }

    #[test]
    fn a_platform_that_told_of_no_contact_has_no_tile() {
        let mut events = call("other", "2026-03-10", Some("Refund"));
        events.extend(told("avaya", call("odd", "2031-03-03", Some("Odd"))));
        for platform in [Platform::Avaya, Platform::Lcm] {
            assert_eq!(plain(&values(&events, platform, None)), Vec::<String>::new());
            assert!(!ComputedTile::is_any(&journey(&events), platform, at(NOW)));
        }
        assert!(ComputedTile::is_any(&journey(&events), Platform::Webex, at(NOW)));
        events.extend(told("lcm", call("old", "2024-03-10", None)));
        assert_eq!(plain(&values(&events, Platform::Lcm, None)), ["0", "0", "-", "voice"]);
    }

    #[test]
    fn a_visit_of_the_web_site_is_no_contact_that_a_tile_counts() {
        let mut events = told("genesys", call("recent", "2026-03-03", Some("Sale")));
        let page = |time| wire("v", "page_viewed", time, json!({"channelType": "web", "page": "Kettles"}));
        events.extend(told("genesys", vec![page("2026-03-10T11:00:00Z"), page("2026-03-10T11:05:00Z")]));
        assert_eq!(plain(&values(&events, Platform::Genesys, None)), ["1", "0", "Sale", "voice"]);
    }

    #[test]
    fn an_outcome_stands_in_where_there_is_no_wrap_up_code_and_a_joined_contact_says_each_platforms_own() {
        let mut one = told("lcm", call("c", "2026-03-10", None));
        one[4]["data"]["outcome"] = json!("Success");
        one.extend(call("c", "2026-03-10", Some("Sale")));
        assert_eq!(plain(&values(&one, Platform::Lcm, None)), ["1", "1", "Success", "voice"]);
        assert_eq!(plain(&values(&one, Platform::Webex, None)), ["1", "1", "Sale", "voice"]);
    }

    #[test]
    fn what_lies_before_the_loaded_history_is_told_to_be_missing_where_it_counts() {
        let events = told("genesys", call("c", "2026-03-10", None));
        let partial = |reach| -> Vec<bool> {
            values(&events, Platform::Genesys, Some(reach)).into_iter().map(|(.., is_partial)| is_partial).collect()
        };
        assert_eq!(partial("2026-03-10T00:00:00Z"), [true, true, true, false]);
        assert_eq!(partial("2026-03-09T00:00:00Z"), [true, false, true, false]);
        assert_eq!(partial("2026-02-01T00:00:00Z"), [false, false, true, false], "an outcome may lie before");
    }

    #[test]
    fn the_sentiment_is_the_average_of_those_that_are_known() {
        let mut events = felt("1", "2026-03-01", "positive");
        events.extend(felt("2", "2026-03-02", "positive"));
        events.extend(felt("3", "2026-03-03", "negative"));
        events.extend(told("genesys", call("4", "2026-03-04", None)));
        let sentiment = |events: &[Value]| values(events, Platform::Genesys, None).last().map(|tile| tile.1.clone());
        assert_eq!(sentiment(&events).as_deref(), Some("neutral"));
        events.extend(felt("5", "2026-03-05", "positive"));
        events.extend(felt("6", "2026-03-06", "positive"));
        assert_eq!(sentiment(&events).as_deref(), Some("positive"));
        assert_eq!(sentiment(&felt("7", "2026-03-01", "Very negative")).as_deref(), Some("negative"));
    }
}
