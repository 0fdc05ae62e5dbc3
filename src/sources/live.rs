//! What happens from now on, as a source tells it.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::task::Poll;

use serde_json::Value;

use crate::http::{MessageStream, Next};
use journey::Arrival;

/// What a stream of events tells.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Happened {
    /// This.
    This(Arrival),
    /// Something that the newest page of the history says.
    #[allow(dead_code, reason = "CJDS says what")]
    Something,
}

/// What happens from now on. Dropping it ends the connection.
pub(crate) struct Live<T> {
    messages: Box<dyn MessageStream>,
    read: fn(Value) -> VecDeque<T>,
    ready: VecDeque<T>,
}

impl<T> Live<T> {
    /// Follows a stream whose messages `read` takes apart.
    pub(super) fn new(messages: impl MessageStream + 'static, read: fn(Value) -> VecDeque<T>) -> Self {
        Self { messages: Box::new(messages), read, ready: VecDeque::new() }
    }

    /// The next that happened.
    pub(crate) async fn next(&mut self) -> Next<T> {
        poll_fn(|context| {
            loop {
                if let Some(happened) = self.ready.pop_front() {
                    return Poll::Ready(Next::This(happened));
                }
                match self.messages.poll_next(context) {
                    Poll::Ready(Next::This(message)) => self.ready = (self.read)(message),
                    Poll::Ready(Next::Outdated) => return Poll::Ready(Next::Outdated),
                    Poll::Ready(Next::Over) => return Poll::Ready(Next::Over),
                    Poll::Pending => return Poll::Pending,
                }
            }
        })
        .await
    }

    /// How long the service wants to be left alone when this has ended, ms.
    pub(crate) fn retry(&self) -> Option<u32> {
        self.messages.retry()
    }

    /// Which opening of a stream this is ([`super::JourneySource::history`]).
    pub(crate) fn opening(&self) -> u32 {
        self.messages.opening()
    }
}
