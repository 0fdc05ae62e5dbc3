//! What a called target answered: the status of a good answer, or why there was none. The log of an action and whoever tries
//! a target show it.

use leptos::prelude::*;

use crate::reason::Reason;
use crate::view::kit::ReasonText;

/// What came of a call, within a line.
#[component]
pub(super) fn Answered(
    /// The status, or the service's sentence for whoever has no other.
    outcome: String,
    /// Why it did not go well, where the service names it.
    detail: Option<Reason>,
) -> impl IntoView {
    match detail {
        Some(reason) => view! { <ReasonText reason/> }.into_any(),
        None => view! { <bdi lang="en">{outcome}</bdi> }.into_any(),
    }
}
