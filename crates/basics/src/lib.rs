//! What the domain and the wire contract are both written in: identities and their kinds, points in time, JSON as senders
//! write it, and what was wrong with a value.
//!
//! The widget and the journey service must read these alike, or one of them finds a customer whom the other does not
//! know. Nothing here knows an event, a person, a platform, a browser or a database.

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

pub mod identity;
pub mod json;
mod number;
mod problem;
mod time;

pub use identity::IdentityType;
pub use number::thousandths;
pub use problem::Problem;
pub use time::{parse_time, read_time, write_time};
