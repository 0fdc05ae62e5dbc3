//! The same question asked at the same time is asked once: ten widgets of one page that show the same customer cost the
//! service and the browser's few connections what one costs.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;

use futures_util::FutureExt;
use futures_util::future::{Shared, WeakShared};

use super::client::Header;
use super::{HttpError, Json};
use crate::settings::Token;

type Answer = Pin<Box<dyn Future<Output = Result<Json, HttpError>>>>;

/// Which question it is.
#[derive(Clone, PartialEq)]
pub(super) struct Question {
    /// What is asked for.
    pub(super) url: String,
    /// What stands in the body, if the question has one.
    pub(super) body: Option<String>,
    /// By whom.
    pub(super) token: Token,
    /// With what beside the token.
    pub(super) header: Option<Header>,
    /// Of no earlier time than the opening of this stream; 0: any.
    pub(super) since: u32,
}

thread_local! {
    static UNDERWAY: RefCell<Vec<(Question, WeakShared<Answer>)>> = const { RefCell::new(Vec::new()) };
}

/// The answer that is on its way for somebody else, or else what `ask` gives. It is given up when nobody waits for it
/// any more.
pub(super) async fn once(question: Question, ask: impl FnOnce() -> Answer) -> Result<Json, HttpError> {
    let answer = UNDERWAY.with_borrow_mut(|underway| {
        let mut same = None;
        underway.retain(|(other, answer)| {
            let Some(answer) = answer.upgrade().filter(|answer| answer.peek().is_none()) else { return false };
            if *other == question {
                same = Some(answer);
            }
            true
        });
        same.unwrap_or_else(|| {
            let answer: Shared<Answer> = ask().shared();
            underway.extend(answer.downgrade().map(|answer| (question, answer)));
            answer
        })
    });
    answer.await
}
