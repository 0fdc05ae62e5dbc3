//! Webex Contact Center: what its webhooks say becomes events of a journey, with names where the vendor has ids, and what the
//! webhooks lost is asked for (contracts/connectors.md, A). `http` takes webhooks and has the administrator's calls, `store` has the
//! rows.

pub(crate) mod api;
pub(crate) mod customer;
pub(crate) mod envelope;
pub(crate) mod inbox;
pub(crate) mod mapping;
pub(crate) mod names;
pub(crate) mod parts;
pub(crate) mod plan;
pub(crate) mod reconcile;
pub(crate) mod schedule;
pub(crate) mod search;
pub(crate) mod signature;
pub(crate) mod stages;
pub(crate) mod strangers;
pub(crate) mod subscriptions;
pub(crate) mod tokens;
pub(crate) mod worker;
