//! What an entry opens to: summary, stages, facts, conversation, and every field that its events have.

use std::sync::Arc;

use leptos::prelude::*;

use super::copy::copy_button;
use super::dom::{El, Row, el};
use super::rich_text::{shortened, value};
use super::stages::stages;
use super::transcript::transcript;
use super::{CustomerUi, button, said};
use crate::locale::{self, t, t_with};
use journey::{
    Channel, Contact, CustomEvent, Entry, EntryKind, Event, Fields, FilterPart, Kind, Summary, Unread, label, link_to,
};

/// So many fields are shown at first.
const FEW: usize = 30;
/// So much is shown of an element that could not be read.
const RAW: usize = 4_000;

/// The details of an entry, for as long as it is there. Each part is made anew only when what it shows has changed: the
/// focus, and what was unfolded, stay while an ongoing contact goes on.
pub(super) fn details(ui: CustomerUi, entry: Shown) -> El {
    let body = el("div").class("details").part("details");
    let is_contact = entry.with_untracked(|entry| entry.as_ref().is_some_and(|entry| entry.contact().is_some()));
    if is_contact {
        contact_details(ui, body, entry)
    } else {
        body.dynamic(move || entry.get().map(|entry| other(ui, &entry)))
    }
}

/// An entry that is in the page.
type Shown = Memo<Option<Arc<Entry>>>;

fn other(ui: CustomerUi, entry: &Entry) -> El {
    let body = el("div").class("details-body");
    match &entry.kind {
        EntryKind::Contact(_) => body,
        EntryKind::Custom(event) => event_details(ui, body, event),
        EntryKind::Unreadable(unread) => unreadable(body, unread),
    }
}

/// What a contact says, followed.
fn of<T: PartialEq + Send + Sync + 'static>(entry: Shown, read: fn(&Contact) -> T) -> Memo<Option<T>> {
    Memo::new(move |_| entry.with(|entry| entry.as_ref()?.contact().map(read)))
}

fn contact_details(ui: CustomerUi, body: El, entry: Shown) -> El {
    let about = of(entry, |contact| contact.summary.clone());
    let course = of(entry, |contact| (contact.stages.clone(), contact.is_over, contact.last));
    let words = of(entry, |contact| contact.transcript.clone());
    let odd = of(entry, |contact| contact.problems.iter().map(ToString::to_string).collect::<Vec<_>>());
    let events =
        Memo::new(move |_| entry.with(|entry| Some(entry.as_ref()?.contact()?.events.clone())).unwrap_or_default());
    let fields = move |limit: usize| {
        let of = |entry: &Option<Arc<Entry>>| Some(Fields::beside_contact(entry.as_ref()?.contact()?, limit));
        entry.with(of).unwrap_or_default()
    };
    body.dynamic(move || about.get().flatten().as_ref().map(|words| summary(ui, words)))
        .dynamic(move || {
            course.with(|_| ());
            entry.with_untracked(|entry| stages(ui, entry.as_ref()?.contact()?))
        })
        .child(facts(ui, entry))
        .dynamic(move || words.get().flatten().map(|words| transcript(ui, &words)))
        .dynamic(move || problems(odd.get().unwrap_or_default().into_iter()))
        .child(folded("details.events", move || {
            el("div").dynamic(move || events.with(|events| Some(event_list(ui, events))))
        }))
        .child(folded("details.fields", move || field_table(ui, fields)))
        .children(link(entry))
}

fn facts(ui: CustomerUi, entry: Shown) -> El {
    let rows = Memo::new(move |_| {
        entry
            .with(|entry| entry.as_ref().and_then(|entry| entry.contact()).map(|contact| fact_list(ui, contact)))
            .unwrap_or_default()
    });
    let each = move || {
        let search = ui.search();
        let row = |(key, text): (&'static str, String)| {
            Row::new([key, " ", &text, " ", &search].concat(), move || field(ui, &t(key), &[text.into()]))
        };
        rows.get().into_iter().map(row).collect()
    };
    el("dl").class("fields").each(each)
}

fn fact_list(ui: CustomerUi, contact: &Contact) -> Vec<(&'static str, String)> {
    let names = |list: &[Arc<str>]| (!list.is_empty()).then(|| list.join(" → "));
    let codes: Vec<_> = contact.wrap_ups.iter().map(|code| code.0.clone()).collect();
    let rows = [
        ("details.wrap-up", names(&codes)),
        ("summary.initialContactReason", contact.contact_reason.clone()),
        ("details.outcome", contact.outcome.clone()),
        ("export.channel", contact.channel_name.clone().filter(|_| contact.channel == Some(Channel::Social))),
        ("details.entry-point", contact.entry_point.clone()),
        ("details.queue", names(&contact.queues)),
        ("details.agent", names(&contact.agents)),
        ("details.team", contact.team.clone()),
        ("details.site", contact.site.clone()),
        ("details.from", contact.origin.clone()),
        ("details.to", contact.destination.clone()),
        ("details.began", contact.start.map(|time| ui.write(|formats| formats.moment(time)))),
        ("details.duration", contact.duration().map(|duration| ui.write(|formats| formats.duration(duration)))),
        ("details.reason", contact.reason.clone()),
        ("details.ended-by", contact.terminating_party.clone()),
        ("details.csat", contact.csat.clone()),
        ("details.id", Some(contact.task.to_string())),
    ];
    rows.into_iter().filter_map(|(key, text)| Some((key, text?))).collect()
}

/// The page's own address with the contact behind it, to be copied.
fn link(entry: Shown) -> Option<El> {
    let task = entry.with_untracked(|entry| Some(entry.as_ref()?.contact()?.task.clone()))?;
    let address = web_sys::window()?.location().href().ok()?;
    let what = t("details.link");
    Some(el("p").class("copy-link").child(el("span").text(&what)).child(copy_button(&what, link_to(&task, &address))))
}

fn summary(ui: CustomerUi, summary: &Summary) -> El {
    let sections = summary.sections.iter().map(|(key, text)| {
        let name = el("dt").text(&locale::summary_section(key));
        el("div").child(name).child(el("dd").child(value(ui, text)))
    });
    el("section")
        .class("summary")
        .child(el("h5").text(&t("details.summary")))
        .children(summary.text.as_ref().map(|text| el("p").child(value(ui, text))))
        .child(el("dl").children(sections))
}

fn event_list(ui: CustomerUi, events: &[Arc<Event>]) -> El {
    let rows = events.iter().map(|event| {
        let time = event.key.time.map(|time| ui.write(|formats| formats.second(time))).unwrap_or_default();
        let name = locale::event_kind(event.kind).unwrap_or_else(|| label(&event.key.kind));
        el("li").child(el("span").text(&name)).child(el("span").class("number").text(&time))
    });
    el("ol").class("event-list").children(rows)
}

fn event_details(ui: CustomerUi, body: El, custom: &CustomEvent) -> El {
    let event = &custom.event;
    let list = custom.list.iter().map(|(key, text)| field(ui, key, &[text.as_str().into()]));
    let tags = custom.tags.iter().map(|tag| {
        let part = FilterPart::Kind(Kind::Tag(tag.clone()));
        el("li").child(ui.filter_button("tag", Some(part)).text(tag))
    });
    let tags =
        (!custom.tags.is_empty()).then(|| el("ul").class("tags").attr("aria-label", &t("details.tags")).children(tags));
    let facts = [
        ("details.division", custom.division.clone().unwrap_or_default()),
        ("details.type", event.key.kind.clone()),
        ("details.source", custom.source.clone().unwrap_or_else(|| event.source.clone())),
        ("details.identity", event.identity.clone()),
        ("details.time", event.key.time.map(|time| ui.write(|formats| formats.moment(time))).unwrap_or_default()),
    ];
    let facts = facts.into_iter().filter(|(_, text)| !text.is_empty());
    // In the row the auxiliary line may be cut; here it is in full, with its links.
    body.children(custom.auxiliary.as_ref().map(|text| el("p").class("auxiliary").child(value(ui, text))))
        .children((!custom.list.is_empty()).then(|| el("dl").class("fields").children(list)))
        .children(custom.transcript.as_ref().map(|words| transcript(ui, words)))
        .child(field_table(ui, {
            let custom = custom.clone();
            move |limit| Fields::beside_event(&custom, limit)
        }))
        .children(tags)
        .children(problems(event.problems.iter().map(ToString::to_string)))
        .child(el("dl").class("fields quiet").children(facts.map(|(key, text)| field(ui, &t(key), &[text.into()]))))
}

fn unreadable(body: El, unread: &Unread) -> El {
    let body = body.children(problems(std::iter::once(unread.problem.to_string())));
    let Some(raw) = &unread.raw else { return body };
    let title = el("h5").text(&t("details.raw")).child(copy_button(&t("details.raw"), raw.clone()));
    body.child(el("div").child(title).child(el("pre").class("raw").text(&shortened(raw, RAW))))
}

fn problems(words: impl Iterator<Item = String>) -> Option<El> {
    let rows: Vec<El> = words.map(|words| el("li").text(&words)).collect();
    let list = |rows| {
        let title = el("h5").text(&t("details.problems"));
        el("section").class("problems").child(title).child(el("ul").children(rows))
    };
    (!rows.is_empty()).then(|| list(rows))
}

/// Something that is made only when it is opened.
fn folded(title: &str, body: impl Fn() -> El + 'static) -> El {
    let is_open = RwSignal::new(false);
    let toggle = button("link")
        .bind("aria-expanded", move || said(is_open.get()))
        .on("click", move |_| is_open.update(|open| *open = !*open))
        .text(&t(title));
    el("section").class("folded").child(el("h5").child(toggle)).dynamic(move || is_open.get().then(&body))
}

/// Every field, the first of them at once.
fn field_table(ui: CustomerUi, first: impl Fn(usize) -> Fields + 'static) -> El {
    let limit = RwSignal::new(FEW);
    el("div").dynamic(move || {
        let fields = first(limit.get());
        let rows = fields.rows.iter().map(|row| field(ui, &row.path.join(" › "), &row.values));
        let more = || {
            let words = t_with("details.fields.more", &[("count", &ui.count(fields.more))]);
            button("link").text(&words).on("click", move |_| limit.update(|limit| *limit *= 4))
        };
        Some(el("div").child(el("dl").class("fields").children(rows)).children((fields.more > 0).then(more)))
    })
}

fn field(ui: CustomerUi, label: &str, values: &[Arc<str>]) -> El {
    let shown = values.iter().enumerate().fold(el("dd"), |shown, (place, text)| {
        let shown = if place > 0 { shown.text(" → ") } else { shown };
        shown.child(value(ui, text))
    });
    let shown = shown.text(" ").child(copy_button(label, values.join(", ")));
    el("div").class("field-row").child(el("dt").text(label)).child(shown)
}
