//! Why something is shown: which events, fields and rules made an entry, a tile, a flag or a link. For administrators.
//!
//! It explains what the rest of the domain decided and decides nothing itself: flags and links are judged where they are
//! made, and what an entry shows is looked for in its events again. [`StandIns`] make a file of it that tells nobody who
//! the customer is. Called by the view of `logs-on`.

mod made;
mod place;
mod stand_in;
mod support;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod properties;

pub use made::{Because, Made, Shown};
pub use place::{FieldPlace, Step};
pub use stand_in::StandIns;
pub use support::{support_of_entry, support_of_flag, support_of_link, support_of_tile};
