//! How it goes with an account: whether it is connected, what is to be known of it, and what went wrong last.

use leptos::prelude::*;

use super::Place;
use super::connect::Connect;
use super::disconnect::Disconnect;
use super::trouble::Troubles;
use crate::accounts::{Account, Fact};
use crate::rights::Right;
use crate::view::kit::{Ui, use_ui};

/// The account; and connecting it, for whoever may.
#[component]
pub(super) fn State(
    /// Where it is.
    place: Place,
    /// As it is now.
    now: Signal<Account>,
) -> impl IntoView {
    let ui = use_ui();
    let vendor = place.vendor;
    let is_connected = Memo::new(move |_| now.with(|now| now.is_connected));
    let state = Memo::new(move |_| now.with(Account::state));
    let facts = Memo::new(move |_| now.with(|now| if now.is_connected { now.facts(vendor) } else { Vec::new() }));
    let troubles = Memo::new(move |_| now.with(|now| now.problems.clone()));
    let is_lacking = Memo::new(move |_| now.with(|now| !now.lacking.is_empty()));
    let is_open = RwSignal::new(false);
    let may_write = move || ui.session.may(Right::WriteOrganization);
    let each = move || {
        let each = facts.get().into_iter();
        each.map(|(key, fact)| view! { <dt>{ui.words.words(key)}</dt><dd>{move || said(ui, &fact)}</dd> })
            .collect_view()
    };
    view! {
        <p role="status"><span class=move || state.get().0>{move || ui.words.t(state.get().1)}</span></p>
        <Show when=move || !is_connected.get()>
            <p class="hint">{ui.words.words(vendor.lead())}</p>
        </Show>
        <Troubles of=troubles/>
        <Show when=move || is_connected.get()>
            <dl class="facts">{each}</dl>
        </Show>
        <Show when=move || is_lacking.get()>
            <p class="hint">{ui.words.words("account.lacking.hint")}</p>
        </Show>
        <Show when=may_write>
            <Show when=move || !is_connected.get() || is_open.get()>
                <Connect place now is_open/>
            </Show>
            <Show when=move || is_connected.get() && !is_open.get()>
                <div class="buttons">
                    <button type="button" class="button" on:click=move |_| is_open.set(true)>
                        {ui.words.words("account.connect-anew")}
                    </button>
                    <Disconnect place/>
                </div>
            </Show>
        </Show>
    }
}

fn said(ui: Ui, fact: &Fact) -> AnyView {
    match fact {
        Fact::Text(text) => view! { <span dir="ltr">{text.clone()}</span> }.into_any(),
        Fact::Time(Some(time)) => ui.words.time(time).into_any(),
        Fact::Time(None) => ui.words.t("account.not-yet").into_any(),
        Fact::Number(number) => ui.words.number(*number).into_any(),
        Fact::Words(key) => ui.words.t(key).into_any(),
        Fact::Until(key, time) => ui.words.t_with(key, &[("time", &ui.words.time(time))]).into_any(),
        Fact::By(key, time, name) => ui.words.t_with(key, &[("time", &ui.words.time(time)), ("name", name)]).into_any(),
    }
}
