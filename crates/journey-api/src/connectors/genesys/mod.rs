//! Genesys Cloud: conversations of its analytics become events of a journey, by the mapping that the widget's source has
//! (`crates/genesys`). The platform tells nobody by itself of all conversations, so it is asked: every minute for what began and
//! for what goes on, and by jobs for what was before (contracts/connectors.md, B). `http` and `cli` have the administrator's
//! calls, `store` has the rows.

pub(crate) mod api;
pub(crate) mod asking;
pub(crate) mod filling;
pub(crate) mod names;
pub(crate) mod pace;
pub(crate) mod parts;
pub(crate) mod query;
pub(crate) mod reader;
pub(crate) mod schedule;
pub(crate) mod tokens;
pub(crate) mod words;
