//! What goes on, and what was last and how it ended, in a line each.

use leptos::prelude::*;

use crate::view::kit::*;
use journey::Entry;

/// The lines; none for a customer without a contact.
#[component]
pub(super) fn GlanceLines() -> impl IntoView {
    let ui = use_customer();
    let ongoing = move || ui.session.glance.with(|glance| contact_words(ui, glance.ongoing.as_deref()?));
    let last = move || ui.session.glance.with(|glance| contact_words(ui, glance.last.as_deref()?));
    let line = move |key, words: String, is_now| {
        view! {
            <p class="glance-line" data-now=present(is_now)>
                <span class="label">{ui.i18n.words(key)}</span>
                <span>{words}</span>
            </p>
        }
        .into_any()
    };
    view! {
        <div>
            {move || {
                let (ongoing, last) = (ongoing(), last());
                (ongoing.is_some() || last.is_some()).then(|| view! {
                    <div class="glance" part="glance">
                        {ongoing.map(|words| line("header.ongoing", words, true))}
                        {last.map(|words| line("header.last", words, false))}
                    </div>
                }.into_any())
            }}
        </div>
    }
}

/// What a contact was, when, and how it ended, in one line; `None`: it is no contact.
pub(in crate::view) fn contact_words(ui: CustomerUi, entry: &Entry) -> Option<String> {
    let contact = entry.contact()?;
    let language = ui.i18n.language();
    let mut words = language.contact(contact);
    let written = |time| ui.i18n.formats(|formats| formats.ago(time, ui.session.now.get(), ui.session.zone()));
    let ago = entry.time.map(written);
    let code = contact.wrap_up_code().map(|code| code.as_str().to_owned());
    let agent = contact.agents.last().map(ToString::to_string);
    for part in [ago, code, agent].into_iter().flatten() {
        words.push_str(" · ");
        words.push_str(&language.isolated(&part));
    }
    Some(words)
}
