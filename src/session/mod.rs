//! The running widget: its reactive state, and the loads that fill it.
//!
//! The view reads the signals and calls the actions; nothing else changes anything. What the element's session starts ends
//! with the element, what a customer's starts ends with the customer: each is a reactive owner.

// What decides without a browser is tested where that is quick.
#![cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "called by what is compiled for the browser"))]

mod aim;
mod polling;
mod state;

#[cfg(target_arch = "wasm32")]
mod notes;

#[cfg(target_arch = "wasm32")]
mod actions;
#[cfg(target_arch = "wasm32")]
mod clock;
#[cfg(target_arch = "wasm32")]
mod connection;
#[cfg(target_arch = "wasm32")]
mod customer_session;
#[cfg(target_arch = "wasm32")]
mod digest;
#[cfg(target_arch = "wasm32")]
mod edits;
#[cfg(target_arch = "wasm32")]
mod element_session;
#[cfg(target_arch = "wasm32")]
mod extras;
#[cfg(target_arch = "wasm32")]
mod failure;
#[cfg(target_arch = "wasm32")]
mod files;
#[cfg(target_arch = "wasm32")]
mod finding;
#[cfg(target_arch = "wasm32")]
mod follow;
#[cfg(target_arch = "wasm32")]
mod history;
#[cfg(target_arch = "wasm32")]
mod kept;
#[cfg(target_arch = "wasm32")]
mod link;
#[cfg(target_arch = "wasm32")]
mod live;
#[cfg(target_arch = "wasm32")]
mod loads;
#[cfg(target_arch = "wasm32")]
mod log;
#[cfg(target_arch = "wasm32")]
mod planned;
#[cfg(target_arch = "wasm32")]
mod presence;
#[cfg(target_arch = "wasm32")]
mod preset;
#[cfg(target_arch = "wasm32")]
mod reading;
#[cfg(target_arch = "wasm32")]
mod records;
#[cfg(target_arch = "wasm32")]
mod remembered;
#[cfg(target_arch = "wasm32")]
mod source_session;
#[cfg(target_arch = "wasm32")]
mod summaries;
#[cfg(target_arch = "wasm32")]
mod task;
#[cfg(target_arch = "wasm32")]
mod words;

#[cfg(target_arch = "wasm32")]
pub(crate) use self::{
    customer_session::CustomerSession,
    edits::{Conflict, How, Outcome, What},
    element_session::Session,
    finding::Found,
    notes::Notes,
    planned::Callbacks,
    source_session::SourceSession,
    summaries::Unsummarized,
    task::at_once,
};
#[allow(unused_imports, reason = "the view's names")]
pub(crate) use state::{Cause, Failure, HistoryProgress, Inspected, LiveStatus, Load, Part, Revealed, Stage};
