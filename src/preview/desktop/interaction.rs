//! The selected contact: who it is, how long, and the agent's controls. What was said on it is not simulated.

use chrono::{DateTime, Utc};
use icondata_lu as lu;
use leptos::prelude::*;

use super::header::initials;
use super::tasks::{channel_icon, elapsed, stage_name};
use crate::preview::icon::Glyph;
use crate::preview::simulate::actions::Actions;
use crate::preview::simulate::contact::{Channel, Contact, Direction, Stage};
use crate::preview::simulate::events::WRAP_UP_CODES;
use crate::preview::state::Desk;

/// The middle of the desktop.
#[component]
pub(super) fn Interaction(desk: Desk, actions: Actions) -> impl IntoView {
    let contact = Memo::new(move |_| desk.contact());
    let id = Memo::new(move |_| contact.with(|contact| contact.as_ref().map(|contact| contact.id.clone())));
    move || match id.get() {
        None => view! { <NoContact/> }.into_any(),
        Some(_) => contact.get_untracked().map(|first| view! { <Open desk actions first contact/> }).into_any(),
    }
}

#[component]
fn NoContact() -> impl IntoView {
    view! {
        <div class="nobody">
            <span class="nobody-icon" aria-hidden="true"><Glyph icon=lu::LuHeadphones/></span>
            <h2>"No contact is open"</h2>
            <p class="quiet">
                "Choose a sample customer on the left and take a call, a chat or an e-mail. What you do is published to the journey API."
            </p>
        </div>
    }
}

/// One contact. `first` is it as it was when it was opened, for what never changes.
#[component]
fn Open(desk: Desk, actions: Actions, first: Contact, contact: Memo<Option<Contact>>) -> impl IntoView {
    let stage = Memo::new(move |_| contact.with(|contact| contact.as_ref().map(|contact| contact.stage)));
    let timer = move || contact.with(|contact| contact.as_ref().map(|contact| elapsed(desk, contact)));
    let (ani, dnis) = first.ends();
    let kind = match (first.channel, first.direction) {
        (Channel::Voice, Direction::Inbound) => "Inbound call",
        (Channel::Voice, Direction::Outbound) => "Outbound call",
        (Channel::Chat, _) => "Chat",
        (Channel::Email, _) => "E-mail",
    };
    let facts = [
        ("Queue", first.channel.queue().to_owned()),
        ("From", ani.to_owned()),
        ("To", dnis.to_owned()),
        ("Began", local_time(first.created)),
        ("Interaction", first.id.clone()),
    ];
    let variables: Vec<(String, String)> = first
        .interaction_data()
        .get("callAssociatedData")
        .and_then(|data| data.as_object().cloned())
        .into_iter()
        .flatten()
        .map(|(_, variable)| {
            let text = |key: &str| variable.get(key).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
            (text("displayName"), text("value"))
        })
        .collect();
    view! {
        <article class="contact" aria-label="Selected contact">
            <header class="card contact-head">
                <span class="avatar" aria-hidden="true">
                    {if first.party.name.is_empty() {
                        view! { <Glyph icon=lu::LuUserRound/> }.into_any()
                    } else {
                        initials(&first.party.name).into_any()
                    }}
                </span>
                <div class="contact-who">
                    <h2 data-testid="contact-name"><bdi>{first.title().to_owned()}</bdi></h2>
                    <p class="quiet">
                        <span class="inline-icon"><Glyph icon=channel_icon(first.channel, first.direction)/></span>
                        <span>{kind}</span>
                        <bdi>{first.party.identity.clone()}</bdi>
                    </p>
                </div>
                <div class="contact-time">
                    <time class="timer">{timer}</time>
                    <span class="stage-word" data-testid="contact-stage" class:stage-held=move || stage.get() == Some(Stage::Held)>
                        {move || stage.get().map(stage_name)}
                    </span>
                </div>
                <Controls actions contact=first.clone() stage/>
            </header>
            <Show when=move || stage.get() == Some(Stage::WrapUp)>
                <WrapUp actions id=first.id.clone()/>
            </Show>
            <div class="contact-facts">
                <Facts title="Contact" rows=facts.map(|(name, value)| (name.to_owned(), value)).to_vec()/>
                <Facts title="Contact variables" rows=variables/>
                <Published contact/>
            </div>
        </article>
    }
}

/// The time of day, as the page's language writes it.
fn local_time(at: DateTime<Utc>) -> String {
    let at = js_sys::Date::new(&js_sys::JsString::from(journey::write_time(at)).into());
    let language = document().document_element().and_then(|root| root.get_attribute("lang")).unwrap_or_default();
    at.to_locale_time_string(&language).into()
}

#[component]
fn Controls(actions: Actions, contact: Contact, stage: Memo<Option<Stage>>) -> impl IntoView {
    let id = StoredValue::new(contact.id);
    let holds = contact.channel == Channel::Voice;
    let end = if holds { lu::LuPhoneOff } else { lu::LuX };
    view! {
        <div class="controls" role="group" aria-label="Contact controls">
            <Show when=move || holds && stage.get() == Some(Stage::Connected)>
                <button type="button" class="button" data-testid="hold" on:click=move |_| actions.hold(&id.get_value())>
                    <Glyph icon=lu::LuPause/>
                    "Hold"
                </button>
            </Show>
            <Show when=move || stage.get() == Some(Stage::Held)>
                <button type="button" class="button" data-testid="resume" on:click=move |_| actions.resume(&id.get_value())>
                    <Glyph icon=lu::LuPlay/>
                    "Resume"
                </button>
            </Show>
            <Show when=move || matches!(stage.get(), Some(Stage::Connected | Stage::Held))>
                <button type="button" class="button button-end" data-testid="end" on:click=move |_| actions.end(&id.get_value())>
                    <Glyph icon=end/>
                    "End"
                </button>
            </Show>
        </div>
    }
}

#[component]
fn WrapUp(actions: Actions, id: String) -> impl IntoView {
    let chosen = RwSignal::new(String::new());
    let done = move |_| {
        let code = WRAP_UP_CODES.iter().find(|code| chosen.with_untracked(|id| id == code.id));
        if let Some(code) = code {
            actions.wrap_up(&id, *code);
        }
    };
    view! {
        <section class="card wrap-up" aria-label="Wrap-up">
            <div>
                <h3>"Wrap-up"</h3>
                <p class="quiet">"How did this contact end?"</p>
            </div>
            <label class="field">
                <span class="visually-hidden">"Wrap-up code"</span>
                <select
                    data-testid="wrap-up"
                    prop:value=move || chosen.get()
                    on:change=move |event| chosen.set(event_target_value(&event))
                >
                    <option value="">"Choose a wrap-up code"</option>
                    {WRAP_UP_CODES.iter().map(|code| view! { <option value=code.id>{code.name}</option> }).collect_view()}
                </select>
            </label>
            <button
                type="button"
                class="button button-main"
                data-testid="wrap-up-done"
                disabled=move || chosen.with(String::is_empty)
                on:click=done
            >
                "Submit wrap-up"
            </button>
        </section>
    }
}

/// What the journey API has taken of this contact.
#[component]
fn Published(contact: Memo<Option<Contact>>) -> impl IntoView {
    let published = Memo::new(move |_| {
        contact.with(|contact| contact.as_ref().map(|contact| contact.published.clone()).unwrap_or_default())
    });
    view! {
        <section class="card facts" aria-label="Published events">
            <h3>"Published to the journey API"</h3>
            <dl>
                {move || {
                    published
                        .get()
                        .into_iter()
                        .map(|(kind, at)| view! { <div><dt>{local_time(at)}</dt><dd><code>{kind}</code></dd></div> })
                        .collect_view()
                }}
            </dl>
        </section>
    }
}

#[component]
fn Facts(title: &'static str, rows: Vec<(String, String)>) -> impl IntoView {
    view! {
        <section class="card facts">
            <h3>{title}</h3>
            <dl>
                {rows
                    .into_iter()
                    .map(|(name, value)| view! { <div><dt>{name}</dt><dd><bdi>{value}</bdi></dd></div> })
                    .collect_view()}
            </dl>
        </section>
    }
}
