//! Reasons of the service, in the language of the page; one without words in it is the service's English sentence.

use leptos::prelude::*;

use super::use_ui;
use crate::reason::Reason;

/// A list of reasons, each with the field that it is of.
#[component]
pub(crate) fn Reasons(
    /// The reasons.
    reasons: Vec<Reason>,
) -> impl IntoView {
    let each = reasons.into_iter().map(|reason| view! { <li><ReasonText reason/></li> });
    view! { <ul>{each.collect_view()}</ul> }
}

/// One reason as text.
#[component]
pub(crate) fn ReasonText(
    /// The reason.
    reason: Reason,
) -> impl IntoView {
    let ui = use_ui();
    let said = Memo::new(move |_| ui.words.reason_at(&reason));
    let is_english = move || said.with(|said| said.is_english);
    view! {
        <span lang=move || is_english().then_some("en") dir=move || is_english().then_some("ltr")>
            {move || said.with(|said| said.words.clone())}
        </span>
    }
}
