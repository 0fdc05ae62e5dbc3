//! A journey action as whoever may not change it reads it.

use cjds::Template;
use leptos::prelude::*;

use super::host_of;
use crate::rules::Group;
use crate::view::kit::use_ui;
use crate::view::rules::SaidRules;
use crate::wire::Action;

/// When it acts, and what it calls.
#[component]
pub(super) fn Described(
    /// The action.
    action: Signal<Action>,
    /// The template whose values its rules look at.
    template: Signal<Template>,
) -> impl IntoView {
    let ui = use_ui();
    let rules = move || action.with(|action| Group::read(&action.rules)).map(|group| view! { <SaidRules group/> });
    let target =
        move || action.with(|one| one.action_triggers.first().and_then(|one| one.webhook_url.as_deref()).map(host_of));
    view! {
        <section class="part">
            <dl class="facts">
                <dt>{ui.words.words("connectors.state")}</dt>
                <dd>{move || ui.words.t(if action.with(|one| one.is_active) { "connector.on" } else { "connector.off" })}</dd>
                <dt>{ui.words.words("actions.template")}</dt>
                <dd><bdi>{move || template.with(|one| one.name.clone())}</bdi></dd>
                <dt>{ui.words.words("action.when")}</dt>
                <dd>{rules}</dd>
                <dt>{ui.words.words("actions.target")}</dt>
                <dd><bdi>{target}</bdi></dd>
            </dl>
        </section>
    }
}
