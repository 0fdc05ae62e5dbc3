//! Persons from a table: looked at row by row before anything is stored, and then imported without its bad rows.

mod report;
mod run;

use js_sys::Uint8Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::{ev, html};
use wasm_bindgen_futures::JsFuture;

use super::path;
use crate::http::{Ask, ask};
use crate::view::kit::{Heading, ProblemBox, Saving, SubmitButton, download, focus_what_is_wrong, next_id, use_ui};
use crate::wire::Import;
use report::Report;

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
    let template = move |_| download("identities.csv", "text/csv", &TEMPLATE.into());
    view! {
        <Heading text=ui.words.words("import.heading")/>
        <section class="part">
            <h2>{ui.words.words("import.template")}</h2>
            <p>{ui.words.words("import.template.hint")}</p>
            <button type="button" class="button" on:click=template>{ui.words.words("import.template.do")}</button>
        </section>
        <Look project looked/>
        {move || looked.get().map(|looked| view! { <Report project looked/> })}
    }
}

/// Takes a table and has it looked at.
#[component]
fn Look(project: StoredValue<String>, looked: RwSignal<Option<Looked>>) -> impl IntoView {
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
