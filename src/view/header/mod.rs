//! Who it is: initials, name, identity, flags, what is going on and what was last, how new events come in.

mod flags;
mod glance;
mod live_status;
mod menu;
mod name;
mod print;

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use self::flags::Flags;
use self::glance::GlanceLines;
use self::live_status::LiveStatusButton;
use self::name::Name;
use super::kit::*;
use super::later::{self, if_there, shown};
use crate::session::Load;
use journey::Person;

/// What the header's menu opens.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    /// A file.
    export: RwSignal<bool>,
    /// A note on the customer.
    note: RwSignal<bool>,
}

pub(super) use flags::flags;
pub(super) use glance::contact_words;
pub(super) use menu::menu;

/// The header.
#[component]
pub(super) fn Header() -> impl IntoView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let starts_open = !session.settings.with_untracked(|settings| settings.collapse_identities);
    let shows_identities = RwSignal::new(starts_open);
    let has_identities = Memo::new(move |_| {
        session.settings.with(|settings| settings.show_identities)
            && session.person.with(|person| known(person).is_some_and(|person| !person.identities.is_empty()))
    });
    let identities_button = NodeRef::<html::Button>::new();
    let identities_label = i18n.words("header.identities");
    let wanted = Wanted { export: RwSignal::new(false), note: RwSignal::new(false) };
    let menu_button = NodeRef::<html::Button>::new();
    let has_conflict = Memo::new(move |_| session.edits.conflict.with(Option::is_some));
    view! {
        <div>
            <div class="header" part="header">
                <div class="avatar" aria-hidden="true">
                    <Initials/>
                </div>
                <div class="who">
                    <When is=move || !session.settings.with(|settings| settings.hide_name)>
                        <Name/>
                    </When>
                    <Identity/>
                </div>
                <div class="header-actions">
                    <LiveStatusButton/>
                    <button
                        type="button"
                        class="icon-button"
                        title=identities_label
                        aria-label=identities_label
                        aria-expanded=move || said(shows_identities.get())
                        hidden=move || !has_identities.get()
                        node_ref=identities_button
                        on:click=move |_| shows_identities.update(|shown| *shown = !*shown)
                    >
                        <Glyph icon=LuIdCard/>
                    </button>
                    <MenuButton wanted opener=menu_button/>
                </div>
            </div>
            <Flags/>
            <GlanceLines/>
            {move || {
                let is_open = shows_identities.get() && has_identities.get();
                is_open.then(|| shown(|| later::identities(shows_identities, identities_button)))
            }}
            {move || (!has_conflict.get()).then(|| if_there(later::outcome)).flatten()}
            {move || {
                let conflict = session.edits.conflict.get()?;
                if_there(|| later::comparison(&conflict))
            }}
            {move || session.inspected.with(Option::is_some).then(|| shown(later::inspect))}
            {move || wanted.note.get().then(|| shown(|| later::write_note(wanted.note, menu_button)))}
            {move || wanted.export.get().then(|| shown(|| later::export(wanted.export)))}
        </div>
    }
}

fn known(person: &Load<Option<Arc<Person>>>) -> Option<&Person> {
    person.ready().and_then(|person| person.as_deref())
}

/// The initials; a figure for somebody without a name.
#[component]
fn Initials() -> impl IntoView {
    let person = use_customer().session.person;
    let initials = Memo::new(move |_| person.with(|person| known(person).and_then(Person::initials)));
    move || match initials.get() {
        Some(initials) => view! { <span>{initials}</span> }.into_any(),
        None => view! { <Glyph icon=LuUserRound/> }.into_any(),
    }
}

/// By what the customer is known here, and what the agent should know of it at once.
#[component]
fn Identity() -> impl IntoView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let badge = move |key| view! { <span class="badge" part="badge">{i18n.words(key)}</span> }.into_any();
    let is_first_contact = Memo::new(move |_| {
        let is_new = session.person.with(|person| known(person).is_some_and(|person| person.is_new));
        is_new && session.counters.with(|counters| counters.contacts <= 1)
    });
    let text = session.identity().to_string();
    view! {
        <p class="who-identity">
            <bdi title=text.clone()>{text.clone()}</bdi>
            <CopyButton what=i18n.words("header.identities") text/>
            {move || is_first_contact.get().then(|| badge("header.first-contact"))}
            {move || session.is_looked_up().then(|| badge("header.looked-up"))}
        </p>
    }
}

/// The button of the menu, and the menu.
#[component]
fn MenuButton(
    /// Set when one is wanted.
    wanted: Wanted,
    /// The button, which gets the focus back.
    opener: NodeRef<html::Button>,
) -> impl IntoView {
    let label = use_customer().i18n.words("header.menu");
    let is_open = RwSignal::new(false);
    view! {
        <div class="menu-place">
            <button
                type="button"
                class="icon-button"
                title=label
                aria-label=label
                aria-haspopup="menu"
                aria-expanded=move || said(is_open.get())
                node_ref=opener
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                <Glyph icon=LuEllipsisVertical/>
            </button>
            {move || is_open.get().then(|| shown(|| later::menu(is_open, wanted, opener)))}
        </div>
    }
}
