//! Projects (the contract's workspaces): their list, and what one of them has.

mod accounts;
mod connector;
mod connectors;
mod create;
mod delete;
mod details;
mod failures;
mod holds;
mod keys;
mod list;
mod page;
mod retention;
mod switch;

pub(crate) use connector::ConnectorPage;
pub(crate) use keys::Copyable;
pub(crate) use list::ProjectsPage;
pub(crate) use page::ProjectPage;

/// The path of a project in the service.
fn path(project: &str) -> String {
    format!("/admin/v1/api/workspace/workspace-id/{project}")
}

const CONNECTORS: &str = "/admin/v1/api/connectors";
