//! What an entry opens to: summary, stages, facts, conversation, and every field that its events have.

mod bot;
mod event;
mod fields;
mod links;
mod stages;
mod summary;
mod together;
mod transcript;

use std::sync::Arc;

use leptos::prelude::*;

use self::bot::bots_part;
use self::event::{EventDetails, Unreadable};
use self::fields::{FactList, FieldTable};
use self::stages::stages;
use self::summary::{AskForSummary, SummaryOfContact};
use self::transcript::Conversation;
use super::inspect::why;
use super::kit::*;
use super::notes::{note_details, notes};
use crate::session::Inspected;
use journey::{BotPart, Contact, Entry, EntryKind, Event, Fields, Transcript, label, link_to};

pub(super) use self::together::together;
pub(super) use self::transcript::turn;

/// An entry that is in the page.
type Shown = Memo<Option<Arc<Entry>>>;

/// The details of an entry, for as long as it is there. Each part is made anew only when what it shows has changed: the
/// focus, and what was unfolded, stay while an ongoing contact goes on.
pub(super) fn details(entry: Shown) -> AnyView {
    let is_contact = entry.with_untracked(|entry| entry.as_ref().is_some_and(|entry| entry.contact().is_some()));
    let inside = if is_contact {
        view! { <ContactDetails entry/> }.into_any()
    } else {
        (move || entry.get().map(|entry| other(&entry))).into_any()
    };
    let wonder = entry.with_untracked(|entry| entry.as_ref().map(|entry| why(Inspected::Entry(entry.id.clone()))));
    view! { <div class="details" part="details">{links::links(entry)} {inside} {wonder}</div> }.into_any()
}

fn other(entry: &Entry) -> AnyView {
    let inside = match &entry.kind {
        EntryKind::Contact(_) => ().into_any(),
        EntryKind::Custom(event) => {
            note_details(event).unwrap_or_else(|| view! { <EventDetails custom=event.clone()/> }.into_any())
        }
        EntryKind::Unreadable(unread) => view! { <Unreadable unread=unread.clone()/> }.into_any(),
    };
    view! { <div class="details-body">{inside}</div> }.into_any()
}

/// What a contact says, followed.
fn of<T: PartialEq + Send + Sync + 'static>(entry: Shown, read: fn(&Contact) -> T) -> Memo<Option<T>> {
    Memo::new(move |_| entry.with(|entry| entry.as_ref()?.contact().map(read)))
}

#[component]
fn ContactDetails(
    /// The contact's entry.
    entry: Shown,
) -> impl IntoView {
    let summary = of(entry, |contact| contact.summary.clone());
    let course = of(entry, |contact| {
        let of = |leg: &Contact| (leg.platform, leg.stages.clone(), leg.is_over, leg.last);
        contact.legs().iter().map(of).collect::<Vec<_>>()
    });
    let bot = of(entry, BotPart::of);
    let transcript = of(entry, |contact| match BotPart::of(contact) {
        Some(bot) if bot.rest.is_empty() && !bot.turns.is_empty() => None,
        Some(bot) if !bot.rest.is_empty() => Some(Transcript::Turns(bot.rest)),
        _ => contact.transcript.clone(),
    });
    let problems = of(entry, |contact| contact.problems.iter().map(ToString::to_string).collect::<Vec<_>>());
    let events = of(entry, |contact| contact.events.clone());
    let fields = move |limit: usize| {
        let of = |entry: &Option<Arc<Entry>>| Some(Fields::beside_contact(entry.as_ref()?.contact()?, limit));
        entry.with(of).unwrap_or_default()
    };
    view! {
        {move || summary.get().flatten().map(|summary| view! { <SummaryOfContact summary/> }.into_any())}
        <AskForSummary entry/>
        {follow_ups(entry)}
        {move || {
            course.track();
            entry.with_untracked(|entry| Some(legs(entry.as_ref()?.contact()?)))
        }}
        <FactList entry/>
        {move || bot.get().flatten().filter(|bot| !bot.is_bare()).map(bots_part)}
        {move || transcript.get().flatten().map(|transcript| view! { <Conversation transcript/> }.into_any())}
        {move || view! { <Problems words=problems.get().unwrap_or_default()/> }.into_any()}
        <Folded title="details.events">
            <EventList events/>
        </Folded>
        <Folded title="details.fields">
            <FieldTable first=fields/>
        </Folded>
        {entry.with_untracked(|entry| Some(notes(entry.as_ref()?.contact()?)))}
        {link(entry)}
    }
}

/// What each platform tells of its course; which one does, is said where several do.
fn legs(contact: &Contact) -> AnyView {
    let legs = contact.legs();
    let leg = |leg: &Contact| {
        let of = (legs.len() > 1).then_some(leg.platform);
        let mark = of.map(|platform| view! { <p class="leg" part="leg"><PlatformMark platform/></p> }.into_any());
        view! {
            {mark}
            {stages(leg, of)}
        }
        .into_any()
    };
    legs.iter().map(leg).collect_view().into_any()
}

/// What may be done next with who was on the other side.
fn follow_ups(entry: Shown) -> AnyView {
    let CustomerUi { session, i18n, .. } = use_customer();
    // Settings change with each token, and this hardly ever.
    let party = Memo::new(move |_| {
        let party = entry.with(|entry| {
            let contact = entry.as_ref()?.contact()?;
            contact.customer_address().map(|address| (address.to_owned(), contact.task.clone()))
        });
        let is_any = |address: &str| {
            session.settings.with(|settings| settings.follow_ups.iter().any(|one| one.fits(address, None)))
        };
        party.filter(|(address, _)| is_any(address))
    });
    let line = move || {
        party.get().map(|(identity, task)| {
            view! {
                <p class="copy-link">
                    <span>{i18n.words("follow-up.title")}</span>
                    <bdi>{identity.clone()}</bdi>
                    <FollowUps identity kind=None task=Some(task)/>
                </p>
            }
            .into_any()
        })
    };
    line.into_any()
}

/// The page's own address with the contact behind it, to be copied.
fn link(entry: Shown) -> Option<AnyView> {
    let task = entry.with_untracked(|entry| Some(entry.as_ref()?.contact()?.task.clone()))?;
    let address = window().location().href().ok()?;
    let what = use_customer().i18n.words("details.link");
    let link = view! {
        <p class="copy-link">
            <span>{what}</span>
            <CopyButton what text=link_to(&task, &address)/>
        </p>
    };
    Some(link.into_any())
}

#[component]
fn EventList(
    /// Of the contact, in their order.
    events: Memo<Option<Vec<Arc<Event>>>>,
) -> impl IntoView {
    let i18n = use_customer().i18n;
    let row = move |event: &Arc<Event>| {
        let time = event.key.time.map(|time| i18n.formats(|formats| formats.second(time))).unwrap_or_default();
        let name = i18n.language().event_kind(event.kind).unwrap_or_else(|| label(&event.key.kind));
        view! {
            <li>
                <span>{name}</span>
                <span class="number">{time}</span>
            </li>
        }
        .into_any()
    };
    let rows = move || events.get().map(|events| events.iter().map(row).collect_view());
    view! { <div><ol class="event-list">{rows}</ol></div> }
}

/// What the events of an entry got wrong; nothing where they did not.
#[component]
fn Problems(
    /// A sentence each.
    words: Vec<String>,
) -> impl IntoView {
    let title = use_customer().i18n.words("details.problems");
    (!words.is_empty()).then(|| {
        let rows = words.into_iter().map(|words| view! { <li>{words}</li> }.into_any()).collect_view();
        view! {
            <section class="problems">
                <h5>{title}</h5>
                <ul>{rows}</ul>
            </section>
        }
        .into_any()
    })
}

/// Something that is made only when it is opened.
#[component]
fn Folded(
    /// The key of its title.
    title: &'static str,
    /// What is in it.
    children: ChildrenFn,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    view! {
        <section class="folded">
            <h5>
                <button
                    type="button"
                    class="link"
                    aria-expanded=move || said(is_open.get())
                    on:click=move |_| is_open.update(|open| *open = !*open)
                >
                    {use_customer().i18n.words(title)}
                </button>
            </h5>
            {move || is_open.get().then(|| children())}
        </section>
    }
}
