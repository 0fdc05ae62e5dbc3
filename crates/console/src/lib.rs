//! The console: the pages by which people run the journey service, in the browser. The service serves it at `/console/`,
//! and the console calls the service like any other client, by the token of whoever signed in.
//!
//! It shares no code with the widget. What is pure (addresses, rights, what the service says) knows no browser and is
//! tested by `cargo test -p console`; the rest is compiled for the browser only.

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
// On the host the pure half is compiled without what uses it.
#![cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]

mod account_form;
mod accounts;
mod action;
mod arrivals;
mod attributes;
mod draft;
mod health;
mod importing;
mod pkce;
mod problem;
mod reason;
mod rights;
mod route;
mod rules;
mod search;
mod sse;
mod wire;

#[cfg(target_arch = "wasm32")]
mod http;
#[cfg(target_arch = "wasm32")]
mod load;
#[cfg(target_arch = "wasm32")]
mod session;
#[cfg(target_arch = "wasm32")]
mod sign_in;
#[cfg(target_arch = "wasm32")]
mod stream;
#[cfg(target_arch = "wasm32")]
// Leptos writes `pub` for what belongs to a component.
#[allow(unreachable_pub)]
mod view;
#[cfg(target_arch = "wasm32")]
mod widget;
#[cfg(target_arch = "wasm32")]
mod words;

/// Shows the console in the page that loaded it.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen(start)]
pub fn start() {
    leptos::mount::mount_to_body(view::App);
}
