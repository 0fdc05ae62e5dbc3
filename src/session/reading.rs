//! Reading a history: page by page, each shown as it comes, and the next ones asked for meanwhile.

use gloo_timers::future::TimeoutFuture;
use js_sys::Date;
use leptos::prelude::*;

use super::customer_session::CustomerSession;
use super::loads::failure_of;
use super::source_session::SourceSession;
use super::state::{Failure, HistoryProgress, Load, Part};
use crate::element::Outgoing;
use crate::http::{Ahead, Answered, HttpError, Page, Paging};
use crate::sources::{Events, JourneySource, Source, SourceError};
use journey::{Arrival, Journey, Sought};

/// So long events are taken over before the page gets its turn again, ms: a frame.
const SLICE_MS: f64 = 14.0;
/// So many rows are read for searches before the page gets its turn again: about 2 ms of work.
const ROWS_AT_ONCE: usize = 60;

impl CustomerSession {
    /// Reads events that are older than those that are read by themselves.
    pub(crate) fn load_older(self) {
        for source in self.sources() {
            if source.paging.with_untracked(Paging::has_older) {
                source.load_older();
            }
        }
    }
}

impl SourceSession {
    /// Reads the history from where it was left.
    pub(super) fn load_history(self) {
        let Some((source, sought)) = self.at_hand() else { return };
        self.history.set(self.progress(None));
        let source = source.telling(move |refused| {
            let failure = refused.map(|error| self.report(Part::History, &SourceError::Http(error.clone())));
            self.history.set(self.progress(failure));
        });
        self.tasks.history.run(async move { self.read_history(source, sought).await });
    }

    /// Reads events that are older than those that are read by themselves.
    fn load_older(self) {
        self.paging.update(Paging::go_on);
        if self.paging.with_untracked(|paging| paging.next().is_some()) {
            self.load_history();
        }
    }

    /// Reads everything again; what is known stays.
    pub(super) fn read_again(self) {
        self.paging.set(Paging::default());
        self.load_history();
    }

    async fn read_history(self, source: Source, sought: Sought) {
        let ask = async |page: Page| {
            let began = Date::now();
            let events = source.history(&sought, page, 0).await?;
            let took = (Date::now() - began) as u32;
            let answered = Answered { got: events.len(), letters: events.letters(), took, rest: events.rest() };
            Ok::<_, SourceError>((events, answered))
        };
        let ask = &ask;
        let mut ahead = Ahead::new();
        while let Some(page) = self.paging.with_untracked(Paging::next) {
            let answer = match ahead.take(page).await {
                Some(answer) => answer,
                None => ask(page).await,
            };
            let (events, answered) = match answer {
                Ok(answer) => answer,
                Err(error) if self.can_do_without(&error, page) => continue,
                Err(error) => {
                    let failure = self.report(Part::History, &error);
                    self.history.set(self.progress(Some(failure)));
                    return;
                }
            };
            let next =
                self.paging.with_untracked(|paging| [paging.ahead(page, answered), paging.two_ahead(page, answered)]);
            for next in next.into_iter().flatten() {
                ahead.ask(next, || Box::pin(ask(next)));
            }
            ahead.meanwhile(self.take_page(page, answered, events)).await;
        }
        // The last of several says it for all.
        if untrack(|| self.sources().into_iter().any(|other| other.history.with(is_under_way))) {
            return;
        }
        let (contacts, events) =
            self.journey.with_untracked(|journey| (journey.contacts().count(), journey.event_count()));
        self.emit(Outgoing::Loaded { customer: sought.identity.to_string(), contacts, events });
    }

    /// Whether it goes on without this page: by smaller ones, where it was large; and without the question whether there are
    /// older events.
    fn can_do_without(self, error: &SourceError, page: Page) -> bool {
        let may_be_by_size = match error {
            SourceError::Http(HttpError::Status { status, .. }) => {
                matches!(status, 400 | 413 | 414 | 416 | 422 | 500 | 502 | 504)
            }
            SourceError::Http(HttpError::TimedOut(_) | HttpError::Unreachable | HttpError::NotTheContract(_)) => true,
            _ => false,
        };
        let goes_on = self
            .paging
            .try_update(|paging| paging.gives_up_peeking() || (may_be_by_size && paging.shrink(page)))
            .unwrap_or_default();
        self.history.set(self.progress(None));
        goes_on
    }

    /// Takes a page over, a frame's work at a time, and shows it.
    async fn take_page(self, page: Page, answered: Answered, mut events: Events) {
        let mut arrivals = Vec::with_capacity(answered.got);
        let mut since = Date::now();
        for arrival in events.by_ref() {
            arrivals.push(arrival);
            if Date::now() - since > SLICE_MS {
                TimeoutFuture::new(0).await;
                since = Date::now();
            }
        }
        let fingerprints: Vec<u64> = arrivals.iter().map(|arrival| arrival.fingerprint()).collect();
        let is_shown = self.paging.try_update(|paging| paging.take(page, answered, fingerprints)).unwrap_or_default();
        if is_shown {
            let times = arrivals.iter().filter_map(Arrival::time);
            if let Some(oldest) =
                times.min().filter(|time| self.oldest.get_untracked().is_none_or(|known| *time < known))
            {
                self.oldest.set(Some(oldest));
            }
            self.journey.update(|journey| {
                journey.add(arrivals);
            });
            self.prepare_search();
        }
        // The next page may be waiting for a token meanwhile, and have said so.
        let failure = self.history.with_untracked(|history| failure_of(history).cloned());
        self.history.set(self.progress(failure));
    }

    /// Reads the rows for a search before anybody searches, a few at a time so that nobody waits for it: to read 20,000
    /// at the first letter would take a second.
    fn prepare_search(self) {
        self.preparing_search.run(async move {
            loop {
                TimeoutFuture::new(0).await;
                if self.journey.with_untracked(|journey| journey.prepare_search(ROWS_AT_ONCE)) == 0 {
                    return;
                }
            }
        });
    }

    /// How far the history has come: before its first page it is loading, or has failed as a whole.
    fn progress(self, failure: Option<Failure>) -> Load<HistoryProgress> {
        let (has_begun, complete, has_older) =
            self.paging.with_untracked(|paging| (paging.has_begun(), paging.is_complete(), paging.has_older()));
        match failure {
            Some(failure) if !has_begun => Load::Failed(failure),
            None if !has_begun => Load::Loading,
            failure => {
                let events = self.journey.with_untracked(Journey::event_count);
                Load::Ready(HistoryProgress { events, complete, has_older, failure })
            }
        }
    }
}

/// Whether more of it is to come by itself.
fn is_under_way(history: &Load<HistoryProgress>) -> bool {
    match history {
        Load::Loading => true,
        Load::Ready(progress) => !progress.complete && !progress.has_older && progress.failure.is_none(),
        Load::Idle | Load::Failed(_) => false,
    }
}
