//! The agent's token as requests need it: the current one, and the next one after a refusal; and how streams carry it.
//! Nothing here asks for a token: the desktop renews it, and the session says so.

use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use js_sys::Date;

use super::{HttpError, Path, RequestLog};
use crate::settings::Token;

/// What the service lets us in by.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Pass {
    /// The token.
    pub(crate) token: Token,
    /// Streams carry it in their address: only where the administrator asked for it.
    pub(crate) in_query: bool,
}

/// One element's access, shared by all of its requests and streams.
#[derive(Default)]
pub(crate) struct Access {
    pass: RefCell<Pass>,
    waiting: RefCell<Vec<Waker>>,
    log: Rc<RequestLog>,
}

impl Access {
    /// Whose requests are kept there.
    pub(crate) fn logged_in(log: Rc<RequestLog>) -> Self {
        Self { log, ..Self::default() }
    }

    /// Does a request, and keeps how it went. `status`: that of an answer that is there.
    pub(super) async fn logged<T>(
        &self,
        method: &'static str,
        path: &Path,
        status: fn(&T) -> u16,
        request: impl Future<Output = Result<T, HttpError>>,
    ) -> Result<T, HttpError> {
        let began = Date::now();
        let answer = request.await;
        self.log.add(method, path.marked(), began, Date::now() - began, answer.as_ref().map(status));
        answer
    }

    /// Takes what the desktop says; whoever waits for another pass goes on.
    pub(crate) fn renew(&self, pass: Pass) {
        if *self.pass.borrow() != pass {
            self.pass.replace(pass);
            self.waiting.take().into_iter().for_each(Waker::wake);
        }
    }

    /// The current one.
    pub(super) fn pass(&self) -> Pass {
        self.pass.borrow().clone()
    }

    /// Ends when there is a token, and another pass than this.
    pub(super) async fn other_than(&self, pass: &Pass) {
        poll_fn(|context| self.poll_other_than(pass, context)).await;
    }

    pub(super) fn poll_other_than(&self, pass: &Pass, context: &mut Context<'_>) -> Poll<()> {
        let current = self.pass.borrow();
        if !current.token.is_empty() && *current != *pass {
            return Poll::Ready(());
        }
        let mut waiting = self.waiting.borrow_mut();
        if !waiting.iter().any(|waker| waker.will_wake(context.waker())) {
            waiting.push(context.waker().clone());
        }
        Poll::Pending
    }
}
