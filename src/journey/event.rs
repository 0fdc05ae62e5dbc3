//! The door of the domain: wire values come in here, and one shape goes on.
//!
//! What must not be kept is dropped here: addresses of recordings (they are signed and expire) and secure values.

use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::{DateTime, Utc};
use cjds::{IdentityType, Problem, ReadEvent};
use serde_json::{Map, Value};

use super::secure::scrub;
use super::values::first_text;
use super::{EntryId, TaskId};

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

/// Tells events apart. The sender's `id` alone does not: whole contacts share one, and some send the word "id".
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EventKey {
    /// The sender's id.
    pub id: String,
    /// The sender's type.
    pub kind: String,
    /// When it happened.
    pub time: Option<DateTime<Utc>>,
    /// A hash of the data of an event without a time, which id and type alone would not tell apart.
    undated: u64,
}

/// Who sent an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// Which contact it belongs to.
    pub task: Option<TaskId>,
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
            Err(problem) => {
                let raw = match value {
                    Value::String(text) => text.clone(),
                    value => value.to_string(),
                };
                Self::Unread(Unread { problem, raw: Some(raw) })
            }
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
        let task = first_text(&data, &["taskId", "interactionId"]).and_then(|id| TaskId::new(&id));
        let source = decoded(&event.source);
        let kind = EventKind::read(&event.kind, &data);
        let origin = if source.to_ascii_lowercase().contains("wxcc") {
            Origin::Platform
        } else if source.trim().is_empty() && kind != EventKind::Other && task.is_some() {
            // Somebody lost the source; nothing but the contact center says which task it is about and in these words.
            Origin::Platform
        } else {
            Origin::Custom
        };
        let undated = if event.time.is_none() { hash_of(&Value::Object(data.clone()).to_string()) } else { 0 };
        Self {
            key: EventKey { id: event.id, kind: event.kind, time: event.time, undated },
            origin,
            source,
            kind,
            task,
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
        let belongs = self.origin == Origin::Platform || matches!(self.kind, EventKind::Summary | EventKind::Analysis);
        self.task.as_ref().filter(|_| belongs)
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
        let time = self.time.map_or(self.undated as i64, |time| time.timestamp_millis());
        EntryId::new(&format!("event {} {} {time}", self.id, self.kind))
    }

    /// A number that is the same for the same event, today and after a reload.
    pub(crate) fn fingerprint(&self) -> u64 {
        hash_of(self)
    }
}

impl EventKind {
    fn read(kind: &str, data: &Map<String, Value>) -> Self {
        match kind.trim().to_ascii_lowercase().as_str() {
            "task:new" => Self::New,
            "task:connect" => Self::Connect,
            "task:parked" => Self::Parked,
            "task:connected" => Self::Connected,
            "task:hold" => Self::Hold,
            "task:unhold" => Self::Unhold,
            "task:transferred" => Self::Transferred,
            "task:wrapup" => Self::WrapUp,
            "task:ended" => Self::Ended,
            "task:wrapup-summary" => Self::Summary,
            "empath:data" => Self::Analysis,
            "agent:state_change" | "agent:channel_state_change" => {
                let is_done = first_text(data, &["currentState"]).is_some_and(|state| {
                    state.eq_ignore_ascii_case("wrapup-done") || state.eq_ignore_ascii_case("wrapup_done")
                });
                if is_done { Self::WrapUpDone } else { Self::AgentState }
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

/// `SMS%20Notification` as people read it. Only `%20` occurs.
fn decoded(source: &str) -> String {
    source.replace("%20", " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn event(value: Value) -> Event {
        match Arrival::read(&value) {
            Arrival::Event(event) => event,
            Arrival::Unread(unread) => panic!("{}", unread.problem),
        }
    }

    #[test]
    fn the_source_says_who_sent_it_and_the_type_does_not() {
        let platform = event(json!({"type": "task:new", "source": "/com/cisco/wxcc/123", "data": {"taskId": 7}}));
        assert_eq!((platform.origin, platform.task.as_ref().map(TaskId::as_str)), (Origin::Platform, Some("7")));
        let custom = event(json!({"type": "task:new", "source": "custom/9", "data": {"taskId": "7"}}));
        assert_eq!((custom.origin, custom.contact()), (Origin::Custom, None));
        let lost = event(json!({"type": "task:new", "data": {"taskId": "7"}}));
        assert_eq!(lost.origin, Origin::Platform);
        let nothing = event(json!({"type": "task:new", "source": null, "data": {"cart": "7"}}));
        assert_eq!(nothing.origin, Origin::Custom);
    }

    #[test]
    fn recordings_and_secure_values_do_not_come_in() {
        let event = event(json!({"type": "empath:data", "source": "wxcc", "data": {
            "recUrl": "https://r.example/?X-Amz-Signature=1", "taskId": "1",
            "deep": [{"recUrl": "https://r.example/2", "kept": 1}, {"value": "4111", "isSecure": true}],
            "pin": {"value": "1234", "isSecure": "true"}, "plan": {"value": "gold", "isSecure": "false"},
        }}));
        let text = Value::Object(event.data).to_string();
        assert!(!text.contains("r.example") && !text.contains("4111") && !text.contains("1234"), "{text}");
        assert!(text.contains("gold") && text.contains("kept"), "{text}");
    }

    #[test]
    fn what_cannot_be_read_keeps_its_text() {
        let Arrival::Unread(unread) = Arrival::read(&json!("{oops")) else { panic!("was read") };
        assert_eq!(unread.raw.as_deref(), Some("{oops"));
        assert!(unread.problem.found.starts_with("not JSON"));
    }

    #[test]
    fn two_events_without_a_time_are_told_apart_by_what_they_say() {
        let one = event(json!({"id": "id", "type": "Order", "data": {"n": 1}}));
        let two = event(json!({"id": "id", "type": "Order", "data": {"n": 2}}));
        assert_ne!(one.key, two.key);
        assert_ne!(one.key.entry_id(), two.key.entry_id());
    }
}
