//! What came of a change: said where it was made, with a way back.

use std::sync::Arc;

use leptos::prelude::*;

use crate::session::{How, Outcome, What};
use crate::view::kit::*;

/// The line; nothing while there is nothing to say.
pub(in crate::view) fn outcome() -> AnyView {
    view! { <OutcomeLine/> }.into_any()
}

/// The same, as a component.
#[component]
pub(in crate::view) fn OutcomeLine() -> impl IntoView {
    let edits = use_customer().session.edits;
    // The region is there before its words: only then are they read out.
    view! { <div role="status">{move || edits.outcome.get().map(|outcome| line(&outcome))}</div> }
}

fn line(outcome: &Arc<Outcome>) -> AnyView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let failure = match &outcome.how {
        How::Failed(failure) | How::Unknown(failure) => Some(failure),
        How::Done | How::Accepted => None,
    };
    let said = failure.map(|failure| failure.messages.join(" · ")).unwrap_or_default();
    let tracking_id = failure.and_then(|failure| Some(failure.tracking_id.as_ref()?.to_string()));
    let (tone, icon) = if failure.is_some() { ("bad", LuTriangleAlert) } else { ("good", LuCheck) };
    let may_undo = outcome.how == How::Done && matches!(outcome.what, What::Change { .. });
    let may_refresh = matches!(outcome.how, How::Accepted | How::Unknown(_));
    let outcome = StoredValue::new(Arc::clone(outcome));
    let words = move || outcome.with_value(|outcome| i18n.language().outcome(outcome));
    let has_advice = !untrack(words).advice.is_empty();
    let dismiss = i18n.words("edit.dismiss");
    view! {
        <div class="edited" part="outcome" data-tone=tone>
            <Glyph icon/>
            <div class="edited-words">
                <p class="card-title">{move || words().title}</p>
                {has_advice.then(|| view! { <p>{move || words().advice}</p> }.into_any())}
                <Said words=said/>
                {tracking_id.map(|id| view! { <Tracking id/> }.into_any())}
            </div>
            {may_undo.then(|| view! {
                <button type="button" class="link" on:click=move |_| session.undo()>{i18n.words("edit.undo")}</button>
            }.into_any())}
            {may_refresh.then(|| view! {
                <button type="button" class="link" on:click=move |_| session.reload()>
                    {i18n.words("menu.refresh")}
                </button>
            }.into_any())}
            <button
                type="button"
                class="icon-button"
                aria-label=dismiss
                title=dismiss
                on:click=move |_| session.dismiss_outcome()
            >
                <Glyph icon=LuX/>
            </button>
        </div>
    }
    .into_any()
}
