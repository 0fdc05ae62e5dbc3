//! The source itself: what is asked for what the session wants, and what becomes of the answers.

use std::cell::Cell;
use std::rc::Rc;

use avaya::PAGE_SIZE;
use avaya::identifiers::{self, Identifiers, Names};
use basics::IdentityType;
use basics::identity::is_same;
use serde_json::{Map, Value};

use super::account::Account;
use super::ask::{Ask, Question, Told};
use super::changes;
use crate::http::{HttpError, Page, Rest};
use crate::sources::{Capabilities, Events, JourneySource, SourceError};
use journey::{Arrival, Change, Person, PersonId, Sought, Strength};

/// One account of the platform. Copies are the same one.
#[derive(Clone)]
pub(in crate::sources) struct Avaya<A> {
    pub(super) asked: A,
    pub(super) names: Rc<Names>,
    pub(super) found: Rc<Found>,
}

/// What was found out of the account while it was asked.
#[derive(Default)]
pub(super) struct Found {
    account: Rc<Account>,
    /// The token may change no identities.
    pub(super) may_not_change: Cell<bool>,
    /// The token may write no notes.
    pub(super) may_not_write: Cell<bool>,
}

impl<A: Ask> Avaya<A> {
    /// The account at this address, which `asked` asks, and whose identifiers are called like this.
    pub(super) fn of(asked: A, address: &str, names: &[(IdentityType, String)]) -> Self {
        let found = Found { account: Account::at(address), ..Found::default() };
        Self { asked, names: Rc::new(Names::new(names)), found: Rc::new(found) }
    }

    /// A page of what the platform has of a customer, from 1 on, and what it was asked for; `None` where it has nothing of
    /// anybody, or knows nobody by what the customer is known by.
    pub(super) async fn search(&self, sought: &Sought, page: usize) -> Result<Option<(Identifiers, Told)>, HttpError> {
        self.search_by(self.names.sought(sought), page).await
    }

    pub(super) async fn search_by(
        &self,
        mut asked: Identifiers,
        page: usize,
    ) -> Result<Option<(Identifiers, Told)>, HttpError> {
        asked.retain(|name, _| !self.found.account.refused.borrow().contains(name));
        if asked.is_empty() {
            return Ok(None);
        }
        let mut answer = self.asked.ask(Question::Search(&asked, page)).await;
        if let Err(HttpError::Status { status: 400, body, .. }) = &answer {
            let refused = identifiers::refused(body, &asked);
            // Without all of them nobody would be asked for.
            if !refused.is_empty() && refused.len() < asked.len() {
                asked.retain(|name, _| !refused.contains(name));
                self.found.account.refused.borrow_mut().extend(refused);
                answer = self.asked.ask(Question::Search(&asked, page)).await;
            }
        }
        match answer {
            Err(HttpError::Status { status: 404, body, .. }) if avaya::says_nobody_is_known(&body) => Ok(None),
            answer => answer.map(|told| Some((asked, told))),
        }
    }

    /// Who an answer's identifiers are of.
    pub(super) async fn person_of(&self, id: &str, identifiers: &Value) -> Person {
        let strengths = self.strengths().await;
        let strength = |name: &str| strengths.get(name).and_then(Value::as_str).and_then(Strength::from_word);
        let known: Vec<_> = identifiers::each(identifiers)
            .map(|(name, value)| (self.names.kind(name), value, strength(name)))
            .collect();
        let known = known.iter().map(|(kind, value, strength)| (*kind, value.as_str(), *strength));
        Person::called(id, None, None).known_surely_by(known)
    }

    /// How strong each identifier is. Only administrators may ask; for everybody else nothing is said about it.
    async fn strengths(&self) -> Rc<Map<String, Value>> {
        if let Some(known) = self.found.account.strengths.borrow().as_ref() {
            return Rc::clone(known);
        }
        let strengths = match self.asked.ask(Question::Kinds).await {
            Ok(told) => Rc::new(avaya::strengths(&told.value)),
            Err(HttpError::Status { status: 401 | 403 | 404, .. }) => Rc::default(),
            // It may be told next time.
            Err(_) => return Rc::default(),
        };
        self.found.account.strengths.borrow_mut().get_or_insert(strengths).clone()
    }
}

impl<A: Ask> JourneySource for Avaya<A> {
    fn capabilities(&self) -> Capabilities {
        let may_change = !self.found.may_not_change.get();
        Capabilities { add_identity: may_change, remove_identity: may_change, ..Capabilities::default() }
    }

    async fn person(&self, sought: &Sought) -> Result<Option<Person>, SourceError> {
        let Some((asked, told)) = self.search(sought, 1).await? else { return Ok(None) };
        let Some(identifiers) = told.value.get("identifiers").filter(|all| all.is_object()) else { return Ok(None) };
        let is_asked = |name: &str, value: &str| identifiers::is_asked(&asked, name, value, self.names.kind(name));
        // Of somebody who is not known, what was asked for is all that is said.
        let has_engagements = avaya::engagements(&told.value).is_ok_and(|all| !all.is_empty());
        if !has_engagements && identifiers::each(identifiers).all(|(name, value)| is_asked(name, &value)) {
            return Ok(None);
        }
        // By what was asked for they are asked for again; best by what is shown, which nobody takes away.
        let is_shown =
            |name: &str, value: &str| is_same(value, self.names.kind(name), sought.identity.as_str(), sought.kind);
        let known = || identifiers::each(identifiers).filter(|(name, value)| is_asked(name, value));
        let id = known().find(|(name, value)| is_shown(name, value)).or_else(|| known().next());
        let id = id.map(|(name, value)| changes::id_of(name, &value));
        match id {
            Some(id) => Ok(Some(self.person_of(&id, identifiers).await)),
            None => Ok(None),
        }
    }

    async fn history(&self, sought: &Sought, page: Page, _: u32) -> Result<Events, SourceError> {
        let number = page.number.saturating_add(1);
        let nothing = || Events::default().followed_by(Rest::Nothing);
        let Some((_, told)) = self.search(sought, number).await? else { return Ok(nothing()) };
        let engagements = avaya::engagements(&told.value).map_err(HttpError::NotTheContract)?;
        let seen = number.saturating_sub(1).saturating_mul(PAGE_SIZE).saturating_add(engagements.len());
        let is_last = match avaya::total(&told.value) {
            Some(total) => seen >= total,
            None => engagements.len() < PAGE_SIZE,
        };
        let rest = if is_last || engagements.is_empty() { Rest::Nothing } else { Rest::More };
        let arrivals: Vec<Arrival> = engagements.iter().flat_map(|record| avaya::arrivals(record)).collect();
        Ok(Events::new(arrivals.into_iter(), told.letters).followed_by(rest))
    }

    async fn change(&self, person: &PersonId, change: &Change) -> Result<Option<Person>, SourceError> {
        changes::change(self, person, change).await
    }
}
