//! How far it is with what is filled in, or what came of it last.

use leptos::html;
use leptos::prelude::*;

use super::trouble::WentWrong;
use super::{Place, focus};
use crate::accounts::{Account, Filling, Vendor};
use crate::http::{Ask, ask};
use crate::rights::Right;
use crate::view::kit::{ProblemBox, Saving, use_ui};

/// Its course; while it goes on, of Genesys Cloud, with a button that stops it.
#[component]
pub(super) fn Course(
    /// Where the account is.
    place: Place,
    /// What is filled in, or was last.
    last: Memo<Option<Filling>>,
    /// Where the focus goes when what had it is gone.
    heading: NodeRef<html::H2>,
) -> impl IntoView {
    let ui = use_ui();
    let is_webex = place.vendor == Vendor::Webex;
    let of = move |read: fn(&Filling) -> String| last.with(|last| last.as_ref().map(read).unwrap_or_default());
    let number = move |read: fn(&Filling) -> i64| last.with(|last| last.as_ref().map(read).unwrap_or_default());
    let is = move |read: fn(&Filling) -> bool| last.with(|last| last.as_ref().is_some_and(read));
    let goes_on = Memo::new(move |_| is(Filling::goes_on));
    let problem = Memo::new(move |_| last.with(|last| last.as_ref().and_then(|last| last.problem.clone())));
    let state = Memo::new(move |_| last.with(|last| last.as_ref().map_or("filling.done", Filling::state)));
    let percent = move || number(|last| last.percent);
    let period = move || {
        let (since, until) = (of(|last| last.since.clone()), of(|last| last.until.clone()));
        ui.words.t_with("filling.from-to", &[("from", &ui.words.time(&since)), ("to", &ui.words.time(&until))])
    };
    let begun = move || {
        let (time, by) = (ui.words.time(&of(|last| last.begun_at.clone())), of(|last| last.begun_by.clone()));
        if by.is_empty() {
            ui.words.t_with("filling.by-itself", &[("time", &time)])
        } else {
            ui.words.t_with("key.made.by", &[("time", &time), ("name", &by)])
        }
    };
    let looked_at = if is_webex { "filling.tasks" } else { "filling.conversations" };
    let events = move || ui.words.t(if is(|last| last.is_dry_run) { "filling.missing" } else { "filling.events" });
    view! {
        <Show when=move || goes_on.get()>
            <progress
                max="100"
                value=move || percent().to_string()
                aria-label=ui.words.words("filling.progress")
            ></progress>
        </Show>
        <dl class="facts" data-filling=move || if goes_on.get() { "goes-on" } else { "over" }>
            <dt>{ui.words.words("connectors.state")}</dt>
            <dd>
                <span role="status">{move || ui.words.t(state.get())}</span>
                " "
                {move || {
                    (percent() < 100).then(|| ui.words.t_with("filling.percent", &[("percent", &ui.words.number(percent()))]))
                }}
            </dd>
            <dt>{ui.words.words("filling.period")}</dt>
            <dd>{period}</dd>
            <dt>{ui.words.words(looked_at)}</dt>
            <dd>{move || ui.words.number(number(|last| if last.tasks > 0 { last.tasks } else { last.conversations }))}</dd>
            <dt>{events}</dt>
            <dd>{move || ui.words.number(number(|last| last.events))}</dd>
            <dt>{ui.words.words("filling.begun-at")}</dt>
            <dd>{begun}</dd>
        </dl>
        <WentWrong of=problem/>
        <Show when=move || goes_on.get() && !is_webex && ui.session.may(Right::WriteOrganization)>
            <Stop place heading/>
        </Show>
    }
}

#[component]
fn Stop(place: Place, heading: NodeRef<html::H2>) -> impl IntoView {
    let ui = use_ui();
    let saving = Saving::new();
    let stop = move |_| {
        let asked = Ask::delete(format!("{}/filling", place.path.get_value())).patiently();
        saving.run(ask::<Account>(ui.session, asked), move |account| {
            ui.say(move || ui.words.t("filling.is-stopped"));
            place.load.set(account);
            focus(heading);
        });
    };
    view! {
        <ProblemBox of=saving.problem()/>
        <button type="button" class="button" on:click=stop>
            {move || ui.words.t(if saving.is_pending() { "form.pending" } else { "filling.stop" })}
        </button>
    }
}
