//! What is still to come, in a line above the timeline: callbacks, events that are dated ahead, next steps that are open. A
//! line, so that its room is known before what is in it; the others are one click away.

use leptos::prelude::*;

use super::kit::*;
use crate::locale::I18n;
use crate::session::Callbacks;
use journey::{Callback, ComingUp, EntryKind, Planned, Zone};

/// The line, or a list of them; nothing where nothing is planned.
pub(super) fn coming_up() -> AnyView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let callbacks = session.callbacks();
    // Their next steps are planned, too.
    session.keep_last_summaries();
    let digest = session.digest();
    let all = Memo::new(move |_| {
        let (callbacks, glance, now) = (callbacks.list.get(), session.glance.get(), session.now.get());
        session.journey.with(|journey| {
            session.filter.with(|filter| ComingUp::of(journey, &glance, &callbacks, filter, now, || digest.get()))
        })
    });
    let count = Memo::new(move |_| all.with(Vec::len));
    let left = Memo::new(move |_| count.get().saturating_sub(1));
    let shows_all = RwSignal::new(false);
    let each = move || {
        let shown = if shows_all.get() { usize::MAX } else { 1 };
        all.get().into_iter().take(shown).collect::<Vec<_>>()
    };
    let has_something = move || count.get() > 0 || callbacks.has_failed.get();
    view! {
        <When is=has_something>
            <section class="coming-up" part="coming-up" aria-label=i18n.words("planned.title")>
                <ul title=i18n.words("planned.title")>
                    <ForEach each key=ComingUp::key let(one)>
                        <Line one/>
                    </ForEach>
                    <When is=move || callbacks.has_failed.get()>
                        <Failed callbacks/>
                    </When>
                </ul>
                <MoreButton shows_all left/>
            </section>
        </When>
    }
    .into_any()
}

/// One thing that is planned; what an entry tells of leads to it.
#[component]
fn Line(
    /// What.
    one: ComingUp,
) -> impl IntoView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let icon = match &one {
        ComingUp::Callback(_) => LuPhoneForwarded,
        ComingUp::Event(_) => LuCalendar,
        ComingUp::NextSteps(..) => LuListChecks,
    };
    let time = one.time();
    let has_time = time.is_some();
    let when = Memo::new(move |_| time.as_ref().map(|time| written(i18n, time, session.zone())).unwrap_or_default());
    let entry = one.entry().map(|entry| entry.id.clone());
    let words = Memo::new(move |_| match &one {
        ComingUp::Callback(callback) => callback_words(i18n, callback),
        ComingUp::Event(entry) => match &entry.kind {
            EntryKind::Custom(custom) => i18n.language().custom_event(custom),
            EntryKind::Contact(contact) => i18n.language().contact(contact),
            EntryKind::Unreadable(_) => String::new(),
        },
        ComingUp::NextSteps(_, text) => [&i18n.language().summary_section("nextSteps"), ": ", text.as_str()].concat(),
    });
    let title = move || [when.get().as_str(), " ", &words.get()].concat().trim().to_owned();
    let when = has_time.then(|| view! { <span class="planned-time">{move || when.get()}</span>" " }.into_any());
    let inside = view! {
        <Glyph icon/>
        <span class="planned-words" title=title>
            {when}
            <bdi>{move || words.get()}</bdi>
        </span>
    };
    match entry {
        Some(id) => view! {
            <li part="planned">
                <button type="button" class="planned" on:click=move |_| session.reveal(std::slice::from_ref(&id), false)>
                    {inside}
                </button>
            </li>
        }
        .into_any(),
        None => view! { <li part="planned" class="planned">{inside}</li> }.into_any(),
    }
}

#[component]
fn Failed(
    /// What is asked for again.
    callbacks: Callbacks,
) -> impl IntoView {
    let i18n = use_customer().i18n;
    view! {
        <li class="planned" role="status">
            <Glyph icon=LuCircleAlert/>
            <span class="planned-words">{i18n.words("planned.failed")}</span>
            <button type="button" class="link" part="retry" on:click=move |_| callbacks.retry()>
                {i18n.words("failure.retry")}
            </button>
        </li>
    }
}

/// Date and time of day; of another time zone than the viewer's, with its name.
fn written(i18n: I18n, time: &Planned, zone: Zone) -> String {
    match time {
        Planned::At(time) => i18n.formats(|formats| formats.planned(zone.local(*time))),
        Planned::Local(time, place) => {
            let time = i18n.formats(|formats| formats.planned(*time));
            match place.as_str() {
                "" => time,
                place => [&time, " (", &place.replace('_', " "), ")"].concat(),
            }
        }
    }
}

/// "Callback · Bill question · Ann Archer".
fn callback_words(i18n: I18n, callback: &Callback) -> String {
    let mut words = i18n.t("planned.callback");
    for part in [&callback.reason, &callback.agent].into_iter().flatten() {
        words.push_str(" · ");
        words.push_str(&i18n.language().isolated(part));
    }
    words
}
