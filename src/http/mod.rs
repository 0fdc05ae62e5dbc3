//! The one way to the network: base URL, token, deadline, retries, abort, and errors that say what happened.
//!
//! Dropping a request or a stream aborts it in the browser, so whoever owns the future owns the connection; what several
//! widgets of a page ask for at once is one request, and what they follow is one stream, until the last of them goes.
//! `sources` call this; nothing else does.

mod abort;
mod access;
mod channel;
mod client;
mod error;
mod path;
mod public;
mod pulse;
mod retry;
mod server_sent;
mod shared;
mod slot;
mod stream;
mod write;

pub(crate) use abort::{has_stopped, stop};
pub(crate) use access::{Access, Pass};
pub(crate) use channel::{Messages, Next};
pub(crate) use client::Client;
pub(crate) use error::HttpError;
pub(crate) use path::Path;
pub(crate) use public::public_json;
pub(crate) use retry::{backed_off, part_of};
