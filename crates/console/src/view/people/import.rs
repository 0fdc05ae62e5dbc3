//! Persons from a table: looked at row by row before anything is stored, and then imported without its bad rows.

use js_sys::Uint8Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::{ev, html};
use wasm_bindgen_futures::JsFuture;

use super::path;
use crate::http::{Ask, ask};
use crate::route::Route;
use crate::view::kit::{
    Heading, ProblemBox, ReasonText, Saving, SubmitButton, download, focus_what_is_wrong, next_id, use_ui,
};
use crate::wire::Import;

/// The head of the table, as the service reads it.
const TEMPLATE: &str = "\u{feff}Id,First Name,Last Name,Email Addresses,Phone Numbers,Customer Ids\r\n";

/// What was looked at, and what it would come to.
#[derive(Clone)]
struct Looked {
    table: StoredValue<Uint8Array, LocalStorage>,
    import: Import,
}

/// The page that imports a table.
#[component]
pub(crate) fn ImportPage(
    /// The project's id.
    project: String,
) -> impl IntoView {
    let ui = use_ui();
    let project = StoredValue::new(project);
    let looked = RwSignal::new(None::<Looked>);
    let done = RwSignal::new(None::<Import>);
    let template = move |_| download("identities.csv", "text/csv", &TEMPLATE.into());
    view! {
        <Heading text=ui.words.words("import.heading")/>
        <section class="part">
            <h2>{ui.words.words("import.template")}</h2>
            <p>{ui.words.words("import.template.hint")}</p>
            <button type="button" class="button" on:click=template>{ui.words.words("import.template.do")}</button>
        </section>
        <Look project looked done/>
        {move || looked.get().map(|looked| view! { <Report project looked done/> })}
    }
}

/// Takes a table and has it looked at.
#[component]
fn Look(
    project: StoredValue<String>,
    looked: RwSignal<Option<Looked>>,
    done: RwSignal<Option<Import>>,
) -> impl IntoView {
    let ui = use_ui();
    let id = next_id("file");
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = format!("{hint_id} {error_id}");
    let input = NodeRef::<html::Input>::new();
    let (saving, error) = (Saving::new(), RwSignal::new(None::<&'static str>));
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let file = input.get_untracked().and_then(|input| input.files()).and_then(|files| files.get(0));
        let Some(file) = file else {
            error.set(Some("import.choose"));
            focus_what_is_wrong();
            return;
        };
        error.set(None);
        looked.set(None);
        done.set(None);
        spawn_local(async move {
            // Read once: what is imported is what was looked at, whatever becomes of the file.
            let Ok(buffer) = JsFuture::from(file.array_buffer()).await else {
                error.set(Some("import.unreadable"));
                return;
            };
            let table = Uint8Array::new(&buffer);
            let asked = Ask::post(path("/import", &project.get_value(), "?dryRun=true")).table(table.clone().into());
            let table = StoredValue::new_local(table);
            saving.run(ask::<Import>(ui.session, asked), move |import| looked.set(Some(Looked { table, import })));
        });
    };
    view! {
        <section class="part">
            <h2>{ui.words.words("import.check")}</h2>
            <form on:submit=send novalidate>
                <div class="field">
                    <label for=id.clone()>{ui.words.words("import.file")}</label>
                    <p class="hint" id=hint_id>{ui.words.words("import.file.hint")}</p>
                    <input
                        id=id
                        type="file"
                        accept=".csv,.tsv,.txt,text/csv"
                        node_ref=input
                        on:change=move |_| {
                            // What was found of another file says nothing of this one.
                            looked.set(None);
                            done.set(None);
                        }
                        aria-invalid=move || error.with(Option::is_some).then_some("true")
                        aria-describedby=described
                    />
                    <p class="error" id=error_id hidden=move || error.with(Option::is_none)>
                        {move || error.get().map(|key| ui.words.t(key))}
                    </p>
                </div>
                <ProblemBox of=saving.problem()/>
                <SubmitButton saving label=ui.words.words("import.check.do")/>
                <Show when=move || saving.is_pending()>
                    <progress aria-label=ui.words.words("import.checking")></progress>
                </Show>
            </form>
        </section>
    }
}

/// What the table would come to, and the button that does it.
#[component]
fn Report(project: StoredValue<String>, looked: Looked, done: RwSignal<Option<Import>>) -> impl IntoView {
    let ui = use_ui();
    let Looked { table, import } = looked;
    let saving = Saving::new();
    let (good, unchanged, bad) = (import.imported, import.unchanged, import.bad);
    let bad_count = i64::try_from(bad.len()).unwrap_or(i64::MAX);
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if done.with_untracked(Option::is_some) {
            return;
        }
        let asked = Ask::post(path("/import", &project.get_value(), "")).table(table.get_value().into());
        saving.run(ask::<Import>(ui.session, asked), move |import| {
            ui.say(move || ui.words.t_count("import.done", import.imported));
            done.set(Some(import));
        });
    };
    let rows = bad.into_iter().map(|row| {
        view! {
            <tr>
                <th scope="row">
                    <span class="unseen">{ui.words.words("import.line")}" "</span>
                    {move || ui.words.number(row.line)}
                </th>
                <td><ReasonText reason=row.reason()/></td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section class="part" aria-live="polite">
            <h2>{ui.words.words("import.report")}</h2>
            <ul class="holds">
                <li>{move || ui.words.t_count("import.good", good)}</li>
                <li>{move || ui.words.t_count("import.unchanged", unchanged)}</li>
                <li>{move || ui.words.t_count("import.bad", bad_count)}</li>
            </ul>
            {(bad_count > 0)
                .then(|| {
                    view! {
                        <p>{ui.words.words("import.bad.hint")}</p>
                        <table class="table">
                            <thead>
                                <tr>
                                    <th scope="col">{ui.words.words("import.line")}</th>
                                    <th scope="col">{ui.words.words("import.reason")}</th>
                                </tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </table>
                    }
                })}
            {move || match done.get() {
                Some(import) => view! {
                    <p>{move || ui.words.t_count("import.done", import.imported)}</p>
                    <a class="button" href=Route::People(project.get_value()).href()>{ui.words.words("import.see")}</a>
                }
                .into_any(),
                None if good > 0 => view! {
                    <form on:submit=send>
                        <p class="hint">{ui.words.words("import.nothing-yet")}</p>
                        <ProblemBox of=saving.problem()/>
                        <SubmitButton saving label=Signal::derive(move || ui.words.t_count("import.do", good))/>
                        <Show when=move || saving.is_pending()>
                            <progress aria-label=ui.words.words("import.importing")></progress>
                        </Show>
                    </form>
                }
                .into_any(),
                None => view! { <p>{ui.words.words("import.nothing")}</p> }.into_any(),
            }}
        </section>
    }
}
