//! Which host is asked, where several may answer: the first, and once the next where that one cannot be reached. Which one
//! answered is remembered for all widgets of the page. An answer is an answer, also one that refuses: only where there is
//! none another host is asked.

use std::cell::RefCell;
use std::rc::Rc;

use super::HttpError;

thread_local! {
    /// The first of some hosts, and the one of them that answered.
    static ANSWERED: RefCell<Vec<(Rc<str>, Rc<str>)>> = const { RefCell::new(Vec::new()) };
}

/// The base URLs of one journey API.
#[derive(Clone, Debug)]
pub(crate) struct Hosts {
    first: Rc<str>,
    next: Option<Rc<str>>,
}

impl Hosts {
    /// The first is asked first, and the next in its stead.
    pub(crate) fn new(first: &str, next: Option<&str>) -> Self {
        Self { first: first.into(), next: next.map(Into::into) }
    }

    /// What names them, whichever answers.
    pub(super) fn name(&self) -> &str {
        &self.first
    }

    /// The one that answered; before any did, the first.
    pub(super) fn current(&self) -> Rc<str> {
        self.answered().unwrap_or_else(|| Rc::clone(&self.first))
    }

    /// Asks the one that answers.
    pub(super) async fn ask<T>(&self, ask: impl AsyncFn(Rc<str>) -> Result<T, HttpError>) -> Result<T, HttpError> {
        let asked = self.current();
        let answer = ask(Rc::clone(&asked)).await;
        if !is_unanswered(&answer) {
            self.remember(asked);
            return answer;
        }
        // Another request may have found out meanwhile.
        let other = match self.answered() {
            Some(answered) => Some(answered).filter(|answered| *answered != asked),
            None => self.next.clone(),
        };
        let Some(other) = other else { return answer };
        let from_other = ask(Rc::clone(&other)).await;
        if is_unanswered(&from_other) {
            return answer;
        }
        self.remember(other);
        from_other
    }

    fn answered(&self) -> Option<Rc<str>> {
        ANSWERED.with_borrow(|all| all.iter().find(|(first, _)| *first == self.first).map(|(_, host)| Rc::clone(host)))
    }

    fn remember(&self, host: Rc<str>) {
        if self.next.is_some() && self.answered().is_none() {
            ANSWERED.with_borrow_mut(|all| all.push((Rc::clone(&self.first), host)));
        }
    }
}

/// Nobody answered: no such host, no way to it, or one that lets nothing through.
fn is_unanswered<T>(answer: &Result<T, HttpError>) -> bool {
    matches!(answer, Err(HttpError::Unreachable | HttpError::TimedOut(_)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    type Said = Result<&'static str, HttpError>;

    const REFUSED: Said = Err(HttpError::NotTheContract(String::new()));
    const GONE: Said = Err(HttpError::Unreachable);

    /// Asks once, with what each host says; who was asked, and the answer.
    fn asked(hosts: &Hosts, first: Said, next: Said) -> (Vec<String>, Said) {
        let log = RefCell::new(Vec::new());
        let times = Cell::new(0);
        let answer = hosts.ask(async |host: Rc<str>| {
            log.borrow_mut().push(host.to_string());
            times.set(times.get() + 1);
            if host == hosts.first { first.clone() } else { next.clone() }
        });
        let Poll::Ready(answer) = pin!(answer).poll(&mut Context::from_waker(Waker::noop())) else { panic!("waits") };
        (log.into_inner(), answer)
    }

    fn both(name: &str) -> Hosts {
        Hosts::new(&format!("{name}-1"), Some(&format!("{name}-2")))
    }

    #[test]
    fn the_regions_host_is_asked_and_no_other_where_it_answers() {
        for answer in [Ok("all"), REFUSED] {
            let hosts = both("answers");
            assert_eq!(asked(&hosts, answer.clone(), Ok("never")), (vec!["answers-1".to_owned()], answer));
        }
        // It is remembered: the network is down, not the host.
        let (asked, answer) = asked(&both("answers"), GONE, Ok("never"));
        assert_eq!((asked.len(), answer), (1, GONE));
    }

    #[test]
    fn where_it_cannot_be_reached_the_next_one_is_asked_and_remembered_for_the_page() {
        for (name, gone) in [("gone", GONE), ("silent", Err(HttpError::TimedOut(10)))] {
            let (first, next) = (format!("{name}-1"), format!("{name}-2"));
            assert_eq!(asked(&both(name), gone, Ok("here")), (vec![first, next.clone()], Ok("here")));
            assert_eq!(both(name).current().as_ref(), next, "also for another widget, and its streams");
            assert_eq!(asked(&both(name), Ok("never"), Ok("here")), (vec![next], Ok("here")));
        }
    }

    #[test]
    fn nothing_is_remembered_where_nobody_answers_and_one_host_is_all_there_is() {
        let hosts = both("down");
        assert_eq!(asked(&hosts, GONE, GONE).0.len(), 2);
        assert_eq!(hosts.current().as_ref(), "down-1");
        assert_eq!(asked(&hosts, GONE, REFUSED), (vec!["down-1".to_owned(), "down-2".to_owned()], REFUSED));
        assert_eq!(asked(&Hosts::new("only", None), GONE, Ok("never")), (vec!["only".to_owned()], GONE));
    }
}
