//! Adding and removing identities.

use std::sync::Arc;

use leptos::prelude::*;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement};

use super::dom::{El, el};
use super::icon::{LuPlus, LuTrash2, icon};
use super::identities::is_escape;
use super::rename::labelled;
use super::{CustomerUi, button, focus, present};
use crate::locale::{identity_kind, identity_problem, t, t_with};
use journey::IdentityType;
use journey::{Change, Identity, IdentityProblem, KnownIdentity, Person, PersonId};

/// The button that removes an identity.
pub(super) fn remove(ui: CustomerUi, person: &Arc<Person>, known: &KnownIdentity) -> El {
    let label = t_with("edit.identity.remove", &[("identity", known.identity.as_str())]);
    let (of, known) = (person.id.clone(), known.clone());
    button("copy")
        .attr("aria-label", &label)
        .attr("title", &label)
        .bind("disabled", move || present(ui.session.edits.busy.get()))
        .on("click", move |_| {
            if let Some(of) = &of {
                ui.session.change(of, Change::Remove(known.clone()));
            }
        })
        .child(icon(LuTrash2))
}

/// The button that opens the form, and the form.
pub(super) fn add(ui: CustomerUi, adding: RwSignal<bool>) -> El {
    let open = button("link add-identity")
        .bind("hidden", move || present(adding.get()))
        .on("click", move |_| adding.set(true))
        .child(icon(LuPlus))
        .text(&t("edit.identity.add"));
    let opener = open.clone();
    el("div").child(open).dynamic(move || adding.get().then(|| form(ui, adding, &opener)))
}

fn form(ui: CustomerUi, adding: RwSignal<bool>, opener: &El) -> El {
    let problem = RwSignal::new(None);
    let kinds = IdentityType::ALL
        .into_iter()
        .map(|kind| el("option").attr("value", kind.as_str()).text(&identity_kind(Some(kind))));
    let kind = el("select").class("select").children(kinds);
    let input = el("input").attr("type", "text").attr("autocomplete", "off").attr("spellcheck", "false");
    focus::soon(&kind);
    let (chosen, field): (HtmlSelectElement, HtmlInputElement) = (kind.node_as(), input.node_as());
    let close = {
        let opener = opener.clone();
        move || {
            adding.set(false);
            focus::soon(&opener);
        }
    };
    let submit = {
        let close = close.clone();
        move |event: Event| {
            event.prevent_default();
            match entered(ui, &chosen.value(), &field.value()) {
                Ok((of, known)) => {
                    close();
                    ui.session.change(&of, Change::Add(known));
                }
                Err(found) => problem.set(found),
            }
        }
    };
    let cancel = button("button").text(&t("edit.cancel")).on("click", {
        let close = close.clone();
        move |_| close()
    });
    let kind = el("label").class("choice").child(el("span").class("label").text(&t("filters.kind"))).child(kind);
    let said = move || problem.get().map(|problem| el("span").text(&identity_problem(problem)));
    el("form")
        .class("identity-form")
        .part("identity-form")
        .attr("aria-label", &t("edit.identity.add"))
        .attr("novalidate", "")
        .on("submit", submit)
        .on("keydown", move |event| {
            if is_escape(&event) {
                event.stop_propagation();
                close();
            }
        })
        .child(kind)
        .child(labelled("details.identity", input))
        .child(el("p").class("problem").attr("role", "alert").dynamic(said))
        .child(
            el("div")
                .class("form-actions")
                .child(
                    button("button primary")
                        .attr("type", "submit")
                        .bind("disabled", move || present(ui.session.edits.busy.get()))
                        .text(&t("edit.identity.submit")),
                )
                .child(cancel),
        )
}

/// Whose identity it becomes, and which; what is wrong with it, or nothing if nobody is shown any more.
fn entered(ui: CustomerUi, kind: &str, text: &str) -> Result<(PersonId, KnownIdentity), Option<IdentityProblem>> {
    let person = ui.session.person.with_untracked(|person| person.ready().cloned().flatten()).ok_or(None)?;
    let kind = IdentityType::from_word(kind).ok_or(None)?;
    let identity = Identity::entered(kind, text)?;
    if person.has(&identity, Some(kind)) {
        return Err(Some(IdentityProblem::Known));
    }
    Ok((person.id.clone().ok_or(None)?, KnownIdentity { kind: Some(kind), identity }))
}
