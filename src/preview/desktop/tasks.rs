//! The contacts at the desk, offered and accepted, and the box that brings new ones.

use icondata_core::Icon;
use icondata_lu as lu;
use leptos::prelude::*;

use crate::preview::icon::Glyph;
use crate::preview::simulate::actions::Actions;
use crate::preview::simulate::contact::{Channel, Contact, Direction, Stage};
use crate::preview::state::Desk;
use crate::preview::tools::simulate_box::SimulateBox;

/// The column of contacts.
#[component]
pub(super) fn Tasks(desk: Desk, actions: Actions) -> impl IntoView {
    let ids = Memo::new(move |_| {
        desk.contacts.with(|contacts| contacts.iter().map(|contact| contact.id.clone()).collect::<Vec<_>>())
    });
    view! {
        <section class="tasks" aria-label="Contacts">
            <div class="tasks-head">
                <h2>"Contacts"</h2>
                <span class="count">{move || ids.with(Vec::len)}</span>
            </div>
            <ul class="task-list" hidden=move || ids.with(Vec::is_empty)>
                <For each=move || ids.get() key=|id| id.clone() let:id>
                    <Task desk actions id/>
                </For>
            </ul>
            <p class="quiet tasks-none" hidden=move || ids.with(|ids| !ids.is_empty())>
                "No contact at the moment."
            </p>
            <SimulateBox desk actions/>
        </section>
    }
}

#[component]
fn Task(desk: Desk, actions: Actions, id: String) -> impl IntoView {
    let contact = {
        let id = id.clone();
        Memo::new(move |_| desk.contacts.with(|contacts| contacts.iter().find(|contact| contact.id == id).cloned()))
    };
    let selected = {
        let id = id.clone();
        Memo::new(move |_| desk.selected.get().as_deref() == Some(id.as_str()))
    };
    let (chosen, accepted) = (id.clone(), id.clone());
    let offered =
        Memo::new(move |_| contact.with(|contact| contact.as_ref().is_some_and(|one| one.stage == Stage::Offered)));
    let of = move |read: fn(&Contact) -> String| {
        move || contact.with(|contact| contact.as_ref().map(read).unwrap_or_default())
    };
    view! {
        <li class="task" class:task-selected=move || selected.get() class:task-offered=move || offered.get()>
            <button
                type="button"
                class="task-main"
                data-testid=format!("task-{id}")
                data-channel=of(|contact| contact.channel.word().to_owned())
                data-stage=of(|contact| stage_word(contact.stage).to_owned())
                aria-current=move || selected.get().then_some("true")
                disabled=move || offered.get()
                on:click=move |_| actions.select(&chosen)
            >
                <span class="task-icon">
                    {move || contact.with(|contact| contact.as_ref().map(|contact| {
                        view! { <Glyph icon=channel_icon(contact.channel, contact.direction)/> }
                    }))}
                </span>
                <span class="task-words">
                    <strong><bdi>{of(|contact| contact.title().to_owned())}</bdi></strong>
                    <span class="quiet">{of(|contact| format!("{} · {}", contact.channel.name(), contact.channel.queue()))}</span>
                </span>
                <span class="task-side">
                    <time>{move || contact.with(|contact| contact.as_ref().map(|contact| elapsed(desk, contact)))}</time>
                    <span
                        class="stage-word"
                        class:stage-held=move || contact.with(|contact| contact.as_ref().is_some_and(|one| one.stage == Stage::Held))
                    >{of(|contact| stage_name(contact.stage).to_owned())}</span>
                </span>
            </button>
            <Show when=move || offered.get()>
                <button
                    type="button"
                    class="button button-go"
                    data-testid=format!("accept-{accepted}")
                    on:click={
                        let accepted = accepted.clone();
                        move |_| actions.accept(&accepted)
                    }
                >
                    "Accept"
                </button>
            </Show>
        </li>
    }
}

/// The icon of a channel; an arrow out for a call that the agent makes.
pub(super) fn channel_icon(channel: Channel, direction: Direction) -> Icon {
    match (channel, direction) {
        (Channel::Voice, Direction::Inbound) => lu::LuPhoneIncoming,
        (Channel::Voice, Direction::Outbound) => lu::LuPhoneOutgoing,
        (Channel::Chat, _) => lu::LuMessageSquare,
        (Channel::Email, _) => lu::LuMail,
    }
}

/// Minutes and seconds in the present stage.
pub(super) fn elapsed(desk: Desk, contact: &Contact) -> String {
    let seconds = (desk.now.get() - contact.since).num_seconds().max(0);
    format!("{:02}:{:02}", seconds / 60, seconds % 60)
}

/// The stage for people.
pub(super) const fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Offered => "Offered",
        Stage::Connected => "Connected",
        Stage::Held => "On hold",
        Stage::WrapUp => "Wrap-up",
    }
}

const fn stage_word(stage: Stage) -> &'static str {
    match stage {
        Stage::Offered => "offered",
        Stage::Connected => "connected",
        Stage::Held => "held",
        Stage::WrapUp => "wrap-up",
    }
}
