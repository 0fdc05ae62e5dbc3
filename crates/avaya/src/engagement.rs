//! An engagement: what happened in it, one event for each thing.

use chrono::{DateTime, Utc};
use journey::{EventKind, IdentityType, Origin, Platform, Problem, Reported, TaskId, Unread, text, words};
use serde_json::{Map, Value, json};

use super::Read;
use super::fields::{Record, When, author, list, spoken};

/// The platform's name where the sender of an event is said.
const SOURCE: &str = "Avaya";

/// The events of an engagement; or the one place where it cannot be read.
pub fn engagement(record: &Value) -> Read {
    let id = record.get("id").and_then(text);
    let (Value::Object(fields), Some(id)) = (record, id) else {
        let found = if record.is_object() { "no id" } else { "no engagement" };
        let raw = record.as_str().map_or_else(|| record.to_string(), str::to_owned);
        let problem = Problem::new("engagements", found);
        return Err(Unread { problem, permission: None, raw: Some(raw), platform: Platform::Avaya });
    };
    let Some(task) = TaskId::new(&id) else {
        let problem = Problem::new("engagements", "no id");
        return Err(Unread { problem, permission: None, raw: Some(record.to_string()), platform: Platform::Avaya });
    };
    let mut engagement = Engagement { id, task, events: Vec::new() };
    let record = Record::of(fields);
    engagement.began(&record);
    engagement.participants(&record);
    record.records("queues").for_each(|queue| engagement.queue(&queue));
    record.records("transfers").for_each(|transfer| engagement.transfer(&transfer));
    record.records("agentNotes").for_each(|note| engagement.note(&note));
    engagement.about(&record);
    engagement.strays(&record);
    engagement.ended(&record);
    Ok(engagement.events)
}

/// Lists of records.
const LISTS: [&str; 5] = ["channels", "participants", "queues", "transfers", "agentNotes"];

/// An engagement while it is read.
struct Engagement {
    id: String,
    task: TaskId,
    events: Vec<Reported>,
}

impl Engagement {
    /// Adds an event. `part` tells the events of an engagement apart and, where they happened at one time, says in which
    /// order.
    fn event(
        &mut self,
        part: &str,
        (kind, word): (EventKind, &str),
        when: impl Into<When>,
        data: Map<String, Value>,
    ) -> &mut Reported {
        let When { time, problem } = when.into();
        // One that is told well afterwards is another.
        let found = problem.as_ref().map(|problem| [" ", &problem.found].concat()).unwrap_or_default();
        self.events.push(Reported {
            id: [&self.id, " ", part, &found].concat(),
            word: word.to_owned(),
            kind,
            time,
            source: SOURCE.to_owned(),
            platform: Platform::Avaya,
            origin: Origin::Platform,
            task: Some(self.task.clone()),
            data,
            problems: problem.into_iter().collect(),
            ..Reported::default()
        });
        let last = self.events.len() - 1;
        // It was pushed just now.
        #[allow(clippy::indexing_slicing)]
        &mut self.events[last]
    }

    fn began(&mut self, record: &Record<'_>) {
        let mut data = record.records("channels").next().map(|first| first.channel("type", "id")).unwrap_or_default();
        data.extend(record.taken(&[("direction", "direction"), ("sourceType", "sourceType")]));
        let mut start = record.time("startDate");
        if !start.is_said() {
            start.problem = Some(Problem::new("startDate", "missing"));
        }
        self.event("1 began", (EventKind::New, "Engagement"), start, data);
    }

    fn participants(&mut self, record: &Record<'_>) {
        for one in record.records("participants") {
            if one.is("type", "EXTERNAL") {
                self.customer(&one, record);
            } else if !one.is("type", "AGENT") {
                self.automation(&one);
            }
        }
        let agents: Vec<Record<'_>> = record.records("participants").filter(|one| one.is("type", "AGENT")).collect();
        for one in &agents {
            self.agent(one, &agents);
        }
    }

    /// The customer; and from where and to where, which the engagement itself need not say.
    fn customer(&mut self, one: &Record<'_>, record: &Record<'_>) {
        let id = one.text("id").unwrap_or_default();
        let mut data = one.channel("channelType", "channelId");
        data.extend(one.taken(&[
            ("callingNumber", "origin"),
            ("dialledNumber", "destination"),
            ("sourceType", "sourceType"),
        ]));
        let party = if record.is("direction", "OUTBOUND") { "destination" } else { "origin" };
        if !data.contains_key(party)
            && let Some(address) = one.text("sourceAddress").or_else(|| record.text("sourceAddress"))
        {
            data.insert(party.to_owned(), json!(address));
        }
        let identity = data.get(party).and_then(text).unwrap_or_default();
        let looks = if identity.contains('@') { IdentityType::Email } else { IdentityType::Phone };
        let joined = one.time("joinedAt");
        let event = self.event(&format!("2 customer {id}"), (EventKind::Other, "Customer joined"), joined, data);
        event.identity_type = (!identity.is_empty()).then_some(looks);
        event.identity = identity;
        self.then(
            &format!("7 customer left {id}"),
            (EventKind::Other, "Customer left"),
            one.time("leftAt"),
            Map::new(),
        );
    }

    /// A bot, self-service or a treatment.
    fn automation(&mut self, one: &Record<'_>) {
        let id = one.text("id").unwrap_or_default();
        let what = match one.text("automationType").or_else(|| one.text("type")) {
            Some(word) if word.eq_ignore_ascii_case("SELF_SERVICE") => "Self-service".to_owned(),
            Some(word) => spoken(&word),
            None => "Participant".to_owned(),
        };
        let mut data = one.channel("channelType", "channelId");
        data.extend(one.taken(&[("automationType", "automationType"), ("sourceType", "sourceType")]));
        self.event(&format!("3 automation {id}"), (EventKind::Other, &what), one.time("joinedAt"), data);
        let ended = [&what, " ended"].concat();
        self.then(&format!("3 automation left {id}"), (EventKind::Other, &ended), one.time("leftAt"), Map::new());
    }

    fn agent(&mut self, one: &Record<'_>, all: &[Record<'_>]) {
        let id = one.text("id").unwrap_or_default();
        let who = one.taken(&[("id", "agentId"), ("agentDisplayName", "agentName")]);
        let mut data = who.clone();
        data.extend(one.channel("channelType", "channelId"));
        data.extend(one.taken(&[("extension", "extension")]));
        self.event(&format!("6 agent {id}"), (EventKind::Connected, "Agent joined"), one.time("joinedAt"), data);
        let left = one.time("leftAt");
        // While another agent stays, the talk goes on.
        let stays = |other: &Record<'_>| {
            let (joined, gone) = (other.time("joinedAt").time, other.time("leftAt").time);
            joined.is_some_and(|joined| left.time.is_some_and(|left| joined < left))
                && gone.is_none_or(|gone| left.time < Some(gone))
        };
        let kind = if all.iter().any(|other| other.text("id") != one.text("id") && stays(other)) {
            (EventKind::Other, "Agent left")
        } else {
            (EventKind::Left, "Last agent left")
        };
        self.then(&format!("7 agent left {id}"), kind, left, who);
    }

    fn queue(&mut self, queue: &Record<'_>) {
        let id = queue.text("queueId").or_else(|| queue.text("queueName")).unwrap_or_default();
        let data = queue.taken(&[("queueId", "queueId"), ("queueName", "queueName"), ("priority", "priority")]);
        self.event(&format!("4 queue {id}"), (EventKind::Parked, "Queued"), queue.time("queuedAt"), data);
        let (accepted, by) = (queue.time("acceptedAt"), queue.taken(&[("agentId", "agentId")]));
        self.then(&format!("5 accepted {id}"), (EventKind::Assigned, "Accepted"), accepted, by);
    }

    fn transfer(&mut self, transfer: &Record<'_>) {
        let id = ["correlationId", "connectionId", "dialogId"].iter().find_map(|key| transfer.text(key));
        let id = id.unwrap_or_default();
        let kind = transfer.text("transferType").unwrap_or_default();
        // To whom a queue gives it is not known when it is handed over.
        let to = if kind.to_ascii_uppercase().ends_with("QUEUE") {
            transfer.taken(&[("queueName", "transferredTo"), ("queueId", "transferredTo")])
        } else {
            transfer.taken(&[
                ("destinationAgentName", "transferredTo"),
                ("destinationExternalNumber", "transferredTo"),
                ("queueName", "transferredTo"),
            ])
        };
        let mut data = transfer.taken(&[("initiatingAgentId", "agentId")]);
        data.extend(to);
        if !kind.is_empty() {
            data.insert("transferType".to_owned(), json!(spoken(&kind)));
        }
        data.extend(transfer.taken(&[("description", "description")]));
        let time = transfer.time("timestamp");
        self.event(&format!("5 transfer {id}"), (EventKind::Transferred, "Transferred"), time, data);
        let data = transfer.taken(&[("destinationAgentId", "agentId"), ("destinationAgentName", "agentName")]);
        let joined = transfer.time("destinationAgentJoinedAt");
        self.then(&format!("6 transfer taken {id}"), (EventKind::Assigned, "Transfer accepted"), joined, data);
    }

    /// Adds what follows on something, if it has happened.
    fn then(&mut self, part: &str, kind: (EventKind, &str), when: When, data: Map<String, Value>) {
        if when.is_said() {
            self.event(part, kind, when, data);
        }
    }

    /// A note as it is now: after it was edited it is another event, later.
    fn note(&mut self, note: &Record<'_>) {
        let id = note.text("id").unwrap_or_default();
        let Some(words) = note.text("note").or_else(|| note.text("text")) else { return };
        let mut data: Map<String, Value> = [("note".to_owned(), json!(words))].into_iter().collect();
        if let Some(by) = author(note) {
            data.insert("noteBy".to_owned(), json!(by));
        }
        let when = note.time("updatedAt").or(note.time("createdAt"));
        self.event(&format!("9 note {id}"), (EventKind::Other, "Note"), when, data);
    }

    /// Topics, and what the tenant keeps with the engagement. They may come and change while it goes on, and nothing says
    /// when.
    fn about(&mut self, record: &Record<'_>) {
        let start = record.time("startDate").time;
        for topic in list(record.value("conversations")).iter().filter_map(text) {
            let data = [("topic".to_owned(), json!(topic))].into_iter().collect();
            self.event(&format!("8 topic {topic}"), (EventKind::Other, "Topic"), start, data);
        }
        for attribute in list(record.value("attributes")).iter().filter_map(text) {
            let (name, value) = attribute.split_once('.').unwrap_or(("Attribute", &attribute));
            self.variable(("Attribute", name), start, &json!(value));
        }
        let Value::Object(data) = record.value("data") else { return };
        for (name, value) in data.iter().filter(|(_, value)| !value.is_null()) {
            self.variable(("Data", name), start, value);
        }
    }

    /// A field under the name that people read. It is the tenant's, whatever it is called: it says nothing of the contact.
    fn variable(&mut self, (word, name): (&str, &str), start: Option<DateTime<Utc>>, value: &Value) {
        let called = words(name);
        let shown = json!([{"name": name, "displayName": called, "value": value}]);
        let data = [("engagementVariables".to_owned(), shown)].into_iter().collect();
        let says = [word, ": ", &called].concat();
        self.event(&format!("8 {word} {name}"), (EventKind::Other, &says), start, data);
    }

    /// What stands where it should not is shown as it is.
    fn strays(&mut self, record: &Record<'_>) {
        let start = record.time("startDate").time;
        for key in LISTS {
            for stray in record.strays(key) {
                let when = When { time: start, problem: Some(Problem::new(key, stray.to_string())) };
                let data = [(key.to_owned(), stray.clone())].into_iter().collect();
                self.event(&format!("9 stray {key}"), (EventKind::Other, "Unreadable"), when, data);
            }
        }
    }

    fn ended(&mut self, record: &Record<'_>) {
        let end = record.time("endDate");
        let is_over = record.is("status", "COMPLETED")
            || (end.is_said() && !record.is("status", "CREATED") && !record.is("status", "ACTIVE"));
        if !is_over {
            return;
        }
        let mut when = end.or(record.time("updateDate"));
        if when.time.is_none() {
            when.time = self.events.iter().filter(|event| event.word != "Note").filter_map(|event| event.time).max();
        }
        if record.value("endDate").is_null() {
            when.problem = Some(Problem::new("endDate", "missing"));
        }
        self.event("8 ended", (EventKind::Ended, "Completed"), when, Map::new());
    }
}
