//! What did not work and changes nothing for the agent: a quiet line each.

use leptos::prelude::*;

use super::kit::*;

/// The lines, if there are any.
#[component]
pub(super) fn Notices() -> impl IntoView {
    let Ui { session, i18n, .. } = use_ui();
    move || {
        let notices = session.notices.get();
        let line = |notice: &crate::session::Notice| {
            let name = notice.name();
            view! { <p class="notice" part="notice">{move || i18n.t(&["notice.", name].concat())}</p> }.into_any()
        };
        let lines = notices.iter().map(line).collect_view();
        (!notices.is_empty()).then(|| view! { <div role="status">{lines}</div> }.into_any())
    }
}
