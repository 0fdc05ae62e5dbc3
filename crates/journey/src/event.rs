//! The door of the domain: what a source reports comes in here, and one shape goes on.
//!
//! What must not be kept is dropped here, whichever source it comes from: addresses of recordings (they are signed and
//! expire) and secure values.

use std::cmp::Ordering;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use basics::{IdentityType, Problem};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::content::{compare, content_of};
use super::natural::natural;
use super::note;
use super::secure::scrub;
use super::{EntryId, EventKind, Platform, TaskId};

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
    /// Which platform told it.
    pub platform: Platform,
    /// What was wrong.
    pub problem: Problem,
    /// The permission that it takes to read it, if that is what was wrong, in the platform's own name for it.
    pub permission: Option<String>,
    /// The element as it came, if it was kept.
    pub raw: Option<String>,
}

/// Tells events apart. The sender's `id` alone does not: whole contacts share one, and some send the word "id". Nor do id,
/// type and time together: imports send all payments of a day with one id at midnight. What is said tells them apart then;
/// and an event that comes once more, in whichever envelope, says the same.
#[derive(Debug, PartialEq, Eq)]
pub struct EventKey {
    /// All of the following as a number: it is asked for with each page, and with each event of the same contact.
    number: u64,
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
    /// Which platform told it: what two of them say in the same words are two events.
    pub platform: Platform,
}

/// Who sent an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    /// The contact center.
    Platform,
    /// Anybody else: the tenant's web site, shop, flows …
    #[default]
    Custom,
}

/// An event as a source reports it: its platform's record, read and named by what the domain knows. The domain makes an
/// [`Event`] of it, and keeps nothing of it that must not be kept. What a platform does not say is left as it is by default.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reported {
    /// Which platform tells it.
    pub platform: Platform,
    /// The sender's id; it need not be unique.
    pub id: String,
    /// The sender's type, in the sender's word.
    pub word: String,
    /// What happened, if it is an event of the contact center.
    pub kind: EventKind,
    /// When.
    pub time: Option<DateTime<Utc>>,
    /// Who sent it, as people read it.
    pub source: String,
    /// The same, as far as the domain tells senders apart.
    pub origin: Origin,
    /// Whether an author wrote what is to be seen of it.
    pub is_authored: bool,
    /// Which contact it belongs to.
    pub task: Option<TaskId>,
    /// By what other name the platform calls that contact.
    pub other_task: Option<TaskId>,
    /// Whose identity it was sent for.
    pub identity: String,
    /// What kind of identity that is.
    pub identity_type: Option<IdentityType>,
    /// What happened, by the keys that the domain reads (`queueName`, `agentName`, `channelType` …) and the sender's own.
    pub data: Map<String, Value>,
    /// What did not fit.
    pub problems: Vec<Problem>,
}

/// One event of a journey.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// What tells it from others.
    pub key: Arc<EventKey>,
    /// Which platform told it.
    pub platform: Platform,
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
    /// Somebody wrote what is to be seen of it: it is shown as its author wanted it, and is no part of a contact.
    is_authored: bool,
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
    /// When it happened, if it says so.
    pub fn time(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Event(event) => event.key.time,
            Self::Unread(_) => None,
        }
    }

    /// A number that is the same for the same element, however often it comes.
    pub fn fingerprint(&self) -> u64 {
        match self {
            Self::Event(event) => event.key.fingerprint(),
            Self::Unread(unread) => unread.fingerprint(),
        }
    }
}

impl Unread {
    /// A number that is the same for the same element.
    pub(crate) fn fingerprint(&self) -> u64 {
        of_platform(self.platform, hash_of(&(&self.problem.place, &self.problem.found, &self.raw)))
    }
}

impl From<Reported> for Arrival {
    fn from(reported: Reported) -> Self {
        Self::Event(Event::from(reported))
    }
}

impl From<Unread> for Arrival {
    fn from(unread: Unread) -> Self {
        Self::Unread(unread)
    }
}

impl From<Reported> for Event {
    fn from(reported: Reported) -> Self {
        let Reported { platform, id, word, time, source, origin, is_authored, kind, task, other_task, .. } = reported;
        let mut data = reported.data;
        scrub(&mut data);
        let content = content_of(&data);
        Self {
            key: Arc::new(EventKey::new(id, word, time, content, origin, platform)),
            platform,
            origin,
            source,
            kind: note::checked(kind, &data),
            other_task: other_task.filter(|other| task.as_ref().is_some_and(|task| task != other)),
            task,
            is_authored,
            identity: reported.identity,
            identity_type: reported.identity_type,
            data,
            problems: reported.problems,
        }
    }
}

impl Event {
    /// The contact that the event is a part of; `None` for an event that stands for itself.
    pub(crate) fn contact(&self) -> Option<&TaskId> {
        let is_told_of_it =
            matches!(self.kind, EventKind::Summary | EventKind::Analysis | EventKind::Sent | EventKind::Note);
        let belongs = self.origin == Origin::Platform || (is_told_of_it && !self.is_authored);
        self.task.as_ref().filter(|_| belongs)
    }

    /// Which of two events comes first if their times do not tell: by the sender's numbering, then by what they say. Only
    /// the same event is equal.
    pub(crate) fn before(&self, other: &Self) -> Ordering {
        natural(&self.key.id, &other.key.id)
            .then_with(|| natural(&self.key.kind, &other.key.kind))
            .then_with(|| compare(&self.data, &other.data))
            .then_with(|| self.platform.cmp(&other.platform))
    }

    /// Whether the event is only about an agent: nothing that happened to the customer.
    pub(crate) fn is_about_agent_only(&self) -> bool {
        self.origin == Origin::Platform
            && self.task.is_none()
            && matches!(self.kind, EventKind::AgentState | EventKind::WrapUpDone)
    }
}

impl EventKey {
    fn new(
        id: String,
        kind: String,
        time: Option<DateTime<Utc>>,
        content: u64,
        origin: Origin,
        platform: Platform,
    ) -> Self {
        let number = of_platform(platform, hash_of(&(&id, &kind, time, content, origin)));
        Self { number, id, kind, time, content, origin, platform }
    }

    /// The row of an event that stands for itself.
    pub(crate) fn entry_id(&self) -> Option<EntryId> {
        let moment = |time: DateTime<Utc>| format!("{}.{:09}", time.timestamp(), time.timestamp_subsec_nanos());
        let time = self.time.map(moment).unwrap_or_default();
        let by = if self.origin == Origin::Platform { " wxcc" } else { "" };
        // Those of Webex are called what they were before there were other platforms: links and kept choices name them.
        let (blank, of) = if self.platform == Platform::Webex { ("", "") } else { (" ", self.platform.key()) };
        EntryId::new(&format!("event {} {} {time} {:x}{by}{blank}{of}", self.id, self.kind, self.content))
    }

    /// A number that is the same for the same event, today and after a reload.
    pub(crate) fn fingerprint(&self) -> u64 {
        self.number
    }
}

impl Hash for EventKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.number);
    }
}

/// The number of what a platform told. Those of Webex are what they were before there were other platforms.
fn of_platform(platform: Platform, number: u64) -> u64 {
    if platform == Platform::Webex { number } else { hash_of(&(platform.key(), number)) }
}

pub(crate) fn hash_of(value: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests;
