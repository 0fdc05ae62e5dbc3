//! The customer's name, edited in place. The form belongs to one person: it goes when another is shown, and whatever is
//! in it goes with it.

use leptos::prelude::*;
use web_sys::{Event, HtmlInputElement};

use super::dom::{El, el};
use super::identities::is_escape;
use super::{CustomerUi, button, focus};
use crate::locale::{name_problem, t};
use journey::{Change, Names, Person};

/// The form. `done`: what gets the focus when it closes.
pub(super) fn rename(ui: CustomerUi, person: &Person, done: &El) -> El {
    let was = Names::of(person);
    let problem = RwSignal::new(None);
    let first = field("edit.first-name", was.first.as_deref());
    let last = field("edit.last-name", was.last.as_deref());
    let fields: [HtmlInputElement; 2] = [first.node_as(), last.node_as()];
    focus::soon(&first);
    let close = {
        let done = done.clone();
        move || {
            ui.session.edits.renaming.set(None);
            focus::soon(&done);
        }
    };
    let save = {
        let (of, close) = (person.id.clone(), close.clone());
        move |event: Event| {
            event.prevent_default();
            let [first, last] = &fields;
            match (Names::read(&first.value(), &last.value()), &of) {
                (Ok(is), Some(of)) => {
                    close();
                    if is != was {
                        ui.session.change(of, Change::Names { was: was.clone(), is });
                    }
                }
                (Err(found), _) => problem.set(Some(found)),
                (Ok(_), None) => close(),
            }
        }
    };
    let cancel = button("button").text(&t("edit.cancel")).on("click", {
        let close = close.clone();
        move |_| close()
    });
    let said = move || problem.get().map(|problem| el("span").text(&name_problem(problem)));
    el("form")
        .class("rename")
        .part("rename")
        .attr("aria-label", &t("header.rename"))
        .attr("novalidate", "")
        .on("submit", save)
        .on("keydown", move |event| {
            if is_escape(&event) {
                event.stop_propagation();
                close();
            }
        })
        .child(labelled("edit.first-name", first))
        .child(labelled("edit.last-name", last))
        .child(el("p").class("problem").attr("role", "alert").dynamic(said))
        .child(
            el("div")
                .class("form-actions")
                .child(button("button primary").attr("type", "submit").text(&t("edit.save")))
                .child(cancel),
        )
}

fn field(name: &'static str, value: Option<&str>) -> El {
    el("input")
        .attr("type", "text")
        .attr("name", name)
        .attr("value", value.unwrap_or_default())
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("dir", "auto")
}

/// A field under its label.
pub(super) fn labelled(label: &str, field: El) -> El {
    let name = el("span").class("label").text(&t(label));
    el("label").class("choice").child(name).child(el("span").class("field").child(field))
}
