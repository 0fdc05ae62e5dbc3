//! Following a customer: events and profile views as they happen, by streams where there are some, else by asking again
//! and again; and what happened while nobody listened. Code of the second file (crate::later).

use std::pin::pin;
use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::Date;
use leptos::prelude::*;

use super::polling::{Ended, poll_wait};
use super::source_session::SourceSession;
use super::state::{Failure, LiveStatus, Load, Part};
use crate::http::{Next, Page};
use crate::later::Work;
use crate::sources::{Happened, JourneySource, Live, Source, SourceError};
use journey::{Arrival, Profile, Sought};

/// So many pages that nobody heard of are read from the newest on; where there are more, the history is read again.
const MOST_PAGES_MISSED: usize = 50;
/// A stream that ends sooner was not worth opening: the next wait is longer, ms.
const SHORT_LIVED_MS: f64 = 5000.0;

/// How long after the last event of somebody unknown it is asked who that is, ms.
const LOOK_AGAIN_MS: u32 = 500;
/// How often, for one customer.
const MOST_LOOKS: u32 = 3;

impl SourceSession {
    /// Follows the events of a customer for as long as it is polled.
    pub(super) fn events_followed(self, source: Source, sought: Sought) -> Work {
        Box::pin(self.follow_events(source, sought))
    }

    /// Keeps the profile up to date for as long as it is polled: by its stream, else by asking again and again. `refresh`:
    /// what is shown is of an earlier time.
    pub(super) fn views_followed(self, source: Source, sought: Sought, refresh: bool) -> Work {
        Box::pin(self.follow_profile_views(source, sought, refresh))
    }

    async fn follow_events(self, source: Source, sought: Sought) {
        let (mut tries, mut refusals) = (0, 0);
        loop {
            let began = Date::now();
            let ended = match source.live_events(&sought, false).await {
                Ok(stream) => {
                    self.stream.set(LiveStatus::Live);
                    if tries > 0 {
                        self.retry_unanswered();
                    }
                    refusals = 0;
                    self.follow_stream(&source, &sought, stream).await
                }
                Err(error) => self.not_opened(&error),
            };
            if !matches!(ended, Ended::Broken(_)) {
                self.poll(&source, &sought, ended, ended.without_stream(refusals)).await;
                refusals += 1;
                continue;
            }
            self.stream.set(LiveStatus::Reconnecting);
            if Date::now() - began > SHORT_LIVED_MS {
                tries = 0;
            }
            TimeoutFuture::new(ended.wait(tries)).await;
            tries += 1;
        }
    }

    /// Why there is no stream. What somebody must mend is said.
    fn not_opened(self, error: &SourceError) -> Ended {
        if matches!(error, SourceError::Elsewhere(_)) {
            self.report(Part::Live, error);
            let line = ["<customer-journey-widget>: ", self.platform().name(), ": ", &error.to_string()].concat();
            web_sys::console::warn_1(&line.into());
        }
        ended_by(error)
    }

    async fn follow_stream(self, source: &Source, sought: &Sought, mut stream: Live<Happened>) -> Ended {
        // What happened before the stream was open, and after the history was read.
        let caught_up = self.catch_up_at_last(source, sought, stream.opening());
        let follow = async {
            loop {
                match stream.next().await {
                    Next::This(Happened::This(arrival)) => {
                        self.follow_up(vec![arrival]);
                    }
                    Next::This(Happened::Something) => {
                        if let Err(ended) = self.look(source, sought).await {
                            return ended;
                        }
                    }
                    Next::Over => return Ended::Broken(stream.retry().unwrap_or_default()),
                    // Nothing is missed: the old one goes when the new one is open.
                    Next::Outdated => match source.live_events(sought, true).await {
                        Ok(new) => {
                            // What waits there, and no more: where the new token is an earlier one, the old stream goes on.
                            while let Some(Next::This(Happened::This(arrival))) = stream.next().now_or_never() {
                                self.follow_up(vec![arrival]);
                            }
                            stream = new;
                            self.stream.set(LiveStatus::Live);
                        }
                        Err(error) => return self.not_opened(&error),
                    },
                }
            }
        };
        match select(pin!(follow), pin!(caught_up)).await {
            // After the next one is open there is more to catch up on.
            Either::Left((ended, _)) => ended,
            Either::Right(((), follow)) => {
                // It may have waited for a token meanwhile, and had said so.
                if self.stream.get_untracked() == LiveStatus::Connecting {
                    self.stream.set(LiveStatus::Live);
                }
                follow.await
            }
        }
    }

    /// Reads what a stream says has happened, for as long as the service fails.
    async fn look(self, source: &Source, sought: &Sought) -> Result<(), Ended> {
        let mut tries = 0;
        loop {
            match self.catch_up(source, sought, 0).await {
                Ok(()) => {
                    // It may have said meanwhile that it fails, or waits for a token.
                    if self.stream.get_untracked() != LiveStatus::Live {
                        self.stream.set(LiveStatus::Live);
                    }
                    if tries > 0 {
                        self.retry_unanswered();
                    }
                    return Ok(());
                }
                Err(ended @ Ended::Broken(_)) => {
                    tries += 1;
                    self.stream.set(LiveStatus::Reconnecting);
                    TimeoutFuture::new(ended.wait_to_poll(tries)).await;
                }
                Err(ended) => return Err(ended),
            }
        }
    }

    /// Takes events as they happen. Of somebody unknown they are the moment to ask again who that is: the first contact of
    /// a new customer makes the person.
    /// Whether something was new.
    fn follow_up(self, arrivals: Vec<Arrival>) -> bool {
        let is_news = self.arrive(arrivals);
        if is_news && self.is_nobody() && self.looks.get_untracked() < MOST_LOOKS {
            self.look_again();
        }
        is_news
    }

    fn look_again(self) {
        let Some((source, sought)) = self.at_hand() else { return };
        // Events come several at a time, and one look is enough for all of them.
        self.tasks.look_again.run(async move {
            TimeoutFuture::new(LOOK_AGAIN_MS).await;
            self.looks.update(|looks| *looks += 1);
            // It was not known before either: without an answer nothing is lost.
            let person = source.person(&sought).await.ok().flatten();
            if let Some(person) = person.filter(|_| self.is_nobody()) {
                self.person.set(Load::Ready(Some(Arc::new(person))));
                // A platform that knows somebody may tell more of them than of nobody.
                if self.stream.get_untracked() == LiveStatus::Polling {
                    self.restart_live();
                }
            }
        });
    }

    fn is_nobody(self) -> bool {
        self.person.with_untracked(|person| matches!(person, Load::Ready(None)))
    }

    /// Without a stream the newest events are asked for again and again; until there is room for a stream, if that was
    /// the reason, and no longer than `at_most`, ms.
    async fn poll(self, source: &Source, sought: &Sought, reason: Ended, at_most: Option<u32>) {
        let mut tries = 0;
        let mut left = at_most;
        loop {
            let mut wait = poll_wait(0);
            match self.catch_up(source, sought, 0).await {
                Ok(()) => {
                    self.stream.set(LiveStatus::Polling);
                    if tries > 0 {
                        self.retry_unanswered();
                    }
                    tries = 0;
                }
                Err(ended) => {
                    tries += 1;
                    wait = ended.wait_to_poll(tries);
                    self.stream.set(LiveStatus::Reconnecting);
                }
            }
            TimeoutFuture::new(wait).await;
            left = left.map(|left| left.saturating_sub(wait));
            if left == Some(0) || (matches!(reason, Ended::NoRoom) && source.room() > 0) {
                return;
            }
        }
    }

    /// Catches up, and tries again for as long as the service fails: what was missed comes by no other way.
    async fn catch_up_at_last(self, source: &Source, sought: &Sought, since: u32) {
        let mut tries = 0;
        while let Err(ended @ Ended::Broken(_)) = self.catch_up(source, sought, since).await {
            TimeoutFuture::new(ended.wait(tries)).await;
            tries += 1;
        }
    }

    /// Reads the newest pages until one reaches what is known, however far the history has come and whether it failed
    /// half-way: it goes on with older events. Before its first page the newest one is all that it can have missed.
    async fn catch_up(self, source: &Source, sought: &Sought, since: u32) -> Result<(), Ended> {
        for page in 0..MOST_PAGES_MISSED {
            let events = source.history(sought, Page::small(page), since).await.map_err(|error| ended_by(&error))?;
            let arrivals: Vec<Arrival> = events.collect();
            // What happens meanwhile is known and new: only the oldest of a page says that all before it is known, too.
            let reaches_known = oldest(&arrivals).is_some_and(|oldest| self.is_known(oldest));
            let has_begun = self.history.with_untracked(|history| history.ready().is_some());
            let has_news = self.follow_up(arrivals);
            if reaches_known || !has_news || !has_begun {
                return Ok(());
            }
        }
        self.read_again();
        Ok(())
    }

    async fn follow_profile_views(self, source: Source, sought: Sought, mut refresh: bool) {
        let source = source.telling(|_| {});
        let (mut tries, mut failures, mut has_streams) = (0, 0, true);
        loop {
            let mut to_poll = 0;
            let opened = if has_streams { source.live_profile(&sought, false).await.map(Some) } else { Ok(None) };
            if refresh {
                match self.refresh_profile(&source, &sought).await {
                    Ok(()) => failures = 0,
                    Err(ended) => {
                        failures += 1;
                        to_poll = ended.wait_to_poll(failures);
                    }
                }
            }
            refresh = true;
            let ended = match opened {
                Ok(Some(stream)) => {
                    tries = 0;
                    self.follow_views(&source, &sought, stream).await
                }
                Ok(None) => Ended::NoStream,
                Err(error) => ended_by(&error),
            };
            has_streams &= !matches!(ended, Ended::NoStream);
            let wait = ended.wait(tries);
            TimeoutFuture::new(if matches!(ended, Ended::Broken(_)) { wait } else { wait.max(to_poll) }).await;
            tries += 1;
        }
    }

    async fn follow_views(self, source: &Source, sought: &Sought, mut stream: Live<Profile>) -> Ended {
        loop {
            match stream.next().await {
                Next::This(profile) => self.show_profile(profile),
                Next::Over => return Ended::Broken(stream.retry().unwrap_or_default()),
                Next::Outdated => match source.live_profile(sought, true).await {
                    Ok(new) => {
                        while let Some(Next::This(profile)) = stream.next().now_or_never() {
                            self.show_profile(profile);
                        }
                        stream = new;
                    }
                    Err(error) => return ended_by(&error),
                },
            }
        }
    }

    /// Reads the profile once more. If that fails, what is shown stays, and it is said that it may be old.
    async fn refresh_profile(self, source: &Source, sought: &Sought) -> Result<(), Ended> {
        match source.profile(sought).await {
            Ok(Some(profile)) => self.show_profile(profile),
            Ok(None) => self.profile_failure.set(None),
            Err(error) => {
                // Once for all the tries that fail for the same reason.
                let failure = Failure::of(self.platform(), Part::Profile, &error);
                let is_new = self
                    .profile_failure
                    .with_untracked(|known| known.as_ref().is_none_or(|known| known.cause != failure.cause));
                if is_new {
                    self.profile_failure.set(Some(self.report(Part::Profile, &error)));
                }
                return Err(ended_by(&error));
            }
        }
        Ok(())
    }

    fn show_profile(self, profile: Profile) {
        self.take_profile(Some(profile));
        if self.profile_failure.with_untracked(Option::is_some) {
            self.profile_failure.set(None);
        }
    }
}

/// The oldest of a page by its time, in whichever order they come.
fn oldest(arrivals: &[Arrival]) -> Option<&Arrival> {
    arrivals.iter().filter(|arrival| arrival.time().is_some()).min_by_key(|arrival| arrival.time())
}

fn ended_by(error: &SourceError) -> Ended {
    match error {
        SourceError::Http(error) => Ended::by(error),
        SourceError::NoStreamNow(seconds) => Ended::NoStreamNow(seconds.unwrap_or_default().saturating_mul(1000)),
        _ => Ended::NoStream,
    }
}
