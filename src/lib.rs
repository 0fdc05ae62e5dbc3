//! `<customer-journey-widget>`: who the customer is and what happened so far, beside the agent's call.
//!
//! The domain is a crate of its own (`journey`). The icon map ([`icons`]) and the reading of what the element was told ([`settings`]) know no browser and are tested
//! by plain `cargo test`. The rest is compiled for the browser only.

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

pub mod icons;
pub mod settings;

#[cfg(target_arch = "wasm32")]
pub mod element;
#[cfg(any(target_arch = "wasm32", test))]
mod http;
#[cfg(target_arch = "wasm32")]
mod later;
#[cfg(target_arch = "wasm32")]
mod listen;
#[cfg(target_arch = "wasm32")]
mod locale;
#[cfg(any(target_arch = "wasm32", test))]
mod session;
#[cfg(any(target_arch = "wasm32", test))]
mod sources;
#[cfg(target_arch = "wasm32")]
// Leptos writes `pub` for what belongs to a component.
#[allow(unreachable_pub)]
mod view;
