//! The switch of a journey action.

use leptos::prelude::*;
use serde_json::to_value;

use super::path_of;
use crate::http::{Ask, ask};
use crate::view::kit::{Saving, Switch, use_ui};
use crate::wire::{Action, ActionBody};

/// Switches an action on and off, as it is stored: what is being typed elsewhere is not saved by it.
#[component]
pub(super) fn ActionSwitch(
    /// The project's id.
    project: StoredValue<String>,
    /// The action.
    #[prop(into)]
    action: Signal<Action>,
    /// What was done, and why it was not.
    saving: Saving,
    /// Takes the action as it is now.
    #[prop(into)]
    switched: Callback<Action>,
) -> impl IntoView {
    let ui = use_ui();
    let is_on = Memo::new(move |_| action.with(|action| action.is_active));
    let press = move || {
        let action = action.get_untracked();
        let path = path_of(&project.get_value(), &action.template_id, &action.id);
        let body = ActionBody {
            name: action.name,
            cooldown_period_in_minutes: action.cooldown_period_in_minutes,
            rules: action.rules,
            action_triggers: action.action_triggers,
            is_active: !action.is_active,
        };
        let asked = Ask::put(path).json(&to_value(&body).unwrap_or_default());
        saving.run(ask::<Action>(ui.session, asked), move |action| {
            let key = if action.is_active { "action.switched-on" } else { "action.switched-off" };
            let name = action.name.clone();
            ui.say(move || ui.words.t_with(key, &[("name", &name)]));
            switched.run(action);
        });
    };
    let label =
        Signal::derive(move || ui.words.t_with("action.switch", &[("name", &action.with(|one| one.name.clone()))]));
    view! { <Switch is_on label press/> }
}
