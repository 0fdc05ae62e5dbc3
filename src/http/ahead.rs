//! Answers that are asked for before it is their turn, all at once, and taken one by one. Pure: who asks is not known here.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use super::Page;

/// The pages that are on their way or have come. Dropping it gives them up.
pub(crate) struct Ahead<'a, T> {
    asked: Vec<(Page, Asked<'a, T>)>,
}

enum Asked<'a, T> {
    OnItsWay(Pin<Box<dyn Future<Output = T> + 'a>>),
    Here(T),
}

impl<'a, T> Ahead<'a, T> {
    /// Nothing is asked for yet.
    pub(crate) fn new() -> Self {
        Self { asked: Vec::new() }
    }

    /// Asks for a page, if it is not asked for already. It goes on its way with the next waiting.
    pub(crate) fn ask(&mut self, page: Page, ask: impl FnOnce() -> Pin<Box<dyn Future<Output = T> + 'a>>) {
        if !self.asked.iter().any(|(of, _)| *of == page) {
            self.asked.push((page, Asked::OnItsWay(ask())));
        }
    }

    /// Waits for a page. `None`: it was not asked for; nor is it known then what the others are good for, and they are
    /// given up.
    pub(crate) async fn take(&mut self, page: Page) -> Option<T> {
        poll_fn(|context| {
            let Some(place) = self.asked.iter().position(|(of, _)| *of == page) else {
                self.asked.clear();
                return Poll::Ready(None);
            };
            self.poll(context);
            if !matches!(self.asked.get(place), Some((_, Asked::Here(_)))) {
                return Poll::Pending;
            }
            Poll::Ready(match self.asked.remove(place) {
                (_, Asked::Here(answer)) => Some(answer),
                (_, Asked::OnItsWay(_)) => None,
            })
        })
        .await
    }

    /// Does some work while the pages are on their way.
    pub(crate) async fn meanwhile<W>(&mut self, work: impl Future<Output = W>) -> W {
        let mut work = pin!(work);
        poll_fn(|context| {
            self.poll(context);
            work.as_mut().poll(context)
        })
        .await
    }

    fn poll(&mut self, context: &mut Context<'_>) {
        for (_, asked) in &mut self.asked {
            if let Asked::OnItsWay(answer) = asked
                && let Poll::Ready(answer) = answer.as_mut().poll(context)
            {
                *asked = Asked::Here(answer);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::task::Waker;

    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn now<T>(future: impl Future<Output = T>) -> Option<T> {
        match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(value) => Some(value),
            Poll::Pending => None,
        }
    }

    /// An answer that comes when the clock shows so much.
    fn at<'a>(clock: &'a Cell<u32>, time: u32) -> Pin<Box<dyn Future<Output = u32> + 'a>> {
        Box::pin(poll_fn(move |_| if clock.get() >= time { Poll::Ready(time) } else { Poll::Pending }))
    }

    #[test]
    fn pages_come_in_any_order_and_are_taken_in_theirs() {
        let clock = Cell::new(0);
        let mut ahead = Ahead::new();
        ahead.ask(Page::small(1), || at(&clock, 2));
        ahead.ask(Page::small(2), || at(&clock, 1));
        ahead.ask(Page::small(2), || unreachable!("it is on its way"));
        assert_eq!(now(ahead.take(Page::small(1))), None);
        clock.set(1);
        assert_eq!(now(ahead.meanwhile(async { "done" })), Some("done"));
        assert_eq!(now(ahead.take(Page::small(1))), None, "the second is there, and it is not its turn");
        clock.set(2);
        assert_eq!(now(ahead.take(Page::small(1))), Some(Some(2)));
        clock.set(0);
        assert_eq!(now(ahead.take(Page::small(2))), Some(Some(1)), "it came while others were waited for");
    }

    #[test]
    fn pages_of_another_course_are_given_up() {
        let clock = Cell::new(0);
        let mut ahead = Ahead::new();
        ahead.ask(Page::small(1), || at(&clock, 1));
        assert_eq!(now(ahead.take(Page { number: 0, size: 1000 })), Some(None));
        assert_eq!(now(ahead.take(Page::small(1))), Some(None));
    }
}
