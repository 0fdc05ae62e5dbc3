//! What the agent changes of the person: seen at once, sent once, taken back when it was refused, and told either way.
//!
//! A change belongs to the person it was begun for. It is sent to its end even if another customer is shown by then, since
//! half a change is worse than one: the element sends it. What comes of it is the customer's, and ends with them.

use std::future::pending;
use std::sync::Arc;

use futures_channel::oneshot;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;

use super::customer_session::CustomerSession;
use super::source_session::SourceSession;
use super::state::{Cause, Failure, Load, Part};
use super::{Session, clock};
use crate::http::{HttpError, Page};
use crate::settings::{Right, Rights, Token};
use crate::sources::{Capabilities, JourneySource, Source, SourceError};
use journey::{Change, Entry, Identity, Journey, Person, PersonId, Platform, Sought};

/// How often, and how long apart, ms, it is looked whether an accepted merge is done.
const LOOKS: usize = 6;
const LOOK_MS: u32 = 1_000;

/// The state of what is being changed.
#[derive(Clone, Copy)]
pub(crate) struct Edits {
    /// Whose name is being edited.
    pub(crate) renaming: RwSignal<Option<PersonId>>,
    /// A change is on its way; the next waits for it.
    pub(crate) busy: RwSignal<bool>,
    /// What came of the last one.
    pub(crate) outcome: RwSignal<Option<Arc<Outcome>>>,
    /// Somebody else has the identity that was to be added.
    pub(crate) conflict: RwSignal<Option<Arc<Conflict>>>,
}

/// What came of a change.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Outcome {
    /// Of whom.
    pub(crate) person: PersonId,
    /// What was changed.
    pub(crate) what: What,
    /// How it went.
    pub(crate) how: How,
}

/// What was changed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum What {
    /// Names or identities; `is_undo`: it took another change back.
    Change { change: Change, is_undo: bool },
    /// Two persons became one.
    Merge,
}

/// How a change went.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum How {
    /// It was done.
    Done,
    /// It was accepted, and is not seen yet.
    Accepted,
    /// It was not done.
    Failed(Failure),
    /// Nobody knows: the answer was lost, and looking did not work either.
    Unknown(Failure),
}

/// Two persons who may be one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Conflict {
    /// The identity that both would have.
    pub(crate) identity: Identity,
    /// Who is shown.
    pub(crate) shown: Arc<Person>,
    /// Who has the identity.
    pub(crate) other: Arc<Person>,
    /// The other one's last contact, if it could be found out.
    pub(crate) other_last: Option<Arc<Entry>>,
}

impl Edits {
    pub(super) fn new() -> Self {
        Self {
            renaming: RwSignal::new(None),
            busy: RwSignal::new(false),
            outcome: RwSignal::new(None),
            conflict: RwSignal::new(None),
        }
    }
}

impl Session {
    /// Does `work` to its end, whoever is shown by then; only the element's own end cuts it short. What comes of it is for
    /// whoever still waits.
    pub(super) async fn to_its_end<T: 'static>(self, work: impl Future<Output = T> + 'static) -> T {
        let (tell, told) = oneshot::channel();
        self.spawn(async move {
            // Nobody may wait any more.
            let _ = tell.send(work.await);
        });
        match told.await {
            Ok(answer) => answer,
            Err(_) => pending().await,
        }
    }
}

impl CustomerSession {
    /// What the agent may change of the person who is shown.
    pub(crate) fn may_change(self) -> Capabilities {
        self.shown_source().map(SourceSession::may_change).unwrap_or_default()
    }

    /// The platform that this person is of.
    fn edited(self, person: &PersonId) -> Option<(SourceSession, Source)> {
        let of = |source: &SourceSession| {
            let known = source.person.with_untracked(|person| person.ready().cloned().flatten());
            known.is_some_and(|known| known.id.as_ref() == Some(person))
        };
        let source = self.sources().into_iter().find(of)?;
        Some((source, source.at_hand()?.0))
    }

    /// Changes a person, if it is still the one that is shown.
    pub(crate) fn change(self, of: &PersonId, change: Change) {
        self.send_change(of, change, false);
    }

    /// Takes the last change back.
    pub(crate) fn undo(self) {
        let outcome = self.edits.outcome.get_untracked();
        let Some(outcome) = outcome.filter(|outcome| outcome.how == How::Done) else { return };
        if let What::Change { change, is_undo } = &outcome.what {
            self.send_change(&outcome.person, change.undo(), !is_undo);
        }
    }

    /// Forgets what was said about the last change.
    pub(crate) fn dismiss_outcome(self) {
        self.edits.outcome.set(None);
    }

    /// Leaves two persons as they are.
    pub(crate) fn keep_apart(self) {
        self.edits.conflict.set(None);
    }

    /// Makes one of the two persons of the conflict: the shown one stays, or the other.
    pub(crate) fn merge(self, shown_stays: bool) {
        let conflict = self.edits.conflict.get_untracked();
        let Some(conflict) = conflict else { return };
        let sought = self.sought();
        let (Some(shown), Some(other)) = (conflict.shown.id.clone(), conflict.other.id.clone()) else { return };
        let Some((shown_in, source)) = self.edited(&shown) else { return };
        if self.edits.busy.get_untracked() || self.shown(&shown).is_none() {
            return;
        }
        let (primary, merged) = if shown_stays { (shown.clone(), other) } else { (other, shown.clone()) };
        self.begin();
        self.spawn(async move {
            let (asked, persons) = (source.clone(), (primary.clone(), merged));
            let answer = self.to_its_end(async move { asked.merge(&persons.0, &persons.1).await }).await;
            let how = match answer {
                Ok(()) if is_merged(&source, &sought, &primary, &conflict).await => How::Done,
                Ok(()) => How::Accepted,
                Err(error) if is_uncertain(&error) => {
                    let failure = shown_in.report(Part::Edit, &error);
                    match is_merged(&source, &sought, &primary, &conflict).await {
                        true => How::Done,
                        false => How::Unknown(failure),
                    }
                }
                Err(error) => shown_in.refusal(Right::Identities, &error),
            };
            let changes_journey = matches!(how, How::Done | How::Accepted);
            self.edits.busy.set(false);
            if changes_journey {
                self.edits.conflict.set(None);
                // The journey is of one person now: everything of both is read anew.
                self.reload();
            }
            self.edits.outcome.set(Some(Arc::new(Outcome { person: primary, what: What::Merge, how })));
        });
    }

    fn send_change(self, of: &PersonId, change: Change, is_undo: bool) {
        let Some(((shown_in, source), before)) = self.edited(of).zip(self.shown(of)) else { return };
        let sought = self.sought();
        if self.edits.busy.get_untracked() {
            return;
        }
        self.begin();
        shown_in.show_person(change.on(&before));
        let of = of.clone();
        self.spawn(async move {
            let (asked, sent) = (source.clone(), (of.clone(), change.clone()));
            let answer = self.to_its_end(async move { asked.change(&sent.0, &sent.1).await }).await;
            if !self.is_still_about(&of) {
                return;
            }
            let how = match answer {
                Ok(person) => {
                    if let Some(person) = person {
                        shown_in.show_person(person);
                    }
                    How::Done
                }
                Err(error) if is_uncertain(&error) => {
                    let failure = shown_in.report(Part::Edit, &error);
                    let found = source.person(&sought).await;
                    if !self.is_still_about(&of) {
                        return;
                    }
                    match found.ok().flatten() {
                        Some(person) if person.id.as_ref() == Some(&of) => {
                            let is_done = change.is_done(&person);
                            shown_in.show_person(person);
                            if is_done { How::Done } else { How::Failed(failure) }
                        }
                        _ => {
                            shown_in.show_person((*before).clone());
                            How::Unknown(failure)
                        }
                    }
                }
                Err(error) => {
                    shown_in.show_person((*before).clone());
                    let other = self.who_else_has(&source, &change, &error, &of).await;
                    if !self.is_still_about(&of) {
                        return;
                    }
                    if let Some((identity, other)) = other {
                        let other_last = last_contact(&source, identity.clone()).await;
                        if self.is_still_about(&of) {
                            let shown = self.shown(&of).unwrap_or(before);
                            let conflict = Conflict { identity, shown, other: Arc::new(other), other_last };
                            self.edits.busy.set(false);
                            self.edits.conflict.set(Some(Arc::new(conflict)));
                        }
                        return;
                    }
                    let right = if matches!(change, Change::Names { .. }) { Right::Names } else { Right::Identities };
                    shown_in.refusal(right, &error)
                }
            };
            self.edits.busy.set(false);
            if how == How::Done && !matches!(change, Change::Names { .. }) {
                // The journey is of more identities now, or of fewer.
                self.reload();
            }
            let outcome = Outcome { person: of, what: What::Change { change, is_undo }, how };
            self.edits.outcome.set(Some(Arc::new(outcome)));
        });
    }

    /// A change begins: the next waits for it.
    fn begin(self) {
        self.edits.busy.set(true);
        self.edits.outcome.set(None);
    }

    /// Whether what comes of a change of this person is still to be told. Not if the customer turned out to be somebody
    /// else meanwhile, who may be changed at once; but also while nobody knows who it is, as after a failed refresh.
    fn is_still_about(self, person: &PersonId) -> bool {
        let is_of = |source: SourceSession| {
            source.person.with_untracked(|shown| match shown {
                Load::Ready(shown) => shown.as_ref().is_some_and(|shown| shown.id.as_ref() == Some(person)),
                _ => true,
            })
        };
        let is_still = self.sources().into_iter().any(is_of);
        if !is_still {
            self.edits.busy.set(false);
        }
        is_still
    }

    /// The person who is shown, if it is this one.
    fn shown(self, id: &PersonId) -> Option<Arc<Person>> {
        let persons = self
            .sources()
            .into_iter()
            .filter_map(|source| source.person.with_untracked(|person| person.ready().cloned().flatten()));
        persons.into_iter().find(|person| person.id.as_ref() == Some(id))
    }

    /// Who has the identity that could not be added, if somebody else does: the service says so by 400 or by 409.
    async fn who_else_has(
        self,
        source: &Source,
        change: &Change,
        error: &SourceError,
        of: &PersonId,
    ) -> Option<(Identity, Person)> {
        let is_taken = matches!(error, SourceError::Http(HttpError::Status { status: 400 | 409, .. }));
        let Change::Add(known) = change else { return None };
        if !is_taken {
            return None;
        }
        let sought = Sought::of_kind(known.identity.clone(), known.kind);
        let person = source.person(&sought).await.ok().flatten()?;
        let is_other = person.id.as_ref().is_some_and(|id| id != of);
        is_other.then(|| (known.identity.clone(), person))
    }
}

impl SourceSession {
    /// What the agent may change there. Follows the token, and what it was refused.
    pub(crate) fn may_change(self) -> Capabilities {
        let token = self.connection.told.with(|told| told.token.clone());
        let refused: Vec<Right> = self.refused.with(|refused| {
            let of_token = refused.iter().filter(|(known, _)| *known == token);
            of_token.map(|(_, right)| *right).collect()
        });
        let is_read_only = self.settings.with(|settings| settings.read_only_aliases);
        // Which scopes a token needs is CJDS' contract.
        let read = if self.platform() == Platform::Webex { token } else { Token::default() };
        let Rights { names, identities } = Rights::of(&read, is_read_only, &refused);
        let can = self.capabilities();
        Capabilities {
            names: names && can.names,
            add_identity: identities && can.add_identity,
            remove_identity: identities && can.remove_identity,
            merge: identities && can.merge,
            find: can.find,
        }
    }

    fn show_person(self, person: Person) {
        self.person.set(Load::Ready(Some(Arc::new(person))));
    }

    /// A refusal in words; what the token may not, it is not offered again.
    fn refusal(self, right: Right, error: &SourceError) -> How {
        let failure = self.report(Part::Edit, error);
        if failure.cause == Cause::Forbidden {
            let token = self.connection.told.with_untracked(|told| told.token.clone());
            self.refused.update(|refused| refused.push((token, right)));
        }
        How::Failed(failure)
    }
}

/// The last contact of whoever has this identity. It only helps to compare: without an answer it is left out.
pub(super) async fn last_contact(source: &Source, identity: Identity) -> Option<Arc<Entry>> {
    let mut journey = Journey::default();
    journey.add(source.history(&Sought::of(identity), Page::small(0), 0).await.ok()?);
    let contact = journey.shown_at(clock::now()).find(|entry| entry.contact().is_some());
    contact.cloned()
}

/// Whether the answer was lost, and with it whether the change was made.
fn is_uncertain(error: &SourceError) -> bool {
    matches!(
        error,
        SourceError::Http(
            HttpError::Unreachable
                | HttpError::TimedOut(_)
                | HttpError::NotTheContract(_)
                | HttpError::Status { status: 500.., .. }
        )
    )
}

/// Looks a few times whether an accepted merge is done: the contract lets it take a while.
async fn is_merged(source: &Source, sought: &Sought, primary: &PersonId, conflict: &Conflict) -> bool {
    for look in 0..LOOKS {
        if look > 0 {
            TimeoutFuture::new(LOOK_MS).await;
        }
        let person = source.person(sought).await.ok().flatten();
        if person.is_some_and(|person| person.id.as_ref() == Some(primary) && person.has(&conflict.identity, None)) {
            return true;
        }
    }
    false
}
