//! What a table came to when it was looked at: how many rows are good, and why each other one is not.

use leptos::prelude::*;

use super::Looked;
use super::run::Run;
use crate::importing::{Importing, Portion, State};
use crate::view::kit::{ReasonText, use_ui};
use crate::wire::BadRow;

/// The report, and below it the import.
#[component]
pub(super) fn Report(
    /// The project's id.
    project: StoredValue<String>,
    /// What was looked at.
    looked: Looked,
) -> impl IntoView {
    let ui = use_ui();
    let Looked { table, import } = looked;
    let (good, unchanged) = (import.imported, import.unchanged);
    let total = good + unchanged + i64::try_from(import.bad.len()).unwrap_or(i64::MAX);
    let told = import.portions;
    let text = told.as_ref().and_then(|told| table.with_value(|table| decoded(table, &told.encoding)));
    let portions = told.zip(text).and_then(|(told, text)| Portion::divide(&text, &told));
    let importing = RwSignal::new(Importing::new(portions.unwrap_or_else(|| vec![Portion::whole()])));
    let found = StoredValue::new(import.bad);
    // Since it was looked at others may have changed something.
    let bad = Memo::new(move |_| {
        importing.with(|now| if now.state == State::Done { now.sum.bad.clone() } else { found.get_value() })
    });
    let count = move || i64::try_from(bad.with(Vec::len)).unwrap_or(i64::MAX);
    let row = move |row: BadRow| {
        let line = row.line;
        view! {
            <tr>
                <th scope="row">
                    <span class="unseen">{ui.words.words("import.line")}" "</span>
                    {move || ui.words.number(line)}
                </th>
                <td><ReasonText reason=row.reason()/></td>
            </tr>
        }
    };
    view! {
        <section class="part" aria-live="polite">
            <h2>{ui.words.words("import.report")}</h2>
            <ul class="holds">
                <li>{move || ui.words.t_count("import.good", good)}</li>
                <li>{move || ui.words.t_count("import.unchanged", unchanged)}</li>
                <li>{move || ui.words.t_count("import.bad", count())}</li>
            </ul>
            <Show when=move || { count() > 0 }>
                <p>{ui.words.words("import.bad.hint")}</p>
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{ui.words.words("import.line")}</th>
                            <th scope="col">{ui.words.words("import.reason")}</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || bad.get() key=|row| row.line children=row/>
                    </tbody>
                </table>
            </Show>
            {if good > 0 {
                view! { <Run project table importing good total/> }.into_any()
            } else {
                view! { <p>{ui.words.words("import.nothing")}</p> }.into_any()
            }}
        </section>
    }
}

/// A table as the service read it.
fn decoded(table: &js_sys::Uint8Array, encoding: &str) -> Option<String> {
    web_sys::TextDecoder::new_with_label(encoding).ok()?.decode_with_buffer_source(table).ok()
}
