//! What is filled in afterwards: of Webex Contact Center what its webhooks lost, of Genesys Cloud what was before the connector.

use leptos::prelude::*;
use leptos::{ev, html};
use serde_json::{Value, json};

use super::course::Course;
use super::{Place, filling, focus};
use crate::accounts::{Account, Vendor};
use crate::http::{Ask, ask};
use crate::rights::Right;
use crate::view::kit::{ProblemBox, Saving, SubmitButton, TextField, Ui, focus_what_is_wrong, use_ui};

/// As far back as the service remembers what came from Webex Contact Center, in hours.
const MOST_HOURS: i64 = 168;
/// What is asked for where nobody says otherwise, in hours.
const A_DAY: &str = "24";

/// The part of a connector's page.
#[component]
pub(super) fn FillingPart(
    /// Where the account is.
    place: Place,
) -> impl IntoView {
    let ui = use_ui();
    let heading = NodeRef::<html::H2>::new();
    let (title, lead) = match place.vendor {
        Vendor::Webex => ("filling.webex", "filling.webex.lead"),
        _ => ("filling.genesys", "filling.genesys.lead"),
    };
    let last = filling(place);
    let goes_on = Memo::new(move |_| last.with(|last| last.as_ref().is_some_and(|last| last.goes_on())));
    let is_on = Memo::new(move |_| place.connector.with(|connector| connector.is_on));
    view! {
        <section class="part wide">
            <h2 tabindex="-1" node_ref=heading>{ui.words.words(title)}</h2>
            <p class="hint">{ui.words.words(lead)}</p>
            <Show when=move || last.with(Option::is_some)>
                <Course place last heading/>
            </Show>
            <Show when=move || ui.session.may(Right::WriteOrganization)>
                <Show when=move || !is_on.get()>
                    <p class="hint">{ui.words.words("filling.off")}</p>
                </Show>
                <Show when=move || is_on.get() && !goes_on.get()>
                    {match place.vendor {
                        Vendor::Webex => view! { <OfWebex place heading/> }.into_any(),
                        _ => view! { <OfGenesys place heading/> }.into_any(),
                    }}
                </Show>
            </Show>
        </section>
    }
}

/// Begins it.
fn begin(ui: Ui, (place, heading): (Place, NodeRef<html::H2>), saving: Saving, body: &Value) {
    let asked = Ask::post(format!("{}/filling", place.path.get_value())).json(body);
    saving.run(ask::<Account>(ui.session, asked), move |account| {
        ui.say(move || ui.words.t("filling.begun"));
        place.load.set(account);
        // The form is gone for as long as that goes on.
        focus(heading);
    });
}

#[component]
fn OfWebex(place: Place, heading: NodeRef<html::H2>) -> impl IntoView {
    let ui = use_ui();
    let (hours, saving, is_wrong) = (RwSignal::new(A_DAY.to_owned()), Saving::new(), RwSignal::new(false));
    let read =
        move || hours.with(|hours| hours.trim().parse::<i64>().ok().filter(|hours| (1..=MOST_HOURS).contains(hours)));
    let ask = move |dry: bool| {
        let hours = untrack(read);
        is_wrong.set(hours.is_none());
        match hours {
            Some(hours) => begin(ui, (place, heading), saving, &json!({ "hours": hours, "dryRun": dry })),
            None => focus_what_is_wrong(),
        }
    };
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        ask(false);
    };
    let error = Signal::derive(move || {
        let is_wrong = is_wrong.get() && read().is_none();
        if is_wrong { Some(ui.words.t("filling.hours.wrong")) } else { saving.of_field("hours") }
    });
    view! {
        <form class="line" on:submit=send novalidate>
            <TextField label=ui.words.words("filling.hours") value=hours error kind="number" name="hours"/>
            <SubmitButton saving label=ui.words.words("filling.webex.do")/>
            <button type="button" class="button" on:click=move |_| ask(true)>{ui.words.words("filling.count")}</button>
        </form>
        <ProblemBox of=saving.problem() fields=&["hours"]/>
    }
}

#[component]
fn OfGenesys(place: Place, heading: NodeRef<html::H2>) -> impl IntoView {
    let ui = use_ui();
    let (since, saving, is_wrong) = (RwSignal::new(String::new()), Saving::new(), RwSignal::new(false));
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let day = since.get_untracked();
        is_wrong.set(day.trim().is_empty());
        if is_wrong.get_untracked() {
            focus_what_is_wrong();
        } else {
            begin(ui, (place, heading), saving, &json!({ "since": day }));
        }
    };
    let error = Signal::derive(move || {
        let is_wrong = is_wrong.get() && since.with(|since| since.trim().is_empty());
        if is_wrong { Some(ui.words.t("filling.since.wrong")) } else { saving.of_field("since") }
    });
    view! {
        <form class="line" on:submit=send novalidate>
            <TextField label=ui.words.words("filling.since") value=since error kind="date" name="since"/>
            <SubmitButton saving label=ui.words.words("filling.genesys.do")/>
        </form>
        <ProblemBox of=saving.problem() fields=&["since"]/>
    }
}
