//! Where journeys come from: what a platform must be able to answer. One module per platform, and this is all that names
//! it: what goes out are the domain's types.
//!
//! A platform is added by a module that implements [`JourneySource`], with a door where its records become the domain's
//! types, and by a variant of [`Source`]. A source keeps no state beyond its connection, and knows nothing of signals. The
//! session calls it.

#![cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "called by what is compiled for the browser"))]

mod avaya;
mod cjds;
mod genesys;
mod history;
mod lcm;
mod live;
mod note;
#[cfg(target_arch = "wasm32")]
mod other;
#[cfg(any(target_arch = "wasm32", test))]
mod said;
#[cfg(target_arch = "wasm32")]
mod source;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;

pub(crate) use history::Events;
#[cfg(target_arch = "wasm32")]
pub(crate) use lcm::Desktop;
pub(crate) use live::{Happened, Live};
pub(crate) use note::{Note, Written};
#[cfg(target_arch = "wasm32")]
pub(crate) use other::TakesNotes;
#[cfg(target_arch = "wasm32")]
pub(crate) use said::Said;
#[cfg(target_arch = "wasm32")]
pub(crate) use source::Source;

use crate::http::{HttpError, Page};
use chrono::{DateTime, Utc};
use journey::{Arrival, Callback, Change, Identity, IdentityPart, Person, PersonId, Profile, Sought, TaskId};

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
    /// Several persons have what the customer is known by, and nothing tells whom of them is meant: an agent may. Each is asked
    /// for by its own id then, as an identity of no kind.
    #[error("{} persons have this identity", .0.len())]
    Several(Vec<Person>),
    /// The token lacks this permission, in the platform's own name for it.
    #[error("the permission {0} is missing")]
    Permission(String),
    /// It answered that it could not, in these words; the most telling first.
    #[error("it answered with an error")]
    Answered(Vec<String>),
    /// It has no stream: it is asked again and again.
    #[error("no stream")]
    NoStream,
    /// It has no stream for now, and wants to be left alone for so long, s: it is asked again and again meanwhile.
    #[error("no stream for now")]
    NoStreamNow(Option<u32>),
    /// Its stream is at this host, which nobody configured: it is not asked.
    #[error("its notifications are at {0:?}, which is not of the configured domain")]
    Elsewhere(String),
    /// It cannot do that ([`JourneySource::capabilities`]).
    #[error("it cannot do that")]
    Cannot,
}

/// What a source can do beside telling of journeys. The view offers nothing else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Capabilities {
    /// A person's names.
    pub(crate) names: bool,
    /// Another identity for a person.
    pub(crate) add_identity: bool,
    /// One that is taken from a person.
    pub(crate) remove_identity: bool,
    /// Two persons who are one.
    pub(crate) merge: bool,
    /// It finds persons by name or a part of an identity, and everybody who has an identity.
    pub(crate) find: bool,
}

/// Who was found, and whether there are more.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct FoundPersons {
    pub(crate) persons: Vec<Person>,
    pub(crate) has_more: bool,
}

/// The workspace that was taken of several.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct FirstOf {
    /// Its name in Control Hub, or its id where it has none.
    pub(crate) name: String,
    /// Its id, which `project-id` takes.
    pub(crate) id: String,
    /// How many have a subscription.
    pub(crate) count: usize,
}

/// A platform that keeps journeys, asked about one organization.
///
/// Futures are not `Send`: they live on the browser's one thread, and dropping one aborts its request.
pub(crate) trait JourneySource {
    /// What it can change.
    fn capabilities(&self) -> Capabilities;

    /// Who has this identity; `None` if nobody does. Nobody else is taken, whomever the service answers.
    async fn person(&self, sought: &Sought) -> Result<Option<Person>, SourceError>;

    /// One page of the history, newest first, from page 0 on. It is not from before the opening of the stream that
    /// `since` names ([`Live::opening`]; 0: any).
    async fn history(&self, sought: &Sought, page: Page, since: u32) -> Result<Events, SourceError>;

    /// The progressive profile; `None` if the person has none yet.
    async fn profile(&self, _: &Sought) -> Result<Option<Profile>, SourceError> {
        Ok(None)
    }

    /// Events from now on. `instead`: in place of a stream that is open and ends then.
    async fn live_events(&self, _: &Sought, _: bool) -> Result<Live<Happened>, SourceError> {
        Err(SourceError::NoStream)
    }

    /// Profiles from now on. `instead`: in place of a stream that is open and ends then.
    async fn live_profile(&self, _: &Sought, _: bool) -> Result<Live<Profile>, SourceError> {
        Err(SourceError::NoStream)
    }

    /// The calls that are arranged with the customer; none where it does not know of any.
    async fn callbacks(&self, _: &Sought) -> Result<Vec<Callback>, SourceError> {
        Ok(Vec::new())
    }

    /// What its assistant wrote of a contact that ended then; `None` where there is nothing, or nobody who writes.
    async fn summary(&self, _: &TaskId, _: DateTime<Utc>) -> Result<Option<Arrival>, SourceError> {
        Ok(None)
    }

    /// Whoever is called like this, or begins so; the first of them, where there are many.
    async fn called(&self, _: &str) -> Result<Vec<Person>, SourceError> {
        Err(SourceError::Cannot)
    }

    /// Whoever has an identity of which this is a part; the first of them, where there are many.
    async fn with_part(&self, _: &IdentityPart) -> Result<FoundPersons, SourceError> {
        Err(SourceError::Cannot)
    }

    /// Everybody who has one of these identities.
    async fn having(&self, _: &[Identity]) -> Result<Vec<Person>, SourceError> {
        Err(SourceError::Cannot)
    }

    /// Changes a person; the person afterwards, if the answer says it. Sent once: after an answer that was lost nobody
    /// knows whether it was done.
    async fn change(&self, person: &PersonId, change: &Change) -> Result<Option<Person>, SourceError>;

    /// Makes one of two persons: `primary` stays. It may take a while after the answer.
    async fn merge(&self, _: &PersonId, _: &PersonId) -> Result<(), SourceError> {
        Err(SourceError::Cannot)
    }
}
