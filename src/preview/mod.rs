//! The preview page: an agent desktop that reads a layout as the real one does, and simulates contacts.
//!
//! Not shipped with the widget, which it loads as a desktop would: by a script tag. Only `main.rs` calls it.
//!
//! Two pages are of their own: `/gallery`, the widget in every state (`gallery`), and `/supervisor`, the widget alone on
//! a page, to look customers up (`supervisor`).
//!
//! The page's address may say `?api=` (the journey API), `?platforms=` (`sample-platforms`), `?platform=` (whose journeys), `?layout=` (a file of `layouts/`, such as `agent.json`),
//! `?persona=` and `?dark`.
//!
//! Hooks for end-to-end tests (`data-testid`):
//! - the page: `layout` (select), `layout-file` (input), `persona` (select), `locale` (select), `platform` (select), `dark-mode` (switch),
//!   `expire-token`, `renew-token`, `token-state`, `offline` (switch), `drawer` (button), `api-state`
//! - `api-missing` with `try-again`, `to-gallery`; `layout-broken`; `notice` with `notice-retry`, `notice-close`
//! - simulate: `customer-<n>` (radio, from 0), `unknown-identity` (input), `accept-voice`, `accept-chat`,
//!   `accept-email`, `dial-out`, `auto-accept` (switch)
//! - contacts: `task-<interactionId>` (button), `accept-<interactionId>`; every task carries `data-channel` and
//!   `data-stage` (offered, connected, held, wrap-up), and the selected one `aria-current`
//! - the selected contact: `contact-name`, `contact-stage`, `hold`, `resume`, `end`, `wrap-up` (select), `wrap-up-done`
//! - the desktop: `rail-<navigateTo>`, `tab-<n>`, `panel`, `persistent-<n>`, `maximize`, `restore`, `maximize-area`,
//!   `agent-state`,
//!   `placeholder` with `data-comp`, `script-failed`
//! - the supervisor's page: `samples` (select)
//! - the drawer: `findings`, `finding` with `data-rule` and `data-severity`, `journal`, `journal-line` with
//!   `data-kind` (published, widget, desktop, failed), `told`, `remarks`

#[cfg(target_arch = "wasm32")]
mod api;
#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
mod clock;
#[cfg(target_arch = "wasm32")]
mod desktop;
#[cfg(target_arch = "wasm32")]
mod icon;
#[cfg(target_arch = "wasm32")]
mod journal;
#[cfg(target_arch = "wasm32")]
mod layouts;
#[cfg(target_arch = "wasm32")]
mod network;
#[cfg(target_arch = "wasm32")]
mod platforms;
#[cfg(target_arch = "wasm32")]
mod state;
#[cfg(target_arch = "wasm32")]
mod supervisor;
#[cfg(target_arch = "wasm32")]
mod token;
#[cfg(target_arch = "wasm32")]
mod tools;

mod gallery;
mod safe;
mod shipped;
mod simulate;
mod store;

#[cfg(target_arch = "wasm32")]
pub(crate) use app::run;
