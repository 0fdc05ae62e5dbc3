//! Two persons side by side, and the question whether they are one. Nothing is merged by anything but the button here.

use std::sync::Arc;

use leptos::prelude::*;

use super::dialog::{self, dialog};
use super::dom::{El, el};
use super::header::last_words;
use super::{CustomerUi, button, present};
use crate::locale::{self, t, t_count, t_with};
use crate::session::Conflict;
use journey::{ComparedRow, Glance, Person, compare, merged};

/// The dialog.
pub(super) fn comparison(ui: CustomerUi, conflict: &Arc<Conflict>) -> El {
    let session = ui.session;
    let identity = conflict.identity.as_str();
    let shown_stays = RwSignal::new(true);
    let shown = dialog(&t("merge.title"), move || session.keep_apart()).part("comparison");
    let choice = |stays: bool, person: &Person, label: String| {
        let radio = el("input")
            .attr("type", "radio")
            .attr("name", "main-person")
            .prop("checked", move || (shown_stays.get() == stays).into())
            .on("change", move |_| shown_stays.set(stays));
        let name = person.name().unwrap_or_else(|| t("header.no-name"));
        el("th")
            .attr("scope", "col")
            .child(el("span").class("label").child(el("bdi").text(&label)))
            .child(el("bdi").class("compared-name").text(&name))
            .child(el("label").class("main-person").child(radio).text(&t("merge.main")))
    };
    let head = el("tr").child(choice(true, &conflict.shown, t("merge.shown"))).child(choice(
        false,
        &conflict.other,
        t_with("merge.other", &[("identity", identity)]),
    ));
    let last = [&last_contact(ui), &conflict.other_last.as_deref().map(|entry| last_words(ui, entry))]
        .map(|words| el("td").text(words.as_deref().unwrap_or(&t("profile.no-value"))));
    let rows = compare(&conflict.shown, &conflict.other);
    let table = el("table")
        .class("compared")
        .child(el("thead").child(head))
        .children(rows.iter().map(row))
        .child(group(&t("merge.last")).child(el("tr").children(last)));
    let persons = (conflict.shown.clone(), conflict.other.clone());
    let result = move || {
        let (primary, other) = if shown_stays.get() { (&persons.0, &persons.1) } else { (&persons.1, &persons.0) };
        let one = merged(primary, other);
        let count = one.identities.len();
        let words = t_count("merge.result", count, &ui.count(count));
        words.replace("{name}", &one.name().unwrap_or_else(|| t("header.no-name")))
    };
    let apart = button("button").attr("autofocus", "").text(&t("merge.apart")).on("click", {
        let shown = shown.clone();
        move |_| dialog::close(&shown)
    });
    let may_merge = session.rights().identities;
    let merge = may_merge.then(|| {
        button("button danger")
            .part("merge")
            .bind("disabled", move || present(session.edits.busy.get()))
            .text(&t("merge.submit"))
            .on("click", move |_| session.merge(shown_stays.get_untracked()))
    });
    let busy = move || session.edits.busy.get().then(|| el("span").class("label").text(&t("edit.busy")));
    shown
        .child(el("p").text(&t_with("merge.why", &[("identity", identity)])))
        .child(table)
        .child(el("p").class("merge-result").text_with(result))
        .child(el("p").class("merge-warning").text(&t("merge.warning")))
        // What a refused merge says must be seen over the dialog, not under it.
        .dynamic(move || session.edits.outcome.with(Option::is_some).then(|| super::outcome::outcome(ui)))
        .child(
            el("div")
                .class("form-actions")
                .child(el("span").class("grow").attr("role", "status").dynamic(busy))
                .child(apart)
                .children(merge),
        )
}

fn group(title: &str) -> El {
    el("tbody").child(el("tr").child(el("th").attr("scope", "rowgroup").attr("colspan", "2").text(title)))
}

fn row(row: &ComparedRow) -> El {
    let cell = |values: &[String], others: &[String]| {
        let value = |value: &String| {
            let text = el("bdi").text(value);
            el("p").child(text).bind("data-same", {
                let is_same = others.contains(value);
                move || present(is_same)
            })
        };
        let nothing = values.is_empty().then(|| el("p").text(&t("profile.no-value")));
        el("td").children(values.iter().map(value)).children(nothing)
    };
    let cells = el("tr").child(cell(&row.left, &row.right)).child(cell(&row.right, &row.left));
    let cells = if row.differs() { cells.attr("data-differs", "true") } else { cells };
    group(&locale::compared(row.what)).child(cells)
}

fn last_contact(ui: CustomerUi) -> Option<String> {
    let session = ui.session;
    let glance = session.journey.with_untracked(|journey| {
        session.filter.with_untracked(|filter| Glance::of(journey, filter, session.now.get_untracked()))
    });
    let entry = glance.ongoing.or(glance.last)?;
    Some(last_words(ui, &entry))
}
