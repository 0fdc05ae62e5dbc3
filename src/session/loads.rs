//! The loads of a customer: the person, the history and the profile, all asked for at once.

use std::sync::Arc;

use leptos::prelude::*;

use super::Session;
use super::customer_session::CustomerSession;
use super::state::{Failure, HistoryProgress, Load, Part};
use crate::http::{HttpError, Paging};
use crate::sources::{JourneySource, Source, SourceError};
use journey::{Held, Journey, Profile, Sought};

impl CustomerSession {
    pub(super) fn load_all(self) {
        self.load_person();
        self.load_history();
        self.load_profile();
    }

    /// Tries a part that failed again.
    pub(super) fn load_again(self, part: Part) {
        match part {
            Part::Person => self.load_person(),
            Part::History => self.load_history(),
            Part::Profile | Part::Template => self.load_profile(),
            Part::Live => self.restart_live(),
            // A change is made once; whoever wants it again makes it again. The workspace is the element's.
            Part::Edit | Part::Workspace => {}
        }
    }

    /// Loads what failed because the service gave no answer.
    pub(super) fn load_unanswered(self) {
        let failed = |failure: Option<&Failure>| failure.is_some_and(Failure::is_of_the_service);
        if self.person.with_untracked(|person| failed(person.failure())) {
            self.load_person();
        }
        if self.history.with_untracked(|history| failed(failure_of(history))) {
            self.load_history();
        }
        if self.profile.with_untracked(|profile| failed(profile.failure())) {
            self.load_profile();
        }
    }

    /// Reads everything of the customer anew; the person stays on the screen meanwhile, and so does what the agent chose
    /// to see.
    pub(crate) fn reload(self) {
        self.tasks.history.end();
        self.journey.set(Journey::default());
        self.held.set(Held::default());
        self.paging.set(Paging::default());
        self.history.set(Load::Loading);
        self.load_all();
        self.restart_live();
    }

    /// The source, if the workspace is found, and the customer.
    pub(super) fn at_hand(self) -> Option<(Source, Sought)> {
        Some((self.source.get_untracked()?, self.sought()))
    }

    fn load_person(self) {
        let Some(source) = self.source.get_untracked() else { return };
        let sought = self.sought();
        let source = source.telling(self.waiting_in(self.person, Part::Person));
        if self.person.with_untracked(|person| person.ready().is_none()) {
            self.person.set(Load::Loading);
        }
        self.tasks.person.run(async move {
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
                Ok(person) => Load::Ready(person.map(Arc::new)),
                Err(error) => Load::Failed(self.report(Part::Person, &error)),
            });
        });
    }

    pub(super) fn load_profile(self) {
        let Some((source, sought)) = self.at_hand() else { return };
        let source = source.telling(self.waiting_in(self.profile, Part::Profile));
        self.profile.set(Load::Loading);
        self.tasks.profile.run(async move {
            match source.profile(&sought).await {
                Ok(profile) => {
                    self.take_profile(profile);
                    self.profile_failure.set(None);
                    self.follow_profile(false);
                }
                Err(error) => self.profile.set(Load::Failed(self.report(Part::Profile, &error))),
            }
        });
    }

    /// Shows a profile, and where its values went since the one before.
    pub(super) fn take_profile(self, profile: Option<Profile>) {
        let before = self.profile.with_untracked(|profile| profile.ready().cloned().flatten());
        let profile = profile.map(|profile| match &before {
            Some(before) => profile.after(before),
            None => profile,
        });
        self.profile.set(Load::Ready(profile.map(Arc::new)));
    }
}

impl Session {
    /// What a load says in its section when its token is refused: that it waits for a new one; and when it goes on.
    pub(super) fn waiting_in<T: Send + Sync + 'static>(
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
}

/// Why the history, or the rest of it, did not come.
pub(super) fn failure_of(history: &Load<HistoryProgress>) -> Option<&Failure> {
    history.failure().or_else(|| history.ready()?.failure.as_ref())
}
