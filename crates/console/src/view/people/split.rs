//! Splitting a person: chosen identities become a person of their own, with their events.

use std::collections::BTreeSet;

use leptos::ev;
use leptos::prelude::*;
use serde_json::to_value;

use super::page::OnePerson;
use super::title;
use crate::http::{Ask, ask};
use crate::route::Route;
use crate::view::kit::{Dialog, ProblemBox, Saving, SubmitButton, use_ui};
use crate::wire::{Split, SplitPersons};

/// The part of a person's page.
#[component]
pub(super) fn SplitOff(
    /// Who is split.
    person: OnePerson,
) -> impl IntoView {
    let ui = use_ui();
    let open = RwSignal::new(false);
    let may_split = Memo::new(move |_| super::identities(&person.get()).len() > 1);
    view! {
        <Show when=move || may_split.get()>
            <section class="part">
                <h2>{ui.words.words("split.heading")}</h2>
                <p class="hint">{ui.words.words("split.hint")}</p>
                <button type="button" class="button" on:click=move |_| open.set(true)>{ui.words.words("split.ask")}</button>
            </section>
        </Show>
        <Dialog open title=ui.words.words("split.heading")>
            <Choose person open/>
        </Dialog>
    }
}

#[component]
fn Choose(person: OnePerson, open: RwSignal<bool>) -> impl IntoView {
    let ui = use_ui();
    let all = super::identities(&untrack(|| person.get()));
    let count = all.len();
    let (chosen, saving, is_wrong) = (RwSignal::new(BTreeSet::<String>::new()), Saving::new(), RwSignal::new(false));
    let is_good = move || chosen.with(|chosen| !chosen.is_empty() && chosen.len() < count);
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if !untrack(is_good) {
            is_wrong.set(true);
            return;
        }
        let identities: Vec<String> = chosen.get_untracked().into_iter().collect();
        let body = to_value(Split { identities, ..Split::default() }).unwrap_or_default();
        let asked = Ask::post(untrack(|| person.path("/split", ""))).json(&body);
        saving.run(ask::<SplitPersons>(ui.session, asked), move |split| {
            open.set(false);
            let name = title(&split.split_off);
            ui.say(move || ui.words.t_with("split.done", &[("name", &name)]));
            person.changed(split.person);
            ui.go(&Route::Person(person.project.get_value(), split.split_off.id));
        });
    };
    let each = all.into_iter().map(|(_, key, value)| {
        let kept = value.clone();
        let choose = move |event| {
            let is_chosen = event_target_checked(&event);
            chosen.update(|chosen| {
                if is_chosen {
                    chosen.insert(kept.clone());
                } else {
                    chosen.remove(&kept);
                }
            });
        };
        view! {
            <label class="choice">
                <input type="checkbox" on:change=choose/>
                <span><span class="small">{ui.words.words(key)}</span> <bdi>{value}</bdi></span>
            </label>
        }
    });
    let each = each.collect_view();
    view! {
        <form on:submit=send>
            <fieldset>
                <legend>{ui.words.words("split.which")}</legend>
                {each}
            </fieldset>
            <p role="alert" class="error">{move || (is_wrong.get() && !is_good()).then(|| ui.words.t("split.wrong"))}</p>
            <ProblemBox of=saving.problem()/>
            <div class="buttons">
                <SubmitButton saving label=ui.words.words("split.do")/>
                <button type="button" class="button" on:click=move |_| open.set(false)>{ui.words.words("form.cancel")}</button>
            </div>
        </form>
    }
}
