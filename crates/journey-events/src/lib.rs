//! Events of the contract (`cjds`) as the domain (`journey`) has them, and back: the widget reads what a journey service stores,
//! and the service's connectors write what other platforms report. What is written is read as the same contact.
//!
//! Whose an event is, and whether it may be stored, is decided by who writes.

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod read;
#[cfg(any(test, feature = "samples"))]
#[allow(clippy::indexing_slicing, reason = "for tests")]
pub mod samples;
mod write;

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
mod tests;

pub use read::{arrival, arrival_of_json};
pub use write::{id_of, written};
