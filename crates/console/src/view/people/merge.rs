//! Merging another person into this one: found, compared side by side, and then made one.

use cjds::Person;
use leptos::ev;
use leptos::prelude::*;
use serde_json::json;

use super::page::OnePerson;
use super::{Order, find, identities, path, title};
use crate::http::{Ask, ask, encoded};
use crate::search::Search;
use crate::view::kit::{Dialog, Empty, ProblemBox, Saving, SubmitButton, TextField, use_ui};

/// The part of a person's page.
#[component]
pub(super) fn Merge(
    /// Who stays.
    person: OnePerson,
) -> impl IntoView {
    let ui = use_ui();
    let open = RwSignal::new(false);
    view! {
        <section class="part">
            <h2>{ui.words.words("merge.heading")}</h2>
            <p class="hint">{ui.words.words("merge.hint")}</p>
            <button type="button" class="button" on:click=move |_| open.set(true)>{ui.words.words("merge.ask")}</button>
            <Dialog open title=ui.words.words("merge.heading")>
                {move || {
                    let other = RwSignal::new(None::<Person>);
                    move || match other.get() {
                        None => view! { <Choose person other/> }.into_any(),
                        Some(chosen) => view! { <Compare person chosen other open/> }.into_any(),
                    }
                }}
            </Dialog>
        </section>
    }
}

#[component]
fn Choose(person: OnePerson, other: RwSignal<Option<Person>>) -> impl IntoView {
    let ui = use_ui();
    let (typed, saving, found) = (RwSignal::new(String::new()), Saving::new(), RwSignal::new(None::<Vec<Person>>));
    let search = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let search = typed.with_untracked(|typed| Search::of(typed));
        let own = untrack(|| person.get()).id;
        let order = Order { by: "updatedAt", is_ascending: false };
        saving.run(find(ui, person.project.get_value(), search, order, 0), move |mut all| {
            all.persons.retain(|other| other.id != own);
            found.set(Some(all.persons));
        });
    };
    let list = move || {
        found.get().map(|persons| {
            if persons.is_empty() {
                return view! {
                    <Empty title=ui.words.words("people.none.found") advice=ui.words.words("people.none.found.advice")/>
                }
                .into_any();
            }
            let each = persons.into_iter().map(|one| {
                let name = title(&one);
                let label = name.clone();
                view! {
                    <li>
                        <bdi>{name}</bdi>
                        <button
                            type="button"
                            class="button"
                            aria-label=move || ui.words.t_with("merge.choose.which", &[("name", &label)])
                            on:click=move |_| other.set(Some(one.clone()))
                        >
                            {ui.words.words("merge.choose")}
                        </button>
                    </li>
                }
            });
            view! { <ul class="identities">{each.collect_view()}</ul> }.into_any()
        })
    };
    view! {
        <form class="people-tools" role="search" on:submit=search>
            <TextField
                label=ui.words.words("people.search")
                hint=ui.words.words("people.search.hint")
                value=typed
                kind="search"
                name="search-other"
            />
            <SubmitButton saving label=ui.words.words("people.search.do")/>
        </form>
        <ProblemBox of=saving.problem()/>
        <div role="status">{list}</div>
    }
}

#[component]
fn Compare(person: OnePerson, chosen: Person, other: RwSignal<Option<Person>>, open: RwSignal<bool>) -> impl IntoView {
    let ui = use_ui();
    let saving = Saving::new();
    let own = untrack(|| person.get());
    let side = move |key: &'static str, one: &Person| {
        let each = identities(one).into_iter().map(|(_, key, value)| {
            view! { <li><span class="small">{ui.words.words(key)}</span> " " <bdi>{value}</bdi></li> }
        });
        let each = each.collect_view();
        view! {
            <div class="side">
                <p class="small">{ui.words.words(key)}</p>
                <h3 dir="auto">{title(one)}</h3>
                <ul>{each}</ul>
            </div>
        }
    };
    let (stays, goes) = (side("merge.stays", &own), side("merge.goes", &chosen));
    let id = chosen.id.clone();
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let rest = format!("/primary-person-id/{}", encoded(&untrack(|| person.get()).id));
        let asked =
            Ask::post(path("/merge", &person.project.get_value(), &rest)).json(&json!({ "personIdsToMerge": [id] }));
        saving.run(ask::<Person>(ui.session, asked), move |merged| {
            open.set(false);
            ui.say(move || ui.words.t("merge.done"));
            person.changed(merged);
        });
    };
    view! {
        <form on:submit=send>
            <div class="sides">{stays}{goes}</div>
            <p>{ui.words.words("merge.what")}</p>
            <ProblemBox of=saving.problem()/>
            <div class="buttons">
                <SubmitButton saving label=ui.words.words("merge.do")/>
                <button type="button" class="button" on:click=move |_| other.set(None)>{ui.words.words("merge.another")}</button>
            </div>
        </form>
    }
}
