//! What both databases must do alike. `crate::database::fresh` says on which one.

mod access;
mod actions;
mod aliases;
mod connections;
mod crash;
mod deleting;
mod filters;
mod flow_node;
mod forms;
mod graph;
pub(crate) mod harness;
mod history;
mod identities;
mod limits;
pub(crate) mod log;
mod merging;
mod origins;
mod pages;
mod persons;
mod placeholders;
mod profiles;
mod provider;
mod publishing;
mod retention;
mod same_event;
mod sample_data;
mod streams;
mod tables;
mod templates;
mod texts;
mod transfer;
mod upgrade;
mod walks;
mod workspaces;

pub(crate) use harness::{TestService, event};
