//! What one platform knows of a customer: it is asked for everything, followed, and fails alone. It ends with the customer.

use std::ops::Deref;
use std::rc::Rc;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use super::connection::Connection;
use super::customer_session::CustomerSession;
use super::loads::failure_of;
use super::state::{Failure, HistoryProgress, LiveStatus, Load, Part};
use super::task::{Task, at_once};
use crate::http::Paging;
use crate::sources::{Capabilities, JourneySource, Source, SourceError, TakesNotes};
use journey::{ComputedTile, Person, Platform, Profile, Sought, TaskId};

/// One platform's part of a customer's journey. A handle: copies are the same. What is known of the customer besides is
/// read through it.
#[derive(Clone, Copy)]
pub(crate) struct SourceSession {
    /// Whose.
    pub(super) customer: CustomerSession,
    pub(super) connection: Connection,
    /// Who that is; `None`: nobody known.
    pub(crate) person: RwSignal<Load<Option<Arc<Person>>>>,
    /// The progressive profile; `None`: there is none yet.
    pub(crate) profile: RwSignal<Load<Option<Arc<Profile>>>>,
    /// Why the profile that is shown may be old.
    pub(crate) profile_failure: RwSignal<Option<Failure>>,
    /// How far the history has come.
    pub(crate) history: RwSignal<Load<HistoryProgress>>,
    /// How new events come in.
    pub(crate) live: Memo<LiveStatus>,
    pub(super) stream: RwSignal<LiveStatus>,
    /// Which page of the history is read next.
    pub(super) paging: RwSignal<Paging>,
    /// How far back it has been read.
    pub(super) oldest: RwSignal<Option<DateTime<Utc>>>,
    /// How often it was asked again who an unknown customer is.
    pub(super) looks: RwSignal<u32>,
    /// The contacts whose generated summary was asked for.
    pub(super) summarized: StoredValue<Vec<TaskId>>,
    pub(super) tasks: SourceTasks,
}

/// What can be under way with a platform, each once at a time.
#[derive(Clone, Copy)]
pub(super) struct SourceTasks {
    /// Looking up the person.
    pub(super) person: Task,
    /// Looking up again a person who was not known.
    pub(super) look_again: Task,
    /// Reading the history.
    pub(super) history: Task,
    /// Reading the profile.
    pub(super) profile: Task,
    /// Following events.
    pub(super) live_events: Task,
    /// Following the profile.
    pub(super) live_profile: Task,
}

impl Deref for SourceSession {
    type Target = CustomerSession;

    fn deref(&self) -> &CustomerSession {
        &self.customer
    }
}

impl SourceSession {
    /// Begins in the current owner.
    pub(super) fn start(customer: CustomerSession, connection: Connection) -> Self {
        let stream = RwSignal::new(LiveStatus::Off);
        // Until the workspace is found a customer's sections are on their way, not empty.
        let person = RwSignal::new(Load::Loading);
        let profile = RwSignal::new(Load::Loading);
        let history = RwSignal::new(Load::Loading);
        let waits_for_token = move || {
            person.with(|person| person.failure().is_some_and(Failure::waits_for_token))
                || profile.with(|profile| profile.failure().is_some_and(Failure::waits_for_token))
                || history.with(|history| failure_of(history).is_some_and(Failure::waits_for_token))
        };
        Self {
            customer,
            connection,
            person,
            profile,
            profile_failure: RwSignal::new(None),
            history,
            live: Memo::new(move |_| match stream.get() {
                _ if waits_for_token() => LiveStatus::WaitingForToken,
                LiveStatus::Live | LiveStatus::Polling if customer.paused.get() => LiveStatus::Paused,
                status => status,
            }),
            stream,
            paging: RwSignal::new(Paging::default()),
            oldest: RwSignal::new(None),
            looks: RwSignal::new(0),
            summarized: StoredValue::new(Vec::new()),
            tasks: SourceTasks {
                person: Task::new(),
                look_again: Task::new(),
                history: Task::new(),
                profile: Task::new(),
                live_events: Task::new(),
                live_profile: Task::new(),
            },
        }
    }

    /// Whether it has profile templates: only CJDS does. For the others the domain computes some tiles.
    pub(crate) fn has_templates(self) -> bool {
        self.platform() == Platform::Webex
    }

    /// Asks for everything as soon as the workspace is known, and follows it.
    pub(super) fn begin(self) {
        self.load_when_connected();
        self.keep_live();
    }

    /// Which platform.
    pub(crate) fn platform(self) -> Platform {
        self.connection.platform
    }

    /// How far it is connected.
    pub(crate) fn connection(self) -> Connection {
        self.connection
    }

    /// What can be changed there.
    pub(crate) fn capabilities(self) -> Capabilities {
        self.connection.source.with(|source| source.as_ref().map(Source::capabilities).unwrap_or_default())
    }

    /// What keeps notes on the customer and on contacts, if it does.
    pub(super) fn notes(self) -> Option<Rc<dyn TakesNotes>> {
        let sought = self.sought();
        self.connection.source.with(|source| source.as_ref()?.notes(&sought))
    }

    /// The source, if the workspace is found, and the customer.
    pub(super) fn at_hand(self) -> Option<(Source, Sought)> {
        Some((self.connection.source.get_untracked()?, self.sought()))
    }

    /// What `error` means for the screen; the page around the element hears of it too.
    pub(super) fn report(self, part: Part, error: &SourceError) -> Failure {
        self.connection.report(part, error)
    }

    /// Back to when its history is read; `None`: to its beginning.
    pub(crate) fn reach(self) -> Option<DateTime<Utc>> {
        let is_whole = self.history.with(|history| history.ready().is_some_and(|progress| progress.complete));
        self.oldest.get().filter(|_| !is_whole)
    }

    /// Whether it cannot be asked: it lacks a setting, or could not be reached to begin with. Its loads have not begun then.
    pub(crate) fn is_out_of_reach(self) -> bool {
        self.connection.missing().is_some() || self.connection.failure().is_some()
    }

    /// Whether its history is on its way.
    pub(crate) fn awaits_history(self) -> bool {
        self.history.with(Load::is_loading) && !self.is_out_of_reach()
    }

    /// Whether tiles can be computed of its contacts.
    pub(crate) fn has_tiles(self) -> bool {
        self.journey.with(|journey| ComputedTile::is_any(journey, self.platform(), self.now.get()))
    }

    /// Whether nothing of its history came, and not because there is none.
    pub(crate) fn has_not_answered(self) -> bool {
        self.is_out_of_reach() || self.history.with(|history| failure_of(history).is_some())
    }

    /// Why nothing, or not all, of it is shown: what failed for the same reason is said once.
    pub(crate) fn failures(self) -> Vec<Failure> {
        let of_history = self.history.with(|history| failure_of(history).cloned());
        let of_person = self.person.with(|person| person.failure().cloned());
        let of_profile = self.profile.with(|profile| profile.failure().cloned());
        let mut all: Vec<Failure> = Vec::new();
        for failure in [self.connection.failure(), of_history, of_person, of_profile].into_iter().flatten() {
            if !all.iter().any(|known| known.cause == failure.cause) {
                all.push(failure);
            }
        }
        all
    }

    /// Whether nothing comes of it: it lacks something, or failed in a way that does not mend by itself.
    pub(crate) fn is_stopped(self) -> bool {
        let is_for_good = |failure: Failure| !failure.waits_for_token() && !failure.is_of_the_service();
        let of_history = || self.history.with(|history| failure_of(history).cloned());
        // Without a person or a profile its history still comes.
        let failure = self.connection.failure().or_else(of_history);
        self.connection.missing().is_some() || failure.is_some_and(is_for_good)
    }

    /// Tries again whatever failed.
    pub(crate) fn retry(self) {
        if untrack(|| self.connection.failure().is_some()) {
            self.connection.retry();
        }
        if self.person.with_untracked(|person| person.failure().is_some()) {
            self.load_person();
        }
        if self.history.with_untracked(|history| failure_of(history).is_some()) {
            self.load_history();
        }
        if self.profile.with_untracked(|profile| profile.failure().is_some()) {
            self.load_profile();
        }
    }

    fn load_when_connected(self) {
        let template = Memo::new(move |_| self.connection.source.with(|source| Some(source.as_ref()?.template_name())));
        let mut before = None;
        at_once(move || {
            let template = template.get();
            let was = std::mem::replace(&mut before, template.clone());
            untrack(|| match (was, template) {
                (None, Some(_)) => self.load_all(),
                // Another template is another profile, and nothing more.
                (Some(was), Some(template)) if was != template => {
                    self.tasks.live_profile.end();
                    self.load_profile();
                }
                _ => {}
            });
        });
    }
}
