//! By what the customer is known: a list by kind, to read and to copy from, and to change where the token may.

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent};

use super::CustomerUi;
use super::copy::copy_button;
use super::dom::{El, el};
use super::identity_form::{add, remove};
use crate::locale::{identity_kind, t};
use journey::{KnownIdentity, Person};

/// The panel; Escape closes it. `done`: what gets the focus then.
pub(super) fn identities(ui: CustomerUi, is_open: RwSignal<bool>, done: &El) -> El {
    let session = ui.session;
    let rights = Memo::new(move |_| session.rights());
    let adding = RwSignal::new(false);
    let shown = move || session.person.with(|person| person.ready().cloned().flatten());
    let done = done.clone();
    el("section")
        .class("identities")
        .part("identities")
        .attr("aria-label", &t("identities.title"))
        .on("keydown", move |event| {
            if is_escape(&event) {
                event.stop_propagation();
                is_open.set(false);
                super::focus::soon(&done);
            }
        })
        .dynamic(move || shown().map(|person| list(ui, &person, rights.with(|rights| rights.identities))))
        .dynamic(move || rights.with(|rights| rights.identities).then(|| add(ui, adding)))
}

fn list(ui: CustomerUi, person: &Arc<Person>, may_change: bool) -> El {
    let row = |known: &KnownIdentity| row(ui, person, known, may_change);
    el("ul").children(person.identities.iter().map(row))
}

fn row(ui: CustomerUi, person: &Arc<Person>, known: &KnownIdentity, may_change: bool) -> El {
    let kind = identity_kind(known.kind);
    let copy = copy_button(&kind, known.identity.to_string());
    // Without the identity that the contact came in by, nobody would be shown any more.
    let shown = ui.session.sought();
    let is_shown = known.is(&shown.identity, shown.kind);
    let in_use = is_shown.then(|| el("span").class("badge").part("badge").text(&t("edit.identity.shown")));
    let remove = (may_change && !is_shown && known.kind.is_some()).then(|| remove(ui, person, known));
    el("li")
        .class("identity")
        .part("identity")
        .child(el("span").class("label").text(&kind))
        .child(el("span").class("identity-value").child(el("bdi").text(known.identity.as_str())).children(in_use))
        .child(el("span").class("identity-actions").child(copy).children(remove))
}

/// Whether a key event is Escape.
pub(super) fn is_escape(event: &Event) -> bool {
    event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == "Escape")
}
