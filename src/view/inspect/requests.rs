//! The last requests, as they were when the part was opened. The values in their addresses are left out.

use chrono::DateTime;
use leptos::prelude::*;

use super::{list, row};
use crate::http::Asked;
use crate::view::kit::*;

/// The requests' part of the dialog.
#[component]
pub(super) fn Requests() -> impl IntoView {
    let ui = use_customer();
    let all = requests(ui);
    move || list(all.iter().map(|asked| of_request(ui, asked)).collect())
}

/// The last requests, the last one first.
pub(super) fn requests(ui: CustomerUi) -> Vec<Asked> {
    ui.session.requests.with_value(|log| log.all())
}

fn of_request(ui: CustomerUi, asked: &Asked) -> AnyView {
    let i18n = ui.i18n;
    let status = asked.status.map_or_else(|| i18n.t("inspect.no-answer"), |status| status.to_string());
    let took = [&i18n.count(asked.took.round() as usize), " ms"].concat();
    let again = (asked.retry > 0).then(|| i18n.t_with("inspect.again", &[("count", &i18n.count(asked.retry))]));
    let outcome = vec![status, took, again.unwrap_or_default()];
    let began = DateTime::from_timestamp_millis(asked.began as i64);
    let began = began.map(|time| i18n.formats(|formats| formats.second(time))).unwrap_or_default();
    let tracking =
        asked.tracking_id.as_ref().map(|id| row(i18n.words("failure.tracking").into_any(), vec![id.to_string()]));
    let name = [asked.method, " ", &bare(&asked.path)].concat();
    view! {
        <li class="explained">
            <p class="explained-title"><bdi dir="ltr">{name}</bdi></p>
            <dl class="fields">{row(began.into_any(), outcome)} {tracking}</dl>
        </li>
    }
    .into_any()
}

/// A marked path without its values.
fn bare(marked: &str) -> String {
    let mut path = String::new();
    let mut rest = marked;
    while let Some((literal, behind)) = rest.split_once('{') {
        let (_, behind) = behind.split_once('}').unwrap_or_default();
        path.push_str(literal);
        path.push('…');
        rest = behind;
    }
    path.push_str(rest);
    path
}
