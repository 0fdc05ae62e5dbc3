//! Where pages ended, so that the next one of a walk begins there: nothing is doubled or lost on it, whatever is published
//! or deleted meanwhile, and nothing is stepped over. It is remembered here and nowhere else, briefly and within bounds:
//! who asks another replica, or for any other page, gets the page of that number as it is now.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::store::Place;

/// So long may a walk pause.
const LIFE: Duration = Duration::from_secs(120);
/// So many walks are remembered; then the oldest is forgotten.
const MOST: usize = 1024;
/// A query of more bytes is not remembered.
const LONGEST: usize = 4096;

/// Who walks, through what: all that decides which events a list holds, in which order, and the size of its pages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Walk(Vec<String>);

/// The places at which pages begin. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Walks(Arc<Mutex<HashMap<Walk, Steps>>>);

/// The last page that was answered: where it began, for who did not get it and asks again, and where the next begins.
#[derive(Debug)]
struct Steps {
    begin: Option<Step>,
    next: Step,
}

#[derive(Clone, Debug)]
struct Step {
    /// The number of events before it.
    offset: i64,
    place: Place,
    since: Instant,
}

impl Walk {
    /// A walk through what these parts say together.
    pub(crate) fn new<'a>(parts: impl IntoIterator<Item = &'a str>) -> Self {
        Self(parts.into_iter().map(str::to_owned).collect())
    }
}

impl Walks {
    /// Where the page after `offset` events begins, if it is the next one of a walk, or the last one once more.
    pub(crate) fn place(&self, walk: &Walk, offset: i64) -> Option<Place> {
        let walks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        walks.get(walk)?.at(offset).map(|step| step.place.clone())
    }

    /// Remembers where the page of `limit` events after `offset` ended; where it was empty, it ends where it began.
    pub(crate) fn remember(&self, walk: Walk, (offset, limit): (i64, i64), end: Option<Place>) {
        if walk.0.iter().map(String::len).sum::<usize>() > LONGEST {
            return;
        }
        let mut walks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let begin = walks.remove(&walk).and_then(|steps| steps.at(offset).cloned());
        let Some(place) = end.or_else(|| begin.as_ref().map(|step| step.place.clone())) else { return };
        if walks.len() >= MOST {
            let oldest = walks.iter().min_by_key(|(_, steps)| steps.next.since).map(|(walk, _)| walk.clone());
            oldest.map(|walk| walks.remove(&walk));
        }
        let next = Step { offset: offset.saturating_add(limit), place, since: Instant::now() };
        walks.insert(walk, Steps { begin, next });
    }
}

impl Steps {
    fn at(&self, offset: i64) -> Option<&Step> {
        // The first page is always the newest there is.
        let steps = [Some(&self.next), self.begin.as_ref()].into_iter().flatten();
        steps.filter(|_| offset > 0).find(|step| step.offset == offset && step.since.elapsed() < LIFE)
    }
}
