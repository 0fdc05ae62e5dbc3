//! Brings contacts to the desktop: a sample customer or a typed identity, and a channel.

use icondata_lu as lu;
use leptos::prelude::*;

use crate::preview::icon::Glyph;
use crate::preview::simulate::actions::Actions;
use crate::preview::simulate::contact::{Channel, Direction, Party};
use crate::preview::state::Desk;

/// The box under the contacts.
#[component]
pub(crate) fn SimulateBox(desk: Desk, actions: Actions) -> impl IntoView {
    let chosen = RwSignal::new(0_usize);
    let typed = RwSignal::new(String::new());
    let party = move |channel: Channel| {
        let identity = typed.get_untracked();
        if identity.trim().is_empty() {
            desk.customers.with_untracked(|customers| customers.get(chosen.get_untracked())?.party(channel))
        } else {
            Some(Party::unknown(&identity))
        }
    };
    let bring = move |channel, direction| {
        if let Some(party) = party(channel) {
            actions.bring(channel, direction, party);
        }
    };
    let nobody = move || typed.with(|typed| typed.trim().is_empty()) && desk.customers.with(Vec::is_empty);
    let icon = |channel| match channel {
        Channel::Voice => lu::LuPhoneIncoming,
        Channel::Chat => lu::LuMessageSquare,
        Channel::Email => lu::LuMail,
    };
    view! {
        <section class="simulate" aria-label="Simulate a contact">
            <h2>"Simulate"</h2>
            <div class="customers" role="radiogroup" aria-label="Sample customer" class:customers-off=move || typed.with(|typed| !typed.trim().is_empty())>
                <For
                    each=move || desk.customers.get().into_iter().enumerate()
                    key=|(index, customer)| (*index, customer.title())
                    let((index, customer))
                >
                    <label class="customer" title=customer.about.clone()>
                        <input
                            type="radio"
                            name="customer"
                            data-testid=format!("customer-{index}")
                            prop:checked=move || chosen.get() == index
                            on:change=move |_| {
                                chosen.set(index);
                                typed.set(String::new());
                            }
                        />
                        <span class="customer-words">
                            <strong><bdi>{customer.title()}</bdi></strong>
                            <span class="quiet">
                                {if customer.about.is_empty() { customer.first_identity() } else { customer.about.clone() }}
                            </span>
                        </span>
                    </label>
                </For>
            </div>
            <label class="field">
                <span>"Or somebody unknown"</span>
                <input
                    type="text"
                    data-testid="unknown-identity"
                    placeholder="+15550142 or name@example.com"
                    autocomplete="off"
                    spellcheck="false"
                    prop:value=move || typed.get()
                    on:input=move |event| typed.set(event_target_value(&event))
                />
            </label>
            <div class="simulate-buttons">
                {Channel::ALL
                    .map(|channel| {
                        view! {
                            <button
                                type="button"
                                class="button"
                                data-testid=format!("accept-{}", channel.word())
                                disabled=nobody
                                on:click=move |_| bring(channel, Direction::Inbound)
                            >
                                <Glyph icon=icon(channel)/>
                                {channel.name()}
                            </button>
                        }
                    })
                    .into_iter()
                    .collect_view()}
                <button
                    type="button"
                    class="button"
                    data-testid="dial-out"
                    disabled=nobody
                    title="Call the customer: an outbound call"
                    on:click=move |_| bring(Channel::Voice, Direction::Outbound)
                >
                    <Glyph icon=lu::LuPhoneOutgoing/>
                    "Dial"
                </button>
            </div>
            <label class="check">
                <input
                    type="checkbox"
                    data-testid="auto-accept"
                    prop:checked=move || desk.auto_accept.get()
                    on:change=move |event| desk.auto_accept.set(event_target_checked(&event))
                />
                "Accept at once"
            </label>
        </section>
    }
}
