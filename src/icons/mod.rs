//! The administrator's icon map: which icon, in which colour, stands before which events (the file at `icon-data-url`,
//! and the property `eventIconTemplate`).
//!
//! Reads and looks up; it fetches nothing and draws nothing: the session loads it, the view draws what it found. The
//! vendor's files are taken as they are: keywords or expressions in any case, Momentum names of both libraries. Beside it
//! the drawings of the built-in icons.

mod colour;
mod drawing;
mod guard;
#[cfg(target_arch = "wasm32")]
mod map;
#[cfg(target_arch = "wasm32")]
mod pattern;
mod picture;
mod stem;

pub use colour::{Fill, colour, fill};
pub use drawing::{Shape, shapes};
pub use guard::{is_expression, is_harmless};
#[cfg(target_arch = "wasm32")]
pub(crate) use map::{Find, IconMap, Mapped};
pub use picture::{is_address, picture};
pub use stem::stem;
