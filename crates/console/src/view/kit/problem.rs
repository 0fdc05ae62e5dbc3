//! Why something was not done: what came of it in general, and what exactly the service said.

use leptos::prelude::*;

use super::{Reasons, use_ui};
use crate::problem::Problem;

/// A problem, as long as there is one. Screen readers say it when it comes.
#[component]
pub(crate) fn ProblemBox(
    /// The problem.
    #[prop(into)]
    of: Signal<Option<Problem>>,
    /// What is said beside these fields is not said here.
    #[prop(default = &[])]
    fields: &'static [&'static str],
) -> impl IntoView {
    let ui = use_ui();
    let shown = Memo::new(move |_| {
        let problem = of.get()?;
        let reasons = problem.of_no_field(fields);
        // All of it stands beside fields.
        (reasons.len() == problem.reasons().len() || !reasons.is_empty()).then_some((problem, reasons))
    });
    view! {
        <div role="alert" class="alert">
            {move || {
                shown
                    .get()
                    .map(|(problem, reasons)| {
                        let id = problem.tracking_id().map(str::to_owned);
                        view! {
                            <div class="problem">
                                <p>{ui.words.words(problem.key())}</p>
                                {(!reasons.is_empty())
                                    .then(|| view! { <Reasons reasons/> })}
                                {id
                                    .map(|id| {
                                        view! {
                                            <p class="small">
                                                {move || ui.words.t_with("problem.tracking", &[("id", &id)])}
                                            </p>
                                        }
                                    })}
                            </div>
                        }
                    })
            }}
        </div>
    }
}
