//! The platforms besides CJDS: asked by one door, behind which their code is in the second file (crate::later). Who names none
//! of them carries nothing of them before the first entry.

use std::pin::Pin;
use std::rc::Rc;

use super::avaya::{Avaya, Wire};
use super::genesys::Genesys;
use super::lcm::{Desktop, Lcm};
use super::{Capabilities, Events, Happened, JourneySource, Live, Note, SourceError, Written};
use crate::http::{Access, Client, Hosts, HttpError, Page};
use crate::later::later;
use crate::settings::SourcePlace;
use journey::{Change, Person, PersonId, Sought, TaskId};

/// What becomes of a question.
pub(crate) type Answer<T> = Pin<Box<dyn Future<Output = Result<T, SourceError>>>>;

/// Hears when a token is refused, and when it goes on.
pub(crate) type Refused = Box<dyn Fn(Option<&HttpError>)>;

/// A platform that has no profiles: what is left of [`JourneySource`].
pub(crate) trait Asked {
    fn capabilities(&self) -> Capabilities;
    fn person(&self, sought: &Sought) -> Answer<Option<Person>>;
    fn history(&self, sought: &Sought, page: Page) -> Answer<Events>;
    fn live_events(&self, sought: &Sought, instead: bool) -> Answer<Live<Happened>>;
    fn change(&self, person: &PersonId, change: &Change) -> Answer<Option<Person>>;
    fn telling(&self, refused: Refused) -> Rc<dyn Asked>;
    fn notes(&self) -> Option<Rc<dyn TakesNotes>>;
}

/// A platform that keeps agents' notes on a contact; where it keeps several, also on the customer (no contact).
pub(crate) trait TakesNotes {
    /// Whether one may be written, as far as that is known.
    fn may_write(&self) -> bool;
    /// Whether every agent writes notes of their own, and takes them back; else there is one, which all edit.
    fn takes_several(&self) -> bool;
    /// No note is longer, letters.
    fn longest(&self) -> usize;
    /// The notes on a contact, or on the customer.
    fn notes(&self, contact: Option<&TaskId>) -> Answer<Vec<Note>>;
    /// Writes a note; where there is one for all, on a contact that has none.
    fn write(&self, contact: Option<&TaskId>, text: &str) -> Answer<Written>;
    /// Writes another text in place of a note's; where several are kept, none takes it back.
    fn edit(&self, contact: Option<&TaskId>, note: &str, text: &str) -> Answer<Note>;
}

later! {
    /// The platform of this place; `None`: CJDS is none of them.
    pub(super) fn platform(place: &SourcePlace, access: &Rc<Access>, desktop: Desktop) -> Option<Rc<dyn Asked>> = found, "00000000000000000000000000000041"
}

fn found(place: &SourcePlace, access: &Rc<Access>, desktop: Desktop) -> Option<Rc<dyn Asked>> {
    let client = |url: &str| Client::new(Hosts::new(url, None), Rc::clone(access));
    match place {
        SourcePlace::Cjds(_) => None,
        SourcePlace::Avaya(place) => {
            let client = client(&place.base_url);
            let client = match &place.app_key {
                Some(key) => client.with_header("appkey", key),
                None => client,
            };
            Some(Rc::new(Rc::new(Avaya::new(client, &place.base_url, &place.account_id, &place.identifiers))))
        }
        SourcePlace::Lcm(place) => Some(Rc::new(Rc::new(Lcm::new(desktop, place, desktop.zone)))),
        SourcePlace::Genesys(place) => Some(Rc::new(Rc::new(Genesys::named(place, access)))),
    }
}

/// A source that can tell a part of the widget when its token is refused.
trait Telling {
    fn telling(&self, refused: Refused) -> Self;

    /// What keeps notes on its contacts, if it does.
    fn notes(self: &Rc<Self>) -> Option<Rc<dyn TakesNotes>> {
        None
    }
}

impl Telling for Avaya<Wire> {
    fn telling(&self, refused: Refused) -> Self {
        Self::telling(self, refused)
    }

    fn notes(self: &Rc<Self>) -> Option<Rc<dyn TakesNotes>> {
        Some(Rc::new(Rc::clone(self)))
    }
}

impl TakesNotes for Rc<Avaya<Wire>> {
    fn may_write(&self) -> bool {
        self.may_write_notes()
    }

    fn takes_several(&self) -> bool {
        false
    }

    fn longest(&self) -> usize {
        Avaya::<Wire>::LONGEST_NOTE
    }

    fn notes(&self, contact: Option<&TaskId>) -> Answer<Vec<Note>> {
        let (source, contact) = (Self::clone(self), contact.cloned());
        Box::pin(async move { Avaya::notes(&source, &contact.ok_or(SourceError::Cannot)?).await })
    }

    fn write(&self, contact: Option<&TaskId>, text: &str) -> Answer<Written> {
        let (source, contact, text) = (Self::clone(self), contact.cloned(), text.to_owned());
        Box::pin(async move { source.write_note(&contact.ok_or(SourceError::Cannot)?, &text).await })
    }

    fn edit(&self, contact: Option<&TaskId>, note: &str, text: &str) -> Answer<Note> {
        let (source, contact, note, text) = (Self::clone(self), contact.cloned(), note.to_owned(), text.to_owned());
        Box::pin(async move { source.edit_note(&contact.ok_or(SourceError::Cannot)?, &note, &text).await })
    }
}

impl Telling for Genesys<Client> {
    fn telling(&self, refused: Refused) -> Self {
        Self::telling(self, refused)
    }
}

impl Telling for Lcm<Desktop> {
    /// It has no token.
    fn telling(&self, _: Refused) -> Self {
        self.clone()
    }
}

impl<S: JourneySource + Telling + 'static> Asked for Rc<S> {
    fn capabilities(&self) -> Capabilities {
        JourneySource::capabilities(&**self)
    }

    fn person(&self, sought: &Sought) -> Answer<Option<Person>> {
        let (source, sought) = (Self::clone(self), sought.clone());
        Box::pin(async move { JourneySource::person(&*source, &sought).await })
    }

    fn history(&self, sought: &Sought, page: Page) -> Answer<Events> {
        let (source, sought) = (Self::clone(self), sought.clone());
        Box::pin(async move { JourneySource::history(&*source, &sought, page, 0).await })
    }

    fn live_events(&self, sought: &Sought, instead: bool) -> Answer<Live<Happened>> {
        let (source, sought) = (Self::clone(self), sought.clone());
        Box::pin(async move { JourneySource::live_events(&*source, &sought, instead).await })
    }

    fn change(&self, person: &PersonId, change: &Change) -> Answer<Option<Person>> {
        let (source, person, change) = (Self::clone(self), person.clone(), change.clone());
        Box::pin(async move { JourneySource::change(&*source, &person, &change).await })
    }

    fn telling(&self, refused: Refused) -> Rc<dyn Asked> {
        Rc::new(Self::new(Telling::telling(&**self, refused)))
    }

    fn notes(&self) -> Option<Rc<dyn TakesNotes>> {
        Telling::notes(self)
    }
}
