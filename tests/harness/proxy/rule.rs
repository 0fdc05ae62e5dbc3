//! What goes wrong with which requests, in the words that a test uses.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::Value;

use super::{Gate, Heart, Proxy, Request};

type Matches = Box<dyn Fn(&Request) -> bool + Send + Sync>;
type Rewrite = Box<dyn Fn(String) -> String + Send + Sync>;

/// Takes the requests with these words in their path, such as an endpoint's or an encoded identity.
pub fn path(words: &'static str) -> impl Fn(&Request) -> bool + Send + Sync + 'static {
    move |request| request.path().contains(words)
}

pub(super) enum Fault {
    Answer { status: u16, headers: Vec<(&'static str, String)>, body: String },
    Hold(Gate),
    Heart(Heart),
    Delay(Duration),
    Throttle { bytes: usize, every: Duration },
    Never,
    Cut,
    Rewrite(Rewrite),
}

struct Inner {
    matches: Matches,
    fault: Fault,
    /// How many requests it still takes.
    left: AtomicUsize,
}

/// A fault that lasts until it is lifted, or has taken as many requests as it was meant for.
#[derive(Clone)]
pub struct Rule(Arc<Inner>);

impl Rule {
    /// From now on these requests go through.
    pub fn lift(&self) {
        self.0.left.store(0, Ordering::SeqCst);
    }

    /// Whether it takes this request, which it then has taken.
    pub(super) fn takes(&self, request: &Request) -> bool {
        let take = |left: usize| left.checked_sub(1);
        (self.0.matches)(request) && self.0.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, take).is_ok()
    }

    pub(super) fn fault(&self) -> &Fault {
        &self.0.fault
    }
}

/// The requests that were chosen; says what happens to them.
#[must_use]
pub struct Faults<'a> {
    proxy: &'a Proxy,
    matches: Matches,
    times: usize,
}

impl<'a> Faults<'a> {
    pub(super) fn new(proxy: &'a Proxy, matches: Matches) -> Self {
        Self { proxy, matches, times: usize::MAX }
    }

    /// Only so many of them, from now on; the others go through.
    pub fn times(self, times: usize) -> Self {
        Self { times, ..self }
    }

    /// They are answered with this status and JSON.
    pub fn answer(self, status: u16, body: &Value) -> Rule {
        self.answer_with(status, vec![("content-type", "application/json".to_owned())], body.to_string())
    }

    /// They are refused with this status and `Retry-After`.
    pub fn refuse_for(self, status: u16, retry_after: impl ToString) -> Rule {
        self.answer_with(status, vec![("retry-after", retry_after.to_string())], String::new())
    }

    /// They are answered 200 with a web page, as a sign-in gateway does.
    pub fn answer_html(self, body: &str) -> Rule {
        self.answer_with(200, vec![("content-type", "text/html; charset=utf-8".to_owned())], body.to_owned())
    }

    fn answer_with(self, status: u16, headers: Vec<(&'static str, String)>, body: String) -> Rule {
        self.add(Fault::Answer { status, headers, body })
    }

    /// Their answers are kept back until the gate opens.
    pub fn hold(self) -> Gate {
        let gate = Gate::closed();
        self.add(Fault::Hold(gate.clone()));
        gate
    }

    /// Their streams beat, and may stop to.
    pub fn beating(self) -> Heart {
        let heart = Heart::default();
        self.add(Fault::Heart(heart.clone()));
        heart
    }

    /// Each of their answers comes so much later.
    pub fn delay(self, time: Duration) -> Rule {
        self.add(Fault::Delay(time))
    }

    /// Their answers come in pieces of so many bytes, one in each of these spans.
    pub fn throttle(self, bytes: usize, every: Duration) -> Rule {
        self.add(Fault::Throttle { bytes, every })
    }

    /// They are never answered.
    pub fn never_answer(self) -> Rule {
        self.add(Fault::Never)
    }

    /// Their answers break off half-way.
    pub fn cut(self) -> Rule {
        self.add(Fault::Cut)
    }

    /// Some bytes in the middle of their answers are others.
    pub fn corrupt(self) -> Rule {
        self.rewrite(|answer| {
            let letters: Vec<char> = answer.chars().collect();
            let (begin, end) = letters.split_at(letters.len() / 2);
            begin.iter().chain(&['\u{0}', '}', '"', '[']).chain(end.iter().skip(4)).collect()
        })
    }

    /// Their answers are changed on the way.
    pub fn rewrite(self, change: impl Fn(String) -> String + Send + Sync + 'static) -> Rule {
        self.add(Fault::Rewrite(Box::new(change)))
    }

    fn add(self, fault: Fault) -> Rule {
        let rule = Rule(Arc::new(Inner { matches: self.matches, fault, left: AtomicUsize::new(self.times) }));
        self.proxy.add(rule.clone());
        rule
    }
}
