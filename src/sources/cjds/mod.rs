//! Cisco's Customer Journey Data Service, and every service that speaks its contract. The only module that knows its
//! paths and its records.

#[cfg(target_arch = "wasm32")]
mod callback;
mod door;
#[cfg(target_arch = "wasm32")]
mod notes;
#[cfg(target_arch = "wasm32")]
mod person;
#[cfg(target_arch = "wasm32")]
mod service;
#[cfg(target_arch = "wasm32")]
mod summary;
#[cfg(target_arch = "wasm32")]
mod template;
#[cfg(target_arch = "wasm32")]
mod workspace;
#[cfg(target_arch = "wasm32")]
mod write;

#[cfg(target_arch = "wasm32")]
pub(super) use notes::NotesOf;
#[cfg(target_arch = "wasm32")]
pub(super) use service::Cjds;

#[cfg(all(test, not(target_arch = "wasm32")))]
pub(super) use door::arrival;
