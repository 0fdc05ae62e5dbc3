//! Who it is: initials, name, identity, what is going on and what was last, how new events come in.

use std::sync::Arc;

use leptos::prelude::untrack;
use leptos::prelude::*;

use super::copy::copy_button;
use super::dom::{El, el};
use super::icon::{LuEllipsisVertical, LuIdCard, LuPencil, LuUserRound, icon};
use super::later::{self, if_there, shown};
use super::{CustomerUi, button, present, said};
use crate::locale::{self, isolated, t};
use crate::session::{LiveStatus, Load, Part};
use journey::{Contact, Entry, Person};

/// The header.
pub(super) fn header(ui: CustomerUi) -> El {
    let session = ui.session;
    let starts_open = !session.settings.with_untracked(|settings| settings.collapse_identities);
    let shows_identities = RwSignal::new(starts_open);
    let has_identities = Memo::new(move |_| {
        session.settings.with(|settings| settings.show_identities)
            && session.person.with(|person| known(person).is_some_and(|person| !person.identities.is_empty()))
    });
    let avatar = el("div").class("avatar").attr("aria-hidden", "true").dynamic(move || {
        let initials = session.person.with(|person| known(person).and_then(Person::initials));
        Some(initials.map_or_else(|| icon(LuUserRound), |initials| el("span").text(&initials)))
    });
    let who = el("div")
        .class("who")
        .dynamic(move || (!session.settings.with(|settings| settings.hide_name)).then(|| editable_name(ui)))
        .child(identity(ui));
    let identities_button = button("icon-button")
        .attr("title", &t("header.identities"))
        .attr("aria-label", &t("header.identities"))
        .bind("aria-expanded", move || said(shows_identities.get()))
        .bind("hidden", move || present(!has_identities.get()))
        .on("click", move |_| shows_identities.update(|shown| *shown = !*shown))
        .child(icon(LuIdCard));
    let exporting = RwSignal::new(false);
    let actions = el("div")
        .class("header-actions")
        .dynamic(move || live_status(ui))
        .child(identities_button.clone())
        .child(menu_button(ui, exporting));
    el("div")
        .child(el("div").class("header").part("header").child(avatar).child(who).child(actions))
        .child(glance(ui))
        .dynamic(move || {
            let is_open = shows_identities.get() && has_identities.get();
            is_open.then(|| shown(|| later::identities(ui, shows_identities, &identities_button)))
        })
        .dynamic(move || {
            session.edits.conflict.with(Option::is_none).then(|| if_there(|| later::outcome(ui))).flatten()
        })
        .dynamic(move || {
            session.edits.conflict.get().and_then(|conflict| if_there(|| later::comparison(ui, &conflict)))
        })
        .dynamic(move || exporting.get().then(|| shown(|| later::export(ui, exporting))))
}

fn menu_button(ui: CustomerUi, exporting: RwSignal<bool>) -> El {
    let is_open = RwSignal::new(false);
    let opener = button("icon-button")
        .attr("title", &t("header.menu"))
        .attr("aria-label", &t("header.menu"))
        .attr("aria-haspopup", "menu")
        .bind("aria-expanded", move || said(is_open.get()))
        .on("click", move |_| is_open.update(|open| *open = !*open))
        .child(icon(LuEllipsisVertical));
    el("div")
        .class("menu-place")
        .child(opener.clone())
        .dynamic(move || is_open.get().then(|| shown(|| later::menu(ui, is_open, exporting, &opener))))
}

fn known(person: &Load<Option<Arc<Person>>>) -> Option<&Person> {
    person.ready().and_then(|person| person.as_deref())
}

/// The name, and where the token may, a button to edit it.
fn editable_name(ui: CustomerUi) -> El {
    let session = ui.session;
    let rights = Memo::new(move |_| session.rights());
    let shown = move || session.person.with(|person| person.ready().cloned().flatten());
    let id = Memo::new(move |_| shown().and_then(|person| person.id.clone()));
    let is_edited = Memo::new(move |_| session.edits.renaming.with(|of| of.is_some() && id.with(|id| id == of)));
    let edit = button("edit")
        .part("rename-button")
        .attr("title", &t("header.rename"))
        .attr("aria-label", &t("header.rename"))
        .bind("hidden", move || {
            let may = rights.with(|rights| rights.names) && id.with(Option::is_some);
            present(!may || is_edited.get())
        })
        .bind("disabled", move || present(session.edits.busy.get()))
        .on("click", move |_| session.edits.renaming.set(id.get_untracked()))
        .child(icon(LuPencil));
    let pencil = edit.clone();
    el("div").class("name-line").child(name(ui).bind("hidden", move || present(is_edited.get()))).child(edit).dynamic(
        move || {
            let person = is_edited.get().then(|| untrack(shown)).flatten()?;
            Some(later::shown(|| later::rename(ui, &person, &pencil)))
        },
    )
}

fn name(ui: CustomerUi) -> El {
    let person = ui.session.person;
    el("h2").class("name").part("name").dynamic(move || {
        person.with(|person| match person {
            Load::Idle => None,
            Load::Loading => Some(
                el("span")
                    .child(el("span").class("bone").attr("aria-hidden", "true"))
                    .child(el("span").class("unseen").text(&t("header.loading"))),
            ),
            Load::Ready(None) => Some(el("span").text(&t("header.new-caller"))),
            Load::Ready(Some(person)) => {
                let unnamed = || t(if person.is_new { "header.new-caller" } else { "header.no-name" });
                Some(el("bdi").text(&person.name().unwrap_or_else(unnamed)))
            }
            Load::Failed(_) => Some(el("span").text(&t("header.name-failed"))),
        })
    })
}

fn identity(ui: CustomerUi) -> El {
    let text = ui.session.identity().to_string();
    let copy = copy_button(&t("header.identities"), text.clone());
    let badge = |key: &str| el("span").class("badge").part("badge").text(&t(key));
    let line = el("p").class("who-identity").child(el("bdi").text(&text)).child(copy);
    let line = line.dynamic(move || is_first_contact(ui).then(|| badge("header.first-contact")));
    line.dynamic(move || ui.session.is_looked_up().then(|| badge("header.looked-up")))
}

fn is_first_contact(ui: CustomerUi) -> bool {
    let is_new = ui.session.person.with(|person| known(person).is_some_and(|person| person.is_new));
    is_new && ui.session.counters.with(|counters| counters.contacts <= 1)
}

/// What goes on, and what was last and how it ended, in a line each.
fn glance(ui: CustomerUi) -> El {
    let session = ui.session;
    let glance = session.glance;
    el("div").dynamic(move || {
        let (ongoing, last) = glance.with(|glance| {
            let ongoing = glance.ongoing.as_deref().and_then(|entry| glance_line(ui, entry, "header.ongoing"));
            let last = glance.last.as_deref().and_then(|entry| glance_line(ui, entry, "header.last"));
            (ongoing.map(|line| line.attr("data-now", "true")), last)
        });
        let has_lines = ongoing.is_some() || last.is_some();
        has_lines.then(|| el("div").class("glance").part("glance").children(ongoing).children(last))
    })
}

fn glance_line(ui: CustomerUi, entry: &Entry, key: &str) -> Option<El> {
    let contact = entry.contact()?;
    let words = contact_words(ui, entry, contact);
    let line = el("p").class("glance-line").child(el("span").class("label").text(&t(key)));
    Some(line.child(el("span").text(&words)))
}

/// What a contact was, when, and how it ended, in one line.
pub(super) fn last_words(ui: CustomerUi, entry: &Entry) -> String {
    entry.contact().map(|contact| contact_words(ui, entry, contact)).unwrap_or_default()
}

fn contact_words(ui: CustomerUi, entry: &Entry, contact: &Contact) -> String {
    let mut words = locale::contact(contact);
    let ago = entry.time.map(|time| ui.write(|formats| formats.ago(time, ui.session.now.get(), ui.session.zone())));
    let code = contact.wrap_up_code().map(|code| code.as_str().to_owned());
    let agent = contact.agents.last().map(ToString::to_string);
    for part in [ago, code, agent].into_iter().flatten() {
        words.push_str(" · ");
        words.push_str(&isolated(&part));
    }
    words
}

/// How new events come in; a button, since most states can be changed.
fn live_status(ui: CustomerUi) -> Option<El> {
    let session = ui.session;
    let status = session.live.get();
    let (word, means) = locale::live(status)?;
    let press = move |_| match status {
        LiveStatus::Live | LiveStatus::Polling => session.pause(),
        LiveStatus::Paused => session.resume(),
        LiveStatus::Reconnecting | LiveStatus::Offline => session.retry(Part::Live),
        LiveStatus::Off | LiveStatus::Connecting | LiveStatus::WaitingForToken => {}
    };
    let tone = match status {
        LiveStatus::Live | LiveStatus::Polling => "good",
        LiveStatus::Off | LiveStatus::Paused => "calm",
        LiveStatus::Connecting | LiveStatus::Reconnecting => "busy",
        LiveStatus::Offline | LiveStatus::WaitingForToken => "bad",
    };
    let shown = button("live").part("live-status").attr("data-tone", tone).attr("title", &means);
    let label = [word.as_str(), ". ", &means].concat();
    let dot = el("span").class("dot").attr("aria-hidden", "true");
    Some(shown.attr("aria-label", &label).child(dot).text(&word).on("click", press))
}
