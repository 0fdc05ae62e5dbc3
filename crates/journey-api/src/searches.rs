//! Searches that no index leads. Each organization has so many at a time, so that they leave the database and the processor
//! to others; the rest wait for their turn, so many of them and so long.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::error::Error;

/// So many searches of an organization may run or wait.
const MOST: usize = 64;
/// And wait so long.
const TURN_TIMEOUT: Duration = Duration::from_secs(20);
/// When to come back, in seconds.
const COME_BACK: u64 = 5;
/// Beyond so many, organizations that search nothing at the moment are forgotten.
const REMEMBERED: usize = 1000;

/// The queues of all organizations. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Searches {
    at_once: usize,
    queues: Arc<Mutex<HashMap<String, Arc<Queue>>>>,
}

/// One organization's.
struct Queue {
    places: Arc<Semaphore>,
    turns: Arc<Semaphore>,
}

/// What a call may search.
pub(crate) struct Search {
    /// How many entries it may look at.
    pub(crate) most: i64,
    queue: Arc<Queue>,
}

/// A turn at searching, until it is dropped.
pub(crate) struct Turn {
    _place: OwnedSemaphorePermit,
    _turn: OwnedSemaphorePermit,
}

impl Searches {
    /// So many searches of an organization at a time.
    pub(crate) fn new(at_once: usize) -> Self {
        Self { at_once: at_once.max(1), queues: Arc::default() }
    }

    /// What a call of an organization may search.
    pub(crate) fn of(&self, organization: &str, most: i64) -> Search {
        // A panic elsewhere leaves a map that is still whole: each change of it is one call.
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        if queues.len() >= REMEMBERED && !queues.contains_key(organization) {
            queues.retain(|_, queue| Arc::strong_count(queue) > 1);
        }
        let queue = queues.entry(organization.to_owned()).or_insert_with(|| {
            let places = Arc::new(Semaphore::new(MOST.max(self.at_once)));
            Arc::new(Queue { places, turns: Arc::new(Semaphore::new(self.at_once)) })
        });
        Search { most, queue: queue.clone() }
    }
}

impl Search {
    /// Waits for a turn.
    ///
    /// # Errors
    /// 429 with when to come back, if too many wait, or it comes to nothing in time.
    pub(crate) async fn turn(&self) -> Result<Turn, Error> {
        self.turn_within(TURN_TIMEOUT).await
    }

    async fn turn_within(&self, longest: Duration) -> Result<Turn, Error> {
        let too_many = || Error::TooMany {
            retry_after: COME_BACK,
            reason: "The organization has too many searches under way that no index knows; add an identity, a type, a \
                     source or a shorter time, or come back later",
        };
        let place = self.queue.places.clone().try_acquire_owned().map_err(|_| too_many())?;
        let turn = timeout(longest, self.queue.turns.clone().acquire_owned()).await;
        let turn = turn.map_err(|_| too_many())?.map_err(|_| too_many())?;
        Ok(Turn { _place: place, _turn: turn })
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[tokio::test]
    async fn so_many_of_an_organization_search_at_once_the_rest_wait_and_too_many_are_told_so() {
        let searches = Searches::new(2);
        let ours = searches.of("ours", 1);
        let first = ours.turn().now_or_never().expect("at once").expect("a turn");
        let _second = searches.of("ours", 1).turn().now_or_never().expect("at once").expect("a turn");
        let mut waiting: Vec<_> = (2..MOST).map(|_| Box::pin(ours.turn())).collect();
        for third in &mut waiting {
            assert!(third.as_mut().now_or_never().is_none());
        }
        let refused = ours.turn().now_or_never().expect("at once");
        assert!(matches!(refused, Err(Error::TooMany { retry_after: COME_BACK, .. })));
        let _theirs = searches.of("theirs", 1).turn().now_or_never().expect("at once").expect("a turn");
        drop(first);
        let next = waiting.remove(0).now_or_never().expect("its turn").expect("a turn");
        assert!(waiting.remove(0).now_or_never().is_none());
        drop(next);
    }

    #[tokio::test]
    async fn who_waits_for_too_long_is_told_when_to_come_back() {
        let ours = Searches::new(1).of("ours", 1);
        let _turn = ours.turn().await.expect("a turn");
        let refused = ours.turn_within(Duration::from_millis(1)).await;
        assert!(matches!(refused, Err(Error::TooMany { .. })));
    }
}
