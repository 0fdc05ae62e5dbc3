//! Events on their way into the journey: at once, or held while the agent must not be disturbed.

use super::Session;
use crate::journey::{Arrival, Journey};

/// Live events that wait: the agent paused, or looks further down.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Held {
    arrivals: Vec<Arrival>,
    /// The same events as a journey, to count entries and not events, and none twice.
    journey: Journey,
}

impl Held {
    /// Whether this waits already.
    fn contains(&self, arrival: &Arrival) -> bool {
        self.journey.contains(arrival)
    }

    /// How many entries wait.
    pub(super) fn entries(&self) -> usize {
        self.journey.len()
    }

    fn hold(&mut self, arrival: Arrival) {
        if self.journey.add([arrival.clone()]).new > 0 {
            self.arrivals.push(arrival);
        }
    }
}

impl Session {
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
        let is_news = !(shown.is_empty() && held.is_empty());
        if !shown.is_empty() {
            self.journey.update(|journey| {
                journey.add(shown);
            });
        }
        if !held.is_empty() {
            self.held.update(|all| held.into_iter().for_each(|arrival| all.hold(arrival)));
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
        let arrivals = self.held.update(|held| std::mem::take(held).arrivals);
        if !arrivals.is_empty() {
            self.journey.update(|journey| {
                journey.add(arrivals);
            });
        }
    }
}
