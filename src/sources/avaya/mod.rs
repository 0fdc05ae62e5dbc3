//! Avaya Experience Platform: the Customer Journey API (contracts/other-desktops-and-sources.md, A).
//!
//! One search by all identifiers that a customer is known by gives engagements, newest first, and the identifiers of the
//! whole journey. An engagement is a contact; what it is made of is decided by the crate
//! `avaya`, which the journey service reads by, too. There is no stream whose messages
//! are known: it is polled. Names and merging are nothing that the platform has.

mod account;
mod ask;
mod changes;
mod notes;
mod source;
#[cfg(target_arch = "wasm32")]
mod wire;

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;

#[allow(unused_imports, reason = "called by what is compiled for the browser")]
pub(super) use source::Avaya;
#[cfg(target_arch = "wasm32")]
pub(super) use wire::Wire;
