//! What every browser test needs: the real service on a database of its own, the shipped files on a second origin, a
//! proxy between them that can be made to fail, and a browser. Tests call [`on_a_desk`] and say the rest themselves.

mod browser;
mod built;
mod console;
mod counters;
mod customer;
mod desk;
mod firefox;
mod gallery;
mod long_history;
mod pages;
mod platforms;
mod preview;
mod provider;
mod proxy;
mod pseudo;
mod scratch;
mod service;
mod target;
mod wait;
mod widget;

pub use browser::Browser;
pub use built::{console as console_files, console_with_widget, root};
pub use console::{Console, on_a_console, on_a_console_of, on_a_console_with_the_widget};
pub use customer::{Customer, cloud_event, contact, custom_event, minutes_ago};
pub use desk::{Desk, on_a_desk};
pub use firefox::Firefox;
pub use gallery::{ALONE, Gallery, PICTURED, picture_file};
pub use journey_api::auth::Role;
pub use long_history::long_history;
pub use pages::Pages;
pub use platforms::Platforms;
pub use preview::Preview;
pub use provider::Provider;
pub use proxy::{Faults, Gate, Heart, Proxy, Request, Rule, path};
pub use pseudo::pseudo_words;
/// The platforms that are played: their sample tokens, and faults on demand.
pub use sample_platforms::{avaya, control::Fault, genesys, webex};
pub use service::{ORGANIZATION, Service};
pub use target::Target;
pub use wait::{Seen, until, until_within};
pub use widget::{Mount, Widget};
