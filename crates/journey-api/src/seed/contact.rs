//! The events of one contact, as a contact center sends them: from `task:new` to `task:ended`.

use chrono::{DateTime, Duration, Utc};
use cjds::IdentityType;
use serde_json::{Map, Value, json};

use super::cast::{Scenario, Team};
use super::writer::{Writer, fields, money};

const SOURCE: &str = "wxcc";
const HOTLINE: &str = "+18005550100";
const ADDRESS: &str = "care@larkfield.example.com";

/// A contact while it is written.
struct Contact<'w> {
    channel: String,
    direction: &'static str,
    task: String,
    identity: (IdentityType, &'w str),
    time: DateTime<Utc>,
    base: Map<String, Value>,
    /// What this contact is about, so that transcript and summary speak of the same order.
    texts: [(&'static str, String); 5],
}

impl<'w> Writer<'w> {
    /// A contact that begins at `start` and has ended before now.
    pub(super) fn contact(&mut self, start: DateTime<Utc>) {
        let channel = self.channel();
        let Some(scenario) = self.scenario(&channel) else { return };
        let Some(team) = self.world.teams.iter().find(|team| team.queue == scenario.queue) else { return };
        let first = self.events.len();
        let mut contact = self.begin(channel, team, start, 14);
        if contact.channel == "email" {
            contact.base.insert("subject".to_owned(), json!(scenario.topic));
        }
        if contact.direction == "INBOUND" && self.chance(6) {
            self.give_up(&mut contact, team);
        } else {
            self.serve(&mut contact, team, scenario);
        }
        self.keep_in_the_past(first);
    }

    /// A call that ends in the queue.
    pub(super) fn abandoned_call(&mut self, start: DateTime<Utc>) {
        if let Some(team) = self.world.teams.first() {
            let mut contact = self.begin("telephony".to_owned(), team, start, 0);
            self.give_up(&mut contact, team);
        }
    }

    fn begin(&mut self, channel: String, team: &Team, start: DateTime<Utc>, outbound: u32) -> Contact<'w> {
        let identity = self.customer.identity(&channel);
        let is_outbound = channel == "telephony" && self.chance(outbound);
        let ours = if channel == "email" { ADDRESS } else { HOTLINE };
        let (direction, origin, destination) =
            if is_outbound { ("OUTBOUND", ours, identity.1) } else { ("INBOUND", identity.1, ours) };
        let task = self.uuid();
        let mut base = fields(json!({"taskId": task, "channelType": channel, "direction": direction, "origin": origin,
            "destination": destination, "entrypointName": team.entry_point, "workflowManager": null}));
        if is_outbound {
            base.insert("outboundType".to_owned(), json!("OUTDIAL"));
        }
        let mut contact = Contact { channel, direction, task, identity, time: start, base, texts: self.texts() };
        self.stage(&mut contact, "task:new", Duration::zero(), json!({}));
        contact
    }

    fn give_up(&mut self, contact: &mut Contact<'w>, team: &Team) {
        let ivr = self.seconds(20, 60);
        self.stage(contact, "task:connect", ivr, queue(team));
        let waited = self.seconds(60, 420);
        let ended =
            json!({"reason": "Customer Left", "terminatingParty": "Customer", "ivrDuration": ivr.num_seconds()});
        self.stage(contact, "task:ended", waited, ended);
    }

    fn serve(&mut self, contact: &mut Contact<'w>, team: &Team, scenario: &Scenario) {
        let is_live = matches!(contact.channel.as_str(), "telephony" | "chat");
        let ivr = if is_live { self.seconds(15, 95) } else { self.seconds(2, 9) };
        self.stage(contact, "task:connect", ivr, queue(team));
        if contact.channel == "telephony" && self.chance(25) {
            let position = self.random.i64(1..6);
            self.stage(contact, "task:parked", Duration::seconds(2), json!({"queuePosition": position}));
        }
        let waited = if is_live { self.seconds(4, 260) } else { self.seconds(60, 900) };
        let mut agent = self.text_of(&team.agents);
        self.stage(contact, "task:connected", waited, person(&agent, team));
        let mut held = 0;
        if contact.channel == "telephony" && self.chance(35) {
            let (talk, hold) = (self.seconds(40, 160), self.seconds(15, 150));
            self.stage(contact, "task:hold", talk, person(&agent, team));
            self.stage(contact, "task:unhold", hold, person(&agent, team));
            held = hold.num_seconds();
        }
        let mut last = team;
        if self.chance(if self.mood(scenario) == "angry" { 40 } else { 9 }) {
            let talk = self.seconds(40, 200);
            let others: Vec<&Team> = self.world.teams.iter().filter(|other| other.queue != team.queue).collect();
            if let Some(other) = self.one_of(&others).copied() {
                let data = person_and(&agent, team, json!({"transferredTo": other.queue}));
                self.stage(contact, "task:transferred", talk, data);
                agent = self.text_of(&other.agents);
                let waited = self.seconds(10, 120);
                let data = person_and(&agent, other, queue(other));
                self.stage(contact, "task:connected", waited, data);
                last = other;
            }
        }
        let talk = if is_live { self.seconds(90, 840) } else { self.seconds(120, 600) };
        self.stage(contact, "task:wrapup", talk, person(&agent, last));
        let wrap_up = self.text_of(&scenario.wrap_ups);
        if !self.chance(7) {
            let done = json!({"currentState": "wrapup-done", "wrapUpAuxCodeName": wrap_up, "wrapUpAuxCodeId": id_of(&wrap_up)});
            let data = person_and(&agent, last, done);
            let working = self.seconds(12, 95);
            self.stage(contact, "agent:state_change", working, data);
        }
        self.close(contact, scenario, last, &agent, ivr.num_seconds(), held);
    }

    fn close(&mut self, contact: &mut Contact<'w>, scenario: &Scenario, team: &Team, agent: &str, ivr: i64, held: i64) {
        let mood = self.mood(scenario);
        let lines = self.conversation(contact, scenario, agent);
        let transcript: Vec<String> = lines.iter().map(|(speaker, text)| format!("{speaker}: {text}")).collect();
        let by_agent = self.chance(40);
        let mut ended = fields(json!({
            "reason": if by_agent { "Agent Left" } else { "Customer Left" },
            "terminatingParty": if by_agent { "Agent" } else { "Customer" },
            "ivrDuration": ivr,
            "holdDuration": held,
            "transcript": transcript.join("\n"),
            "customerSentiment": sentiment(&mood, 1.0),
        }));
        if self.chance(30) {
            ended.insert("csatScore".to_owned(), json!(score(&mood, self.random.i64(0..3))));
        }
        let data = person_and(agent, team, Value::Object(ended));
        self.stage(contact, "task:ended", Duration::seconds(1), data);
        if self.chance(60) {
            self.sentiments(contact, team, &mood, &lines);
        }
        if self.chance(70) {
            self.summarize(contact, scenario);
        }
    }

    fn sentiments(&mut self, contact: &mut Contact<'w>, team: &Team, mood: &str, lines: &[(String, String)]) {
        let count = lines.len().max(1) as f64;
        let mut details = Vec::new();
        for (index, (speaker, text)) in lines.iter().enumerate() {
            let word = if speaker == "Customer" { sentiment(mood, (index + 1) as f64 / count) } else { "Neutral" };
            let probability = f64::from(self.random.u32(62..99)) / 100.0;
            details.push(json!({"sentiment": word, "probability": probability, "speaker": speaker, "utterance": text,
                "cummulativeScore": score(mood, 0)}));
        }
        let overall = sentiment(mood, 0.8);
        let data = json!({"customerSentiment": overall, "agentSentiment": "Neutral", "overallSentiment": overall.to_lowercase(),
            "aggCustomerScore": score(mood, 1), "queueName": team.queue, "sentiment": details});
        self.stage(contact, "empath:data", Duration::seconds(8), data);
    }

    fn summarize(&mut self, contact: &mut Contact<'w>, scenario: &Scenario) {
        let of = |text: &str| fill(text, &contact.texts);
        let data = json!({"summary": of(&scenario.summary.summary), "sections": {
            "initialContactReason": of(&scenario.summary.initial_contact_reason),
            "additionalContext": of(&scenario.summary.additional_context),
            "keyActionsTaken": of(&scenario.summary.key_actions_taken),
            "nextSteps": of(&scenario.summary.next_steps)}});
        self.stage(contact, "task:wrapup-summary", Duration::seconds(6), data);
    }

    fn conversation(&mut self, contact: &Contact<'w>, scenario: &Scenario, agent: &str) -> Vec<(String, String)> {
        let name = agent.split(' ').next().unwrap_or(agent);
        let mut lines = vec![("Agent".to_owned(), format!("Larkfield Home, my name is {name}. How can I help?"))];
        for line in &scenario.lines {
            let choices: Vec<&str> = line.split("||").collect();
            let choice = self.one_of(&choices).copied().unwrap_or_default();
            let (speaker, text) = choice.split_once(": ").unwrap_or(("C", choice));
            let speaker = if speaker == "A" { "Agent" } else { "Customer" };
            lines.push((speaker.to_owned(), fill(text, &contact.texts)));
        }
        lines
    }

    fn texts(&mut self) -> [(&'static str, String); 5] {
        let goods = &self.world.goods;
        let amount = self.cents(38, 740);
        [
            ("{product}", self.text_of(&goods.products)),
            ("{day2}", self.text_of(&goods.days)),
            ("{day}", self.text_of(&goods.days)),
            ("{order}", self.order_number()),
            ("{amount}", money(amount)),
        ]
    }

    fn stage(&mut self, contact: &mut Contact<'w>, kind: &str, after: Duration, data: Value) {
        contact.time += after;
        let mut all = contact.base.clone();
        // What a stage adds, later stages know too, but for what belongs to it alone.
        for (key, value) in fields(data) {
            if matches!(key.as_str(), "queueId" | "queueName" | "teamName" | "siteName") {
                contact.base.insert(key.clone(), value.clone());
            }
            all.insert(key, value);
        }
        all.insert("createdTime".to_owned(), json!(contact.time.timestamp_millis()));
        all.insert("taskId".to_owned(), json!(contact.task));
        self.push(kind, SOURCE, contact.time, contact.identity, all);
    }

    fn channel(&mut self) -> String {
        let channels = &self.customer.channels;
        let mut number = self.random.usize(..channels.values().sum::<usize>().max(1));
        for (channel, weight) in channels {
            if number < *weight {
                return channel.clone();
            }
            number -= weight;
        }
        "telephony".to_owned()
    }

    fn scenario(&mut self, channel: &str) -> Option<&'w Scenario> {
        let customer = self.customer;
        let fitting: Vec<&'w Scenario> = self
            .world
            .scenarios
            .iter()
            .filter(|scenario| scenario.channels.iter().any(|other| other == channel))
            .filter(|scenario| scenario.division.is_none() || scenario.division == customer.division)
            .collect();
        let own: Vec<&'w Scenario> = fitting
            .iter()
            .filter(|scenario| {
                customer.mood.as_ref().is_some_and(|mood| *mood == scenario.mood)
                    || customer.division.is_some() && scenario.division == customer.division
            })
            .copied()
            .collect();
        let list = if !own.is_empty() && self.chance(45) { own } else { fitting };
        self.one_of(&list).copied()
    }

    fn mood(&self, scenario: &Scenario) -> String {
        match &self.customer.mood {
            Some(mood) if scenario.mood != "happy" => mood.clone(),
            _ => scenario.mood.clone(),
        }
    }

    /// A contact that would end after now is moved back as a whole.
    fn keep_in_the_past(&mut self, first: usize) {
        let latest = self.now - Duration::minutes(2);
        let Some(last) = self.events.last().and_then(|event| event.time).filter(|last| *last > latest) else { return };
        let late = last - latest;
        for event in self.events.iter_mut().skip(first) {
            event.time = event.time.map(|time| time - late);
            let created = event.time.map(|time| time.timestamp_millis());
            event.data.insert("createdTime".to_owned(), json!(created));
        }
    }
}

fn queue(team: &Team) -> Value {
    json!({"queueId": id_of(&team.queue), "queueName": team.queue})
}

fn person(agent: &str, team: &Team) -> Value {
    json!({"agentId": id_of(agent), "agentName": agent, "teamName": team.name, "siteName": team.site})
}

fn person_and(agent: &str, team: &Team, more: Value) -> Value {
    let mut data = fields(person(agent, team));
    data.extend(fields(more));
    Value::Object(data)
}

/// An id that a name keeps: the same agent has the same one in every contact.
fn id_of(name: &str) -> String {
    let hash = name
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("AX{hash:016x}")
}

fn fill(text: &str, texts: &[(&'static str, String)]) -> String {
    texts.iter().fold(text.to_owned(), |text, (mark, value)| text.replace(mark, value))
}

/// How the customer feels at a point of the conversation, 0 to 1.
fn sentiment(mood: &str, at: f64) -> &'static str {
    match mood {
        "angry" => "Negative",
        "annoyed" if at < 0.6 => "Negative",
        "annoyed" => "Neutral",
        "happy" => "Positive",
        _ if at > 0.8 => "Positive",
        _ => "Neutral",
    }
}

fn score(mood: &str, more: i64) -> i64 {
    match mood {
        "angry" => 1 + more / 2,
        "annoyed" => 2 + more,
        "happy" => 5,
        _ => 3 + more.min(2),
    }
}
