//! Genesys Cloud: external contacts, their journey sessions, and the conversations of its analytics
//! (contracts/other-desktops-and-sources.md, part C). The only module that knows its paths; its records are `crates/genesys`'s.
//!
//! What decides (whom to take, which windows of time, which names to ask for) goes through [`Ask`], so that it is tested
//! on the host. It only reads. Its notification channels say when something happened, and the history what; who may follow
//! none is polled.

mod ask;
mod channels;
#[cfg(target_arch = "wasm32")]
mod client;
mod names;
mod notified;
mod reading;
mod service;
mod whose;

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;

#[allow(unused_imports, reason = "called by what is compiled for the browser")]
pub(super) use service::Genesys;
