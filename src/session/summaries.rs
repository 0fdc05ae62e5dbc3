//! What the platforms' assistants wrote of contacts: asked for once, of the last contacts, whose next steps count, and of
//! one that is opened. It comes in as an event of its contact. Code of the second file (crate::later).

use chrono::{DateTime, Duration, Utc};
use leptos::prelude::*;

use super::customer_session::CustomerSession;
use super::source_session::SourceSession;
use super::state::{Failure, Load, Part};
use crate::sources::JourneySource;
use journey::{Contact, ContactState, Platform, TaskId};

/// So many of the last contacts are asked for.
const LAST: usize = 3;
/// So long at most a summary is kept: of a contact from before nothing is asked.
const KEPT: Duration = Duration::days(3);

/// A contact that may have a summary that is not known.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Unsummarized {
    platform: Platform,
    task: TaskId,
    ended: DateTime<Utc>,
}

impl Unsummarized {
    /// What of a contact has to be asked for, at each platform that tells of it.
    pub(crate) fn of(contact: &Contact, now: DateTime<Utc>) -> Vec<Self> {
        let is_wanted =
            |leg: &&Contact| leg.summary.is_none() && !leg.is_visit() && leg.state(now) != ContactState::Ongoing;
        let of = |leg: &Contact| {
            let ended = leg.last.filter(|ended| *ended > now - KEPT)?;
            Some(Self { platform: leg.platform, task: leg.task.clone(), ended })
        };
        contact.legs().iter().filter(is_wanted).filter_map(of).collect()
    }
}

impl CustomerSession {
    /// Asks for the last contacts' from now on, until the current owner ends.
    pub(crate) fn keep_last_summaries(self) {
        let last = Memo::new(move |_| {
            if self.history.with(Load::is_loading) {
                return Vec::new();
            }
            let now = self.now.get_untracked();
            self.journey.with(|journey| {
                let contacts = journey.shown_at(now).filter_map(|entry| entry.contact());
                contacts.take(LAST).flat_map(|contact| Unsummarized::of(contact, now)).collect()
            })
        });
        // Nobody waits for these: one that does not come is asked for again when its contact is opened.
        Effect::new(move |_| last.get().into_iter().for_each(|one| self.ask_for_summary(one, None)));
    }

    /// Asks for one unless it was asked for already; `failure` hears why it did not come.
    pub(crate) fn ask_for_summary(self, of: Unsummarized, failure: Option<RwSignal<Option<Failure>>>) {
        if let Some(source) = self.source_of(of.platform) {
            source.ask_for_summary(of, failure);
        }
    }
}

impl SourceSession {
    fn ask_for_summary(
        self,
        Unsummarized { task, ended, .. }: Unsummarized,
        failure: Option<RwSignal<Option<Failure>>>,
    ) {
        let Some(source) = self.connection.source.get_untracked() else { return };
        if self.summarized.with_value(|asked| asked.contains(&task)) {
            return;
        }
        self.summarized.update_value(|asked| asked.push(task.clone()));
        self.spawn(async move {
            let why_not = match source.summary(&task, ended).await {
                Ok(arrival) => {
                    self.arrive(arrival.into_iter().collect());
                    None
                }
                Err(error) => {
                    self.summarized.update_value(|asked| asked.retain(|known| *known != task));
                    failure.is_some().then(|| self.report(Part::Summary, &error))
                }
            };
            // The contact may have been closed meanwhile, and what would say so with it.
            failure.and_then(|failure| failure.try_set(why_not));
        });
    }
}
