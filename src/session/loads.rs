//! The loads: the workspace, and for its customer the person, the history and the profile.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use super::Session;
use super::state::{Cause, Failure, HistoryProgress, Load, Part};
use super::tasks::Task;
use crate::element::Outgoing;
use crate::http::{Client, Hosts, HttpError, Paging, Pass};
use crate::settings::Place;
use crate::sources::{Cjds, FirstOf, JourneySource, SourceError};
use journey::{Chosen, Held, Identity, Journey, Person, Profile};

impl Session {
    /// Finds the workspace whenever what it depends on changes: the place, or that there is a token at all.
    pub(super) fn keep_connected(self) {
        // Another template is another profile, and nothing more.
        let template = Memo::new(move |_| self.told.with(|wants| wants.place.as_ref().ok()?.template.clone()));
        let place = Memo::new(move |_| {
            self.told.with(|wants| {
                let place = wants.place.as_ref().ok().filter(|_| !wants.token.is_empty())?;
                Some(Place { template: None, ..place.clone() })
            })
        });
        Effect::new(move |_| {
            let place = place.get();
            let generation = self.reconnects.get();
            self.source.set(None);
            let Some(place) = place else {
                self.tasks().end(Task::Connection);
                self.connection.set(Load::Idle);
                return;
            };
            self.connection.set(Load::Loading);
            self.tasks().run(Task::Connection, async move {
                let hosts = Hosts::new(&place.base_url, place.next_url.as_deref());
                let client = Client::new(hosts, self.access.get_value());
                match Cjds::connect(client.telling(self.waiting_in(self.connection, Part::Workspace)), &place).await {
                    Ok(source) => {
                        if let Some(first_of) = source.first_of() {
                            say_which(&first_of);
                        }
                        let source = source.telling(|_| {}).with_template(template.get_untracked());
                        self.source.set(Some(Rc::new(source)));
                        self.connection.set(Load::Ready(generation));
                    }
                    Err(error) => self.connection.set(Load::Failed(self.report(Part::Workspace, &error))),
                }
            });
        });
        Effect::new(move |_| {
            let template = template.get();
            let Some(source) = self.source.get_untracked().filter(|source| !source.has_template(template.as_deref()))
            else {
                return;
            };
            self.tasks().end(Task::LiveProfile);
            self.source.set(Some(Rc::new(source.with_template(template))));
            self.load_profile();
        });
    }

    /// Hands each new token on, and how streams carry it: what waits for one goes on where it was, and streams are opened
    /// anew.
    pub(super) fn keep_token(self) {
        let pass = Memo::new(move |_| {
            self.settings.with(|settings| Pass { token: settings.token.clone(), in_query: settings.stream_query_token })
        });
        Effect::new(move |_| self.access.get_value().renew(pass.get()));
    }

    /// Loads the customer anew whenever it is another one, or another workspace. What was under way for the one before
    /// ends here, and so does everything that was there of them.
    pub(super) fn keep_customer_loaded(self) {
        let customer =
            Memo::new(move |_| (self.identity.get(), self.connection.with(|connection| connection.ready().copied())));
        let mut before = None;
        Effect::new(move |_| {
            let (identity, generation) = customer.get();
            // The workspace may be found by now: nobody should have to ask for it anew for each customer.
            if identity.is_some() && identity != before && self.failed(is_over).contains(&Part::Workspace) {
                self.retry(Part::Workspace);
            }
            before.clone_from(&identity);
            for task in [Task::Person, Task::LookAgain, Task::History, Task::Search, Task::Profile] {
                self.tasks().end(task);
            }
            self.forget_customer(identity.is_some());
            if let (Some(_), Some(_)) = (generation, identity) {
                self.load_person();
                self.load_history();
                self.load_profile();
            }
        });
    }

    /// Tries a part that failed again.
    pub(crate) fn retry(self, part: Part) {
        match part {
            Part::Workspace => self.reconnects.update(|count| *count = count.wrapping_add(1)),
            Part::Person => self.load_person(),
            Part::History => self.load_history(),
            Part::Profile | Part::Template => self.load_profile(),
            Part::Live => self.restart_live(),
            // A change is made once; whoever wants it again makes it again.
            Part::Edit => {}
        }
    }

    /// Asks again for what could not be had: the service is back.
    pub(super) fn retry_unanswered(self) {
        let is_of_the_service =
            |cause: &Cause| matches!(cause, Cause::Unreachable | Cause::TimedOut | Cause::Server(_));
        for part in self.failed(is_of_the_service) {
            self.retry(part);
        }
    }

    /// Which workspace was taken, where there are several to choose from.
    pub(crate) fn first_of(self) -> Option<Rc<FirstOf>> {
        self.source.with(|source| source.as_ref()?.first_of())
    }

    /// The source and the customer, if both are there.
    pub(super) fn at_hand(self) -> Option<(Rc<Cjds>, Identity)> {
        self.source.get_untracked().zip(self.identity.get_untracked())
    }

    /// What `error` means for the screen; the page around the element hears of it too.
    pub(super) fn report(self, part: Part, error: &SourceError) -> Failure {
        let failure = Failure::of(part, error);
        let tracking_id = failure.tracking_id.as_ref().map(ToString::to_string);
        self.emit(Outgoing::Error { part: failure.part.name(), status: failure.cause.status(), tracking_id });
        failure
    }

    /// Reads everything of the customer anew; the person stays on the screen meanwhile, and so does what the agent chose
    /// to see.
    pub(crate) fn reload(self) {
        self.tasks().end(Task::History);
        self.forget_journey(true);
        self.load_person();
        self.load_history();
        self.load_profile();
        self.restart_live();
    }

    fn forget_customer(self, another_comes: bool) {
        self.edits.forget();
        self.open.update(Chosen::clear);
        self.more.set(0);
        self.profile_failure.set(None);
        self.paused.set(false);
        self.at_top.set(true);
        self.looks.set(0);
        self.person.set(if another_comes { Load::Loading } else { Load::Idle });
        self.forget_journey(another_comes);
    }

    fn forget_journey(self, another_comes: bool) {
        self.journey.set(Journey::default());
        self.held.set(Held::default());
        self.paging.set(Paging::default());
        // Until the workspace is found a customer's sections are on their way, not empty.
        self.history.set(if another_comes { Load::Loading } else { Load::Idle });
        self.profile.set(if another_comes { Load::Loading } else { Load::Idle });
    }

    fn load_person(self) {
        let (Some(source), Some(sought)) = (self.source.get_untracked(), self.sought.get_untracked()) else { return };
        let source = source.telling(self.waiting_in(self.person, Part::Person));
        if self.person.with_untracked(|person| person.ready().is_none()) {
            self.person.set(Load::Loading);
        }
        self.tasks().run(Task::Person, async move {
            let mut found = source.person(&sought).await;
            if let (Ok(None), Some(other)) = (&found, sought.other()) {
                match source.person(&other).await {
                    // Everything of the customer is asked for by that identity then.
                    Ok(Some(_)) => return self.otherwise.set(Some(sought)),
                    Ok(None) => {}
                    Err(error) => found = Err(error),
                }
            }
            self.person.set(match found {
                Ok(person) => Load::Ready(person.as_ref().map(|person| Arc::new(Person::read(person)))),
                Err(error) => Load::Failed(self.report(Part::Person, &error)),
            });
        });
    }

    fn load_profile(self) {
        let Some((source, identity)) = self.at_hand() else { return };
        let source = source.telling(self.waiting_in(self.profile, Part::Profile));
        self.profile.set(Load::Loading);
        self.tasks().run(Task::Profile, async move {
            match source.profile(&identity).await {
                Ok(view) => {
                    self.take_profile(view.as_ref());
                    self.profile_failure.set(None);
                    self.follow_profile(false);
                }
                Err(error) => self.profile.set(Load::Failed(self.report(Part::Profile, &error))),
            }
        });
    }

    /// Shows a profile, and where its values went since the one before.
    pub(super) fn take_profile(self, view: Option<&cjds::ProfileView>) {
        let before = self.profile.with_untracked(|profile| profile.ready().cloned().flatten());
        let profile = view.map(Profile::read).map(|profile| match &before {
            Some(before) => profile.after(before),
            None => profile,
        });
        self.profile.set(Load::Ready(profile.map(Arc::new)));
    }

    /// What a load says in its section when its token is refused: that it waits for a new one; and when it goes on.
    fn waiting_in<T: Send + Sync + 'static>(
        self,
        state: RwSignal<Load<T>>,
        part: Part,
    ) -> impl Fn(Option<&HttpError>) + 'static {
        move |refused| {
            state.set(match refused {
                Some(error) => Load::Failed(self.report(part, &SourceError::Http(error.clone()))),
                None => Load::Loading,
            });
        }
    }

    /// The parts that failed for such a reason.
    pub(super) fn failed(self, why: fn(&Cause) -> bool) -> Vec<Part> {
        let has_failed = |failure: Option<&Failure>| failure.is_some_and(|failure| why(&failure.cause));
        [
            (Part::Workspace, self.connection.with_untracked(|connection| has_failed(connection.failure()))),
            (Part::Person, self.person.with_untracked(|person| has_failed(person.failure()))),
            (Part::History, self.history.with_untracked(|history| has_failed(failure_of(history)))),
            (Part::Profile, self.profile.with_untracked(|profile| has_failed(profile.failure()))),
        ]
        .into_iter()
        .filter_map(|(part, failed)| failed.then_some(part))
        .collect()
    }
}

/// Says in the console which workspace was taken of several, for the administrator: the others' histories are not seen.
fn say_which(FirstOf { name, id, count }: &FirstOf) {
    let line = format!(
        "<customer-journey-widget>: {count} workspaces of this organization have a subscription; the first is taken, \"{name}\" \
         (project-id=\"{id}\"). Set project-id to choose one."
    );
    web_sys::console::warn_1(&line.into());
}

/// Whether a load has come to its end by this; one whose token was refused goes on with the next.
fn is_over(cause: &Cause) -> bool {
    *cause != Cause::Unauthorized
}

/// Why the history, or the rest of it, did not come.
pub(super) fn failure_of(history: &Load<HistoryProgress>) -> Option<&Failure> {
    history.failure().or_else(|| history.ready()?.failure.as_ref())
}
