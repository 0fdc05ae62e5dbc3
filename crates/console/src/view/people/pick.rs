//! Choosing a person: searched for as in the table, and taken by a button.

use cjds::Person;
use leptos::ev;
use leptos::prelude::*;

use super::{Order, find, title};
use crate::search::Search;
use crate::view::kit::{Empty, ProblemBox, Saving, TextField, use_ui};

/// So many are offered; whoever is not among them is searched for more closely.
const OFFERED: usize = 8;

/// The search for a person, and who was found.
#[component]
pub(crate) fn PickPerson(
    /// The project's id.
    project: String,
    /// Who was chosen.
    chosen: RwSignal<Option<Person>>,
    /// Who is not offered, by id.
    #[prop(into, optional)]
    without: Option<Signal<String>>,
    /// The key of the words before the field.
    #[prop(default = "preview.customer")]
    label: &'static str,
    /// By which tests know the field.
    #[prop(default = "customer")]
    name: &'static str,
) -> impl IntoView {
    let ui = use_ui();
    let project = StoredValue::new(project);
    let (typed, saving, found) = (RwSignal::new(String::new()), Saving::new(), RwSignal::new(None::<Vec<Person>>));
    let search = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let search = typed.with_untracked(|typed| Search::of(typed));
        let order = Order { by: "updatedAt", is_ascending: false };
        saving.run(find(ui, project.get_value(), search, order, 0), move |mut all| {
            let left_out = without.map(|without| without.get_untracked());
            all.persons.retain(|one| left_out.as_ref() != Some(&one.id));
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
            let each = persons.into_iter().take(OFFERED).map(|one| {
                let name = title(&one);
                let label = name.clone();
                view! {
                    <li>
                        <bdi>{name}</bdi>
                        <button
                            type="button"
                            class="button small-button"
                            aria-label=move || ui.words.t_with("merge.choose.which", &[("name", &label)])
                            on:click=move |_| chosen.set(Some(one.clone()))
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
                label=ui.words.words(label)
                hint=ui.words.words("people.search.hint")
                value=typed
                kind="search"
                name=name
            />
            <button type="submit" class="button">
                {move || ui.words.t(if saving.is_pending() { "form.pending" } else { "people.search.do" })}
            </button>
        </form>
        <ProblemBox of=saving.problem()/>
        <div role="status">{list}</div>
    }
}
