//! The change log of a person: what was changed, when and by whom. A merge is undone here.

use cjds::Person;
use leptos::prelude::*;
use serde_json::to_value;

use super::page::OnePerson;
use super::title;
use crate::http::{Ask, ask};
use crate::load::use_load;
use crate::rights::Right;
use crate::route::Route;
use crate::view::kit::{Empty, ProblemBox, Saving, Ui, shown, use_ui};
use crate::wire::{Change, Renamed, Split, SplitPersons};

/// The part of a person's page.
#[component]
pub(super) fn Changes(
    /// Whose.
    person: OnePerson,
) -> impl IntoView {
    let ui = use_ui();
    let load = use_load(move || {
        person.version.track();
        ask::<Vec<Change>>(ui.session, Ask::get(untrack(|| person.path("", "/changes"))))
    });
    let saving = Saving::new();
    view! {
        <section class="part">
            <h2>{ui.words.words("changes.heading")}</h2>
            <ProblemBox of=saving.problem()/>
            {shown(load, move |changes: Signal<Vec<Change>>| {
                let is_empty = Memo::new(move |_| changes.with(Vec::is_empty));
                let item = move |change: Change| view! { <Entry person change changes saving/> };
                view! {
                    <Show
                        when=move || !is_empty.get()
                        fallback=move || view! {
                            <Empty title=ui.words.words("changes.none") advice=ui.words.words("changes.none.advice")/>
                        }
                    >
                        <ul class="changes">
                            <For each=move || changes.get() key=|change| change.id children=item/>
                        </ul>
                    </Show>
                }
                .into_any()
            })}
        </section>
    }
}

#[component]
fn Entry(person: OnePerson, change: Change, changes: Signal<Vec<Change>>, saving: Saving) -> impl IntoView {
    let ui = use_ui();
    let (id, other) = (change.id, change.other_person_id.clone());
    // The newest entry of the two persons says whether they are one.
    let can_undo = {
        let (kind, other) = (change.kind.clone(), other.clone());
        Memo::new(move |_| {
            let newest = changes.with(|all| all.iter().find(|one| one.other_person_id == other).map(|one| one.id));
            kind == "merged" && other.is_some() && newest == Some(id) && ui.session.may(Right::WritePersons)
        })
    };
    let name = change.details.person.as_ref().map(title).unwrap_or_default();
    let undo = move |_| {
        let body = to_value(Split { merged_person_id: other.clone(), ..Split::default() }).unwrap_or_default();
        let asked = Ask::post(untrack(|| person.path("/split", ""))).json(&body);
        saving.run(ask::<SplitPersons>(ui.session, asked), move |split| {
            ui.say(move || ui.words.t_with("split.done", &[("name", &title(&split.split_off))]));
            person.changed(split.person);
        });
    };
    // Of whom it is told by id alone, or who may have changed since.
    let elsewhere = change.other_person_id.clone().filter(|_| change.kind.starts_with("split"));
    let elsewhere = elsewhere.map(|id| Route::Person(person.project.get_value(), id).href());
    let (at, by) = (change.changed_at.clone(), change.changed_by.clone());
    view! {
        <li>
            <div>
                <p class="small">{move || ui.words.t_with("key.made.by", &[("time", &ui.words.time(&at)), ("name", &by)])}</p>
                {move || said(ui, &change).into_iter().map(|words| view! { <p>{words}</p> }).collect_view()}
                {elsewhere.map(|href| view! { <a href=href>{ui.words.words("changes.other")}</a> })}
            </div>
            {move || {
                let (name, undo) = (name.clone(), undo.clone());
                can_undo
                    .get()
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="button"
                                aria-label=move || ui.words.t_with("changes.undo.which", &[("name", &name)])
                                on:click=undo
                            >
                                {ui.words.words("changes.undo")}
                            </button>
                        }
                    })
            }}
        </li>
    }
}

/// An entry in sentences.
fn said(ui: Ui, change: &Change) -> Vec<String> {
    let name = |person: &Option<Person>| person.as_ref().map(title).unwrap_or_default();
    let mut said = Vec::new();
    let key = match change.kind.as_str() {
        "merged" => Some("changes.merged"),
        "split" => Some("changes.split"),
        "splitOff" => Some("changes.split-off"),
        _ => None,
    };
    if let Some(key) = key {
        said.push(ui.words.t_with(key, &[("name", &name(&change.details.person))]));
    }
    let renamed =
        [("changes.first-name", &change.details.first_name), ("changes.last-name", &change.details.last_name)];
    for (key, renamed) in renamed {
        let Some(Renamed { before, after }) = renamed else { continue };
        let or_nothing = |name: &Option<String>| name.clone().unwrap_or_else(|| ui.words.t("changes.no-name"));
        said.push(ui.words.t_with(key, &[("before", &or_nothing(before)), ("after", &or_nothing(after))]));
    }
    for (key, identities) in [("changes.added", &change.details.added), ("changes.removed", &change.details.removed)] {
        if !identities.is_empty() {
            said.push(ui.words.t_with(key, &[("identities", &identities.join(", "))]));
        }
    }
    said
}
