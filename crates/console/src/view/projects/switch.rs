//! The switch of a connector.

use leptos::prelude::*;
use serde_json::json;

use super::CONNECTORS;
use crate::http::{Ask, ask};
use crate::view::kit::{Saving, Switch, use_ui};
use crate::wire::Connector;

/// Switches a connector on and off.
#[component]
pub(super) fn ConnectorSwitch(
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
    let press = move || {
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
    let label = Signal::derive(move || {
        ui.words.t_with("connector.switch", &[("name", &connector.with(|one| one.name.clone()))])
    });
    view! { <Switch is_on label press/> }
}
