//! What goes on, and what was last and how it ended, in a line each.

use leptos::prelude::*;

use crate::session::Load;
use crate::view::kit::*;
use journey::{ContactState, Entry};

/// The lines. The room of the second one is kept while the history is on its way, so that nothing below them moves.
#[component]
pub(super) fn GlanceLines() -> impl IntoView {
    let ui = use_customer();
    let last = move || ui.session.glance.with(|glance| contact_words(ui, glance.last.as_deref()?));
    let is_awaited = Memo::new(move |_| ui.session.history.with(Load::is_loading));
    let line = move |key, words: String, is_now| {
        view! {
            <p class="glance-line" data-now=present(is_now)>
                <span class="label">{ui.i18n.words(key)}</span>
                <span class="glance-words" title=words.clone()>{words.clone()}</span>
            </p>
        }
        .into_any()
    };
    view! {
        <div>
            {move || {
                let (now, last) = (now_words(ui), last());
                let awaits = last.is_none() && is_awaited.get();
                (now.is_some() || last.is_some() || awaits).then(|| view! {
                    <div class="glance" part="glance">
                        {now.map(|words| line("header.ongoing", words, true))}
                        {last.map(|words| line("header.last", words, false))}
                        {awaits.then(|| view! { <p class="glance-line"><Bone/></p> }.into_any())}
                    </div>
                }.into_any())
            }}
        </div>
    }
}

/// What goes on: the journey's own words for it; until it knows of the contact, or where it never does, what the desktop says.
fn now_words(ui: CustomerUi) -> Option<String> {
    let session = ui.session;
    session.glance.with(|glance| match glance.ongoing.as_deref() {
        Some(ongoing) => contact_words(ui, ongoing),
        None if session.is_looked_up() => None,
        None => session.settings.with(|settings| {
            let selected = settings.contact.as_ref()?;
            // Over as far as the journey knows, and still selected: it is being wrapped up.
            let last = glance.last.as_ref().and_then(|entry| entry.contact());
            let is_over = last.is_some_and(|last| Some(&last.task) == selected.task.as_ref());
            let is_known = selected.channel.is_some() || selected.direction.is_some();
            (is_known && !is_over).then(|| ui.i18n.language().contact_by(selected.channel.as_ref(), selected.direction))
        }),
    })
}

/// What a contact was, when, and how it ended, in one line; `None`: it is no contact.
pub(in crate::view) fn contact_words(ui: CustomerUi, entry: &Entry) -> Option<String> {
    let contact = entry.contact()?;
    let language = ui.i18n.language();
    let mut words = language.contact(contact);
    let written = |time| ui.i18n.formats(|formats| formats.ago(time, ui.session.now.get(), ui.session.zone()));
    let ago = entry.time.map(written);
    // First what tells most, why it came or how it ended: a line that is cut at its end still says it.
    let about = match contact.state(ui.session.now.get()) {
        ContactState::Ongoing => {
            contact.contact_reason.clone().or_else(|| contact.queues.last().map(ToString::to_string))
        }
        _ => contact.wrap_up_code().map(|code| code.as_str().to_owned()),
    };
    let agent = contact.agents.last().map(ToString::to_string);
    for part in [about, ago, agent].into_iter().flatten() {
        words.push_str(" · ");
        words.push_str(&language.isolated(&part));
    }
    Some(words)
}
