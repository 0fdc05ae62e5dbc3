//! A history is read from services of many kinds.

use super::*;

/// A service with so many events, the newest of which has the largest number.
#[derive(Clone, Copy, Debug)]
struct Service {
    events: usize,
    /// The number of its first page.
    counts_from: usize,
    /// How many it gives at most.
    cap: usize,
    /// From this size on it refuses.
    refuses: usize,
    ignores_page: bool,
    /// So many events of a page are in the one before, too.
    overlap: usize,
    /// So many events happen between two pages.
    happens: usize,
    /// This page is empty although there are more.
    hole: Option<usize>,
    took: u32,
    letters_each: usize,
}

const PLAIN: Service = Service {
    events: 0,
    counts_from: 0,
    cap: usize::MAX,
    refuses: usize::MAX,
    ignores_page: false,
    overlap: 0,
    happens: 0,
    hole: None,
    took: 100,
    letters_each: 655,
};

#[derive(Debug)]
struct Read {
    paging: Paging,
    asked: Vec<Page>,
    /// Each event that was read, so often.
    events: std::collections::HashMap<usize, usize>,
}

impl Service {
    fn answer(&self, page: Page, asked: usize) -> Option<Vec<usize>> {
        if page.size >= self.refuses {
            return None;
        }
        let newest = self.events + self.happens * asked;
        let size = page.size.min(self.cap);
        let number = if self.ignores_page { 0 } else { page.number.saturating_sub(self.counts_from) };
        if self.hole == Some(page.number) && page.size > 1 {
            return Some(Vec::new());
        }
        let offset = number * size.saturating_sub(self.overlap).max(1);
        Some((0..newest).rev().skip(offset).take(size).collect())
    }

    fn read(self, stretches: usize) -> Read {
        let mut read = Read { paging: Paging::default(), asked: Vec::new(), events: Default::default() };
        for _ in 0..stretches {
            read.paging.go_on();
            while let Some(page) = read.paging.next() {
                read.asked.push(page);
                assert!(read.asked.len() < 2000, "for ever: {self:?}");
                let Some(events) = self.answer(page, read.asked.len() - 1) else {
                    assert!(read.paging.shrink(page), "{self:?} refuses a small page");
                    continue;
                };
                let answered = Answered {
                    got: events.len(),
                    letters: events.len() * self.letters_each,
                    took: self.took,
                    rest: Rest::Unknown,
                };
                let ahead = read.paging.ahead(page, answered);
                let is_taken = read.paging.take(page, answered, events.iter().map(|number| *number as u64));
                if let (Some(ahead), Some(next)) = (ahead, read.paging.next()) {
                    assert_eq!(ahead, next, "the page that was asked for ahead is the next one");
                }
                if is_taken {
                    for event in events {
                        *read.events.entry(event).or_default() += 1;
                    }
                }
            }
        }
        read
    }
}

fn is_whole(read: &Read, service: &Service) {
    assert!(read.paging.is_complete(), "{service:?}");
    let missing = (0..service.events).find(|number| !read.events.contains_key(number));
    assert_eq!(missing, None, "{service:?} {:?}", read.asked);
}

#[test]
fn a_short_history_is_asked_for_twice_and_a_long_one_by_large_pages() {
    let short = Service { events: 45, ..PLAIN };
    let read = short.read(1);
    is_whole(&read, &short);
    assert_eq!(read.asked, [Page::small(0), Page::small(1)]);
    let long = Service { events: 4_500, ..PLAIN };
    let read = long.read(1);
    is_whole(&read, &long);
    let sizes: Vec<_> = read.asked.iter().map(|page| (page.number, page.size)).collect();
    assert_eq!(sizes, [(0, 100), (0, 1000), (1, 1000), (2, 1000), (3, 1000), (4, 1000), (5, 1000)]);
}

#[test]
fn nothing_is_an_end_at_once() {
    let read = PLAIN.read(1);
    assert!(read.paging.is_complete() && read.asked.len() == 1, "{read:?}");
}

#[test]
fn whatever_the_service_makes_of_pages_nothing_is_lost_and_it_ends() {
    for events in [1, 99, 100, 101, 199, 200, 201, 999, 1000, 1001, 1100, 2000, 4_321] {
        for counts_from in [0, 1] {
            for cap in [20, 50, 99, 100, 101, 250, 999, usize::MAX] {
                for refuses in [101, 500, 1000, usize::MAX] {
                    for overlap in [0, 1, 7] {
                        let service = Service { events, counts_from, cap, refuses, overlap, ..PLAIN };
                        let read = service.read(1);
                        is_whole(&read, &service);
                        let pages = events / (cap.min(100) - overlap) + 10;
                        assert!(read.asked.len() <= pages, "{} requests: {service:?}", read.asked.len());
                    }
                }
            }
        }
    }
}

#[test]
fn what_happens_while_it_is_read_hides_nothing() {
    for happens in [1, 7, 60] {
        let service = Service { events: 3_333, happens, ..PLAIN };
        is_whole(&service.read(1), &service);
    }
}

#[test]
fn a_service_that_knows_no_pages_is_asked_a_few_times() {
    for (events, cap) in [(45, usize::MAX), (100, usize::MAX), (300, usize::MAX), (5_000, 100), (5_000, usize::MAX)] {
        let service = Service { events, cap, ignores_page: true, ..PLAIN };
        let read = service.read(1);
        assert!(read.paging.is_complete() && read.asked.len() <= 5, "{:?}", read.asked);
    }
}

#[test]
fn an_empty_page_after_a_full_one_is_no_end() {
    let service = Service { events: 3_000, hole: Some(1), ..PLAIN };
    let read = service.read(1);
    assert!(read.events.contains_key(&0), "{:?}", read.asked);
}

#[test]
fn a_history_has_an_end_and_older_events_come_on_demand() {
    let service = Service { events: 45_000, ..PLAIN };
    let read = service.read(1);
    assert_eq!((read.events.len(), read.paging.has_older()), (20_000, true));
    assert!(read.asked.len() <= 22, "{}", read.asked.len());
    assert_eq!(service.read(2).events.len(), 40_000);
    is_whole(&service.read(3), &service);
    // Nothing is offered where nothing is.
    let service = Service { events: 20_000, ..PLAIN };
    is_whole(&service.read(1), &service);
}

#[test]
fn a_service_that_never_ends_is_not_asked_for_ever() {
    for (cap, requests) in [(1, 402), (7, 402), (100, 204), (usize::MAX, 24)] {
        let endless = Service { events: 1_000_000, cap, ..PLAIN };
        let read = endless.read(1);
        assert!(read.paging.has_older() && read.asked.len() <= requests, "{cap}: {}", read.asked.len());
        assert!(read.events.len() <= MOST_EVENTS);
    }
}

#[test]
fn slow_services_and_long_events_have_smaller_pages() {
    let second = |service: Service| service.read(1).asked.get(1).copied();
    let of = |took, letters_each| second(Service { events: 5_000, took, letters_each, ..PLAIN });
    assert_eq!(of(100, 655), Some(Page { number: 0, size: 1000 }));
    assert_eq!(of(1000, 655), Some(Page { number: 0, size: 500 }));
    assert_eq!(of(3000, 655), Some(Page::small(1)));
    assert_eq!(of(100, 10_000), Some(Page { number: 0, size: 200 }));
    assert_eq!(of(100, 100_000), Some(Page::small(1)));
}

#[test]
fn long_events_end_sooner() {
    let read = Service { events: 20_000, letters_each: 10_000, ..PLAIN }.read(1);
    assert!(read.paging.has_older() && read.events.len() <= 6_200, "{}", read.events.len());
}

#[test]
fn a_long_history_is_asked_for_by_two_pages_and_never_beyond_its_end() {
    let paging = Paging { has_begun: true, ..Paging::default() };
    let large = |number| Page { number, size: 1000 };
    let full = |page: Page| Answered { got: page.size, letters: 655 * page.size, took: 100, rest: Rest::Unknown };
    assert_eq!(paging.two_ahead(large(0), full(large(0))), Some(large(2)));
    // A small page, or one with room, tells of no more.
    assert_eq!(paging.two_ahead(Page::small(0), full(Page::small(0))), None);
    assert_eq!(paging.two_ahead(large(0), Answered { got: 999, ..full(large(0)) }), None);
    // What is read on demand only is not asked for.
    let near_the_rest = Paging { events: MOST_EVENTS - 2000, ..paging };
    assert_eq!(near_the_rest.ahead(large(18), full(large(18))), Some(large(19)));
    assert_eq!(near_the_rest.two_ahead(large(18), full(large(18))), None);
}

/// One that says what is behind each of its pages, and makes them as large as it likes.
#[test]
fn a_source_that_says_what_is_behind_a_page_is_asked_for_nothing_else() {
    let answered = |got, rest| Answered { got, letters: 655 * got, took: 100, rest };
    let mut paging = Paging::default();
    let mut next = 0..;
    let mut take = |paging: &mut Paging, got: usize, rest| {
        let page = paging.next().expect("a page");
        let answered = answered(got, rest);
        let ahead = paging.ahead(page, answered);
        assert!(paging.take(page, answered, next.by_ref().take(got)));
        assert_eq!(ahead.is_some(), rest == Rest::More, "it is known");
        assert!(ahead.is_none() || ahead == paging.next());
        page
    };
    // Months in which nothing happened, and pages longer than they were asked for.
    let pages: Vec<usize> = [250, 0, 0, 0, 0].map(|got| take(&mut paging, got, Rest::More).number).to_vec();
    assert_eq!(pages, [0, 1, 2, 3, 4]);
    assert_eq!(take(&mut paging, 3, Rest::OnDemand), Page::small(5));
    assert!(paging.has_older() && !paging.is_complete() && paging.next().is_none());
    paging.go_on();
    assert_eq!(take(&mut paging, 0, Rest::OnDemand), Page::small(6));
    paging.go_on();
    assert_eq!(take(&mut paging, 40, Rest::Nothing), Page::small(7));
    assert!(paging.is_complete());
}

#[test]
fn a_source_that_says_that_there_is_more_is_read_no_further_by_itself_than_others() {
    let mut paging = Paging::default();
    let mut next = 0..;
    let mut pages = 0;
    while let Some(page) = paging.next() {
        let answered = Answered { got: 500, letters: 500, took: 1, rest: Rest::More };
        assert!(paging.take(page, answered, next.by_ref().take(500)));
        pages += 1;
    }
    assert_eq!((pages, paging.has_older()), (MOST_EVENTS / 500, true));
}
