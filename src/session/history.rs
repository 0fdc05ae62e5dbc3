//! Events on their way into the journey: at once, or held while the agent must not be disturbed.

use leptos::prelude::*;

use super::customer_session::CustomerSession;
use super::source_session::SourceSession;
use journey::Arrival;

impl CustomerSession {
    /// Takes live events. What belongs to an entry that is already there shows at once: nothing moves by it. A new
    /// entry waits while the agent looks further down, and everything waits while the agent has paused. Whether something
    /// was new.
    pub(super) fn arrive(self, arrivals: Vec<Arrival>) -> bool {
        let paused = self.paused.get_untracked();
        let at_top = self.at_top.get_untracked();
        let (held, shown): (Vec<_>, Vec<_>) = self.journey.with_untracked(|journey| {
            arrivals
                .into_iter()
                .filter(|arrival| !self.is_known(arrival))
                .partition(|arrival| paused || !(at_top || journey.has_row_of(arrival)))
        });
        let mut is_news = !shown.is_empty();
        if !shown.is_empty() {
            self.journey.update(|journey| {
                journey.add(shown);
            });
        }
        if !held.is_empty() {
            is_news |= self
                .held
                .try_update(|all| held.into_iter().map(|arrival| all.hold(arrival)).filter(|is_new| *is_new).count())
                > Some(0);
        }
        is_news
    }

    /// Whether this is known: shown, or waiting.
    pub(super) fn is_known(self, arrival: &Arrival) -> bool {
        self.journey.with_untracked(|journey| journey.contains(arrival))
            || self.held.with_untracked(|held| held.contains(arrival))
    }

    /// Shows everything that waited.
    pub(crate) fn show_held(self) {
        let held = self.held.try_update(std::mem::take).unwrap_or_default();
        let has_dropped = held.has_dropped();
        let arrivals = held.into_arrivals();
        if !arrivals.is_empty() {
            self.journey.update(|journey| {
                journey.add(arrivals);
            });
        }
        if has_dropped {
            self.sources().into_iter().for_each(SourceSession::read_again);
        }
    }
}
