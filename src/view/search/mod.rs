//! The field to look up a customer without a contact.

mod found;
mod recent;

use leptos::html;
use leptos::prelude::*;
use web_sys::SubmitEvent;

pub(super) use self::found::found;
use self::recent::Recent;
use super::kit::*;
use super::later::{self, if_there};
use crate::session::Stage;
use journey::Identity;

/// The field, and the way back to the contact.
#[component]
pub(super) fn Search() -> impl IntoView {
    let Ui { session, i18n, .. } = use_ui();
    let field = NodeRef::<html::Input>::new();
    let is_used = RwSignal::new(false);
    let write = move |text: &str| {
        if let Some(field) = field.get_untracked() {
            field.set_value(text);
        }
    };
    let look_up = move |text: &str| {
        session.search(text);
        is_used.set(false);
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(field) = field.get_untracked() {
            look_up(&field.value());
        }
    };
    let again = move |identity: Identity| {
        write(identity.as_str());
        session.end_finding();
        session.look_up(identity.as_str());
        is_used.set(false);
    };
    let placeholder =
        move || i18n.t(if session.finds_by_name() { "search.placeholder.name" } else { "search.placeholder" });
    let has_recent = move || {
        let is_wanted = is_used.get() || session.stage.with(|stage| matches!(stage, Stage::NoCustomer));
        is_wanted && !session.recent().is_empty()
    };
    let back = move || {
        let has_contact = session.settings.with(|settings| settings.follows_contact);
        i18n.t(if has_contact { "search.back" } else { "search.close" })
    };
    view! {
        <form
            class="search"
            part="search"
            role="search"
            on:submit=submit
            on:keydown=move |event| {
                if is_escape(&event) {
                    session.end_finding();
                    is_used.set(false);
                }
            }
        >
            <label class="field">
                <Glyph icon=LuSearch/>
                // A telephone number begins with its plus sign, also among words from right to left.
                <input
                    type="search"
                    aria-label=i18n.words("search.label")
                    placeholder=placeholder
                    autocomplete="off"
                    spellcheck="false"
                    dir="auto"
                    node_ref=field
                    on:input=move |_| is_used.set(true)
                    on:focus=move |_| is_used.set(true)
                />
            </label>
            <button type="submit" class="button">{i18n.words("search.submit")}</button>
            <When is=move || session.is_looked_up()>
                <button
                    type="button"
                    class="link"
                    on:click=move |_| {
                        write("");
                        session.end_look_up();
                    }
                >
                    {move || back()}
                </button>
            </When>
            {move || session.found.get().and_then(|found| if_there(|| later::found(&found)))}
            <When is=has_recent>
                <Recent on_choose=again/>
            </When>
        </form>
    }
}
