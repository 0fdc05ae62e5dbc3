//! Journey actions of a project: their list, one of them, what it would do for a customer, and what it did.

mod answered;
mod delete;
mod described;
mod editor;
mod fields;
mod list;
mod log;
mod page;
mod secret;
mod switch;
mod tester;
mod trying;

pub(crate) use list::ActionsPage;
pub(crate) use page::{ActionPage, NewActionPage};

use crate::http::encoded;

/// The path of journey actions in the service.
fn path(project: &str) -> String {
    format!("/admin/v1/api/journey-actions/workspace-id/{project}")
}

/// The path of a template's actions.
fn path_of_template(project: &str, template: &str) -> String {
    format!("{}/template-id/{}", path(project), encoded(template))
}

/// The path of one action.
fn path_of(project: &str, template: &str, id: &str) -> String {
    format!("{}/action-id/{}", path_of_template(project, template), encoded(id))
}

/// Where a target is, without what may be secret in its address.
fn host_of(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    host.rsplit_once('@').map_or(host, |(_, host)| host).to_owned()
}
