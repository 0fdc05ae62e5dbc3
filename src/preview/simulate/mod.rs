//! Contacts that are simulated: what they are, what is published about them, and the agent's steps.
//!
//! What a contact is and says is pure; `actions` moves it on and `publish` sends what happened to the journey API.

#[cfg(target_arch = "wasm32")]
pub(crate) mod actions;
pub(crate) mod contact;
pub(crate) mod events;
#[cfg(target_arch = "wasm32")]
pub(crate) mod publish;
