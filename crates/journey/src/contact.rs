//! One contact: all events of one task, as one thing that happened.
//!
//! Built again from its events whenever one of them arrives; whatever is missing, what is there makes a contact.

use std::sync::Arc;

use basics::Problem;
use chrono::{DateTime, Duration, Utc};
use serde_json::Value;

use super::handling::{Agent, By, Given, Handling};
use super::values::{first_label, first_name, get, text};
use super::{
    Channel, Direction, Event, EventKind, Platform, Sentiment, Stage, StageKind, Summary, TaskId, Transcript, WrapUp,
    WrapUpCode, stages,
};

/// A contact is not taken as going on when its last event is further away than this, in either direction: the event
/// that ended it was lost, or the clocks differ.
const SILENCE: Duration = Duration::hours(1);

/// What claims to be so much later than now does not: a number was read in another unit, a year was mistyped. Clocks
/// differ, but not by so much; and what is planned for later is not what happened.
const MOST_AHEAD: Duration = Duration::days(1);

/// Whether a time claims to be more than a day ahead of now.
pub fn is_ahead(time: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    time.is_some_and(|time| time.signed_duration_since(now) > MOST_AHEAD)
}

/// Whether a contact is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactState {
    /// It goes on.
    Ongoing,
    /// It is over.
    Ended,
    /// Nothing says that it is over, but nothing happened for an hour.
    Silent,
}

/// A contact.
#[derive(Clone, Debug, PartialEq)]
pub struct Contact {
    /// Which platform tells of it; of several, the first that there is.
    pub platform: Platform,
    /// The contact center's id.
    pub task: TaskId,
    /// By which way it came.
    pub channel: Option<Channel>,
    /// The same in the sender's own word: "WhatsApp Business".
    pub channel_name: Option<String>,
    /// Who began it.
    pub direction: Option<Direction>,
    /// From where: the customer's number or address for an inbound one.
    pub origin: Option<String>,
    /// To where.
    pub destination: Option<String>,
    /// The queues, in order.
    pub queues: Vec<Arc<str>>,
    /// The agents by name, in order.
    pub agents: Vec<Arc<str>>,
    /// The last agent's team.
    pub team: Option<String>,
    /// Through which entry point it came.
    pub entry_point: Option<String>,
    /// The last agent's site.
    pub site: Option<String>,
    /// How the last agent said it ended. What those said who handed it over is not how it ended.
    pub wrap_up: WrapUp,
    /// The wrap-up codes of all agents, in order.
    pub wrap_ups: Vec<WrapUpCode>,
    /// Why the customer came, in the contact center's words.
    pub contact_reason: Option<String>,
    /// What came of it, in the contact center's words.
    pub outcome: Option<String>,
    /// Why it ended, in the contact center's words.
    pub reason: Option<String>,
    /// Who ended it.
    pub terminating_party: Option<String>,
    /// How the customer felt.
    pub sentiment: Option<Sentiment>,
    /// How content the customer was when asked, as it came.
    pub csat: Option<String>,
    /// What was said.
    pub transcript: Option<Transcript>,
    /// What it was about.
    pub summary: Option<Summary>,
    /// What it went through.
    pub stages: Vec<Stage>,
    /// When it began, by its first event; `None` if no event has a time.
    pub start: Option<DateTime<Utc>>,
    /// When something happened last.
    pub last: Option<DateTime<Utc>>,
    /// Whether an event says that it is over.
    pub is_over: bool,
    /// Whether that was its end, and not only an agent's work on it.
    has_ended: bool,
    /// Its events, in order of time.
    pub events: Vec<Arc<Event>>,
    /// The division that its events name, if they do.
    pub division: Option<String>,
    /// What did not fit the contract.
    pub problems: Vec<Problem>,
    /// It as each of several platforms tells it; none if one does.
    legs: Vec<Self>,
}

impl Contact {
    /// The contact of these events, which are in order of time.
    pub(crate) fn of(task: TaskId, events: Vec<Arc<Event>>) -> Self {
        let mut contact = Self {
            platform: events.first().map(|event| event.platform).unwrap_or_default(),
            task,
            channel: None,
            channel_name: None,
            direction: None,
            origin: None,
            destination: None,
            queues: Vec::new(),
            agents: Vec::new(),
            team: None,
            entry_point: None,
            site: None,
            wrap_up: WrapUp::default(),
            wrap_ups: Vec::new(),
            contact_reason: None,
            outcome: None,
            reason: None,
            terminating_party: None,
            sentiment: None,
            csat: None,
            transcript: None,
            summary: None,
            stages: stages::of(events.iter().map(Arc::as_ref)),
            start: None,
            last: None,
            is_over: false,
            has_ended: false,
            events: Vec::new(),
            division: None,
            problems: Vec::new(),
            legs: Vec::new(),
        };
        let mut handling = Handling::of(events.iter().map(AsRef::as_ref));
        let mut given = Given::default();
        for event in events.iter().filter(|event| event.kind != EventKind::Note) {
            contact.take(event);
            let by = handling.take(event);
            contact.follow(event, by, &handling, &mut given);
        }
        if contact.channel.is_none() {
            contact.channel = events.iter().find_map(|event| channel_of_kind(&event.key.kind));
        }
        contact.wrap_ups = given.codes().into_iter().map(WrapUpCode).collect();
        let times = || events.iter().filter(|event| happened(event)).filter_map(|event| event.key.time);
        contact.start = times().min().or_else(|| events.iter().filter_map(|event| event.key.time).min());
        contact.last = times().max().or(contact.start);
        contact.events = events;
        contact
    }

    /// Follows it through the hands of agents: how it ended, and whether it did.
    fn follow(&mut self, event: &Event, by: By, handling: &Handling, given: &mut Given) {
        // Nobody ended it before: one agent's work was over, and what was written up was not the end of it.
        let goes_on = handling.begins_talk(event)
            || matches!(
                event.kind,
                EventKind::Connect | EventKind::Parked | EventKind::Transferred | EventKind::Hold | EventKind::Unhold
            );
        if goes_on && !self.has_ended {
            self.wrap_up = WrapUp::default();
            self.is_over = false;
        }
        let said = WrapUp::read(&event.data);
        if let Some(code) = &said.code {
            given.add(Agent::of(event), code.0.clone());
        }
        if by == By::Current {
            self.wrap_up.update(said);
        }
        self.is_over |= match event.kind {
            EventKind::Ended => true,
            EventKind::WrapUpDone => by == By::Current,
            EventKind::Analysis => !(handling.is_waiting() || handling.has_earlier()),
            _ => false,
        };
        self.has_ended |= event.kind == EventKind::Ended;
    }

    /// The platforms that told of it, each once.
    pub fn platforms(&self) -> Vec<Platform> {
        self.legs().iter().map(|leg| leg.platform).collect()
    }

    /// Whether it is over at `now`.
    pub fn state(&self, now: DateTime<Utc>) -> ContactState {
        if !self.legs.is_empty() {
            let has = |state| self.legs.iter().any(|leg| leg.state(now) == state);
            // One that lost the end does not make it silent.
            let told = [ContactState::Ongoing, ContactState::Ended].into_iter().find(|state| has(*state));
            return told.unwrap_or(ContactState::Silent);
        }
        match self.last_at(now) {
            _ if self.is_over => ContactState::Ended,
            Some(last) if (now - last).abs() <= SILENCE => ContactState::Ongoing,
            _ => ContactState::Silent,
        }
    }

    /// When something happened last, without what claims to be still to come.
    pub fn last_at(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if !is_ahead(self.last, now) {
            return self.last;
        }
        let times = self.events.iter().filter(|event| happened(event)).filter_map(|event| event.key.time);
        times.filter(|time| !is_ahead(Some(*time), now)).max().or(self.last)
    }

    /// The name of the wrap-up code with which it ended. Of a contact that is over and whose last agent gave none, that of
    /// the one who handed it over: nothing else is known. While it goes on, that says nothing.
    pub fn wrap_up_code(&self) -> Option<&WrapUpCode> {
        if !self.legs.is_empty() {
            return self.legs.iter().find_map(Self::wrap_up_code);
        }
        self.wrap_up.code.as_ref().or_else(|| self.wrap_ups.last().filter(|_| self.is_over))
    }

    /// From its beginning until the agent wrote it up; `None` if that is not known.
    pub fn duration(&self) -> Option<Duration> {
        let start = self.start?;
        if !self.legs.is_empty() {
            let ends = self.legs.iter().filter_map(|leg| Some(leg.start? + leg.duration()?));
            return ends.max().map(|end| end - start);
        }
        let end = self
            .stages
            .iter()
            .find(|stage| stage.kind == StageKind::WrapUp)
            .map(|stage| stage.start)
            .or_else(|| self.ended_at())?;
        Some(end - start).filter(|duration| *duration > Duration::zero())
    }

    fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.events.iter().find(|event| event.kind == EventKind::Ended).and_then(|event| event.key.time)
    }

    /// An agent was there at some time.
    pub fn was_answered(&self) -> bool {
        !self.agents.is_empty()
            || self
                .events
                .iter()
                .any(|event| matches!(event.kind, EventKind::Connected | EventKind::Assigned | EventKind::WrapUp))
    }

    /// Nobody was asked for: a visit of the web site or of an app, and nothing of the contact center.
    pub fn is_visit(&self) -> bool {
        let mut kinds = self.events.iter().map(|event| event.kind).filter(|kind| *kind != EventKind::Note);
        matches!(self.channel, Some(Channel::Web | Channel::Other(_)))
            && kinds.clone().any(|kind| kind == EventKind::Other)
            && kinds.all(|kind| matches!(kind, EventKind::Other | EventKind::Ended))
    }

    /// Whether an agent may write up how it ended: of a visit nobody does, and two platforms have no codes for it.
    pub fn has_wrap_up(&self) -> bool {
        let has_codes = |leg: &Self| !matches!(leg.platform, Platform::Avaya | Platform::Lcm);
        !self.is_visit() && self.legs().iter().any(has_codes)
    }

    fn take(&mut self, event: &Event) {
        let data = &event.data;
        let word = |keys: &[&str]| first_label(data, keys);
        let name = |names: &[&str], ids: &[&str]| first_name(data, names, ids);
        if self.channel.is_none() {
            let words: Vec<String> = CHANNEL_KEYS.iter().filter_map(|key| word(&[key])).collect();
            let is_known = |word: &&String| Channel::from_word(word).is_some_and(|channel| channel.is_known());
            let known = words.iter().find(is_known);
            self.channel_name = known.or_else(|| words.iter().find(|word| Channel::from_word(word).is_some())).cloned();
            self.channel = self.channel_name.as_ref().and_then(|word| Channel::from_word(word));
        }
        if self.direction.is_none() {
            self.direction = ["direction", "contactDirection"].iter().find_map(|key| direction(get(data, key)?));
        }
        first(&mut self.origin, word(&["origin"]));
        first(&mut self.destination, word(&["destination"]));
        first(
            &mut self.entry_point,
            name(&["entrypointName", "entryPointName"], &["entrypointId", "entryPointId", "epId"]),
        );
        name(&["queueName"], &["queueId"]).iter().for_each(|name| append(&mut self.queues, name));
        // Who was found by the routing has not answered yet.
        if event.kind != EventKind::Routed {
            let agent = name(&["agentName", "agentDisplayName"], &["agentId"]);
            agent.iter().for_each(|name| append(&mut self.agents, name));
        }
        latest(&mut self.team, name(&["teamName"], &["teamId"]));
        latest(&mut self.site, name(&["siteName"], &["siteId"]));
        latest(&mut self.contact_reason, word(&["contactReason"]));
        latest(&mut self.outcome, word(&["outcome"]));
        latest(&mut self.reason, word(&["terminationReason", "reason", "endReason"]));
        latest(&mut self.terminating_party, word(&["terminatingParty"]));
        if self.division.is_none() {
            self.division = get(data, "uiData").and_then(|ui| ui.get("division")).and_then(text);
        }
        let sentiment = word(&["customerSentiment", "overallSentiment", "OverallSentiment", "CustomerSentiment"])
            .and_then(|word| Sentiment::from_word(&word));
        self.sentiment = sentiment.or(self.sentiment);
        self.csat = first_label(data, &["csatScore"]).or(self.csat.take());
        let heard = [Transcript::of_data(data).map(|heard| heard.transcript), Transcript::from_analysis(data)];
        for transcript in heard.into_iter().flatten() {
            // The one with the most turns says the most.
            if self.transcript.as_ref().is_none_or(|known| known.turns() <= transcript.turns()) {
                self.transcript = Some(transcript);
            }
        }
        if event.kind == EventKind::Summary {
            self.summary = Summary::read(event).or(self.summary.take());
        }
        self.problems.extend(event.problems.iter().map(|problem| problem.clone().within(&event.key.kind)));
    }
}

/// Where senders say by which way a contact came.
pub(super) const CHANNEL_KEYS: [&str; 5] = ["channelType", "channel", "mediaType", "mediaChannel", "channelName"];

/// Of an event that is called "email:reply-sent" nobody need say that it is about an e-mail.
fn channel_of_kind(kind: &str) -> Option<Channel> {
    let channel = Channel::from_word(kind.split_once(':')?.0)?;
    (channel.is_known() && channel != Channel::WorkItem).then_some(channel)
}

/// As a word, or as the desktop has it: `{"type": "INBOUND"}`.
fn direction(value: &Value) -> Option<Direction> {
    text(value.get("type").unwrap_or(value)).and_then(|word| Direction::from_word(&word))
}

/// Summaries, analyses and notes are made afterwards: they tell of a contact, they are none of what happened in it.
fn happened(event: &Event) -> bool {
    !matches!(event.kind, EventKind::Summary | EventKind::Analysis | EventKind::Transcript | EventKind::Note)
}

fn first(slot: &mut Option<String>, value: Option<String>) {
    if slot.is_none() {
        *slot = value;
    }
}

fn latest(slot: &mut Option<String>, value: Option<String>) {
    if value.is_some() {
        *slot = value;
    }
}

fn append(list: &mut Vec<Arc<str>>, value: &str) {
    if !list.iter().any(|known| **known == *value) {
        list.push(value.into());
    }
}

mod joined;

#[cfg(test)]
mod tests;
