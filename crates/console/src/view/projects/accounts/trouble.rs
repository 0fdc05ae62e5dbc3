//! What goes wrong with an account, as people are told it: why, with what, and since when.

use leptos::prelude::*;

use crate::accounts::Trouble;
use crate::reason::Reason;
use crate::view::kit::{ReasonText, use_ui};

/// All that goes wrong now.
#[component]
pub(super) fn Troubles(of: Memo<Vec<Trouble>>) -> impl IntoView {
    let ui = use_ui();
    let each = move |one: Trouble| {
        let task = one.task().map(|key| view! { <strong>{ui.words.words(key)}</strong> " " });
        view! {
            <li data-task=one.task.clone()>
                {task}
                <span class="small quiet">{move || ui.words.t_with("account.problem.since", &[("time", &ui.words.time(&one.since))])}</span>
                <br/>
                <ReasonText reason=one.reason/>
            </li>
        }
    };
    let problems = move || {
        let all = of.get();
        (!all.is_empty()).then(|| {
            view! {
                <div class="problem">
                    <p>{ui.words.words("account.problems")}</p>
                    <ul>{all.into_iter().map(each).collect_view()}</ul>
                </div>
            }
        })
    };
    view! { <div role="status" class="alert">{problems}</div> }
}

/// Why something came to nothing, where it did.
#[component]
pub(super) fn WentWrong(of: Memo<Option<Reason>>) -> impl IntoView {
    let ui = use_ui();
    let problem = move || {
        of.get().map(|reason| {
            view! {
                <div class="problem">
                    <p>{ui.words.words("account.problem")}</p>
                    <p><ReasonText reason/></p>
                </div>
            }
        })
    };
    view! { <div role="status" class="alert">{problem}</div> }
}
