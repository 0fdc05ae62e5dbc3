//! What did not work and changes nothing for the agent: a quiet line each.

use leptos::prelude::*;

use super::kit::*;
use crate::settings::UnknownSource;

/// The lines, if there are any.
#[component]
pub(super) fn Notices() -> impl IntoView {
    let Ui { session, i18n, .. } = use_ui();
    let unknown = Memo::new(move |_| session.settings.with(|settings| settings.unknown_sources.clone()));
    move || {
        let line = |words: Box<dyn Fn() -> String + Send + Sync>| {
            view! { <p class="notice" part="notice">{move || words()}</p> }.into_any()
        };
        let files = session.notices.get().into_iter().map(|notice| {
            let name = notice.name();
            line(Box::new(move || i18n.t(&["notice.", name].concat())))
        });
        let platforms = unknown.get().into_iter().map(|UnknownSource { name, near }| {
            line(Box::new(move || match near {
                Some(near) => i18n.t_with("sources.unknown.near", &[("name", &name), ("near", near)]),
                None => i18n.t_with("sources.unknown", &[("name", &name)]),
            }))
        });
        let lines: Vec<AnyView> = files.chain(platforms).collect();
        (!lines.is_empty()).then(|| view! { <div role="status">{lines}</div> }.into_any())
    }
}
