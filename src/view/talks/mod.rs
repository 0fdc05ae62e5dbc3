//! All conversations of what is filtered in one scroll, the newest first, with a way from one thing that is worth a stop to
//! the next: displeasure, holds, transfers. In place of the timeline; for supervisors, and where there is the room of a page.

mod line;
mod stops;

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::*;
use web_sys::{IntersectionObserver, IntersectionObserverEntry};

use self::line::line;
use self::stops::Stops;
use super::kit::*;
use journey::{Entry, EntryKind, Talk};

/// So many conversations come into the page at a time.
const FEW: usize = 12;

/// What is read, and how far it is in the page.
#[derive(Clone, Copy)]
struct Reading {
    talks: Memo<Vec<Talk>>,
    shown: RwSignal<usize>,
    list: NodeRef<html::Div>,
}

/// The conversations.
pub(super) fn talks() -> AnyView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let talks = Memo::new(move |_| {
        let now = session.now.get();
        session.journey.with(|journey| session.filter.with(|filter| Talk::all(journey, filter, now)))
    });
    let reading = Reading { talks, shown: RwSignal::new(FEW), list: NodeRef::new() };
    let ids = Memo::new(move |_| {
        let shown = reading.shown.get();
        talks.with(|talks| talks.iter().take(shown).map(|talk| talk.entry.id.to_string()).collect::<Vec<_>>())
    });
    let end = NodeRef::<html::Div>::new();
    extend_at(end, reading);
    let title = i18n.words("talks.title");
    view! {
        <div class="talks" part="conversations" role="group" aria-label=title node_ref=reading.list>
            <h3 class="unseen">{move || title()}</h3>
            <Stops reading/>
            {move || talks.with(Vec::is_empty).then(|| {
                view! { <Empty icon=LuMessageSquare title=i18n.words("talks.none")/> }.into_any()
            })}
            <ForEach each=move || ids.get() key=|id: &String| id.clone() let(id)>
                <OneTalk reading id/>
            </ForEach>
            <div class="talks-end" node_ref=end></div>
        </div>
    }
    .into_any()
}

/// One conversation, below a line that says which.
#[component]
fn OneTalk(
    /// All of them.
    reading: Reading,
    /// Its entry.
    id: String,
) -> impl IntoView {
    let ui = use_customer();
    let talk = Memo::new(move |_| {
        reading.talks.with(|talks| {
            let place = talks.iter().position(|talk| talk.entry.id.to_string() == id)?;
            let before: usize = talks.iter().take(place).map(Talk::marks).sum();
            Some((before, talks.get(place)?.clone()))
        })
    });
    move || {
        let (before, talk) = talk.get()?;
        let mut mark = before;
        let lines = talk.lines.iter().map(|one| {
            let number = one.is_mark().then_some(mark);
            mark += usize::from(one.is_mark());
            line(one, number)
        });
        let lines = lines.collect_view();
        let entry = Arc::clone(&talk.entry);
        let time = entry.time.map(|time| {
            let written = move || ui.i18n.formats(|formats| formats.moment(time));
            view! { <time datetime=journey::write_time(time)>{written}</time> }.into_any()
        });
        Some(view! {
            <section class="talk" part="conversation">
                <h4 class="talk-title">
                    <span>{move || called(ui, &entry)}</span>
                    {time}
                </h4>
                <ol class="turns">{lines}</ol>
            </section>
        })
    }
}

/// What the conversation is of: "Inbound call · Delivery · Ann".
fn called(ui: CustomerUi, entry: &Entry) -> String {
    let language = ui.i18n.language();
    match &entry.kind {
        EntryKind::Contact(contact) => {
            let last = |names: &[Arc<str>]| names.last().map(ToString::to_string);
            let parts = [Some(language.contact(contact)), last(&contact.queues), last(&contact.agents)];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        }
        EntryKind::Custom(custom) => language.custom_event(custom),
        EntryKind::Unreadable(_) => String::new(),
    }
}

/// More conversations come in whenever the end of those that are there is nearly in sight.
fn extend_at(end: NodeRef<html::Div>, reading: Reading) {
    let seen = Closure::<dyn Fn(js_sys::Array)>::new(move |entries: js_sys::Array| {
        let is_seen = entries.iter().any(|entry| entry.unchecked_into::<IntersectionObserverEntry>().is_intersecting());
        let all = reading.talks.with_untracked(Vec::len);
        if is_seen && reading.shown.get_untracked() < all {
            reading.shown.update(|shown| *shown += FEW);
        }
    });
    let Ok(observer) = IntersectionObserver::new(seen.as_ref().unchecked_ref()) else {
        // Without it all are there at once.
        return reading.shown.set(usize::MAX);
    };
    let watched = SendWrapper::new((observer.clone(), seen));
    on_cleanup(move || watched.0.disconnect());
    Effect::new(move |_| {
        // Looked at again after each few: while the end stays in sight nobody else would say so.
        reading.shown.track();
        if let Some(end) = end.get() {
            observer.unobserve(&end);
            observer.observe(&end);
        }
    });
}
