//! Calls the target of an action once, to try it, and says what it answered.

use leptos::prelude::*;
use serde_json::json;

use super::answered::Answered;
use super::path;
use crate::action::ActionDraft;
use crate::http::{Ask, ask};
use crate::view::kit::{ProblemBox, Saving, focus_what_is_wrong, use_ui};
use crate::wire::Tried;

/// The button beside a target, and what came of it.
#[component]
pub(super) fn TryTarget(
    /// The project's id.
    project: StoredValue<String>,
    /// The action as it stands.
    draft: Memo<ActionDraft>,
    /// Whether what is wrong with the target is told.
    is_tried: RwSignal<bool>,
) -> impl IntoView {
    let ui = use_ui();
    let (saving, tried) = (Saving::new(), RwSignal::new(None::<Tried>));
    let press = move |_| {
        is_tried.set(true);
        tried.set(None);
        let draft = draft.get_untracked();
        if !draft.target_faults().is_empty() {
            focus_what_is_wrong();
            return;
        }
        let body = json!({ "trigger": draft.trigger(), "actionName": draft.name.trim() });
        let asked = Ask::post(format!("{}/webhook-tests", path(&project.get_value()))).json(&body);
        saving.run(ask::<Tried>(ui.session, asked), move |answer| tried.set(Some(answer)));
    };
    let said = move || {
        tried.get().map(|tried| {
            let Tried { is_good, outcome, detail, is_signed, milliseconds } = tried;
            let class = if is_good { "tag good" } else { "tag wrong" };
            let key = if is_good { "try.good" } else { "try.bad" };
            let signed = if is_signed { "try.signed" } else { "try.unsigned" };
            let time = move || ui.words.number(milliseconds);
            view! {
                <p>
                    <span class=class>{ui.words.words(key)}</span>
                    " "
                    <Answered outcome detail/>
                </p>
                <p class="small">{move || ui.words.t_with("try.time", &[("milliseconds", &time())])} " " {ui.words.words(signed)}</p>
            }
        })
    };
    view! {
        <div class="try">
            <p class="hint">{ui.words.words("try.hint")}</p>
            <button type="button" class="button" on:click=press>
                {move || ui.words.t(if saving.is_pending() { "form.pending" } else { "try.do" })}
            </button>
            <ProblemBox of=saving.problem()/>
            <div role="status">{said}</div>
        </div>
    }
}
