//! The source that a place names, whichever platform it is of. The session holds one, and never asks which.

use std::rc::Rc;

use super::cjds::Cjds;
use super::{Events, FirstOf, JourneySource, Live, SourceError};
use crate::http::{Client, HttpError, Page};
use crate::settings::Place;
use journey::{Arrival, Change, Identity, Person, PersonId, Profile, Sought};

/// A source, found and ready to be asked.
#[derive(Clone)]
pub(crate) enum Source {
    /// The Customer Journey Data Service, or one that speaks its contract.
    Cjds(Cjds),
}

impl Source {
    /// The source that the place names without anything being asked, if it does.
    pub(crate) fn named(client: &Client, place: &Place) -> Option<Result<Self, SourceError>> {
        Some(Cjds::named(client, place)?.map(Self::Cjds))
    }

    /// Asks which source it is.
    pub(crate) async fn look_up(client: Client, place: &Place) -> Result<Self, SourceError> {
        Cjds::look_up(client, place).await.map(Self::Cjds)
    }

    /// The same, with the profile template of this id or name; `None`: the default one.
    pub(crate) fn with_template(&self, configured: Option<String>) -> Self {
        match self {
            Self::Cjds(source) => Self::Cjds(source.with_template(configured)),
        }
    }

    /// The template that it was configured with, by id or name; `None`: the default one.
    pub(crate) fn template_name(&self) -> Option<String> {
        match self {
            Self::Cjds(source) => source.template_name(),
        }
    }

    /// The same, for one part of the widget that wants to say so when the token is refused ([`Client::telling`]).
    pub(crate) fn telling(&self, refused: impl Fn(Option<&HttpError>) + 'static) -> Self {
        match self {
            Self::Cjds(source) => Self::Cjds(source.telling(refused)),
        }
    }

    /// Which workspace it is, where the organization has several and none was configured.
    pub(crate) fn first_of(&self) -> Option<Rc<FirstOf>> {
        match self {
            Self::Cjds(source) => source.first_of(),
        }
    }

    /// How many more streams there may be on this page.
    pub(crate) fn room(&self) -> usize {
        match self {
            Self::Cjds(source) => source.room(),
        }
    }
}

impl JourneySource for Source {
    async fn person(&self, sought: &Sought) -> Result<Option<Person>, SourceError> {
        match self {
            Self::Cjds(source) => source.person(sought).await,
        }
    }

    async fn history(&self, identity: &Identity, page: Page, since: u32) -> Result<Events, SourceError> {
        match self {
            Self::Cjds(source) => source.history(identity, page, since).await,
        }
    }

    async fn profile(&self, identity: &Identity) -> Result<Option<Profile>, SourceError> {
        match self {
            Self::Cjds(source) => source.profile(identity).await,
        }
    }

    async fn live_events(&self, identity: &Identity, instead: bool) -> Result<Live<Arrival>, SourceError> {
        match self {
            Self::Cjds(source) => source.live_events(identity, instead).await,
        }
    }

    async fn live_profile(&self, identity: &Identity, instead: bool) -> Result<Live<Profile>, SourceError> {
        match self {
            Self::Cjds(source) => source.live_profile(identity, instead).await,
        }
    }

    async fn change(&self, person: &PersonId, change: &Change) -> Result<Option<Person>, SourceError> {
        match self {
            Self::Cjds(source) => source.change(person, change).await,
        }
    }

    async fn merge(&self, primary: &PersonId, other: &PersonId) -> Result<(), SourceError> {
        match self {
            Self::Cjds(source) => source.merge(primary, other).await,
        }
    }
}
