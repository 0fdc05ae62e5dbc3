//! Profile templates of a project: their list, one of them, and what it would say of a customer.

mod attribute;
mod delete;
mod described;
mod editor;
mod fields;
mod list;
mod page;
mod preview;

pub(crate) use list::TemplatesPage;
pub(crate) use page::{NewTemplatePage, TemplatePage};

use super::kit::Ui;

/// The template that desktops use which name none.
const DEFAULT: &str = "journey-default-template";

/// The path of templates in the service.
pub(super) fn path(project: &str) -> String {
    format!("/admin/v1/api/profile-view-template/workspace-id/{project}")
}

/// The path of one template.
pub(super) fn path_of(project: &str, id: &str) -> String {
    format!("{}/template-id/{}", path(project), crate::http::encoded(id))
}

/// How far back an attribute looks, in words.
fn look_back(ui: Ui, unit: &str, period: i64) -> String {
    let key = match unit {
        "minutes" => "lookback.minutes",
        "hours" => "lookback.hours",
        "days" => "lookback.days",
        _ => return format!("{period} {unit}"),
    };
    ui.words.t_count(key, period)
}
