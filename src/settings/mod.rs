//! What the element was told, typed: attributes, properties, contact variables; the layout JSON reader and its checks.
//! No browser: the element hands over text and JSON, the session takes [`Settings`].

pub mod attributes;
pub mod layout;
pub mod nearest;
mod place;
mod read;
mod rights;
mod token;
mod told;

pub use place::{Missing, Place};
pub use read::{IconSource, Settings, Theme};
pub use rights::{Right, Rights};
pub use token::Token;
pub use told::{LayoutSource, Told};
