//! What arrives in a project right now.

mod arrival;
mod filters;
mod page;

pub(crate) use page::LivePage;
