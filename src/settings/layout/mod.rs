//! Desktop layouts: the JSON that an administrator uploads, read and judged.
//!
//! Pure Rust, the same on the host and in the browser. It runs no desktop: the preview page does that, from
//! [`Layout`]; the element takes its own settings from one when it is given `layout-url` ([`OwnSettings`]).

mod check;
mod finding;
mod journeys;
mod model;
mod own;
mod path;
mod positions;
mod read;
pub mod store_paths;

pub use check::{Checked, check, check_bytes, check_value};
pub use finding::{Finding, Rule, Severity};
pub use journeys::{BUILT_IN_SLOTS, Journey, script_for_tag, tag_of_script};
pub use model::{Component, Desktop, Entry, Layout, Page, Persona, Wrapper};
pub use own::OwnSettings;
pub use path::{JsonPath, Position};
pub use read::read;

/// The element that all this is about.
pub const WIDGET: &str = "customer-journey-widget";
