//! What a stream of messages is, however it is kept open.

use std::task::{Context, Poll};

use serde_json::Value;

/// What comes next from a stream.
#[derive(Debug, PartialEq)]
pub(crate) enum Next<T> {
    /// A message.
    This(T),
    /// There is a new token, or another way to carry it: the stream must be opened anew. It still delivers what arrives
    /// until then.
    Outdated,
    /// The connection has ended.
    Over,
}

/// Messages as they come. Dropping it ends the connection.
pub(crate) trait MessageStream {
    /// The next message, as JSON. One message that is no JSON is text, and not the end.
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Next<Value>>;

    /// How long the service wants to be left alone when this stream has ended, ms.
    fn retry(&self) -> Option<u32>;

    /// Which opening of a stream this is: what is asked for after it misses nothing that happened before.
    fn opening(&self) -> u32;
}
