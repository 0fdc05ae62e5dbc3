//! The field to look up a customer without a contact.

use leptos::prelude::*;
use web_sys::HtmlInputElement;

use super::dom::{El, el};
use super::icon::{LuSearch, icon};
use super::identities::is_escape;
use super::recent::recent;
use super::{Ui, button};
use crate::locale::t;
use crate::session::Stage;
use journey::Identity;

/// The field, and the way back to the contact.
pub(super) fn search(ui: Ui) -> El {
    let input = el("input")
        .attr("type", "search")
        .attr("aria-label", &t("search.label"))
        .attr("placeholder", &t("search.placeholder"))
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        // A telephone number begins with its plus sign, also among words from right to left.
        .attr("dir", "auto");
    let field: HtmlInputElement = input.node_as();
    let session = ui.session;
    let is_used = RwSignal::new(false);
    let look_up = move |field: &HtmlInputElement| {
        session.look_up(&field.value());
        is_used.set(false);
    };
    let submit = {
        let field = field.clone();
        move |event: web_sys::Event| {
            event.prevent_default();
            look_up(&field);
        }
    };
    let again = {
        let field = field.clone();
        move |identity: &Identity| {
            field.set_value(identity.as_str());
            look_up(&field);
        }
    };
    let has_recent = Memo::new(move |_| {
        let is_wanted = is_used.get() || session.stage.with(|stage| matches!(stage, Stage::NoCustomer));
        is_wanted && !session.recent().is_empty()
    });
    let back = move || {
        let field = field.clone();
        let has_contact = ui.session.settings.with(|settings| settings.follows_contact);
        button("link").text(&t(if has_contact { "search.back" } else { "search.close" })).on("click", move |_| {
            field.set_value("");
            ui.session.end_look_up();
        })
    };
    el("form")
        .class("search")
        .part("search")
        .attr("role", "search")
        .on("submit", submit)
        .on("keydown", move |event| {
            if is_escape(&event) {
                is_used.set(false);
            }
        })
        .child(
            el("label")
                .class("field")
                .child(icon(LuSearch))
                .child(input.on("input", move |_| is_used.set(true)).on("focus", move |_| is_used.set(true))),
        )
        .child(button("button").attr("type", "submit").text(&t("search.submit")))
        .dynamic(move || ui.session.is_looked_up().then(&back))
        .dynamic(move || has_recent.get().then(|| recent(ui, again.clone())))
}
