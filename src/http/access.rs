//! The agent's token as requests need it: the current one, and the next one after a refusal. Nothing here asks for a
//! token: the desktop renews it, and the session says so.

use std::cell::RefCell;
use std::future::poll_fn;
use std::task::{Context, Poll, Waker};

use crate::settings::Token;

/// One element's access, shared by all of its requests and streams.
#[derive(Default)]
pub(crate) struct Access {
    token: RefCell<Token>,
    waiting: RefCell<Vec<Waker>>,
}

impl Access {
    /// Takes what the desktop says; whoever waits for another token goes on.
    pub(crate) fn renew(&self, token: Token) {
        if *self.token.borrow() != token {
            self.token.replace(token);
            self.waiting.take().into_iter().for_each(Waker::wake);
        }
    }

    /// The current token.
    pub(super) fn token(&self) -> Token {
        self.token.borrow().clone()
    }

    /// Ends when there is a token, and another one than this.
    pub(super) async fn other_than(&self, token: &Token) {
        poll_fn(|context| self.poll_other_than(token, context)).await;
    }

    pub(super) fn poll_other_than(&self, token: &Token, context: &mut Context<'_>) -> Poll<()> {
        let current = self.token.borrow();
        if !current.is_empty() && *current != *token {
            return Poll::Ready(());
        }
        let mut waiting = self.waiting.borrow_mut();
        if !waiting.iter().any(|waker| waker.will_wake(context.waker())) {
            waiting.push(context.waker().clone());
        }
        Poll::Pending
    }
}
