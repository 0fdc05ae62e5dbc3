//! The source itself: one question, and the whole history in its answer.

use std::rc::Rc;

use serde_json::Value;

use super::{answer, door, question};
use crate::http::{Page, Rest};
use crate::settings::LcmPlace;
use crate::sources::{Capabilities, Events, JourneySource, SourceError};
use journey::{Change, Person, PersonId, Sought, Zone};

/// Who hands a question to the platform, and its answer back.
pub(in crate::sources) trait Ask {
    /// The inner message of the answer to this one.
    async fn ask(&self, question: &Value) -> Result<Value, SourceError>;

    /// An id for a question: the desktop's of the contact that is open, else one that no other question has.
    fn call(&self) -> String;
}

/// A campaign manager, asked for interactions of some kind. Copies are the same one.
#[derive(Clone)]
pub(crate) struct Lcm<A> {
    asked: A,
    place: Rc<LcmPlace>,
    zone: Zone,
}

impl<A> Lcm<A> {
    /// What `asked` asks for what `place` names. `zone`: that of the desktop, on whose clock the platform's times are.
    pub(in crate::sources) fn new(asked: A, place: &LcmPlace, zone: Zone) -> Self {
        Self { asked, place: Rc::new(place.clone()), zone }
    }
}

impl<A: Ask> JourneySource for Lcm<A> {
    fn capabilities(&self) -> Capabilities {
        Capabilities::default()
    }

    /// It knows records of campaigns, and no persons.
    async fn person(&self, _: &Sought) -> Result<Option<Person>, SourceError> {
        Ok(None)
    }

    async fn history(&self, sought: &Sought, page: Page, _: u32) -> Result<Events, SourceError> {
        let question = question::question(&self.place, sought, &self.asked.call());
        let Some(question) = question.filter(|_| page.number == 0) else {
            return Ok(Events::default().followed_by(Rest::Nothing));
        };
        let answer = self.asked.ask(&question).await?;
        let interactions = answer::interactions(&answer)?;
        let letters = interactions.len().saturating_mul(LETTERS_OF_AN_INTERACTION);
        let arrivals = door::arrivals(&interactions, self.zone);
        Ok(Events::new(arrivals.into_iter(), letters).followed_by(Rest::Nothing))
    }

    async fn change(&self, _: &PersonId, _: &Change) -> Result<Option<Person>, SourceError> {
        Err(SourceError::Cannot)
    }
}

/// About: an answer is not written again to be counted.
const LETTERS_OF_AN_INTERACTION: usize = 500;
