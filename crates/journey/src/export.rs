//! What is written into a file: the rows that are wanted, flat, with identities masked unless they are asked for. In
//! JSON by the contract's own words; for a table `locale` writes the words, from the same [`Record`]s.

use std::fmt::Write;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::mask::Mask;
use super::{
    Channel, ContactState, CustomEvent, Direction, Entry, EntryKind, Event, Fields, Filter, Journey, Numbers, Platform,
    Sentiment, WrapUpCode,
};

/// More fields of one row are a data set of its own.
const MOST_FIELDS: usize = 200;

/// Two names of one thing: "Queue" and its values.
type Named = (String, String);

/// One row of the timeline, flat. Its texts are masked already.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// When.
    pub time: Option<DateTime<Utc>>,
    /// Which platforms told of it; nothing where all rows are told by the same one.
    pub platforms: String,
    /// A contact; else an event that stands for itself.
    pub is_contact: bool,
    /// The contact center's id of a contact.
    pub id: String,
    /// What an event is called, and its second line.
    pub title: Option<String>,
    /// See `title`.
    pub subtitle: Option<String>,
    /// By which way.
    pub channel: Option<Channel>,
    /// Who began it.
    pub direction: Option<Direction>,
    /// Whether a contact is over.
    pub state: Option<ContactState>,
    /// With which codes its agents ended their work on a contact.
    pub wrap_up: String,
    /// Through which queues it went.
    pub queues: String,
    /// Who had it.
    pub agents: String,
    /// How long it took, s.
    pub seconds: Option<i64>,
    /// How the customer felt.
    pub sentiment: Option<Sentiment>,
    /// For whom it was sent.
    pub identities: String,
    /// Everything else.
    pub fields: Vec<Named>,
}

impl Record {
    /// The rows that the filter wants at `now`, the newest first. `mask`: what hides identities; `None` shows them.
    pub fn all(journey: &Journey, filter: &Filter, now: DateTime<Utc>, mask: Option<&Mask>) -> Vec<Self> {
        let wanted = journey.shown_at(now).filter(|entry| filter.matches(entry, now));
        let mut records: Vec<Self> = wanted.map(|entry| Self::of(entry, now).masked(mask)).collect();
        let first = records.first().map(|record| record.platforms.clone());
        if records
            .iter()
            .all(|record| Some(&record.platforms) == first.as_ref() && !record.platforms.contains(SEPARATOR))
        {
            records.iter_mut().for_each(|record| record.platforms.clear());
        }
        records
    }

    fn of(entry: &Entry, now: DateTime<Utc>) -> Self {
        let platforms = joined(entry.platforms().into_iter().map(Platform::name));
        let record = Self { time: entry.time, platforms, ..Self::default() };
        match &entry.kind {
            EntryKind::Contact(contact) => Self {
                is_contact: true,
                id: contact.task.to_string(),
                channel: contact.channel.clone(),
                direction: contact.direction,
                state: Some(contact.state(now)),
                wrap_up: joined(contact.wrap_ups.iter().map(WrapUpCode::as_str)),
                queues: joined(contact.queues.iter().map(AsRef::as_ref)),
                agents: joined(contact.agents.iter().map(AsRef::as_ref)),
                seconds: contact.duration().map(|duration| duration.num_seconds()),
                sentiment: contact.sentiment,
                identities: identities(contact.events.iter().map(AsRef::as_ref)),
                fields: named(Fields::of_events(&contact.events, MOST_FIELDS)),
                ..record
            },
            EntryKind::Custom(custom) => Self {
                id: custom.event.key.id.clone(),
                title: Some(title(custom)),
                subtitle: custom.subtitle.clone(),
                channel: custom.channel.clone(),
                identities: identities([custom.event.as_ref()].into_iter()),
                fields: fields_of(custom),
                ..record
            },
            EntryKind::Unreadable(unread) => Self { title: Some(unread.problem.to_string()), ..record },
        }
    }

    fn masked(mut self, mask: Option<&Mask>) -> Self {
        let Some(mask) = mask else { return self };
        let texts = [&mut self.id, &mut self.wrap_up, &mut self.queues, &mut self.agents];
        let optional = [&mut self.title, &mut self.subtitle].into_iter().flatten();
        // A number may be the name of something, too.
        let fields = self.fields.iter_mut().flat_map(|(name, value)| [name, value]);
        for text in texts.into_iter().chain(optional).chain(fields) {
            *text = mask.text(text);
        }
        if let Some(Channel::Other(word)) = &mut self.channel {
            *word = mask.text(word).into();
        }
        // Each is an identity as a whole, whatever it looks like.
        let identities: Vec<_> =
            self.identities.split(SEPARATOR).filter(|one| !one.is_empty()).map(super::masked).collect();
        self.identities = identities.join(SEPARATOR);
        self
    }

    /// The fields in one line.
    pub fn details(&self) -> String {
        let mut details = String::new();
        for (name, value) in &self.fields {
            let separator = if details.is_empty() { "" } else { "; " };
            // Writing to a String cannot fail.
            let _ = write!(details, "{separator}{name}: {value}");
        }
        details
    }

    /// The fields of a JSON object: of two that have one name, or one mask, none is lost.
    fn fields_by_name(&self) -> Map<String, Value> {
        let mut fields = Map::new();
        for (name, value) in &self.fields {
            match fields.get_mut(name) {
                Some(Value::String(known)) => {
                    known.push_str(SEPARATOR);
                    known.push_str(value);
                }
                _ => _ = fields.insert(name.clone(), value.as_str().into()),
            }
        }
        fields
    }

    /// The row as JSON: what it does not have is left out.
    pub fn json(&self) -> Value {
        let mut row = Map::new();
        let mut add = |key: &str, value: Option<&str>| {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                row.insert(key.to_owned(), value.into());
            }
        };
        let state = self.state.map(|state| match state {
            ContactState::Ongoing => "ongoing",
            ContactState::Ended => "ended",
            ContactState::Silent => "silent",
        });
        let direction = self.direction.map(|direction| match direction {
            Direction::Inbound => "inbound",
            Direction::Outbound => "outbound",
        });
        add("time", self.time.map(basics::write_time).as_deref());
        add("kind", Some(if self.is_contact { "contact" } else { "event" }));
        add("platform", Some(&self.platforms));
        add("id", Some(&self.id));
        add("title", self.title.as_deref());
        add("subtitle", self.subtitle.as_deref());
        add(
            "channel",
            self.channel.as_ref().map(|channel| match channel {
                Channel::Other(word) => word.as_ref(),
                channel => channel.key(),
            }),
        );
        add("direction", direction);
        add("state", state);
        add("wrapUp", Some(&self.wrap_up));
        add("queue", Some(&self.queues));
        add("agent", Some(&self.agents));
        add("sentiment", self.sentiment.map(Sentiment::key));
        add("identity", Some(&self.identities));
        if let Some(seconds) = self.seconds {
            row.insert("durationSeconds".to_owned(), seconds.into());
        }
        if !self.fields.is_empty() {
            row.insert("fields".to_owned(), Value::Object(self.fields_by_name()));
        }
        Value::Object(row)
    }
}

/// The whole file in JSON, with the numbers of its contacts.
pub fn json_file(customer: &str, records: &[Record], numbers: &Numbers, now: DateTime<Utc>) -> Value {
    let entries: Vec<_> = records.iter().map(Record::json).collect();
    json!({"exportedAt": basics::write_time(now), "customer": customer, "count": entries.len(), "numbers": numbers.json(), "entries": entries})
}

const SEPARATOR: &str = " | ";

fn joined<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    texts.collect::<Vec<_>>().join(SEPARATOR)
}

fn identities<'a>(events: impl Iterator<Item = &'a Event>) -> String {
    let mut identities: Vec<&str> = Vec::new();
    for event in events {
        if !event.identity.is_empty() && !identities.contains(&event.identity.as_str()) {
            identities.push(&event.identity);
        }
    }
    joined(identities.into_iter())
}

fn title(custom: &CustomEvent) -> String {
    custom.title.clone().unwrap_or_else(|| custom.event.key.kind.clone())
}

fn fields_of(custom: &CustomEvent) -> Vec<Named> {
    let list = custom.list.iter().cloned();
    list.chain(named(Fields::of_event(&custom.event, MOST_FIELDS))).collect()
}

fn named(fields: Fields) -> Vec<Named> {
    fields.rows.into_iter().map(|row| (row.path.join(" › "), joined(row.values.iter().map(AsRef::as_ref)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{at, call, custom, journey};
    use crate::{Identity, TimeRange};

    fn sample() -> Journey {
        let mut events = call("task-1", "2026-03-01", Some("Sale"));
        events.push(custom("order", "2026-03-02T09:00:00Z", json!({"phone": "+15550100", "note": "=cmd()",
            "uiData": {"title": "Ordered by jose@example.com", "subTitle": "42 EUR", "listItem": [{"key": "Size", "value": "XL"}]}})));
        journey(&events)
    }

    fn records(filter: &Filter, mask: Option<&Mask>) -> Vec<Record> {
        Record::all(&sample(), filter, at("2026-03-02T12:00:00Z"), mask)
    }

    #[test]
    fn what_is_filtered_is_exported_and_nothing_else() {
        let all = records(&Filter::default(), None);
        assert_eq!(all.iter().map(|row| row.is_contact).collect::<Vec<_>>(), [false, true]);
        let contact = &all[1];
        assert_eq!(
            (contact.wrap_up.as_str(), contact.queues.as_str(), contact.agents.as_str()),
            ("Sale", "Support", "Ann")
        );
        assert_eq!(
            (contact.seconds, contact.direction, contact.state),
            (Some(360), Some(Direction::Inbound), Some(ContactState::Ended))
        );
        let day = records(&Filter { range: TimeRange::Day, ..Filter::default() }, None);
        assert_eq!(
            day.iter().map(|row| row.title.as_deref()).collect::<Vec<_>>(),
            [Some("Ordered by jose@example.com")]
        );
    }

    #[test]
    fn a_row_says_its_platform_where_there_are_several_and_its_numbers_are_masked_alike() {
        let told = |platforms: &[&str]| {
            let mut events = Vec::new();
            for platform in platforms {
                let mut told = call(&format!("{platform} +15550100"), "2026-03-01", Some("Sale"));
                told.iter_mut().for_each(|event| event["platform"] = json!(platform));
                events.extend(told);
            }
            let identity = Identity::new("+15550100").expect("an identity");
            let mask = Mask::of(None, [&identity]);
            let records = Record::all(&journey(&events), &Filter::default(), at("2026-03-02T12:00:00Z"), Some(&mask));
            assert!(
                !json_file("x", &records, &Numbers::default(), at("2026-03-02T12:00:00Z"))
                    .to_string()
                    .contains("5550100")
            );
            records
        };
        let several = told(&["webex", "genesys"]);
        assert_eq!(several.len(), 1);
        assert_eq!(several[0].json()["platform"], "Webex | Genesys");
        for one in ["webex", "genesys"] {
            assert_eq!(told(&[one])[0].json().get("platform"), None, "{one}");
        }
    }

    #[test]
    fn identities_are_masked_unless_they_are_asked_for() {
        let identity = Identity::new("+15550100").expect("an identity");
        let mask = Mask::of(None, [&identity]);
        let text = |records: &[Record]| {
            format!("{:?} {}", records, json_file("x", records, &Numbers::default(), at("2026-03-02T12:00:00Z")))
        };
        let masked = text(&records(&Filter::default(), Some(&mask)));
        for secret in ["5550100", "jose@", "18005550199"] {
            assert!(!masked.contains(secret), "{secret} in {masked}");
        }
        let open = text(&records(&Filter::default(), None));
        assert!(open.contains("+15550100") && open.contains("jose@example.com"));
    }

    #[test]
    fn no_cell_and_no_key_of_a_masked_file_holds_a_number() {
        let person = crate::Person::default().known_by([
            (Some(crate::IdentityType::Phone), "+12025550143"),
            (Some(crate::IdentityType::CustomerId), "CUST-4711"),
        ]);
        let mask = Mask::of(Some(&person), None);
        let texts: Vec<String> =
            serde_json::from_str(include_str!("../../../tests/cases/06-masked-export-leaves-phones/texts.json"))
                .expect("JSON");
        for text in texts.iter().map(String::as_str).chain(["cust-4711", "Ann <a@example.com>"]) {
            let mut data = json!({"note": text, "list": [text, text], "deep": {"deeper": [{"a": text}]}, "cad": {"Phone": text},
                "transcript": [{"role": "user", "text": text}], "uiData": {"title": text, "subTitle": text,
                "auxiliary": text, "listItem": [{"key": text, "value": text}], "filterTags": [text], "channelTypeTag": text}});
            data[text] = json!("a key");
            let mut call = call("task-1", "2026-03-01", Some(text));
            call[1]["data"]["queueName"] = json!(text);
            call[2]["data"]["agentName"] = json!(text);
            let mut events = vec![custom("order", "2026-03-02T09:00:00Z", data)];
            events[0]["identity"] = json!(text);
            events.extend(call);
            let records = Record::all(&journey(&events), &Filter::default(), at("2026-03-02T12:00:00Z"), Some(&mask));
            let file =
                format!("{} {records:?}", json_file("x", &records, &Numbers::default(), at("2026-03-02T12:00:00Z")));
            for secret in [text, "8005550199", "555-0177", "2025550143", "555‑0177", "1234567", "4711", "a@example"] {
                assert!(!file.contains(secret), "{secret} in {file}");
            }
        }
    }

    #[test]
    fn two_fields_of_one_name_are_both_in_the_file() {
        let ui = json!({"listItem": [{"key": "Size", "value": "XL"}, {"key": "Size", "value": "L"}]});
        let events =
            [custom("order", "2026-03-02T09:00:00Z", json!({"uiData": ui, "size": "M", "items": ["Cup", "Cup"]}))];
        let records = Record::all(&journey(&events), &Filter::default(), at("2026-03-02T12:00:00Z"), None);
        assert_eq!(records[0].json()["fields"], json!({"Size": "XL | L | M", "Items": "Cup, Cup"}));
    }

    #[test]
    fn the_words_of_an_event_and_of_a_contact_are_in_the_file() {
        let said = json!({"transcript": [{"role": "CALLER", "text": "Hello"}], "summary": "A refund.",
            "sections": {"nextSteps": "Call"}, "sentiment": "negative"});
        let events = [
            custom("order", "2026-03-02T09:00:00Z", said.clone()),
            crate::samples::wire("1", "task:ended", "2026-03-01T09:00:00Z", said),
        ];
        for record in Record::all(&journey(&events), &Filter::default(), at("2026-03-02T12:00:00Z"), None) {
            let details = record.details();
            for words in [
                "Transcript: Customer: Hello",
                "Summary: A refund.",
                "Sections › Next steps: Call",
                "Sentiment: negative",
            ] {
                assert!(details.contains(words), "{words} in {details}");
            }
        }
    }

    #[test]
    fn a_record_is_json_without_what_it_lacks() {
        let rows = records(&Filter::default(), None);
        let event = rows[0].json();
        assert_eq!(event["title"], "Ordered by jose@example.com");
        assert_eq!((&event["fields"]["Size"], &event["fields"]["Note"]), (&json!("XL"), &json!("=cmd()")));
        assert_eq!(event.get("queue"), None);
        let contact = rows[1].json();
        assert_eq!(
            (&contact["kind"], &contact["channel"], &contact["durationSeconds"]),
            (&json!("contact"), &json!("voice"), &json!(360))
        );
        assert!(rows[0].details().starts_with("Size: XL; "), "{}", rows[0].details());
    }
}
