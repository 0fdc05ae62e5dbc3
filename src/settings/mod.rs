//! What the element was told, typed: attributes, properties, contact variables; the layout JSON reader and its checks.
//! No browser: the element hands over text and JSON, the session takes [`Settings`].

pub mod attributes;
mod avaya_place;
mod bare_attributes;
mod genesys_place;
mod identities;
pub mod layout;
mod lcm_place;
pub mod names;
pub mod nearest;
mod origins;
mod place;
mod read;
mod rights;
mod source_settings;
mod token;
mod told;

pub use avaya_place::AvayaPlace;
pub use genesys_place::GenesysPlace;
pub use lcm_place::LcmPlace;
pub use origins::{Origin, SettingOrigin, TokenState};
use place::web_address;
pub use place::{Missing, Place};
pub use read::{MapSource, Settings, Theme};
pub use rights::{Right, Rights};
pub use source_settings::{SOURCES, SourcePlace, SourceSettings, UnknownSource};
pub use token::Token;
pub use told::{LayoutSource, Told};
