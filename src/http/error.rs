//! What can go wrong between asking and having an answer.

use std::rc::Rc;

use serde_json::Value;

/// A request that brought no usable answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub(crate) enum HttpError {
    /// The browser got no answer: no network, no such host, or the page may not call it (CORS, CSP). Browsers do not
    /// tell these apart.
    #[error("no answer: the network is down, or the page may not call this host")]
    Unreachable,
    /// No answer within the deadline.
    #[error("no answer within {0} s")]
    TimedOut(u32),
    /// An answer with an error status.
    #[error("status {status}")]
    Status {
        /// The HTTP status.
        status: u16,
        /// What the service said; null where that is no JSON. A proxy on the way answers with a page of its own: the status is
        /// then all there is to say.
        body: Rc<Value>,
        /// `Retry-After` in seconds.
        retry_after: Option<u32>,
    },
    /// A success whose body is not what was asked for. Says what it is.
    #[error("the answer is {0}")]
    NotTheContract(String),
    /// The page holds as many streams open as it may.
    #[error("too many streams on this page")]
    NoRoom,
}
