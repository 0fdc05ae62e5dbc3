//! One row of the timeline: what it is, how it ended, when. Opens to its details.

use std::sync::Arc;

use leptos::prelude::*;

use super::dom::{El, el};
use super::icon::{LuChevronDown, LuTriangleAlert, contact_icon, event_icon, icon};
use super::later::{details, shown};
use super::rich_text::marked;
use super::symbol::symbol;
use super::{CustomerUi, button, present, said};
use crate::locale::{self, t, t_with};
use journey::{Contact, ContactState, CustomEvent, Dated, Day, Entry, EntryId, EntryKind, label};

/// The row of an entry. It stays while the entry changes: only what changed is drawn again, and the focus stays.
pub(super) fn row(ui: CustomerUi, days: Memo<Vec<Day>>, date: Dated, id: EntryId) -> El {
    let session = ui.session;
    let entry = Memo::new({
        let id = id.clone();
        move |_| {
            days.with(|days| {
                let day = days.iter().find(|day| day.date == date)?;
                day.entries.iter().find(|entry| entry.id == id).cloned()
            })
        }
    });
    let is_open = Memo::new({
        let id = id.clone();
        move |_| session.open.with(|open| open.contains(&id))
    });
    let is_contact = entry.with_untracked(|entry| entry.as_ref().is_some_and(|entry| entry.contact().is_some()));
    let part = if is_contact { "contact" } else { "event" };
    let head = button("row-head")
        .bind("aria-expanded", move || said(is_open.get()))
        .on("click", move |_| session.toggle(&id))
        .dynamic(move || entry.get().map(|entry| head(ui, &entry, date)))
        .child(icon(LuChevronDown));
    el("li")
        .class("row")
        .part(part)
        .bind("data-open", move || present(is_open.get()))
        .child(head)
        .dynamic(move || is_open.get().then(|| shown(|| details(ui, entry))))
}

fn head(ui: CustomerUi, entry: &Arc<Entry>, date: Dated) -> El {
    let (symbol, main) = match &entry.kind {
        EntryKind::Contact(contact) => contact_head(ui, contact, entry),
        EntryKind::Custom(event) => event_head(ui, event, entry),
        EntryKind::Unreadable(unread) => {
            let title = el("span").class("row-title").text(&t("event.unreadable"));
            let line = el("span").class("row-line").text(&unread.problem.to_string());
            (
                symbol(ui, entry, LuTriangleAlert).attr("data-tone", "bad"),
                el("span").class("row-main").child(title).child(line),
            )
        }
    };
    // A time that cannot be is said in words and in full; at the end of the row it would be a time of today.
    let ahead = entry.time.filter(|_| date == Dated::Ahead).map(|time| {
        let time = ui.write(|formats| formats.moment(time));
        el("span").class("row-line").child(el("span").text(&t_with("event.ahead", &[("time", &time)])))
    });
    let main = main.children(ahead);
    let time = entry.time.filter(|_| date != Dated::Ahead).map(|time| {
        el("time")
            .class("row-time")
            .attr("datetime", &journey::write_time(time))
            .attr("title", &ui.write(|formats| formats.moment(time)))
            .text(&ui.write(|formats| formats.time(time)))
    });
    el("span").class("row-body").child(symbol).child(main).children(time)
}

fn contact_head(ui: CustomerUi, contact: &Contact, entry: &Arc<Entry>) -> (El, El) {
    let search = ui.search();
    // An ended contact stays so; only one that goes on must look at the clock.
    let is_over = contact.is_over;
    let is_ongoing = Memo::new({
        let entry = entry.clone();
        move |_| {
            let goes_on = |contact: &Contact| contact.state(ui.session.now.get()) == ContactState::Ongoing;
            !is_over && entry.contact().is_some_and(goes_on)
        }
    });
    let symbol =
        symbol(ui, entry, contact_icon(contact)).bind("data-tone", move || is_ongoing.get().then(|| "now".to_owned()));
    let badge = || el("span").class("badge now").part("badge").text(&t("contact.ongoing"));
    let mood = contact.sentiment.map(|mood| {
        let word = locale::sentiment(mood);
        let label = t_with("sentiment.label", &[("mood", &word)]);
        el("span").class("badge mood").part("badge").attr("data-mood", mood.key()).attr("title", &label).text(&word)
    });
    let title = marked(el("span"), &locale::contact(contact), &search);
    let title = el("span").class("row-title").child(title).dynamic(move || is_ongoing.get().then(badge)).children(mood);
    let title = title.children(field_badge(ui, entry));

    let outcome = match contact.wrap_up_code() {
        Some(code) => Some(marked(el("span").class("outcome"), code.as_str(), &search)),
        None if !is_over => None,
        None => {
            let key = if contact.was_answered() { "contact.no-wrap-up" } else { "contact.not-answered" };
            Some(el("span").class("outcome none").text(&t(key)))
        }
    };
    let duration = contact.duration().map(|duration| ui.write(|formats| formats.duration(duration)).into());
    let facts = [contact.queues.last().cloned(), contact.agents.last().cloned(), duration];
    let facts = facts.into_iter().flatten().map(|fact: Arc<str>| marked(el("bdi"), &fact, &search));
    let line = el("span").class("row-line").children(outcome).children(facts);
    (symbol, el("span").class("row-main").child(title).child(line))
}

fn event_head(ui: CustomerUi, event: &CustomEvent, entry: &Arc<Entry>) -> (El, El) {
    let search = ui.search();
    let keyword = event.icon.as_deref().unwrap_or(&event.event.key.kind);
    let symbol = symbol(ui, entry, event_icon(keyword, event.channel.as_ref())).attr("data-tone", "event");
    let title = el("span").class("row-title").child(marked(el("bdi"), &label(&locale::custom_event(event)), &search));
    let title = title.children(field_badge(ui, entry));
    let lines = [event.subtitle.as_deref(), event.auxiliary.as_deref()].into_iter().flatten();
    let line = el("span").class("row-line").children(lines.map(|line| marked(el("bdi"), line, &search)));
    (symbol, el("span").class("row-main").child(title).child(line))
}

/// The field that the administrator wants to see at once.
fn field_badge(ui: CustomerUi, entry: &Entry) -> Option<El> {
    let key = ui.session.settings.with(|settings| settings.badge.clone())?;
    Some(el("bdi").class("badge").part("badge").attr("title", &key).text(&entry.field(&key)?))
}
