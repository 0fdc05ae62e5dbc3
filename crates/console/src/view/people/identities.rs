//! The identities of a person: added and removed. One of them stays.

use cjds::Person;
use leptos::ev;
use leptos::prelude::*;
use serde_json::json;

use super::page::OnePerson;
use crate::http::{Ask, ask};
use crate::rights::Right;
use crate::view::kit::{ProblemBox, Saving, SubmitButton, TextField, focus_what_is_wrong, next_id, use_ui};

/// The kinds, as the wire has them, with the keys of their names.
const KINDS: [(&str, &str); 5] = [
    ("phone", "identity.phone"),
    ("email", "identity.email"),
    ("customerId", "identity.customer"),
    ("socialId", "identity.social"),
    ("temporaryId", "identity.temporary"),
];

/// The part of a person's page.
#[component]
pub(super) fn Identities(
    /// Whose.
    person: OnePerson,
) -> impl IntoView {
    let ui = use_ui();
    let removing = Saving::new();
    let may_write = move || ui.session.may(Right::WritePersons);
    let is_last = Memo::new(move |_| super::identities(&person.get()).len() < 2);
    let item = move |(_, key, value): (&'static str, &'static str, String)| {
        let (shown, named) = (value.clone(), value.clone());
        let remove = move |_| {
            let asked = Ask::patch(untrack(|| person.path("/remove-identities", ""))).json(&json!([value]));
            removing.run(ask::<Person>(ui.session, asked), move |changed| {
                person.changed(changed);
                ui.say(move || ui.words.t("identity.removed"));
            });
        };
        view! {
            <li>
                <span><span class="small">{ui.words.words(key)}</span> " " <bdi>{shown}</bdi></span>
                {move || {
                    let (named, remove) = (named.clone(), remove.clone());
                    (may_write() && !is_last.get())
                        .then(|| {
                            view! {
                                <button
                                    type="button"
                                    class="button"
                                    aria-label=move || ui.words.t_with("identity.remove.which", &[("identity", &named)])
                                    on:click=remove
                                >
                                    {ui.words.words("identity.remove")}
                                </button>
                            }
                        })
                }}
            </li>
        }
    };
    view! {
        <section class="part">
            <h2>{ui.words.words("person.identities")}</h2>
            <ul class="identities">
                <For
                    each=move || super::identities(&person.get())
                    key=|(kind, _, value)| (*kind, value.clone())
                    children=item
                />
            </ul>
            <ProblemBox of=removing.problem()/>
            <Show when=may_write>
                <Add person/>
            </Show>
        </section>
    }
}

#[component]
fn Add(person: OnePerson) -> impl IntoView {
    let ui = use_ui();
    let id = next_id("kind");
    let (kind, value) = (RwSignal::new("phone".to_owned()), RwSignal::new(String::new()));
    let (saving, is_missing) = (Saving::new(), RwSignal::new(false));
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let added = value.get_untracked().trim().to_owned();
        is_missing.set(added.is_empty());
        if added.is_empty() {
            focus_what_is_wrong();
            return;
        }
        let asked =
            Ask::patch(untrack(|| person.path("/add-identities", ""))).json(&json!({ kind.get_untracked(): [added] }));
        saving.run(ask::<Person>(ui.session, asked), move |changed| {
            person.changed(changed);
            value.set(String::new());
            ui.say(move || ui.words.t("identity.added"));
        });
    };
    let error = Signal::derive(move || {
        let is_empty = value.with(|value| value.trim().is_empty());
        if is_missing.get() && is_empty {
            return Some(ui.words.t("form.required"));
        }
        KINDS.iter().find_map(|(kind, _)| saving.of_field(kind))
    });
    view! {
        <form class="line" on:submit=send novalidate>
            <div class="field">
                <label for=id.clone()>{ui.words.words("identity.kind")}</label>
                <select id=id name="kind" on:change=move |event| kind.set(event_target_value(&event))>
                    {KINDS
                        .map(|(kind, key)| view! { <option value=kind>{ui.words.words(key)}</option> })
                        .collect_view()}
                </select>
            </div>
            <TextField label=ui.words.words("identity.new") value error name="identity"/>
            <SubmitButton saving label=ui.words.words("identity.add")/>
        </form>
        <ProblemBox of=saving.problem() fields=&["phone", "email", "customerId", "socialId", "temporaryId"]/>
    }
}
