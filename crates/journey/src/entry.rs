//! One row of the timeline: a contact, an event that stands for itself, or what could not be read.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::values::{shortened, text};
use super::variables::{holds_variables, variables};
use super::{Channel, Contact, CustomEvent, Direction, EntryId, Event, EventKind, Platform, Search, Unread};

/// A field's value is shown beside others, letters.
const LONGEST_FIELD: usize = 40;

/// One row of the timeline.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Which row; the same after a reload.
    pub id: EntryId,
    /// Another number for other contents.
    pub revision: u64,
    /// Where it stands in time.
    pub time: Option<DateTime<Utc>>,
    /// What it is.
    pub kind: EntryKind,
    /// What a search looks through, in lower case; made when it is first asked for.
    search_text: OnceLock<Box<str>>,
    searched: Searched,
}

/// The last search that was asked for, and whether the row was found: its id and a bit. 0: none.
#[derive(Debug, Default)]
struct Searched(AtomicU32);

impl Clone for Searched {
    fn clone(&self) -> Self {
        Self(AtomicU32::new(self.0.load(Ordering::Relaxed)))
    }
}

/// What a row is.
#[derive(Clone, Debug, PartialEq)]
pub enum EntryKind {
    /// A contact.
    Contact(Box<Contact>),
    /// An event that stands for itself.
    Custom(CustomEvent),
    /// Something that could not be read.
    Unreadable(Unread),
}

/// Events are never changed, only added; so the same events are the same row, and nobody compares what is in them.
impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && self.revision == other.revision
    }
}

impl Entry {
    pub(super) fn new(id: EntryId, revision: u64, time: Option<DateTime<Utc>>, kind: EntryKind) -> Self {
        Self { id, revision, time, kind, search_text: OnceLock::new(), searched: Searched::default() }
    }

    /// The contact, if it is one.
    pub fn contact(&self) -> Option<&Contact> {
        match &self.kind {
            EntryKind::Contact(contact) => Some(contact),
            _ => None,
        }
    }

    /// The platforms that told of it, each once.
    pub fn platforms(&self) -> Vec<Platform> {
        match &self.kind {
            EntryKind::Contact(contact) => contact.platforms(),
            EntryKind::Custom(custom) => vec![custom.event.platform],
            EntryKind::Unreadable(unread) => vec![unread.platform],
        }
    }

    /// Whether this platform told of it.
    pub(super) fn is_told_by(&self, platform: Platform) -> bool {
        match &self.kind {
            EntryKind::Contact(contact) => contact.legs().iter().any(|leg| leg.platform == platform),
            EntryKind::Custom(custom) => custom.event.platform == platform,
            EntryKind::Unreadable(unread) => unread.platform == platform,
        }
    }

    /// When something happened last before `now`: for a contact, its last event.
    pub fn last_at(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.contact().and_then(|contact| contact.last_at(now)).or(self.time)
    }

    /// The words that say what sort of thing it is, the most telling first: an icon is found by them.
    pub fn kind_words(&self) -> Vec<String> {
        let mut words: Vec<String> = match &self.kind {
            EntryKind::Contact(contact) => {
                let direction = contact.direction.filter(|_| contact.channel == Some(Channel::Voice));
                let call = direction.map(|direction| match direction {
                    Direction::Inbound => "inbound-call",
                    Direction::Outbound => "outbound-call",
                });
                let channel = contact.channel.as_ref().map(channel_words).unwrap_or_default();
                let name = contact.channel_name.clone().filter(|name| !channel.contains(name));
                call.into_iter().map(str::to_owned).chain(name).chain(channel).collect()
            }
            EntryKind::Custom(event) => {
                let kind = Some(event.event.key.kind.clone());
                let words = [event.icon.clone(), kind, event.title.clone()].into_iter().flatten();
                words.chain(event.channel.as_ref().map(channel_words).unwrap_or_default()).collect()
            }
            EntryKind::Unreadable(_) => Vec::new(),
        };
        // An address is no word: a map's "shop" does not mean every picture of shop.example.
        words.retain(|word| !word.contains("://") && !word.starts_with("data:"));
        words
    }

    /// The value that its events have under this key: for a contact, the latest that says something.
    pub fn field(&self, key: &str) -> Option<String> {
        let of = |event: &Event| {
            let of_data = event.data.get(key).and_then(text);
            let ui = || event.data.get("uiData");
            // Custom events have another name for it.
            let channel = || (key == "channelType").then(|| ui()?.get("channelTypeTag").and_then(text)).flatten();
            of_data.or_else(|| ui()?.get(key).and_then(text)).or_else(channel)
        };
        let found = match &self.kind {
            EntryKind::Contact(contact) => {
                let mut events = contact.events.iter().rev().filter(|event| event.kind != EventKind::Note);
                events.find_map(|event| of(event))
            }
            EntryKind::Custom(custom) => of(&custom.event),
            EntryKind::Unreadable(_) => None,
        };
        found.map(|value| shortened(&value, LONGEST_FIELD))
    }

    /// Whether it has all the searched words.
    pub(super) fn has(&self, search: &Search) -> bool {
        if search.is_empty() {
            return true;
        }
        let before = self.searched.0.load(Ordering::Relaxed);
        let (of, was_found) = (before >> 1, before & 1 == 1);
        let is_found = if before != 0 && of == search.id() {
            was_found
        } else if before != 0 && Some(of) == search.wider() && !was_found {
            false
        } else {
            search.is_in(self.search_text(), |platform| self.is_told_by(platform))
        };
        self.searched.0.store(search.id() << 1 | u32::from(is_found), Ordering::Relaxed);
        is_found
    }

    /// Whether a search would have to read the whole row first.
    pub(super) fn is_prepared(&self) -> bool {
        self.search_text.get().is_some()
    }

    /// All its words in lower case.
    pub(super) fn search_text(&self) -> &str {
        self.search_text.get_or_init(|| {
            let mut words = String::new();
            match &self.kind {
                EntryKind::Contact(contact) => {
                    let mut before: Option<&Event> = None;
                    for event in &contact.events {
                        add_event(event, before, &mut words);
                        before = Some(event);
                    }
                }
                EntryKind::Custom(custom) => add_event(&custom.event, None, &mut words),
                EntryKind::Unreadable(unread) => add(unread.raw.as_deref().unwrap_or_default(), &mut words),
            }
            words.into()
        })
    }
}

/// A channel in the words that tenants and icon maps have for it.
fn channel_words(channel: &Channel) -> Vec<String> {
    let words: &[&str] = match channel {
        Channel::Voice => &["telephony", "voice", "call", "phone"],
        Channel::Chat => &["chat", "messenger"],
        Channel::Email => &["email"],
        Channel::Sms => &["sms"],
        Channel::Social => &["social"],
        Channel::Web => &["web", "page visit"],
        Channel::WorkItem => &["workItem", "task"],
        Channel::Other(word) => return vec![word.to_string()],
    };
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// Adds what `before`, an event of the same contact, did not say: most of them repeat its queue, channel and numbers.
fn add_event(event: &Event, before: Option<&Event>, words: &mut String) {
    add(&event.key.kind, words);
    for (key, value) in &event.data {
        if before.is_none_or(|before| before.data.get(key) != Some(value)) {
            if let Some((named, _)) = variables(value).filter(|_| holds_variables(key)) {
                named.iter().for_each(|(name, _)| add(name, words));
            }
            add_words(value, words);
        }
    }
}

fn add_words(value: &Value, words: &mut String) {
    match value {
        // As people read it, not as JSON writes it.
        Value::String(text) if text.starts_with(['{', '[']) => match basics::json::parse(text) {
            Ok(value @ (Value::Object(_) | Value::Array(_))) => add_words(&value, words),
            _ => add(text, words),
        },
        Value::String(text) => add(text, words),
        Value::Number(number) => add(&number.to_string(), words),
        Value::Array(values) => values.iter().for_each(|value| add_words(value, words)),
        Value::Object(fields) => fields.values().for_each(|value| add_words(value, words)),
        Value::Null | Value::Bool(_) => {}
    }
}

/// Value by value, so that one name with an accent does not send a whole contact the long way round.
fn add(text: &str, words: &mut String) {
    words.push_str(&text.to_lowercase());
    words.push(' ');
}

#[cfg(test)]
mod tests {
    use crate::Platform;
    use crate::samples::{call, custom, journey};
    use serde_json::json;

    #[test]
    fn a_call_is_told_by_its_direction_first_and_an_event_by_what_its_sender_says() {
        let mut events = call("c", "2026-03-01", None);
        let ui = json!({"iconType": "cart", "title": "Bought a kettle", "channelTypeTag": "web"});
        events.push(custom("Order", "2026-03-02T10:00:00Z", json!({"uiData": ui})));
        let picture = json!({"iconType": "https://shop.example/x.png"});
        events.push(custom("Visit", "2026-03-03T10:00:00Z", json!({"uiData": picture})));
        let words: Vec<Vec<String>> = journey(&events).entries().map(|entry| entry.kind_words()).collect();
        assert_eq!(words[0], ["Visit"]);
        assert_eq!(words[1], ["cart", "Order", "Bought a kettle", "web", "page visit"]);
        assert_eq!(words[2], ["inbound-call", "telephony", "voice", "call", "phone"]);
    }

    #[test]
    fn every_row_says_which_platform_told_it() {
        let mut events = call("c", "2026-03-01", None);
        events.push(custom("Order", "2026-03-02T10:00:00Z", json!({})));
        events.last_mut().expect("an event")["platform"] = json!("genesys");
        events.push(json!(7));
        let platforms: Vec<_> = journey(&events).entries().map(|entry| entry.platforms()).collect();
        assert_eq!(platforms, [[Platform::Genesys], [Platform::Webex], [Platform::Webex]]);
    }

    #[test]
    fn what_the_details_show_a_search_finds_and_what_is_secure_it_does_not() {
        let data = json!({"transcript": "My kettle came broken", "summary": "Refund", "sentiment": "negative",
            "sections": {"nextSteps": ["Send another"]}, "cad": {"Plan": {"value": "Gold"}, "Pin": {"value": "4711", "secure": true}},
            "messages": "[{\"role\": \"user\", \"text\": \"Jos\\u00e9 speaking\"}]"});
        let journey = journey(&[custom("Order", "2026-03-02T10:00:00Z", data)]);
        let found = |text: &str| journey.entries().next().is_some_and(|entry| entry.has(&text.into()));
        for text in ["kettle", "refund", "NEGATIVE", "send another", "gold", "plan", "josé"] {
            assert!(found(text), "{text}");
        }
        assert!(!found("4711"));
    }

    #[test]
    fn a_field_is_found_wherever_its_sender_put_it() {
        let mut events = call("c", "2026-03-01", None);
        let data = json!({"plan": "Gold", "long": "x".repeat(500), "uiData": {"eventSource": "Shop", "channelTypeTag": "web"}});
        events.push(custom("Order", "2026-03-02T10:00:00Z", data));
        let journey = journey(&events);
        let entries: Vec<_> = journey.entries().collect();
        assert_eq!(entries[0].field("plan").as_deref(), Some("Gold"));
        assert_eq!(entries[0].field("eventSource").as_deref(), Some("Shop"));
        assert_eq!(entries[0].field("channelType").as_deref(), Some("web"));
        assert_eq!(entries[0].field("long").map(|value| value.chars().count()), Some(41));
        assert_eq!(entries[1].field("reason").as_deref(), Some("Agent Left"));
        assert_eq!(entries[1].field("queueName").as_deref(), Some("Support"));
        assert_eq!(entries[0].field("nothing"), None);
    }
}
