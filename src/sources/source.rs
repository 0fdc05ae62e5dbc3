//! The source that a place names, whichever platform it is of. The session holds one, and never asks which.

use std::rc::Rc;

use js_sys::Function;
use leptos::prelude::*;

use super::cjds::Cjds;
use super::{Capabilities, Events, FirstOf, JourneySource, Live, SourceError};
use crate::http::{Access, Client, Hosts, HttpError, Page};
use crate::settings::{Place, SourcePlace};
use journey::{Arrival, Change, Person, PersonId, Profile, Sought};

/// A source, found and ready to be asked.
#[derive(Clone)]
pub(crate) enum Source {
    /// The Customer Journey Data Service, or one that speaks its contract.
    Cjds(Rc<Cjds>),
}

impl From<Cjds> for Source {
    fn from(source: Cjds) -> Self {
        Self::Cjds(Rc::new(source))
    }
}

impl Source {
    /// The source that the place names without anything being asked, if it does.
    pub(crate) fn named(
        place: &SourcePlace,
        access: &Rc<Access>,
        _lcm_request: RwSignal<Option<Function>, LocalStorage>,
    ) -> Option<Result<Self, SourceError>> {
        match place {
            SourcePlace::Cjds(place) => Some(Cjds::named(&cjds_client(place, access), place)?.map(Self::from)),
            SourcePlace::Avaya(_) | SourcePlace::Genesys(_) | SourcePlace::Lcm(_) => Some(Err(SourceError::Cannot)),
        }
    }

    /// Asks which source it is. `refused` hears when the token is, and when it goes on.
    pub(crate) async fn look_up(
        place: &SourcePlace,
        access: &Rc<Access>,
        refused: impl Fn(Option<&HttpError>) + 'static,
    ) -> Result<Self, SourceError> {
        match place {
            SourcePlace::Cjds(place) => {
                Cjds::look_up(cjds_client(place, access).telling(refused), place).await.map(Self::from)
            }
            // Their places name them.
            SourcePlace::Avaya(_) | SourcePlace::Genesys(_) | SourcePlace::Lcm(_) => Err(SourceError::Cannot),
        }
    }

    /// The same, with the profile template of this id or name; `None`: the default one.
    pub(crate) fn with_template(&self, configured: Option<String>) -> Self {
        match self {
            Self::Cjds(source) => source.with_template(configured).into(),
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
            Self::Cjds(source) => source.telling(refused).into(),
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

fn cjds_client(place: &Place, access: &Rc<Access>) -> Client {
    Client::new(Hosts::new(&place.base_url, place.next_url.as_deref()), Rc::clone(access))
}

/// The platforms' own futures, and none around them: while there is one platform, `async` here would only add to what is
/// fetched before the first entry (2 KB).
impl JourneySource for Source {
    fn capabilities(&self) -> Capabilities {
        match self {
            Self::Cjds(source) => source.capabilities(),
        }
    }

    fn person(&self, sought: &Sought) -> impl Future<Output = Result<Option<Person>, SourceError>> {
        match self {
            Self::Cjds(source) => source.person(sought),
        }
    }

    fn history(&self, sought: &Sought, page: Page, since: u32) -> impl Future<Output = Result<Events, SourceError>> {
        match self {
            Self::Cjds(source) => source.history(sought, page, since),
        }
    }

    fn profile(&self, sought: &Sought) -> impl Future<Output = Result<Option<Profile>, SourceError>> {
        match self {
            Self::Cjds(source) => source.profile(sought),
        }
    }

    fn live_events(&self, sought: &Sought, instead: bool) -> impl Future<Output = Result<Live<Arrival>, SourceError>> {
        match self {
            Self::Cjds(source) => source.live_events(sought, instead),
        }
    }

    fn live_profile(&self, sought: &Sought, instead: bool) -> impl Future<Output = Result<Live<Profile>, SourceError>> {
        match self {
            Self::Cjds(source) => source.live_profile(sought, instead),
        }
    }

    fn change(&self, person: &PersonId, change: &Change) -> impl Future<Output = Result<Option<Person>, SourceError>> {
        match self {
            Self::Cjds(source) => source.change(person, change),
        }
    }

    fn merge(&self, primary: &PersonId, other: &PersonId) -> impl Future<Output = Result<(), SourceError>> {
        match self {
            Self::Cjds(source) => source.merge(primary, other),
        }
    }
}
