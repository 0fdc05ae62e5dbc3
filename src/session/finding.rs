//! Finding people: by name or a part of an identity, where a platform can, with several to choose from; and who may be the customer once more.

use std::sync::Arc;

use leptos::prelude::*;

use super::aim::LookedUp;
use super::connection::Connection;
use super::edits::last_contact;
use super::state::{Failure, Load, Part};
use super::{Conflict, CustomerSession, Session, SourceSession};
use crate::element::Outgoing;
use crate::http::HttpError;
use crate::later::{self, later};
use crate::sources::{FoundPersons, JourneySource, Source, SourceError};
use journey::{Double, Identity, IdentityPart, KnownIdentity, Person, Sought, Who, doubles};

/// So many of a person's identities are looked for with others.
const MOST_IDENTITIES: usize = 6;

/// Who was found by a name, or by a part of an identity.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    /// As it was typed.
    pub(crate) typed: String,
    /// The persons: two or more, or one who was found by a part.
    pub(crate) persons: Load<Arc<[Person]>>,
    /// Whether all of them are called so.
    pub(crate) by_name: bool,
    /// Whether there are more.
    pub(crate) has_more: bool,
}

later! {
    fn find(session: Session, typed: String) = Session::find, "f1d00000000000000000000000000001"
}

impl Session {
    /// Looks up whom somebody typed: by name or a part of an identity, where a platform finds people so, else by identity.
    pub(crate) fn search(self, typed: &str) {
        self.end_finding();
        let part = IdentityPart::of(typed);
        // A word for nobody is asked for nowhere.
        let is_somebody =
            self.settings.with_untracked(|settings| Who::of_text(typed, &settings.withheld).customer().is_some());
        let is_whole = part.as_ref().is_some_and(IdentityPart::is_whole);
        if is_whole || !(is_somebody || part.is_some()) || !untrack(|| self.finds_by_name()) {
            return self.look_up(typed);
        }
        let typed = typed.to_owned();
        if later::is_there() {
            return find(self, typed);
        }
        later::load();
        self.spawn(async move { if later::ready().await { find(self, typed) } else { self.look_up(&typed) } });
    }

    /// Whether people can be found by more than the whole of an identity.
    pub(crate) fn finds_by_name(self) -> bool {
        let can = |source: &Source| source.capabilities().find;
        let finds = |connection: &Connection| connection.source.with(|source| source.as_ref().is_some_and(can));
        self.connections.with(|all| all.iter().any(finds))
    }

    fn find(self, typed: String) {
        let sources: Vec<_> = self.connections.get_untracked();
        self.finding.run(async move {
            let (mut named, mut others, mut has_more): (Vec<Person>, Vec<Person>, bool) =
                (Vec::new(), Vec::new(), false);
            for connection in sources {
                let Some(source) = connection.source.get_untracked() else { continue };
                match whoever(&source, &typed).await {
                    Ok((called, having)) => {
                        let is_new = |one: &Person| !called.iter().any(|known| known.id == one.id);
                        others.extend(having.persons.into_iter().filter(is_new));
                        has_more |= having.has_more;
                        named.extend(called);
                    }
                    Err(error) => {
                        let persons = Load::Failed(connection.report(Part::Person, &error));
                        return self.found.set(Some(Found { typed, persons, by_name: true, has_more: false }));
                    }
                }
            }
            let is_whole = |person: &Person| Identity::new(&typed).is_some_and(|typed| person.has(&typed, None));
            match (named.as_slice(), others.as_slice()) {
                // Some identities look like names.
                ([], []) => self.look_up(&typed),
                // It is somebody's whole identity, whoever else has one that begins or ends so.
                ([], others) if others.iter().any(is_whole) => self.look_up(&typed),
                ([person], []) => self.take(person, &[]),
                _ => {
                    let by_name = others.is_empty();
                    named.extend(others);
                    self.found.set(Some(Found { typed, persons: Load::Ready(named.into()), by_name, has_more }));
                }
            }
        });
    }

    /// Forgets who was found.
    pub(crate) fn end_finding(self) {
        self.finding.end();
        if self.found.with_untracked(Option::is_some) {
            self.found.set(None);
        }
    }

    /// Shows the journey of a person who was found, beside these others.
    pub(crate) fn take(self, person: &Person, others: &[Person]) {
        let Some(sought) = sought(person, others) else { return };
        self.end_finding();
        self.emit(Outgoing::Search { identity: sought.identity.to_string() });
        self.keep_look_up(sought.identity.clone());
        let beside = self.settings.with_untracked(|settings| settings.contact.clone());
        self.looked_up.set(Some(LookedUp { who: Who::Customer(sought), beside }));
    }
}

/// Who is called so, and who has an identity of which this is a part.
async fn whoever(source: &Source, typed: &str) -> Result<(Vec<Person>, FoundPersons), SourceError> {
    // This token may not, or this service does not: then it is an identity, as ever.
    let called = match source.called(typed).await {
        Err(error) if is_refused(&error) => Vec::new(),
        called => called?,
    };
    let having = match IdentityPart::of(typed).filter(|part| !part.ways().is_empty()) {
        Some(part) => source.with_part(&part).await,
        None => Ok(FoundPersons::default()),
    };
    match having {
        Err(error) if is_refused(&error) => Ok((called, FoundPersons::default())),
        having => Ok((called, having?)),
    }
}

/// Whether persons cannot be found so there at all.
fn is_refused(error: &SourceError) -> bool {
    match error {
        SourceError::Cannot => true,
        SourceError::Http(HttpError::Status { status, .. }) => matches!(status, 400 | 403 | 404 | 405 | 501),
        _ => false,
    }
}

/// By what a person is asked for: an identity that none of the others has, if there is one.
fn sought(person: &Person, others: &[Person]) -> Option<Sought> {
    let is_own = |known: &&KnownIdentity| {
        !others.iter().any(|other| other.id != person.id && other.has(&known.identity, known.kind))
    };
    let known = person.identities.iter().find(is_own).or_else(|| person.identities.first());
    let id = person.id.as_ref().and_then(|id| Identity::new(id.as_str()));
    Some(match known {
        Some(known) => {
            Sought::of_kind(known.identity.clone(), known.kind).known_also(id.map(|id| KnownIdentity::of(None, id)))
        }
        None => Sought::of(id?),
    })
}

impl SourceSession {
    /// Looks who may be this person once more.
    pub(crate) fn look_for_doubles(self, person: Arc<Person>, found: RwSignal<Load<Vec<Double>>>) {
        let Some((source, _)) = self.at_hand() else { return };
        found.set(Load::Loading);
        self.spawn(async move {
            let answer = others(&source, &person).await;
            // The panel may be closed by then.
            let _ = found.try_set(match answer {
                Ok(others) => Load::Ready(doubles(&person, others)),
                Err(error) => Load::Failed(self.report(Part::Person, &error)),
            });
        });
    }

    /// Shows two persons side by side.
    pub(crate) fn compare(self, shown: Arc<Person>, other: Person) {
        let Some((source, _)) = self.at_hand() else { return };
        let Some(identity) = other.identities.first().map(|known| known.identity.clone()) else { return };
        let customer: CustomerSession = *self;
        customer.spawn(async move {
            let other_last = last_contact(&source, identity.clone()).await;
            let conflict = Conflict { identity, shown, other: Arc::new(other), other_last };
            customer.edits.conflict.set(Some(Arc::new(conflict)));
        });
    }
}

/// Whoever has an identity or the name of this person, and the person too.
async fn others(source: &Source, person: &Person) -> Result<Vec<Person>, SourceError> {
    let identities: Vec<Identity> =
        person.identities.iter().take(MOST_IDENTITIES).map(|known| known.identity.clone()).collect();
    let mut others = source.having(&identities).await?;
    if let (Some(first), Some(last)) = (&person.first_name, &person.last_name) {
        others.extend(source.called(&[first, " ", last].concat()).await?);
    }
    Ok(others)
}

impl Found {
    /// Why nobody could be looked for.
    pub(crate) fn failure(&self) -> Option<&Failure> {
        self.persons.failure()
    }
}
