//! Which page of a history is asked for next, and when there are no more.
//!
//! The contract says `page` and `pageSize` and little else, and services take it in their own ways: they count pages from
//! 0 or from 1, give fewer at once than they were asked for, refuse large pages, take no notice of `page` at all, or never
//! come to an end. None of that loses or doubles an event, or keeps asking for ever. Pure: the session asks and adds.

use std::collections::HashSet;

/// The first page: enough for the first screen and its counters, little enough to come quickly.
const FIRST: Page = Page { number: 0, size: 100 };
/// How large the pages after it may be, the largest first.
const SIZES: [usize; 3] = [1000, 500, 200];
/// A page may have so many letters: it is one task of the browser's to read them.
const LETTERS_OF_A_PAGE: usize = 2_000_000;
/// A first page that took so long, ms, and the largest size that still comes well within the deadline then.
const PATIENCE: [(u32, usize); 2] = [(600, 1000), (1500, 500)];
/// So many events are read by themselves; older ones are there on demand.
pub(crate) const MOST_EVENTS: usize = 20_000;
/// And so many letters: they are in the page's memory afterwards.
const MOST_LETTERS: usize = 60_000_000;
/// And so many pages, where a service gives few events at once.
const MOST_PAGES: usize = 400;
/// After so many pages in a row that brought nothing new, a service is taken for one that does not page.
const PAGES_WITHOUT_NEWS: usize = 2;

/// One page, as it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    /// From 0 on.
    pub(crate) number: usize,
    /// How many events at most.
    pub(crate) size: usize,
}

impl Page {
    /// One of the small pages.
    pub(crate) fn small(number: usize) -> Self {
        Self { number, ..FIRST }
    }

    fn next(self) -> Self {
        Self { number: self.number.saturating_add(1), ..self }
    }
}

/// What an answer was like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Answered {
    /// How many elements it had.
    pub(crate) got: usize,
    /// How many letters.
    pub(crate) letters: usize,
    /// How long it took, ms.
    pub(crate) took: u32,
    /// What it says of what is behind it.
    pub(crate) rest: Rest,
}

/// What a source says of what is behind a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(dead_code, reason = "CJDS says nothing")]
pub(crate) enum Rest {
    /// Nothing is said: who asks for the next page will see.
    #[default]
    Unknown,
    /// There are more pages, as large as the source makes them.
    More,
    /// This was the last page.
    Nothing,
    /// Older events, which are asked for only when somebody wants them.
    OnDemand,
}

/// How far a history has been read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Paging {
    next: Option<Page>,
    /// What comes next when somebody asks for older events.
    older: Option<Page>,
    /// Whether `next` only tells whether there are older ones.
    is_peeking: bool,
    /// The fingerprints of all that was read, from the newest event on without a gap.
    seen: HashSet<u64>,
    without_news: usize,
    /// Whether the page before was as large as it was asked for.
    was_full: bool,
    has_begun: bool,
    events: usize,
    letters: usize,
    pages: usize,
}

impl Default for Paging {
    fn default() -> Self {
        Self {
            next: Some(FIRST),
            older: None,
            is_peeking: false,
            seen: HashSet::new(),
            without_news: 0,
            was_full: false,
            has_begun: false,
            events: 0,
            letters: 0,
            pages: 0,
        }
    }
}

impl Paging {
    /// The page to ask for; `None`: no more, or none for now.
    pub(crate) fn next(&self) -> Option<Page> {
        self.next
    }

    /// Whether a page has come.
    pub(crate) fn has_begun(&self) -> bool {
        self.has_begun
    }

    /// Whether older events are there on demand.
    pub(crate) fn has_older(&self) -> bool {
        self.next.is_none() && self.older.is_some()
    }

    /// Whether everything was read.
    pub(crate) fn is_complete(&self) -> bool {
        self.next.is_none() && self.older.is_none()
    }

    /// The page that is most likely to come after this one, so that it can be asked for while this one is read.
    pub(crate) fn ahead(&self, page: Page, answered: Answered) -> Option<Page> {
        let is_at_rest = self.events.saturating_add(answered.got) >= MOST_EVENTS
            || self.letters.saturating_add(answered.letters) >= MOST_LETTERS
            || self.pages.saturating_add(1) >= MOST_PAGES;
        let is_said = answered.rest == Rest::More;
        let is_likely = is_said || (answered.rest == Rest::Unknown && answered.got > 0);
        self.after(page, answered).filter(|_| !is_at_rest && !self.is_peeking && is_likely)
    }

    /// The page after that one, where a full large page tells of a long history: two are on their way then.
    pub(crate) fn two_ahead(&self, page: Page, answered: Answered) -> Option<Page> {
        let next = self.ahead(page, answered)?;
        let is_long = page.size > FIRST.size && answered.got >= page.size;
        let both = answered.got.saturating_add(next.size);
        let is_at_rest = self.events.saturating_add(both) >= MOST_EVENTS
            || self.letters.saturating_add(answered.letters.saturating_mul(2)) >= MOST_LETTERS
            || self.pages.saturating_add(2) >= MOST_PAGES;
        (is_long && !is_at_rest).then(|| next.next())
    }

    /// Takes note of a page, with the fingerprint of each of its elements. Whether they belong to what is read now: one
    /// was only to tell if there are older events.
    pub(crate) fn take(&mut self, page: Page, answered: Answered, elements: impl IntoIterator<Item = u64>) -> bool {
        if self.gives_up_peeking() {
            self.older = self.older.filter(|_| answered.got > 0);
            return false;
        }
        let known = self.seen.len();
        self.seen.extend(elements);
        let news = self.seen.len() - known;
        // The first of the large pages begins with what the small one had.
        let repeats_the_first = page.number == 0 && self.has_begun;
        if news > 0 || answered.rest != Rest::Unknown {
            self.without_news = 0;
        } else if answered.got > 0 && !repeats_the_first {
            self.without_news += 1;
        }
        let after = self.after(page, answered);
        self.has_begun = true;
        self.was_full = answered.got >= page.size;
        self.events += news;
        self.letters = self.letters.saturating_add(answered.letters);
        self.pages += 1;
        self.next = after.filter(|_| self.without_news < PAGES_WITHOUT_NEWS);
        if answered.rest == Rest::OnDemand {
            self.older = self.next.take();
            return true;
        }
        let is_enough = self.events >= MOST_EVENTS || self.letters >= MOST_LETTERS || self.pages >= MOST_PAGES;
        if is_enough && let Some(older) = self.next {
            self.older = Some(older);
            // Who says whether there are more need not be asked.
            self.is_peeking = answered.rest == Rest::Unknown;
            self.next = self.is_peeking.then_some(Page { number: self.seen.len(), size: 1 });
        }
        true
    }

    /// A large page could not be had: asks for a small one instead. False: this was one already.
    pub(crate) fn shrink(&mut self, page: Page) -> bool {
        let can_shrink = page.size > FIRST.size;
        if can_shrink {
            self.next = Some(Page::small(self.seen.len() / FIRST.size));
        }
        can_shrink
    }

    /// Whether it could not be told if there are older events: then there may be.
    pub(crate) fn gives_up_peeking(&mut self) -> bool {
        let was_peeking = std::mem::take(&mut self.is_peeking);
        if was_peeking {
            self.next = None;
        }
        was_peeking
    }

    /// Reads on, where older events are there on demand.
    pub(crate) fn go_on(&mut self) {
        if self.has_older() {
            self.next = self.older.take();
            (self.events, self.letters, self.pages) = (0, 0, 0);
        }
    }

    fn after(&self, page: Page, answered: Answered) -> Option<Page> {
        match answered.rest {
            Rest::Nothing => return None,
            Rest::More | Rest::OnDemand => return Some(page.next()),
            Rest::Unknown => {}
        }
        if answered.got == 0 {
            // Nothing after a page with room is the end; after a full one it may be a hole.
            return self.was_full.then(|| page.next());
        }
        // Once: whoever had to go back to small pages stays with them.
        let may_grow = page == FIRST && !self.has_begun && answered.got >= FIRST.size;
        let size = if may_grow { size_by(answered) } else { page.size };
        Some(if size > page.size { Page { number: 0, size } } else { page.next() })
    }
}

/// How large pages may be, by how long the first one took and how long its events are.
fn size_by(first: Answered) -> usize {
    let by_time = PATIENCE.iter().find(|(took, _)| first.took <= *took).map_or(0, |(_, size)| *size);
    let each = first.letters / first.got.max(1);
    let fits = |size: &usize| *size <= by_time && size.saturating_mul(each) <= LETTERS_OF_A_PAGE;
    SIZES.into_iter().find(fits).unwrap_or(FIRST.size)
}

#[cfg(test)]
mod tests;
