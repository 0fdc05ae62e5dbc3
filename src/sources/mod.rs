//! Where journeys come from: what a platform must be able to answer. One module per platform.
//!
//! A source gives out wire values as the domain takes them at its door; it keeps no state beyond its connection, and
//! knows nothing of signals. The session calls it.

mod cjds;

use std::collections::VecDeque;

use ::cjds::{Person, ProfileView};
use serde_json::Value;

pub(crate) use self::cjds::{Cjds, FirstOf};
use crate::http::{HttpError, Json, Messages, Next, Page};
use journey::{Arrival, Change, Identity, PersonId, Sought};

/// What happens from now on. Dropping it ends the connection.
pub(crate) struct Live<T> {
    messages: Messages,
    read: fn(Value) -> VecDeque<T>,
    ready: VecDeque<T>,
}

impl<T> Live<T> {
    /// Follows a stream whose messages `read` takes apart.
    fn new(messages: Messages, read: fn(Value) -> VecDeque<T>) -> Self {
        Self { messages, read, ready: VecDeque::new() }
    }

    /// The next that happened.
    pub(crate) async fn next(&mut self) -> Next<T> {
        loop {
            if let Some(happened) = self.ready.pop_front() {
                return Next::This(happened);
            }
            match self.messages.next().await {
                Next::This(message) => self.ready = (self.read)(message),
                Next::Outdated => return Next::Outdated,
                Next::Over => return Next::Over,
            }
        }
    }

    /// How long the service wants to be left alone when this has ended, ms.
    pub(crate) fn retry(&self) -> Option<u32> {
        self.messages.retry()
    }

    /// Which opening of a stream this is ([`JourneySource::history`]).
    pub(crate) fn opening(&self) -> u32 {
        self.messages.opening()
    }
}

/// One page of a history. Its events are text until they are asked for: to read a thousand at once would hold up the page.
#[derive(Default)]
pub(crate) struct Events {
    answer: Json,
    at: usize,
}

impl Events {
    /// How many there were.
    pub(crate) fn len(&self) -> usize {
        self.answer.rows().map_or(0, <[_]>::len)
    }

    /// How many letters the answer had.
    pub(crate) fn letters(&self) -> usize {
        self.answer.letters()
    }
}

impl Iterator for Events {
    type Item = Arrival;

    fn next(&mut self) -> Option<Arrival> {
        let row = self.answer.rows()?.get(self.at)?;
        self.at += 1;
        Some(Arrival::read_json(row.get()))
    }
}

/// Why a source could not answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub(crate) enum SourceError {
    /// On the way.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// The organization has no workspace with a subscription.
    #[error("no workspace with a subscription")]
    NoWorkspace,
    /// The workspace has no template.
    #[error("no template")]
    NoTemplate,
    /// The workspace has no template of that id or name.
    #[error("no template {0}")]
    NoSuchTemplate(String),
}

/// A platform that keeps journeys, asked about one organization.
///
/// Futures are not `Send`: they live on the browser's one thread, and dropping one aborts its request.
pub(crate) trait JourneySource {
    /// Who has this identity; `None` if nobody does. Nobody else is taken, whomever the service answers.
    async fn person(&self, sought: &Sought) -> Result<Option<Person>, SourceError>;

    /// One page of the history, newest first, from page 0 on. It is not from before the opening of the stream that
    /// `since` names ([`Live::opening`]; 0: any).
    async fn history(&self, identity: &Identity, page: Page, since: u32) -> Result<Events, SourceError>;

    /// The progressive profile; `None` if the person has none yet.
    async fn profile(&self, identity: &Identity) -> Result<Option<ProfileView>, SourceError>;

    /// Events from now on. `instead`: in place of a stream that is open and ends then.
    async fn live_events(&self, identity: &Identity, instead: bool) -> Result<Live<Arrival>, SourceError>;

    /// Profile views from now on. `instead`: in place of a stream that is open and ends then.
    async fn live_profile(&self, identity: &Identity, instead: bool) -> Result<Live<ProfileView>, SourceError>;

    /// Changes a person; the person afterwards, if the answer says it. Sent once: after an answer that was lost nobody
    /// knows whether it was done.
    async fn change(&self, person: &PersonId, change: &Change) -> Result<Option<Person>, SourceError>;

    /// Makes one of two persons: `primary` stays. It may take a while after the answer.
    async fn merge(&self, primary: &PersonId, other: &PersonId) -> Result<(), SourceError>;
}
