//! Genesys Cloud's records become the domain's types here, and nowhere else: conversations of the analytics, journey sessions,
//! external contacts (contracts/other-desktops-and-sources.md, part C). One mapping for whoever reads the platform: the widget's
//! source, and the connector of the journey service.
//!
//! It asks nobody and knows no clock: who reads hands over JSON and, by [`Names`], the names of ids.

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod conversation;
mod named;
mod person;
mod record;
mod region;
#[cfg(any(all(test, not(target_arch = "wasm32")), feature = "samples"))]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "for tests")]
pub mod samples;
mod session;

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
mod tests;

pub use conversation::{conversation, named_in};
pub use named::{Named, Names};
pub use person::person;
pub use record::{entities, list, text_of};
pub use region::{REGIONS, region_domain};
pub use session::{conversation_of, events_of, has_pages, named_in as named_in_session, session};

use journey::{Arrival, Reported, Unread};

/// What a record became: the events of one contact, or a record that could not be read and is kept as it came.
pub type Read = Result<Vec<Reported>, Unread>;

/// The same as elements of a history.
pub fn arrivals(read: Read) -> Vec<Arrival> {
    match read {
        Ok(events) => events.into_iter().map(Arrival::from).collect(),
        Err(unread) => vec![unread.into()],
    }
}
