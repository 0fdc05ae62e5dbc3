//! The question what to export, and the file.

mod download;

use leptos::html;
use leptos::prelude::*;
use web_sys::SubmitEvent;

pub(super) use self::download::download;
use super::kit::*;
use crate::locale::Formats;
use crate::session::CustomerSession;
use journey::{Mask, Numbers, Person, Record, json_file, masked};

/// The dialog.
pub(super) fn export(exporting: RwSignal<bool>) -> AnyView {
    let ui = use_customer();
    let CustomerUi { session, i18n, .. } = ui;
    let dialog = NodeRef::<html::Dialog>::new();
    let (csv, open) = (NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let (Some(csv), Some(open)) = (csv.get_untracked(), open.get_untracked()) {
            save(ui, csv.checked(), open.checked());
        }
        close_dialog(dialog);
    };
    let count = Memo::new(move |_| {
        let now = session.now.get_untracked();
        session.journey.with(|journey| {
            session.filter.with(|filter| journey.entries().filter(|entry| filter.matches(entry, now)).count())
        })
    });
    view! {
        <Dialog title="export.head" name="export" node=dialog on_close=move || exporting.set(false)>
            <form novalidate=true on:submit=submit>
                <p>{move || i18n.t_count("export.count", count.get())}</p>
                {move || missing(session).map(|key| view! { <p class="problem">{i18n.words(key)}</p> }.into_any())}
                <fieldset>
                    <legend class="label">{i18n.words("export.format")}</legend>
                    <label class="option">
                        <input type="radio" name="format" value="csv" checked=true node_ref=csv/>
                        <span>{i18n.words("export.csv")}</span>
                    </label>
                    <label class="option">
                        <input type="radio" name="format" value="json" checked=false/>
                        <span>{i18n.words("export.json")}</span>
                    </label>
                </fieldset>
                <label class="option">
                    <input type="checkbox" aria-describedby="export-open" node_ref=open/>
                    <span>{i18n.words("export.open")}</span>
                </label>
                <p class="label" id="export-open">{i18n.words("export.open.means")}</p>
                <div class="form-actions">
                    <button type="button" class="button" on:click=move |_| close_dialog(dialog)>
                        {i18n.words("edit.cancel")}
                    </button>
                    <button type="submit" class="button primary" part="download">
                        <Glyph icon=LuDownload/>
                        {i18n.words("export.submit")}
                    </button>
                </div>
            </form>
        </Dialog>
    }
    .into_any()
}

/// The key of what is to be said of a history that is not there in full.
fn missing(session: CustomerSession) -> Option<&'static str> {
    session.history.with(|history| match history.ready() {
        Some(progress) if progress.complete => None,
        Some(progress) if progress.has_older => Some("export.older"),
        _ => Some("export.loading"),
    })
}

fn save(ui: CustomerUi, as_csv: bool, in_full: bool) {
    let CustomerUi { session, i18n, .. } = ui;
    let now = session.now.get_untracked();
    let identity = session.identity();
    let person = session.person.with_untracked(|person| person.ready().cloned().flatten());
    let mask = (!in_full).then(|| Mask::of(person.as_deref(), Some(&identity)));
    let records = session.journey.with_untracked(|journey| {
        session.filter.with_untracked(|filter| Record::all(journey, filter, now, mask.as_ref()))
    });
    let zone = untrack(|| session.zone());
    let day = zone.local(now).date();
    let (kind, text) = if as_csv {
        let separator = untrack(|| i18n.formats(Formats::list_separator));
        ("csv", untrack(|| i18n.language()).csv(&records, zone, separator))
    } else {
        let identity = identity.to_string();
        // A name is an identity, too.
        let customer = match in_full {
            true => person.as_deref().and_then(Person::name).unwrap_or(identity),
            false => masked(&identity),
        };
        let numbers = session
            .journey
            .with_untracked(|journey| session.filter.with_untracked(|filter| Numbers::of(journey, filter, now, zone)));
        ("json", json_file(&customer, &records, &numbers, now).to_string())
    };
    // The customer is not in the file's name: names of files are seen by more people than files.
    download(&["journey-", &day.to_string(), ".", kind].concat(), kind, &text);
}
