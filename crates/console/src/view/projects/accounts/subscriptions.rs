//! What a contact center tells the service: subscriptions with what is wrong with them; made, repaired and removed.

use leptos::prelude::*;

use super::Place;
use crate::accounts::Subscription;
use crate::http::{Ask, ask};
use crate::load::use_load;
use crate::rights::Right;
use crate::view::kit::{ConfirmByName, Empty, ProblemBox, Saving, shown, use_ui};

/// The part of a connector's page.
#[component]
pub(super) fn Subscriptions(
    /// Where the account is.
    place: Place,
) -> impl IntoView {
    let ui = use_ui();
    let path = StoredValue::new(format!("{}/subscriptions", place.path.get_value()));
    // The service looks after them by itself, too: then they are others.
    let checked = Memo::new(move |_| place.load.get().map(|account| (account.checked_at, account.problems)));
    let list = use_load(move || {
        checked.with(|_| ());
        ask::<Vec<Subscription>>(ui.session, Ask::get(path.get_value()).patiently())
    });
    let saving = Saving::new();
    let is_on = Memo::new(move |_| place.connector.with(|connector| connector.is_on));
    let ensure = move |_| {
        let asked = Ask::post(path.get_value()).patiently();
        saving.run(ask::<Vec<Subscription>>(ui.session, asked), move |_| {
            ui.say(move || ui.words.t("subscriptions.done"));
            list.again();
            place.load.again();
        });
    };
    view! {
        <section class="part wide">
            <h2>{ui.words.words("subscriptions.heading")}</h2>
            <p class="hint">{ui.words.words("subscriptions.lead")}</p>
            {shown(list, move |all: Signal<Vec<Subscription>>| view! { <List all/> }.into_any())}
            <ProblemBox of=saving.problem()/>
            <Show when=move || ui.session.may(Right::WriteOrganization)>
                <Show
                    when=move || is_on.get()
                    fallback=move || view! { <p class="hint">{ui.words.words("subscriptions.off")}</p> }
                >
                    <div class="buttons">
                        <button
                            type="button"
                            class="button"
                            aria-disabled=move || saving.is_pending().then_some("true")
                            on:click=ensure
                        >
                            {move || ui.words.t(if saving.is_pending() { "form.pending" } else { "subscriptions.do" })}
                        </button>
                        <Remove place path list/>
                    </div>
                </Show>
            </Show>
        </section>
    }
}

#[component]
fn List(all: Signal<Vec<Subscription>>) -> impl IntoView {
    let ui = use_ui();
    let all = Memo::new(move |_| all.get());
    let row = move |one: Subscription| {
        let (class, key) = one.state();
        let (title, tells, until, faults) = (one.title().to_owned(), one.tells(), one.expires_at.clone(), one.faults());
        view! {
            <tr>
                <th scope="row">
                    <span dir="auto">{title}</span>
                    <span class="small"><bdi dir="ltr">{tells}</bdi></span>
                </th>
                <td data-label=ui.words.words("connectors.state")>
                    <span class=class>{ui.words.words(key)}</span>
                    <ul>
                        {faults.into_iter().map(|key| view! { <li>{ui.words.words(key)}</li> }).collect_view()}
                        {until
                            .map(|until| {
                                let words = move || ui.words.t_with("subscription.until", &[("time", &ui.words.time(&until))]);
                                view! { <li class="small">{words}</li> }
                            })}
                    </ul>
                </td>
            </tr>
        }
    };
    view! {
        <Show
            when=move || !all.with(Vec::is_empty)
            fallback=move || view! {
                <Empty title=ui.words.words("subscriptions.none") advice=ui.words.words("subscriptions.none.advice")/>
            }
        >
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{ui.words.words("subscriptions.what")}</th>
                        <th scope="col">{ui.words.words("connectors.state")}</th>
                    </tr>
                </thead>
                <tbody>
                    {move || all.get().into_iter().map(row).collect_view()}
                </tbody>
            </table>
        </Show>
    }
}

/// Removes all of them, which switches the connector off.
#[component]
fn Remove(place: Place, path: StoredValue<String>, list: crate::load::Load<Vec<Subscription>>) -> impl IntoView {
    let ui = use_ui();
    let (open, saving) = (RwSignal::new(false), Saving::new());
    let confirmed = move |()| {
        let asked = Ask::delete(path.get_value()).patiently();
        saving.run(ask::<Vec<Subscription>>(ui.session, asked), move |_| {
            ui.say(move || ui.words.t("subscriptions.removed"));
            open.set(false);
            list.again();
            place.of_connector.again();
            place.load.again();
            place.focus_heading();
        });
    };
    view! {
        <button type="button" class="button grave" on:click=move |_| open.set(true)>
            {ui.words.words("subscriptions.remove.ask")}
        </button>
        <ConfirmByName
            open
            title=ui.words.words("subscriptions.remove")
            warning=ui.words.words("subscriptions.remove.warning")
            name=Signal::derive(move || place.connector.with(|one| one.name.clone()))
            label=ui.words.words("subscriptions.remove")
            saving
            confirmed
        />
    }
}
