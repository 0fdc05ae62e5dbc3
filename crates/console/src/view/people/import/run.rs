//! The import of a table that was looked at: begun, followed, stopped between two portions, and taken up again.

use js_sys::Uint8Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::{ev, html};
use wasm_bindgen::JsValue;

use crate::http::{Ask, ask};
use crate::importing::{Importing, Portion, State};
use crate::route::Route;
use crate::view::kit::{ProblemBox, use_ui};
use crate::view::people::path;
use crate::wire::Import;

/// The buttons, how far it is, and what came of it.
#[component]
pub(super) fn Run(
    /// The project's id.
    project: StoredValue<String>,
    /// The table as it came.
    table: StoredValue<Uint8Array, LocalStorage>,
    /// The import.
    importing: RwSignal<Importing>,
    /// So many rows can be imported.
    good: i64,
    /// So many rows the table has.
    total: i64,
) -> impl IntoView {
    let ui = use_ui();
    let send = move |portion: Portion| {
        let (query, body) = match portion.text {
            Some(text) => (format!("?firstLine={}", portion.first), JsValue::from(text)),
            None => (String::new(), table.get_value().into()),
        };
        ask::<Import>(ui.session, Ask::post(path("/import", &project.get_value(), &query)).table(body))
    };
    let run = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if importing.with_untracked(Importing::is_running) {
            return;
        }
        let mut next = importing.try_update(Importing::begin).flatten();
        spawn_local(async move {
            while let Some(portion) = next {
                let came = send(portion).await;
                // The page may be gone: then it ends between two portions.
                let then = importing.try_update(|importing| match came {
                    Ok(import) => importing.took(import),
                    Err(problem) => {
                        importing.failed(problem);
                        None
                    }
                });
                next = then.flatten();
            }
            let Some(Importing { state: State::Done, sum, .. }) = importing.try_get_untracked() else { return };
            ui.say(move || ui.words.t_count("import.done", sum.imported));
        });
    };
    let is_divided = importing.with_untracked(Importing::is_divided);
    let main = NodeRef::<html::Button>::new();
    let is_running = Memo::new(move |_| importing.with(Importing::is_running));
    let state = Memo::new(move |_| importing.with(|importing| importing.state.clone()));
    // The button that stopped it goes, and whoever pressed it is at the one that goes on.
    Effect::new(move |_| {
        if state.get() == State::Stopped
            && let Some(button) = main.get_untracked()
        {
            // Only a button that is gone cannot have it.
            let _ = button.focus();
        }
    });
    let problem = Signal::derive(move || match state.get() {
        State::Failed(problem) => Some(problem),
        _ => None,
    });
    let label = move || match state.get() {
        State::Ready => ui.words.t_count("import.do", good),
        State::Running | State::Stopping => ui.words.t("form.pending"),
        State::Stopped | State::Failed(_) | State::Done => ui.words.t("import.go-on"),
    };
    view! {
        <Show when=move || state.get() != State::Done fallback=move || view! { <Done project importing/> }>
            <form on:submit=run>
                <Show when=move || state.get() == State::Ready>
                    <p class="hint">{ui.words.words("import.nothing-yet")}</p>
                </Show>
                <ProblemBox of=problem/>
                <Show when=move || matches!(state.get(), State::Stopped | State::Failed(_))>
                    <SoFar importing/>
                </Show>
                <Show when=move || state.get() != State::Ready>
                    <HowFar importing total/>
                </Show>
                <div class="buttons">
                    <button type="submit" class="button main" node_ref=main aria-disabled=move || is_running.get().then_some("true")>
                        {label}
                    </button>
                    <Show when=move || is_running.get() && is_divided>
                        <button
                            type="button"
                            class="button"
                            aria-disabled=move || (!importing.with(Importing::can_stop)).then_some("true")
                            on:click=move |_| importing.update(Importing::stop)
                        >
                            {ui.words.words("import.stop")}
                        </button>
                    </Show>
                </div>
            </form>
        </Show>
    }
}

/// How many of the rows are done. Screen readers find it where they look for it, and are not told of each step.
#[component]
fn HowFar(importing: RwSignal<Importing>, total: i64) -> impl IntoView {
    let ui = use_ui();
    let rows = Memo::new(move |_| importing.with(Importing::rows));
    let said = move || {
        let rows = ui.words.number(rows.get());
        ui.words.t_count("import.progress", total).replace("{done}", &rows)
    };
    let is_stopping = move || importing.with(|importing| importing.state == State::Stopping);
    view! {
        <div class="how-far" aria-live="off">
            <progress
                max=total
                value=move || rows.get()
                aria-label=ui.words.words("import.importing")
                aria-valuetext=said
            ></progress>
            <p class="small">{said}</p>
            <Show when=is_stopping>
                <p class="small">{ui.words.words("import.stopping")}</p>
            </Show>
        </div>
    }
}

/// What is imported and what is not, of an import that stopped half way.
#[component]
fn SoFar(importing: RwSignal<Importing>) -> impl IntoView {
    let ui = use_ui();
    let number = move |line: i64| ui.words.number(line);
    let up_to = move || {
        let done = importing.with(Importing::up_to);
        done.map(|line| ui.words.t_with("import.up-to", &[("line", &number(line))]))
    };
    let unknown = move || {
        let (first, last) = importing.with(Importing::unknown)?;
        Some(ui.words.t_with("import.unknown", &[("first", &number(first)), ("last", &number(last))]))
    };
    let rest = move || {
        let (is_first, has_rest) =
            importing.with(|now| (now.up_to().is_none() && now.unknown().is_none(), now.has_rest()));
        match (is_first, has_rest) {
            (true, _) => Some(ui.words.t("import.nothing-yet")),
            (false, true) => Some(ui.words.t("import.rest")),
            (false, false) => None,
        }
    };
    let sum = move |key: &'static str, count: fn(&Import) -> i64| {
        move || ui.words.t_count(key, importing.with(|importing| count(&importing.sum)))
    };
    view! {
        <p>{up_to}" "{unknown}" "{rest}</p>
        <ul class="holds">
            <li>{sum("import.done", |import| import.imported)}</li>
            <li>{sum("import.unchanged", |import| import.unchanged)}</li>
        </ul>
        <p class="hint">{ui.words.words("import.go-on.hint")}</p>
    }
}

/// All of it is done.
#[component]
fn Done(project: StoredValue<String>, importing: RwSignal<Importing>) -> impl IntoView {
    let ui = use_ui();
    let imported = move || importing.with(|importing| importing.sum.imported);
    view! {
        <p>{move || ui.words.t_count("import.done", imported())}</p>
        <a class="button" href=Route::People(project.get_value()).href()>{ui.words.words("import.see")}</a>
    }
}
