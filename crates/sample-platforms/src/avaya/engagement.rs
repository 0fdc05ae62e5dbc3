//! One engagement as it is written: what it is about, who took part, and when.

use chrono::{DateTime, Duration, SecondsFormat, Utc};
use serde_json::{Map, Value, json};

use super::scenarios::{ADDRESS, AGENTS, HOTLINE, LANGUAGES, Scenario};
use crate::random::{Random, uuid_of};
use crate::{Direction, World};

/// An engagement, and its notes, which are not always told with it.
#[derive(Clone)]
pub(super) struct Engagement {
    pub(super) record: Map<String, Value>,
    pub(super) notes: Vec<Value>,
    /// Whether a search tells the notes.
    pub(super) tells_notes: bool,
}

/// What an engagement is to be like.
pub(super) struct Plan<'a> {
    pub(super) id: String,
    /// In the journey service's word.
    pub(super) channel: &'a str,
    pub(super) direction: Direction,
    /// The customer's number or address, as the platform has it.
    pub(super) party: &'a str,
    pub(super) start: DateTime<Utc>,
    /// When it ended, where that is told; else it takes as long as such a thing takes.
    pub(super) end: Option<DateTime<Utc>>,
    /// Who had it, where that is told.
    pub(super) agent: Option<&'a str>,
    pub(super) queue: Option<&'a str>,
}

/// The platform's id and type of a channel.
pub(super) fn channel(word: &str) -> (&'static str, &'static str) {
    match word {
        "chat" => ("Chat", "WEBCHAT"),
        "email" => ("Email", "EMAIL"),
        "sms" => ("SMS", "SMS"),
        "social" => ("WhatsApp", "SOCIAL"),
        _ => ("Voice", "VOICE"),
    }
}

/// As the platform writes it: sometimes with a tenth of a second, sometimes with an offset.
pub(super) fn written(time: DateTime<Utc>) -> String {
    match time.timestamp() % 5 {
        0 => format!("{}.1Z", time.format("%Y-%m-%dT%H:%M:%S")),
        1 => time.to_rfc3339_opts(SecondsFormat::Millis, false),
        _ => time.to_rfc3339_opts(SecondsFormat::Millis, true),
    }
}

impl Engagement {
    /// Begins one: nobody has it yet.
    pub(super) fn begun(plan: &Plan<'_>, identifiers: &Value) -> Self {
        let (id, kind) = channel(plan.channel);
        let is_inbound = plan.direction == Direction::Inbound;
        let ours = if kind == "EMAIL" { ADDRESS } else { HOTLINE };
        let (from, to) = if is_inbound { (plan.party, ours) } else { (ours, plan.party) };
        let mut customer = json!({"id": uuid_of(&[&plan.id, " customer"].concat()), "type": "EXTERNAL", "joinedAt": written(plan.start),
            "channelId": id, "channelType": kind, "dialogId": uuid_of(&[&plan.id, " dialog"].concat())});
        if kind == "VOICE" || kind == "SMS" {
            customer["callingNumber"] = json!(from);
            customer["dialledNumber"] = json!(to);
        } else {
            customer["sourceAddress"] = json!(plan.party);
        }
        let record = json!({"id": plan.id, "status": "ACTIVE", "direction": if is_inbound { "INBOUND" } else { "OUTBOUND" },
            "startDate": written(plan.start), "channels": [{"id": id, "type": kind}], "identifiers": identifiers,
            "participants": [customer], "conversations": [], "data": {}});
        let record = record.as_object().cloned().unwrap_or_default();
        Self { record, notes: Vec::new(), tells_notes: true }
    }

    /// One that is over, from its beginning to its end.
    pub(super) fn finished(
        world: &World,
        plan: &Plan<'_>,
        identifiers: &Value,
        scenario: &Scenario,
        random: &mut Random,
    ) -> Self {
        let mut this = Self::begun(plan, identifiers);
        let (_, kind) = channel(plan.channel);
        let is_live = matches!(kind, "VOICE" | "WEBCHAT");
        let length = plan.end.map_or_else(|| random.seconds(240, 1500), |end| end - plan.start);
        let end = (plan.start + length).min(world.now - Duration::minutes(1));
        let at = |part: i64| plan.start + (end - plan.start) * i32::try_from(part).unwrap_or(100) / 100;
        let queue = plan.queue.unwrap_or(scenario.queue);
        if is_live {
            this.automation(if kind == "VOICE" { "SELF_SERVICE" } else { "CHATBOT" }, at(0), at(6));
        }
        let is_abandoned = plan.agent.is_none() && plan.end.is_none() && is_live && random.chance(8);
        if is_abandoned {
            this.queued(queue, at(6));
        } else {
            let agent = plan.agent.unwrap_or_else(|| random.word(&AGENTS));
            this.queued(queue, at(6));
            this.accepted(agent, at(18));
            if plan.agent.is_none() && random.chance(18) {
                let other = random.word(&AGENTS);
                this.handed_over(scenario, (agent, other), (at(45), at(52)), random.chance(50));
                this.left(other, at(96));
            } else {
                this.left(agent, at(96));
            }
            if random.chance(40) {
                let text = random.word(scenario.notes).to_owned();
                this.notes.push(note(&plan.id, &text, agent, end + Duration::seconds(20)));
                this.tells_notes = random.chance(75);
            }
        }
        this.about(scenario, random);
        this.ended(end);
        this
    }

    fn about(&mut self, scenario: &Scenario, random: &mut Random) {
        let mut data = json!({"referenceNumber": format!("LF-{}", random.number(310_000, 890_000))});
        if random.chance(70) {
            data["currentStatus"] = json!(random.word(scenario.statuses));
        }
        if random.chance(25) {
            data["storeNumber"] = json!(random.number(11, 48).to_string());
        }
        self.record.insert("conversations".to_owned(), json!([scenario.topic]));
        self.record.insert("data".to_owned(), data);
        let language = format!("Language.{}", random.word(&LANGUAGES));
        self.record.insert("attributes".to_owned(), json!([language, format!("Skill.{}", scenario.skill)]));
    }

    pub(super) fn automation(&mut self, kind: &str, from: DateTime<Utc>, to: DateTime<Utc>) {
        let id = uuid_of(&[&self.id(), kind].concat());
        let one = json!({"id": id, "type": "TREATMENT", "automationType": kind, "joinedAt": written(from), "leftAt": written(to)});
        self.push("participants", one);
    }

    pub(super) fn queued(&mut self, queue: &str, at: DateTime<Utc>) {
        let channel = self.record.get("channels").and_then(|all| all.get(0)?.get("id")).cloned();
        let one = json!({"queueId": uuid_of(queue), "queueName": queue, "channelId": channel, "priority": 1, "rank": 2_147_483_647,
            "proficiencyRangeMin": 1, "proficiencyRangeMax": 16, "queuedAt": written(at)});
        self.push("queues", one);
    }

    /// The agent takes it out of the queue that it came to last.
    pub(super) fn accepted(&mut self, agent: &str, at: DateTime<Utc>) {
        let id = uuid_of(agent);
        let queue = self.record.get_mut("queues").and_then(Value::as_array_mut).and_then(|queues| queues.last_mut());
        if let Some(queue) = queue.and_then(Value::as_object_mut) {
            queue.insert("agentId".to_owned(), json!(id));
            queue.insert("acceptedAt".to_owned(), json!(written(at)));
        }
        let one = json!({"id": id, "type": "AGENT", "agentDisplayName": agent, "joinedAt": written(at),
            "extension": format!("ext/{}", 1200 + agent.len())});
        self.push("participants", one);
    }

    pub(super) fn left(&mut self, agent: &str, at: DateTime<Utc>) {
        for one in self.record.get_mut("participants").and_then(Value::as_array_mut).into_iter().flatten() {
            if one.get("agentDisplayName").and_then(Value::as_str) == Some(agent) && one.get("leftAt").is_none() {
                one["leftAt"] = json!(written(at));
            }
        }
    }

    fn handed_over(
        &mut self,
        scenario: &Scenario,
        (agent, other): (&str, &str),
        (from, to): (DateTime<Utc>, DateTime<Utc>),
        to_queue: bool,
    ) {
        let mut transfer = json!({"initiatingAgentId": uuid_of(agent), "channelProviderId": "Avaya", "connectionId": uuid_of(&self.id()),
            "timestamp": written(from), "destinationAgentId": uuid_of(other), "destinationAgentName": other,
            "destinationAgentJoinedAt": written(to), "description": scenario.transfer});
        transfer["transferType"] = json!(if to_queue { "TRANSFER_TO_QUEUE" } else { "TRANSFER_TO_AGENT" });
        if to_queue {
            transfer["queueId"] = json!(uuid_of(scenario.queue));
            transfer["queueName"] = json!(scenario.queue);
        }
        self.push("transfers", transfer);
        self.left(agent, from);
        if to_queue {
            self.queued(scenario.queue, from);
        }
        self.accepted(other, to);
    }

    pub(super) fn ended(&mut self, end: DateTime<Utc>) {
        for one in self.record.get_mut("participants").and_then(Value::as_array_mut).into_iter().flatten() {
            if one.get("leftAt").is_none() {
                one["leftAt"] = json!(written(end));
            }
        }
        self.record.insert("status".to_owned(), json!("COMPLETED"));
        self.record.insert("updateDate".to_owned(), json!(written(end)));
        self.record.insert("endDate".to_owned(), json!(written(end)));
    }

    pub(super) fn id(&self) -> String {
        self.record.get("id").and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    pub(super) fn start(&self) -> Option<DateTime<Utc>> {
        self.record.get("startDate").and_then(basics::read_time)
    }

    /// As an answer has it: a search calls a note's text `text`.
    pub(super) fn answer(&self, is_search: bool) -> Value {
        let mut record = self.record.clone();
        if !self.notes.is_empty() && (self.tells_notes || !is_search) {
            let renamed = self.notes.iter().cloned().map(|mut note| {
                if let Some(fields) = note.as_object_mut().filter(|_| is_search)
                    && let Some(text) = fields.remove("note")
                {
                    fields.insert("text".to_owned(), text);
                }
                note
            });
            record.insert("agentNotes".to_owned(), renamed.collect());
        }
        Value::Object(record)
    }

    fn push(&mut self, list: &str, value: Value) {
        if let Some(all) = self.record.entry(list).or_insert_with(|| json!([])).as_array_mut() {
            all.push(value);
        }
    }
}

/// A note as its own calls tell it.
pub(super) fn note(engagement: &str, text: &str, by: &str, at: DateTime<Utc>) -> Value {
    let who = json!({"id": uuid_of(by), "name": by});
    json!({"id": uuid_of(&[engagement, " note"].concat()), "engagementId": engagement, "note": text, "createdBy": who, "updatedBy": who,
        "createdAt": written(at), "updatedAt": written(at)})
}
