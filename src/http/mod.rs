//! The one way to the network: base URL, token, deadline, retries, abort, and errors that say what happened.
//!
//! Dropping a request or a stream aborts it in the browser, so whoever owns the future owns the connection; what several
//! widgets of a page ask for at once is one request, and what they follow is one stream, until the last of them goes.
//! `sources` call this; nothing else does.

// What decides without asking is tested where that is quick.
#![cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "called by what is compiled for the browser"))]

mod ahead;
mod error;
mod hosts;
mod log;
mod next;
mod paging;
mod retry;
mod server_sent;

#[cfg(target_arch = "wasm32")]
mod abort;
#[cfg(target_arch = "wasm32")]
mod access;
#[cfg(target_arch = "wasm32")]
mod channel;
#[cfg(target_arch = "wasm32")]
mod client;
#[cfg(target_arch = "wasm32")]
mod path;
#[cfg(target_arch = "wasm32")]
mod public;
#[cfg(target_arch = "wasm32")]
mod pulse;
#[cfg(target_arch = "wasm32")]
mod shared;
#[cfg(target_arch = "wasm32")]
mod slot;
#[cfg(target_arch = "wasm32")]
mod socket;
#[cfg(target_arch = "wasm32")]
mod stream;
#[cfg(target_arch = "wasm32")]
mod write;

#[allow(unused_imports, reason = "called by what is compiled for the browser")]
pub(crate) use ahead::Ahead;
pub(crate) use error::HttpError;
#[allow(unused_imports, reason = "called by what is compiled for the browser")]
pub(crate) use hosts::Hosts;
#[allow(unused_imports, reason = "called by what is compiled for the browser")]
pub(crate) use log::{Asked, ReadTracking, RequestLog};
pub(crate) use next::{MessageStream, Next};
#[allow(unused_imports, reason = "called by what is compiled for the browser")]
pub(crate) use paging::{Answered, Page, Paging, Rest};
pub(crate) use retry::{backed_off, part_of};

#[cfg(target_arch = "wasm32")]
pub(crate) use abort::{has_stopped, stop};
#[cfg(target_arch = "wasm32")]
pub(crate) use access::{Access, Pass};
#[cfg(target_arch = "wasm32")]
pub(crate) use channel::Messages;
#[cfg(target_arch = "wasm32")]
pub(crate) use client::{Client, Json};
#[cfg(target_arch = "wasm32")]
pub(crate) use path::Path;
#[cfg(target_arch = "wasm32")]
pub(crate) use public::public_json;
#[cfg(target_arch = "wasm32")]
pub(crate) use socket::Socket;
