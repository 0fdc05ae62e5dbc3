//! One row of the timeline: what it is, how it ended, when. Opens to its details, or to the entries that it holds together.

use std::sync::Arc;

use leptos::prelude::*;

use super::symbol::Symbol;
use super::together::{times, visit_head};
use crate::view::kit::*;
use crate::view::later::{self, shown};
use journey::{
    Bond, Contact, ContactState, CustomEvent, Dated, Day, Entry, EntryId, EntryKind, Row as TimelineRow, label,
};

/// A row. It stays while its entry changes: only what changed is drawn again, and the focus stays.
#[component]
pub(super) fn Row(
    /// All days that are in the page.
    days: Memo<Vec<Day>>,
    /// In which of them the row is.
    date: Dated,
    /// Which row.
    id: EntryId,
) -> impl IntoView {
    let session = use_customer().session;
    let id = StoredValue::new(id);
    let row = Memo::new(move |_| {
        days.with(|days| {
            let day = days.iter().find(|day| day.date == date)?;
            id.with_value(|id| day.rows.iter().find(|row| row.id() == id).cloned())
        })
    });
    let entry = Memo::new(move |_| row.with(|row| row.as_ref().map(|row| row.entry.clone())));
    let is_open = Memo::new(move |_| row.with(|row| row.as_ref().is_some_and(|row| session.is_open(row))));
    let is_pointed_at = Memo::new(move |_| {
        session
            .pointed
            .with(|pointed| row.with(|row| row.as_ref().is_some_and(|row| pointed.iter().any(|id| row.has(id)))))
    });
    let is_contact = entry.with_untracked(|entry| entry.as_ref().is_some_and(|entry| entry.contact().is_some()));
    let holds_several = row.with_untracked(|row| row.as_ref().is_some_and(|row| row.bond.is_some()));
    let toggle = move |_| row.with_untracked(|row| row.iter().for_each(|row| session.toggle_row(row)));
    let inside = move || if holds_several { later::together(row) } else { later::details(entry) };
    let part = if is_contact { "contact" } else { "event" };
    view! {
        <li
            class="row"
            part=part
            data-open=move || present(is_open.get())
            data-pointed=move || present(is_pointed_at.get())
        >
            <button
                type="button"
                class="row-head"
                aria-expanded=move || said(is_open.get())
                on:click=toggle
            >
                {move || row.get().map(|row| head(&row, date))}
                <Glyph icon=LuChevronDown/>
            </button>
            {move || is_open.get().then(|| shown(inside))}
        </li>
    }
}

fn head(row: &TimelineRow, date: Dated) -> AnyView {
    let entry = &row.entry;
    let ui = use_customer();
    let i18n = ui.i18n;
    // A time that cannot be is said in words and in full; at the end of the row it would be a time of today.
    let ahead = entry.time.filter(|_| date == Dated::Ahead).map(|time| {
        let words = move || i18n.t_with("event.ahead", &[("time", &i18n.formats(|formats| formats.moment(time)))]);
        view! { <span class="row-line"><span>{move || words()}</span></span> }.into_any()
    });
    let (symbol, title, line) = match &entry.kind {
        EntryKind::Contact(contact) => contact_head(contact, entry),
        EntryKind::Custom(event) => match row.bond {
            Some(Bond::Visit) => visit_head(row, event),
            Some(Bond::Equal) => {
                let (symbol, title, line) = event_head(event, entry);
                let title = view! { <span class="row-first">{title} {times(row.count())}</span> }.into_any();
                (symbol, title, line)
            }
            None => event_head(event, entry),
        },
        EntryKind::Unreadable(unread) => {
            let why = unread.clone();
            let title = if unread.permission.is_some() { "event.refused" } else { "event.unreadable" };
            (
                view! { <Symbol entry=entry.clone() built_in=LuTriangleAlert tone=|| Some("bad")/> }.into_any(),
                view! { <span class="row-title">{i18n.words(title)}</span> }.into_any(),
                view! { <span class="row-line">{move || ui.why_unread(&why)}</span> }.into_any(),
            )
        }
    };
    let time = entry.time.filter(|_| date != Dated::Ahead).map(|time| {
        view! {
            <time
                class="row-time"
                datetime=journey::write_time(time)
                title=move || i18n.formats(|formats| formats.moment(time))
            >
                {move || i18n.formats(|formats| formats.time(time))}
            </time>
        }
        .into_any()
    });
    // With one platform there is nothing to tell apart.
    let platforms = (ui.session.has_several()).then(|| {
        let mark = |platform| view! { <PlatformMark platform/> }.into_any();
        entry.platforms().into_iter().map(mark).collect_view().into_any()
    });
    let title = match platforms {
        Some(platforms) => view! { <span class="row-first">{title} {platforms}</span> }.into_any(),
        None => title,
    };
    view! {
        <span class="row-body">
            {symbol}
            <span class="row-main">{title} {line} {ahead}</span>
            {time}
        </span>
    }
    .into_any()
}

/// Symbol, title and line of a contact.
fn contact_head(contact: &Contact, entry: &Arc<Entry>) -> (AnyView, AnyView, AnyView) {
    let ui = use_customer();
    let CustomerUi { session, i18n, .. } = ui;
    let search = ui.search();
    // An ended contact stays so; only one that goes on must look at the clock.
    let is_over = contact.is_over;
    let is_ongoing = Memo::new({
        let entry = entry.clone();
        move |_| {
            let goes_on = |contact: &Contact| contact.state(session.now.get()) == ContactState::Ongoing;
            !is_over && entry.contact().is_some_and(goes_on)
        }
    });
    let tone = move || is_ongoing.get().then_some("now");
    let symbol = view! { <Symbol entry=entry.clone() built_in=contact_icon(contact) tone/> };
    let mood = contact.sentiment.map(|mood| {
        let word = move || i18n.language().sentiment(mood);
        let label = move || i18n.t_with("sentiment.label", &[("mood", &word())]);
        view! { <span class="badge mood" part="badge" data-mood=mood.key() title=label>{move || word()}</span> }
            .into_any()
    });
    let title = view! {
        <span class="row-title">
            <span>{marked(&i18n.language().contact(contact), &search)}</span>
            {move || is_ongoing.get().then(|| view! {
                <span class="badge now" part="badge">{i18n.words("contact.ongoing")}</span>
            }.into_any())}
            {mood}
            {field_badge(entry)}
        </span>
    };
    let outcome = match contact.wrap_up_code() {
        Some(code) => Some(view! { <span class="outcome">{marked(code.as_str(), &search)}</span> }.into_any()),
        // In the contact center's words, where it has no codes for that.
        None if contact.outcome.is_some() && is_over => {
            let outcome = contact.outcome.clone().unwrap_or_default();
            Some(view! { <bdi class="outcome">{marked(&outcome, &search)}</bdi> }.into_any())
        }
        None if contact.is_visit() => {
            // What was looked at last.
            let page = entry.field("page").or_else(|| entry.field("screen"));
            page.map(|page| view! { <bdi class="outcome">{marked(&page, &search)}</bdi> }.into_any())
        }
        None if !is_over || (contact.was_answered() && !contact.has_wrap_up()) => None,
        None => {
            let key = if contact.was_answered() { "contact.no-wrap-up" } else { "contact.not-answered" };
            Some(view! { <span class="outcome none">{i18n.words(key)}</span> }.into_any())
        }
    };
    let duration = contact.duration().map(|duration| i18n.formats(|formats| formats.duration(duration)).into());
    let facts = [contact.queues.last().cloned(), contact.agents.last().cloned(), duration];
    let facts = facts
        .into_iter()
        .flatten()
        .map(|fact: Arc<str>| view! { <bdi>{marked(&fact, &search)}</bdi> }.into_any())
        .collect_view();
    let line = view! { <span class="row-line">{outcome} {variables(contact, &search)} {facts}</span> };
    (symbol.into_any(), title.into_any(), line.into_any())
}

/// The variables that the administrator wants to see at once.
fn variables(contact: &Contact, search: &str) -> AnyView {
    let names = use_customer().session.settings.with(|settings| settings.row_variables.clone());
    let value = |name: String| {
        let value = marked(&contact.variable(&name)?, search);
        let label = [&name, ": "].concat();
        Some(view! { <bdi title=name><span class="unseen">{label}</span>{value}</bdi> }.into_any())
    };
    names.into_iter().filter_map(value).collect_view().into_any()
}

/// Symbol, title and line of an event that stands for itself.
fn event_head(event: &CustomEvent, entry: &Arc<Entry>) -> (AnyView, AnyView, AnyView) {
    let ui = use_customer();
    let search = ui.search();
    let keyword = event.icon.as_deref().unwrap_or(&event.event.key.kind);
    let built_in = event_icon(keyword, event.channel.as_ref());
    let symbol = view! { <Symbol entry=entry.clone() built_in tone=|| Some("event")/> };
    let title = view! {
        <span class="row-title">
            <bdi>{marked(&label(&ui.i18n.language().custom_event(event)), &search)}</bdi>
            {field_badge(entry)}
        </span>
    };
    let lines = [event.subtitle.as_deref(), event.auxiliary.as_deref()].into_iter().flatten();
    let lines = lines.map(|line| view! { <bdi>{marked(line, &search)}</bdi> }.into_any()).collect_view();
    let line = view! { <span class="row-line">{lines}</span> };
    (symbol.into_any(), title.into_any(), line.into_any())
}

/// The field that the administrator wants to see at once.
fn field_badge(entry: &Entry) -> Option<AnyView> {
    let key = use_customer().session.settings.with(|settings| settings.badge.clone())?;
    let text = entry.field(&key)?;
    Some(view! { <bdi class="badge" part="badge" title=key>{text}</bdi> }.into_any())
}
