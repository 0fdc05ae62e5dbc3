//! The loads of a customer: the person, the history and the profile, all asked for at once.

use std::sync::Arc;

use leptos::prelude::*;

use super::aim::Meant;
use super::customer_session::CustomerSession;
use super::source_session::SourceSession;
use super::state::{Failure, HistoryProgress, Load, Part};
use crate::http::Paging;
use crate::settings::SourceSettings;
use crate::sources::JourneySource;
use journey::{Held, Person, Profile, Sought};

impl CustomerSession {
    /// Reads everything of the customer anew; the person stays on the screen meanwhile, and so does what the agent chose
    /// to see.
    pub(crate) fn reload(self) {
        self.journey.set(self.empty_journey());
        self.held.set(Held::default());
        self.sources().into_iter().for_each(SourceSession::reload);
    }
}

impl SourceSession {
    pub(super) fn load_all(self) {
        // Other platforms do not know its conversations.
        if self.is_called_by_another_platform() {
            self.person.set(Load::Ready(None));
            self.history.set(Load::Ready(HistoryProgress { complete: true, ..HistoryProgress::default() }));
            self.profile.set(Load::Ready(None));
            return;
        }
        self.load_person();
        self.load_history();
        self.load_profile();
    }

    /// Whether the customer is only called by a conversation of another platform yet.
    pub(super) fn is_called_by_another_platform(self) -> bool {
        let sought = self.sought();
        let is_party = |settings: &SourceSettings| settings.platform != self.platform() && settings.is_party(&sought);
        self.settings.with_untracked(|settings| settings.sources.iter().any(is_party))
    }

    /// Tries a part that failed again.
    pub(super) fn load_again(self, part: Part) {
        match part {
            Part::Person => self.load_person(),
            Part::History => self.load_history(),
            Part::Profile | Part::Template => self.load_profile(),
            Part::Live => self.restart_live(),
            // A change is made once; whoever wants it again makes it again. The workspace is the element's.
            Part::Edit | Part::Note | Part::Summary | Part::Workspace => {}
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

    /// Reads everything anew; the person stays on the screen meanwhile.
    fn reload(self) {
        self.tasks.history.end();
        self.summarized.update_value(Vec::clear);
        self.paging.set(Paging::default());
        self.oldest.set(None);
        self.history.set(Load::Loading);
        self.load_all();
        self.restart_live();
    }

    pub(super) fn load_person(self) {
        let Some((source, sought)) = self.at_hand() else { return };
        let source = source.telling(self.connection.waiting_in(self.person, Part::Person));
        if self.person.with_untracked(|person| person.ready().is_none()) {
            self.person.set(Load::Loading);
        }
        self.tasks.person.run(async move {
            let mut found = source.person(&sought).await;
            if let (Ok(None), Some(other)) = (&found, sought.other()) {
                match source.person(&other).await {
                    // Everything of the customer is asked for by that identity then.
                    Ok(Some(_)) => return self.meant.set(Some(Meant { named: sought, is: other })),
                    Ok(None) => {}
                    Err(error) => found = Err(error),
                }
            }
            if let Some(is) =
                found.as_ref().ok().and_then(Option::as_ref).and_then(|person| self.party(&sought, person))
            {
                return self.meant.set(Some(Meant { named: sought, is }));
            }
            self.person.set(match found {
                Ok(person) => Load::Ready(person.map(Arc::new)),
                Err(error) => Load::Failed(self.report(Part::Person, &error)),
            });
        });
    }

    /// Who takes part in the conversation by which the customer is called.
    fn party(self, sought: &Sought, person: &Person) -> Option<Sought> {
        if !self.connection.told.with_untracked(|told| told.is_party(sought)) {
            return None;
        }
        let (first, others) = person.identities.split_first()?;
        Some(Sought::of_kind(first.identity.clone(), first.kind).known_also(others.iter().cloned()))
    }

    pub(super) fn load_profile(self) {
        let Some((source, sought)) = self.at_hand() else { return };
        let source = source.telling(self.connection.waiting_in(self.profile, Part::Profile));
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

/// Why the history, or the rest of it, did not come.
pub(super) fn failure_of(history: &Load<HistoryProgress>) -> Option<&Failure> {
    history.failure().or_else(|| history.ready()?.failure.as_ref())
}
