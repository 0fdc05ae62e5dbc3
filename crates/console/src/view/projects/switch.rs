//! The switch of a connector.

use leptos::prelude::*;
use serde_json::json;

use super::CONNECTORS;
use crate::http::{Ask, ask};
use crate::view::kit::{Saving, use_ui};
use crate::wire::Connector;

/// A constant and no literal: of elements that are all literals the macro makes HTML, which the page's policy refuses.
const TRACK: &str = "track";

/// Switches a connector on and off.
#[component]
pub(super) fn Switch(
    /// The connector.
    #[prop(into)]
    connector: Signal<Connector>,
    /// What was done, and why it was not.
    saving: Saving,
    /// Takes the connector as it is now.
    #[prop(into)]
    switched: Callback<Connector>,
) -> impl IntoView {
    let ui = use_ui();
    let is_on = Memo::new(move |_| connector.with(|connector| connector.is_on));
    let press = move |_| {
        let Connector { id, is_on, .. } = connector.get_untracked();
        let ask =
            ask::<Connector>(ui.session, Ask::patch(format!("{CONNECTORS}/{id}")).json(&json!({ "isOn": !is_on })));
        saving.run(ask, move |connector| {
            let key = if connector.is_on { "connector.switched-on" } else { "connector.switched-off" };
            let name = connector.name.clone();
            ui.say(move || ui.words.t_with(key, &[("name", &name)]));
            switched.run(connector);
        });
    };
    view! {
        <button
            type="button"
            role="switch"
            class="switch"
            aria-checked=move || if is_on.get() { "true" } else { "false" }
            aria-label=move || ui.words.t_with("connector.switch", &[("name", &connector.with(|one| one.name.clone()))])
            on:click=press
        >
            <span class=TRACK aria-hidden="true"></span>
            <span aria-hidden="true">
                {move || ui.words.t(if is_on.get() { "connector.on" } else { "connector.off" })}
            </span>
        </button>
    }
}
