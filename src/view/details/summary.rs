//! What was written of a contact: by its agent or a flow, else by its platform's assistant, who is asked when the contact is
//! opened.

use leptos::prelude::*;

use super::Shown;
use crate::session::{Failure, Unsummarized};
use crate::view::kit::*;
use journey::Summary;

/// The summary.
#[component]
pub(super) fn SummaryOfContact(
    /// What was written of the contact.
    summary: Summary,
) -> impl IntoView {
    let i18n = use_customer().i18n;
    let section = |(key, text): (String, String)| {
        let name = move || i18n.language().summary_section(&key);
        view! {
            <div>
                <dt>{move || name()}</dt>
                <dd><LongText text=text/></dd>
            </div>
        }
        .into_any()
    };
    let sections = summary.sections.into_iter().map(section).collect_view();
    view! {
        <section class="summary">
            <h5>{i18n.words("details.summary")}</h5>
            {summary.is_generated.then(|| view! { <p class="note-by">{i18n.words("summary.generated")}</p> }.into_any())}
            {summary.text.map(|text| view! { <p><LongText text/></p> }.into_any())}
            <dl>{sections}</dl>
        </section>
    }
}

/// Asks for the summary of a contact that has none; says why it did not come, with another try.
#[component]
pub(super) fn AskForSummary(
    /// The contact's entry.
    entry: Shown,
) -> impl IntoView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let failure = RwSignal::new(None::<Failure>);
    let wanted = Memo::new(move |_| {
        entry.with(|entry| Some(Unsummarized::of(entry.as_ref()?.contact()?, session.now.get()))).unwrap_or_default()
    });
    let ask = move |wanted: Vec<Unsummarized>| {
        wanted.into_iter().for_each(|one| session.ask_for_summary(one, Some(failure)));
    };
    Effect::new(move |_| ask(wanted.get()));
    move || {
        failure.get().map(|why| {
            let words = move || i18n.language().failure(&why);
            view! {
                <div class="summary" part="summary-failed" role="status">
                    <p>{move || words().title}</p>
                    <button type="button" class="link" part="retry" on:click=move |_| ask(wanted.get_untracked())>
                        {i18n.words("failure.retry")}
                    </button>
                </div>
            }
            .into_any()
        })
    }
}
