//! The door of the domain: wire values come in here, and one shape goes on.
//!
//! What must not be kept is dropped here: addresses of recordings (they are signed and expire) and secure values.

use std::cmp::Ordering;
use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::{DateTime, Utc};
use cjds::{IdentityType, Problem, ReadEvent};
use serde_json::{Map, Value};

use super::content::{compare, content_of};
use super::natural::natural;
use super::secure::scrub;
use super::values::first_text;
use super::{Channel, EntryId, TaskId};

/// One element of a history or of a live stream: an event, or what could not be read as one.
#[derive(Clone, Debug, PartialEq)]
pub enum Arrival {
    /// An event.
    Event(Event),
    /// Something else.
    Unread(Unread),
}

/// An element that could not be read. It keeps its place in the timeline, so that nothing is lost in silence.
#[derive(Clone, Debug, PartialEq)]
pub struct Unread {
    /// What was wrong.
    pub problem: Problem,
    /// The element as it came, if it was kept.
    pub raw: Option<String>,
}

/// Tells events apart. The sender's `id` alone does not: whole contacts share one, and some send the word "id". Nor do id,
/// type and time together: imports send all payments of a day with one id at midnight. What is said tells them apart then;
/// and an event that comes once more, in whichever envelope, says the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EventKey {
    /// The sender's id.
    pub id: String,
    /// The sender's type.
    pub kind: String,
    /// When it happened.
    pub time: Option<DateTime<Utc>>,
    /// What was said, as a number.
    content: u64,
    /// Who sent it: what the contact center says is not what somebody else says in its words.
    origin: Origin,
}

/// Who sent an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    /// The contact center.
    Platform,
    /// Anybody else: the tenant's web site, shop, flows …
    Custom,
}

/// What a contact-center event says happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// The contact began.
    New,
    /// It left self-service and looks for an agent.
    Connect,
    /// It waits in a queue.
    Parked,
    /// An agent is there.
    Connected,
    /// The agent put it on hold.
    Hold,
    /// The agent took it back.
    Unhold,
    /// It goes to another agent or queue.
    Transferred,
    /// The agent writes up how it went.
    WrapUp,
    /// It is over.
    Ended,
    /// The agent's work on it is over, usually with a wrap-up code.
    WrapUpDone,
    /// An agent was found for it.
    Routed,
    /// It is an agent's now.
    Assigned,
    /// The contact center wrote to the customer.
    Sent,
    /// What was said.
    Transcript,
    /// Another change of the agent's state.
    AgentState,
    /// A summary of the conversation.
    Summary,
    /// An analysis of the conversation.
    Analysis,
    /// Anything else.
    Other,
}

/// One event of a journey.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// What tells it from others.
    pub key: EventKey,
    /// Who sent it.
    pub origin: Origin,
    /// The sender's own name, decoded: `custom/7`, `SMS Notification`.
    pub source: String,
    /// What happened, if it is an event of the contact center.
    pub kind: EventKind,
    /// Which contact it belongs to: its interaction, else its task.
    pub task: Option<TaskId>,
    /// The task, if the event names another one than its interaction.
    pub(super) other_task: Option<TaskId>,
    /// Whose identity it was sent for.
    pub identity: String,
    /// What kind of identity that is.
    pub identity_type: Option<IdentityType>,
    /// What happened, in the sender's own keys.
    pub data: Map<String, Value>,
    /// What did not fit the contract.
    pub problems: Vec<Problem>,
}

impl Arrival {
    /// Reads one element, and keeps it as it came if it cannot be read.
    pub fn read(value: &Value) -> Self {
        match cjds::CloudEvent::read(value) {
            Ok(event) => Self::Event(Event::from(event)),
            Err(problem) => Self::unread(problem, value),
        }
    }

    /// Reads one element from its JSON.
    pub fn read_json(text: &str) -> Self {
        match cjds::CloudEvent::read_json(text) {
            Ok(event) => Self::Event(Event::from(event)),
            Err(problem) => match cjds::json::parse(text) {
                Ok(value) => Self::unread(problem, &value),
                Err(_) => Self::Unread(Unread { problem, raw: Some(text.to_owned()) }),
            },
        }
    }

    fn unread(problem: Problem, value: &Value) -> Self {
        let raw = match value {
            Value::String(text) => text.clone(),
            value => value.to_string(),
        };
        Self::Unread(Unread { problem, raw: Some(raw) })
    }

    /// A number that is the same for the same element, however often it comes.
    pub fn fingerprint(&self) -> u64 {
        match self {
            Self::Event(event) => event.key.fingerprint(),
            Self::Unread(unread) => hash_of(&(&unread.problem.place, &unread.problem.found, &unread.raw)),
        }
    }
}

impl From<Result<ReadEvent, Problem>> for Arrival {
    fn from(read: Result<ReadEvent, Problem>) -> Self {
        match read {
            Ok(event) => Self::Event(Event::from(event)),
            Err(problem) => Self::Unread(Unread { problem, raw: None }),
        }
    }
}

impl From<&Value> for Arrival {
    fn from(value: &Value) -> Self {
        Self::read(value)
    }
}

impl From<Unread> for Arrival {
    fn from(unread: Unread) -> Self {
        Self::Unread(unread)
    }
}

impl From<ReadEvent> for Event {
    fn from(ReadEvent { event, problems }: ReadEvent) -> Self {
        let mut data = event.data;
        scrub(&mut data);
        let named = |key: &str| first_text(&data, &[key]).and_then(|id| TaskId::new(&id));
        let (interaction, task) = (named("interactionId"), named("taskId"));
        let source = decoded(&event.source);
        let kind = EventKind::read(&event.kind, &data);
        let is_of_a_contact = kind != EventKind::Other && (interaction.is_some() || task.is_some());
        let origin = origin_of(&source, is_of_a_contact, &data);
        let content = content_of(&data);
        Self {
            key: EventKey { id: event.id, kind: event.kind, time: event.time, content, origin },
            origin,
            source,
            kind,
            other_task: task.clone().filter(|task| interaction.as_ref().is_some_and(|main| main != task)),
            task: interaction.or(task),
            identity: event.identity,
            identity_type: event.identity_type,
            data,
            problems,
        }
    }
}

impl Event {
    /// The contact that the event is a part of; `None` for an event that stands for itself.
    pub(crate) fn contact(&self) -> Option<&TaskId> {
        let is_told_of_it = matches!(self.kind, EventKind::Summary | EventKind::Analysis | EventKind::Sent);
        // A flow's own event is shown as its author wanted it.
        let is_a_flows = is_flow(&self.source) && self.data.contains_key("uiData");
        let belongs = self.origin == Origin::Platform || (is_told_of_it && !is_a_flows);
        self.task.as_ref().filter(|_| belongs)
    }

    /// Which of two events comes first if their times do not tell: by the sender's numbering, then by what they say. Only
    /// the same event is equal.
    pub(crate) fn before(&self, other: &Self) -> Ordering {
        natural(&self.key.id, &other.key.id)
            .then_with(|| natural(&self.key.kind, &other.key.kind))
            .then_with(|| compare(&self.data, &other.data))
    }

    /// Whether the event is only about an agent: nothing that happened to the customer.
    pub(crate) fn is_about_agent_only(&self) -> bool {
        self.origin == Origin::Platform
            && self.task.is_none()
            && matches!(self.kind, EventKind::AgentState | EventKind::WrapUpDone)
    }
}

impl EventKey {
    /// The row of an event that stands for itself.
    pub(crate) fn entry_id(&self) -> Option<EntryId> {
        let moment = |time: DateTime<Utc>| format!("{}.{:09}", time.timestamp(), time.timestamp_subsec_nanos());
        let time = self.time.map(moment).unwrap_or_default();
        let by = if self.origin == Origin::Platform { " wxcc" } else { "" };
        EntryId::new(&format!("event {} {} {time} {:x}{by}", self.id, self.kind, self.content))
    }

    /// A number that is the same for the same event, today and after a reload.
    pub(crate) fn fingerprint(&self) -> u64 {
        hash_of(self)
    }
}

impl EventKind {
    fn read(kind: &str, data: &Map<String, Value>) -> Self {
        let plain = kind.trim().to_ascii_lowercase().replace(['_', ' '], "-").replace("wrap-up", "wrapup");
        match plain.as_str() {
            "task:new" | "contact:new" => Self::New,
            "task:connect" => Self::Connect,
            "task:parked" | "task:queued" => Self::Parked,
            "task:connected" => Self::Connected,
            "task:hold" => Self::Hold,
            "task:unhold" => Self::Unhold,
            "task:transferred" => Self::Transferred,
            "task:wrapup" => Self::WrapUp,
            "task:ended" | "task:closed" | "contact:ended" | "contact:closed" => Self::Ended,
            "task:wrapup-done" | "agent:wrapup-done" | "contact:wrapup-done" => Self::WrapUpDone,
            "task:assigned" | "agent:assigned" => Self::Assigned,
            "agent:routed" => Self::Routed,
            "email:out" | "email:reply-sent" => Self::Sent,
            "chat:transcript" => Self::Transcript,
            "task:wrapup-summary" | "email:wrapup-summary" | "email:ai-summary" => Self::Summary,
            "empath:data" => Self::Analysis,
            "agent:state-change" | "agent:channel-state-change" => {
                let state = first_text(data, &["currentState"]).unwrap_or_default();
                let is_done = ["wrapup-done", "wrapup_done", "wrapupdone"];
                if is_done.iter().any(|done| state.eq_ignore_ascii_case(done)) {
                    Self::WrapUpDone
                } else {
                    Self::AgentState
                }
            }
            _ => Self::Other,
        }
    }

    /// A stable word for it, for keys of words; `None` for an event that the contact center's contract does not name.
    pub fn key(self) -> Option<&'static str> {
        Some(match self {
            Self::New => "new",
            Self::Connect => "connect",
            Self::Parked => "parked",
            Self::Connected => "connected",
            Self::Hold => "hold",
            Self::Unhold => "unhold",
            Self::Transferred => "transferred",
            Self::WrapUp => "wrapup",
            Self::Ended => "ended",
            Self::WrapUpDone => "wrapup-done",
            Self::Routed => "routed",
            Self::Assigned => "assigned",
            Self::Sent => "sent",
            Self::Transcript => "transcript",
            Self::AgentState => "agent-state",
            Self::Summary => "summary",
            Self::Analysis => "analysis",
            Self::Other => return None,
        })
    }
}

pub(crate) fn hash_of(value: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Who sent an event, by its source. The type does not say: whoever likes sends `task:new`.
fn origin_of(source: &str, is_of_a_contact: bool, data: &Map<String, Value>) -> Origin {
    if is_flow(source) {
        return Origin::Custom;
    }
    if source.to_ascii_lowercase().contains("wxcc") {
        return Origin::Platform;
    }
    // Somebody lost the source, or put the channel there ("email"); nothing but the contact center says which contact it
    // is about and in these words.
    let is_lost = source.trim().is_empty();
    let is_channel =
        !source.trim().contains(' ') && Channel::from_word(source).is_some_and(|channel| channel.is_known());
    let is_platforms = is_of_a_contact && (is_lost || (is_channel && !data.contains_key("uiData")));
    if is_platforms { Origin::Platform } else { Origin::Custom }
}

/// A flow of the contact center writes as `wxcc_flow`, in any spelling. What it says is its author's, not the contact's.
fn is_flow(source: &str) -> bool {
    let plain: String = source.chars().filter(char::is_ascii_alphanumeric).collect();
    plain.to_ascii_lowercase().contains("wxccflow")
}

/// `SMS%20Notification` as people read it. Only `%20` occurs.
fn decoded(source: &str) -> String {
    source.replace("%20", " ")
}

#[cfg(test)]
mod tests;
