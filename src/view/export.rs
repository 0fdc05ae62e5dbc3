//! The question what to export, and the file.

use leptos::prelude::*;
use web_sys::{Event, HtmlInputElement};

use super::dialog::{self, dialog};
use super::dom::{El, el};
use super::download::download;
use super::icon::{LuDownload, icon};
use super::{CustomerUi, button};
use crate::locale::{self, Formats, t, t_count};
use crate::session::Load;
use journey::{Mask, Person, Record, json_file, masked};

/// The dialog.
pub(super) fn export(ui: CustomerUi, exporting: RwSignal<bool>) -> El {
    let session = ui.session;
    let shown = dialog(&t("export.head"), move || exporting.set(false)).part("export");
    let radio = |value: &str| el("input").attr("type", "radio").attr("name", "format").attr("value", value);
    let csv = radio("csv").attr("checked", "");
    let open = el("input").attr("type", "checkbox").attr("aria-describedby", "export-open");
    let (as_csv, in_full): (HtmlInputElement, HtmlInputElement) = (csv.node_as(), open.node_as());
    let submit = {
        let shown = shown.clone();
        move |event: Event| {
            event.prevent_default();
            save(ui, as_csv.checked(), in_full.checked());
            dialog::close(&shown);
        }
    };
    let count = move || {
        let count = session.journey.with(|journey| {
            session.filter.with(|filter| {
                let now = session.now.get_untracked();
                journey.entries().filter(|entry| filter.matches(entry, now)).count()
            })
        });
        t_count("export.count", count, &ui.count(count))
    };
    let is_loading = move || {
        let missing = |history: &Load<crate::session::HistoryProgress>| match history.ready() {
            Some(progress) if progress.complete => None,
            Some(progress) if progress.has_older => Some("export.older"),
            _ => Some("export.loading"),
        };
        session.history.with(missing).map(|words| el("p").class("problem").text(&t(words)))
    };
    let option = |input: El, words: &str| el("label").class("option").child(input).child(el("span").text(&t(words)));
    let cancel = button("button").text(&t("edit.cancel")).on("click", {
        let shown = shown.clone();
        move |_| dialog::close(&shown)
    });
    let form = el("form")
        .attr("novalidate", "")
        .on("submit", submit)
        .child(el("p").text_with(count))
        .dynamic(is_loading)
        .child(
            el("fieldset")
                .child(el("legend").class("label").text(&t("export.format")))
                .child(option(csv, "export.csv"))
                .child(option(radio("json"), "export.json")),
        )
        .child(option(open, "export.open"))
        .child(el("p").class("label").attr("id", "export-open").text(&t("export.open.means")))
        .child(
            el("div").class("form-actions").child(cancel).child(
                button("button primary")
                    .part("download")
                    .attr("type", "submit")
                    .child(icon(LuDownload))
                    .text(&t("export.submit")),
            ),
        );
    shown.child(form)
}

fn save(ui: CustomerUi, as_csv: bool, in_full: bool) {
    let session = ui.session;
    let now = session.now.get_untracked();
    let identity = session.identity();
    let person = session.person.with_untracked(|person| person.ready().cloned().flatten());
    let mask = (!in_full).then(|| Mask::of(person.as_deref(), Some(&identity)));
    let records = session.journey.with_untracked(|journey| {
        session.filter.with_untracked(|filter| Record::all(journey, filter, now, mask.as_ref()))
    });
    let day = session.zone().local(now).date();
    let (kind, text) = if as_csv {
        ("csv", locale::csv(&records, session.zone(), ui.formats.with_untracked(Formats::list_separator)))
    } else {
        let identity = identity.to_string();
        // A name is an identity, too.
        let customer = match in_full {
            true => person.as_deref().and_then(Person::name).unwrap_or(identity),
            false => masked(&identity),
        };
        ("json", json_file(&customer, &records, now).to_string())
    };
    // The customer is not in the file's name: names of files are seen by more people than files.
    download(&["journey-", &day.to_string(), ".", kind].concat(), kind, &text);
}
