//! Live: when the streams of the current customer are open, and when they are not.

use leptos::prelude::*;

use super::customer_session::CustomerSession;
use super::source_session::SourceSession;
use super::state::{LiveStatus, Load, Part};
use crate::later::{self, Work, later};
use crate::sources::{Source, SourceError};
use journey::Sought;

later! {
    fn events(customer: SourceSession, source: Source, sought: Sought) -> Work = SourceSession::events_followed, "00000000000000000000000000000031"
}

later! {
    fn views(customer: SourceSession, source: Source, sought: Sought, refresh: bool) -> Work = SourceSession::views_followed, "00000000000000000000000000000032"
}

impl CustomerSession {
    /// Opens the streams again that do not stand well.
    pub(crate) fn restart_streams(self) {
        for source in self.sources() {
            if matches!(source.stream.get_untracked(), LiveStatus::Reconnecting | LiveStatus::Offline) {
                source.restart_live();
            }
        }
    }
}

impl SourceSession {
    /// Keeps the streams of the current customer open, for as long as there is a customer, a token, a network, and
    /// somebody who looks. A new token is the streams' own affair: nothing is restarted for it.
    pub(super) fn keep_live(self) {
        let wanted = Memo::new(move |_| {
            let is_connected = self.connection.source.with(Option::is_some);
            (self.wants_live(), is_connected, self.online.get(), self.resting.get())
        });
        Effect::new(move |_| {
            // Read, not only tracked: a memo that was never read knows of no change.
            wanted.with(|_| ());
            self.restart_live();
        });
    }

    /// Ends the streams, and opens them again where they are wanted.
    pub(super) fn restart_live(self) {
        self.tasks.live_events.end();
        self.tasks.live_profile.end();
        let wanted = untrack(move || self.wants_live())
            && !self.resting.get_untracked()
            && !self.is_called_by_another_platform();
        let Some((source, sought)) = self.at_hand().filter(|_| wanted) else {
            self.stream.set(LiveStatus::Off);
            return;
        };
        if !self.online.get_untracked() {
            self.stream.set(LiveStatus::Offline);
            return;
        }
        self.stream.set(LiveStatus::Connecting);
        let source = source.telling(move |refused| match refused {
            Some(error) => {
                self.stream.set(LiveStatus::WaitingForToken);
                self.report(Part::Live, &SourceError::Http(error.clone()));
            }
            None => self.stream.set(LiveStatus::Connecting),
        });
        self.tasks.live_events.run(async move {
            if !later::ready().await {
                self.stream.set(LiveStatus::Reconnecting);
                later::there().await;
            }
            events(self, source, sought).await;
        });
        if self.profile.with_untracked(|profile| matches!(profile, Load::Ready(_))) {
            self.follow_profile(true);
        }
    }

    /// Keeps the profile up to date: by its stream, else by asking again and again. `refresh`: what is shown is of an
    /// earlier time.
    pub(super) fn follow_profile(self, refresh: bool) {
        let may_follow = self.may_follow();
        let Some((source, sought)) = self.at_hand().filter(|_| may_follow) else { return };
        self.tasks.live_profile.run(async move {
            later::there().await;
            views(self, source, sought, refresh).await;
        });
    }

    /// Whether streams may be open now, if there is a customer.
    fn may_follow(self) -> bool {
        untrack(move || self.wants_live()) && self.online.get_untracked() && !self.resting.get_untracked()
    }

    fn wants_live(self) -> bool {
        self.settings.with(|settings| settings.live) && self.connection.told.with(|told| told.place.is_ok())
    }
}
