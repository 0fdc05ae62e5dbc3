//! The source that a place names, whichever platform it is of. The session holds one for each, and never asks which.

use std::rc::Rc;

use chrono::{DateTime, Utc};

use super::cjds::{Cjds, NotesOf};
use super::other::{Asked, TakesNotes, platform};
use super::{Capabilities, Desktop, Events, FirstOf, FoundPersons, Happened, JourneySource, Live, SourceError};
use crate::http::{Access, Client, Hosts, HttpError, Page};
use crate::later;
use crate::settings::{Place, SourcePlace};
use journey::{Arrival, Callback, Change, Identity, IdentityPart, Person, PersonId, Profile, Sought, TaskId};

/// A source, found and ready to be asked.
#[derive(Clone)]
pub(crate) enum Source {
    /// The Customer Journey Data Service, or one that speaks its contract.
    Cjds(Rc<Cjds>),
    /// Another platform.
    Other(Rc<dyn Asked>),
}

impl From<Cjds> for Source {
    fn from(source: Cjds) -> Self {
        Self::Cjds(Rc::new(source))
    }
}

impl Source {
    /// The source that the place names without anything being asked, if it does.
    pub(crate) fn named(place: &SourcePlace, access: &Rc<Access>) -> Option<Result<Self, SourceError>> {
        match place {
            SourcePlace::Cjds(place) => Some(Cjds::named(&cjds_client(place, access), place)?.map(Self::from)),
            _ => None,
        }
    }

    /// Asks which source it is. `refused` hears when the token is, and when it goes on.
    pub(crate) async fn look_up(
        place: &SourcePlace,
        access: &Rc<Access>,
        desktop: Desktop,
        refused: impl Fn(Option<&HttpError>) + 'static,
    ) -> Result<Self, SourceError> {
        match place {
            SourcePlace::Cjds(place) => {
                Cjds::look_up(cjds_client(place, access).telling(refused), place).await.map(Self::from)
            }
            place => {
                later::there().await;
                platform(place, access, desktop).map(Self::Other).ok_or(SourceError::Cannot)
            }
        }
    }

    /// The same, with the profile template of this id or name; `None`: the default one.
    pub(crate) fn with_template(&self, configured: Option<String>) -> Self {
        match self {
            Self::Cjds(source) => source.with_template(configured).into(),
            Self::Other(_) => self.clone(),
        }
    }

    /// The template that it was configured with, by id or name; `None`: the default one.
    pub(crate) fn template_name(&self) -> Option<String> {
        match self {
            Self::Cjds(source) => source.template_name(),
            Self::Other(_) => None,
        }
    }

    /// The same, for one part of the widget that wants to say so when the token is refused ([`Client::telling`]).
    pub(crate) fn telling(&self, refused: impl Fn(Option<&HttpError>) + 'static) -> Self {
        match self {
            Self::Cjds(source) => source.telling(refused).into(),
            Self::Other(source) => Self::Other(source.telling(Box::new(refused))),
        }
    }

    /// Which workspace it is, where the organization has several and none was configured.
    pub(crate) fn first_of(&self) -> Option<Rc<FirstOf>> {
        match self {
            Self::Cjds(source) => source.first_of(),
            Self::Other(_) => None,
        }
    }

    /// What keeps notes on a customer and on contacts, if it does.
    pub(crate) fn notes(&self, sought: &Sought) -> Option<Rc<dyn TakesNotes>> {
        match self {
            Self::Cjds(source) if source.may_have_notes() => Some(Rc::new(Rc::new(NotesOf::new(source, sought)))),
            Self::Cjds(_) => None,
            Self::Other(source) => source.notes(),
        }
    }

    /// How many more streams there may be on this page.
    pub(crate) fn room(&self) -> usize {
        match self {
            Self::Cjds(source) => source.room(),
            Self::Other(_) => 0,
        }
    }
}

fn cjds_client(place: &Place, access: &Rc<Access>) -> Client {
    Client::new(Hosts::new(&place.base_url, place.next_url.as_deref()), Rc::clone(access))
}

impl JourneySource for Source {
    fn capabilities(&self) -> Capabilities {
        match self {
            Self::Cjds(source) => source.capabilities(),
            Self::Other(source) => source.capabilities(),
        }
    }

    async fn person(&self, sought: &Sought) -> Result<Option<Person>, SourceError> {
        match self {
            Self::Cjds(source) => source.person(sought).await,
            Self::Other(source) => source.person(sought).await,
        }
    }

    async fn history(&self, sought: &Sought, page: Page, since: u32) -> Result<Events, SourceError> {
        match self {
            Self::Cjds(source) => source.history(sought, page, since).await,
            Self::Other(source) => source.history(sought, page).await,
        }
    }

    async fn profile(&self, sought: &Sought) -> Result<Option<Profile>, SourceError> {
        match self {
            Self::Cjds(source) => source.profile(sought).await,
            Self::Other(_) => Ok(None),
        }
    }

    async fn live_events(&self, sought: &Sought, instead: bool) -> Result<Live<Happened>, SourceError> {
        match self {
            Self::Cjds(source) => source.live_events(sought, instead).await,
            Self::Other(source) => source.live_events(sought, instead).await,
        }
    }

    async fn live_profile(&self, sought: &Sought, instead: bool) -> Result<Live<Profile>, SourceError> {
        match self {
            Self::Cjds(source) => source.live_profile(sought, instead).await,
            Self::Other(_) => Err(SourceError::NoStream),
        }
    }

    async fn callbacks(&self, sought: &Sought) -> Result<Vec<Callback>, SourceError> {
        match self {
            Self::Cjds(source) => source.callbacks(sought).await,
            Self::Other(_) => Ok(Vec::new()),
        }
    }

    async fn summary(&self, contact: &TaskId, ended: DateTime<Utc>) -> Result<Option<Arrival>, SourceError> {
        match self {
            Self::Cjds(source) => source.summary(contact, ended).await,
            Self::Other(_) => Ok(None),
        }
    }

    async fn called(&self, name: &str) -> Result<Vec<Person>, SourceError> {
        match self {
            Self::Cjds(source) => source.called(name).await,
            Self::Other(_) => Err(SourceError::Cannot),
        }
    }

    async fn with_part(&self, part: &IdentityPart) -> Result<FoundPersons, SourceError> {
        match self {
            Self::Cjds(source) => source.with_part(part).await,
            Self::Other(_) => Err(SourceError::Cannot),
        }
    }

    async fn having(&self, identities: &[Identity]) -> Result<Vec<Person>, SourceError> {
        match self {
            Self::Cjds(source) => source.having(identities).await,
            Self::Other(_) => Err(SourceError::Cannot),
        }
    }

    async fn change(&self, person: &PersonId, change: &Change) -> Result<Option<Person>, SourceError> {
        match self {
            Self::Cjds(source) => source.change(person, change).await,
            Self::Other(source) => source.change(person, change).await,
        }
    }

    async fn merge(&self, primary: &PersonId, other: &PersonId) -> Result<(), SourceError> {
        match self {
            Self::Cjds(source) => source.merge(primary, other).await,
            Self::Other(_) => Err(SourceError::Cannot),
        }
    }
}
