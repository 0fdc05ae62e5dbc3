//! Merging another person into this one: found, compared side by side, and then made one.

use cjds::Person;
use leptos::ev;
use leptos::prelude::*;
use serde_json::json;

use super::page::OnePerson;
use super::{PickPerson, identities, path, title};
use crate::http::{Ask, ask, encoded};
use crate::view::kit::{Dialog, ProblemBox, Saving, SubmitButton, use_ui};

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
                        None => view! {
                            <PickPerson
                                project=person.project.get_value()
                                chosen=other
                                without=Signal::derive(move || person.get().id)
                                label="people.search"
                                name="search-other"
                            />
                        }
                        .into_any(),
                        Some(chosen) => view! { <Compare person chosen other open/> }.into_any(),
                    }
                }}
            </Dialog>
        </section>
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
