//! The Avaya Experience Platform: what happened in its engagements becomes events of a journey (contracts/connectors.md, C, and
//! other-desktops-and-sources.md, A). Its notifications say that something happened, and are believed no further: what is stored is
//! asked for. Where an account has none, it is asked for whom somebody looks up. `http` takes notifications and has the
//! administrator's calls, `store` has the rows, and records are read by the crate `avaya`, as the widget reads them.

pub(crate) mod api;
pub(crate) mod error;
pub(crate) mod notification;
pub(crate) mod parts;
pub(crate) mod plan;
pub(crate) mod pull;
pub(crate) mod reading;
pub(crate) mod schedule;
pub(crate) mod search;
pub(crate) mod settings;
pub(crate) mod subscriptions;
pub(crate) mod tokens;
pub(crate) mod worker;
