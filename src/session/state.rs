//! The states that one running widget can be in, section by section. Plain data: the session fills it, the view reads
//! it, and `locale` finds the words.

use crate::settings::Missing;
use journey::{EntryId, PersonId, Platform, TrackingId};

/// A section's data, from before it was asked for until it is there.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Load<T> {
    /// Not asked for: there is no customer, or something before it is missing.
    #[default]
    Idle,
    /// On its way.
    Loading,
    /// There.
    Ready(T),
    /// It did not come; the section says why and offers to try again.
    Failed(Failure),
}

impl<T> Load<T> {
    /// The data, if it is there.
    pub(crate) fn ready(&self) -> Option<&T> {
        if let Self::Ready(data) = self { Some(data) } else { None }
    }

    /// What went wrong, if something did.
    pub(crate) fn failure(&self) -> Option<&Failure> {
        if let Self::Failed(failure) = self { Some(failure) } else { None }
    }

    /// Whether it is on its way.
    pub(crate) fn is_loading(&self) -> bool {
        matches!(self, Self::Loading)
    }
}

/// What the widget as a whole can show.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stage {
    /// No contact is selected and nobody was looked up.
    NoCustomer,
    /// The desktop has not said everything yet.
    Waiting(Missing),
    /// Nothing can be asked for: the workspace was not found, or not allowed.
    Blocked(Failure),
    /// There is a customer; the sections have states of their own.
    Customer,
}

/// What an administrator wonders about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Inspected {
    /// Nothing in particular.
    All,
    /// An entry of the timeline.
    Entry(EntryId),
    /// A tile of the profile, by its label.
    Tile(String),
    /// A flag, by its word.
    Flag(String),
}

/// What was being done when something failed. Each has its own place on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Part {
    /// Looking up the workspace: without it nothing can be shown.
    Workspace,
    /// Choosing the template of the progressive profile.
    Template,
    /// Looking up the person.
    Person,
    /// The historic events.
    History,
    /// The progressive profile.
    Profile,
    /// The live stream.
    Live,
    /// A change that the agent made.
    Edit,
    /// Notes on a contact.
    Note,
    /// What a platform's assistant wrote of a contact.
    Summary,
}

impl Part {
    /// The name in the `journey-error` event.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Workspace => "workspace",
            Self::Template => "template",
            Self::Person => "person",
            Self::History => "history",
            Self::Profile => "profile",
            Self::Live => "live",
            Self::Edit => "edit",
            Self::Note => "note",
            Self::Summary => "summary",
        }
    }
}

/// Something that did not work, with all that a person needs to get on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Failure {
    /// With which platform.
    pub(crate) platform: Platform,
    /// What was being done.
    pub(crate) part: Part,
    /// Why it did not work.
    pub(crate) cause: Cause,
    /// What to quote to support, where the service gave it.
    pub(crate) tracking_id: Option<TrackingId>,
    /// What the service itself said, one sentence each.
    pub(crate) messages: Vec<String>,
}

/// Why something did not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// No answer: the network is down, or the page may not call that host (CORS, CSP).
    Unreachable,
    /// No answer within the deadline.
    TimedOut,
    /// 401: the token has expired or is not valid. The widget goes on by itself with a new one.
    Unauthorized,
    /// 403: the token may not do this.
    Forbidden,
    /// 403: the token lacks this permission, in the platform's own name for it.
    Permission(String),
    /// Several persons have what the customer is known by: each by id, and in words.
    Several(Vec<(PersonId, String)>),
    /// 404 where something had to be.
    NotFound,
    /// 429, with the seconds to wait if the service said so.
    TooManyRequests(Option<u32>),
    /// Another 4xx.
    Refused(u16),
    /// 5xx.
    Server(u16),
    /// An answer that is not of the contract: HTML, broken JSON, another shape. What it was.
    NotTheContract(String),
    /// It answered that it could not; its words are the messages.
    Answered,
    /// The organization has no workspace with a subscription.
    NoWorkspace,
    /// The workspace has no template at all.
    NoTemplate,
    /// The workspace has templates, but not the configured one.
    NoSuchTemplate(String),
}

impl Cause {
    /// The HTTP status, where there was one.
    pub(crate) const fn status(&self) -> Option<u16> {
        match self {
            Self::Unauthorized => Some(401),
            Self::Forbidden | Self::Permission(_) => Some(403),
            Self::NotFound => Some(404),
            Self::TooManyRequests(_) => Some(429),
            Self::Refused(status) | Self::Server(status) => Some(*status),
            _ => None,
        }
    }
}

/// How new events reach the widget.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum LiveStatus {
    /// Live updates are switched off, or there is no customer.
    #[default]
    Off,
    /// The first connection is being made.
    Connecting,
    /// The stream is open.
    Live,
    /// The agent paused it; what arrives is counted and waits.
    Paused,
    /// The stream broke; the next try is under way or planned.
    Reconnecting,
    /// The service has no stream for us; the history is asked again every 15 s.
    Polling,
    /// The browser has no network.
    Offline,
    /// The token has expired; a new one is awaited.
    WaitingForToken,
}

impl LiveStatus {
    /// How much there is to say of it: of several platforms the largest counts.
    pub(crate) const fn trouble(self) -> u8 {
        match self {
            Self::Off => 0,
            Self::Live => 1,
            Self::Polling => 2,
            Self::Paused => 3,
            Self::Connecting => 4,
            Self::Reconnecting => 5,
            Self::Offline => 6,
            Self::WaitingForToken => 7,
        }
    }
}

/// An entry that is to be brought into sight.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Revealed {
    /// Which.
    pub(crate) entry: EntryId,
    /// Whether it gets the focus.
    pub(crate) with_focus: bool,
    /// Tells one time from another.
    pub(crate) times: u32,
}

/// How far the history has come.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct HistoryProgress {
    /// How many events are there.
    pub(crate) events: usize,
    /// Whether that is all of them.
    pub(crate) complete: bool,
    /// Whether it rests: older ones are read when somebody asks for them.
    pub(crate) has_older: bool,
    /// Why older ones did not come; what is there stays.
    pub(crate) failure: Option<Failure>,
}
