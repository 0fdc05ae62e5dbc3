//! What stands below the last day: more, an ending, or why there is nothing.

use leptos::prelude::*;

use crate::session::{Failure, HistoryProgress, Load, SourceSession};
use crate::view::kit::*;
use journey::{Filter, TimeRange};

/// What there is to say below the last day.
#[derive(Clone, PartialEq)]
enum Ending {
    /// Everything is shown.
    End,
    /// Nothing came yet.
    Loading,
    /// More is on its way; so many events are there.
    Coming(usize),
    /// Older ones are read when somebody asks for them; so many events are there. Whether nothing of them is shown.
    Resting(usize, bool),
    /// Nothing is shown of all there is.
    Nothing,
    /// It did not come.
    Failed(Failure),
}

impl Ending {
    fn of(history: &Load<HistoryProgress>, shown: usize) -> Self {
        let progress = match history {
            Load::Loading if shown == 0 => return Self::Loading,
            Load::Idle | Load::Loading => return Self::End,
            Load::Failed(failure) => return Self::Failed(failure.clone()),
            Load::Ready(progress) => progress,
        };
        match (&progress.failure, progress.complete) {
            (Some(failure), _) => Self::Failed(failure.clone()),
            (None, true) if shown == 0 => Self::Nothing,
            (None, true) => Self::End,
            (None, false) if progress.has_older => Self::Resting(progress.events, shown == 0),
            (None, false) if shown == 0 => Self::Loading,
            (None, false) => Self::Coming(progress.events),
        }
    }
}

/// What stands there.
#[component]
pub(super) fn Below() -> impl IntoView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let counts = Memo::new(move |_| session.timeline.with(|timeline| (timeline.shown(), timeline.more)));
    let shown = Memo::new(move |_| counts.get().0);
    let ending = Memo::new(move |_| session.history.with(|history| Ending::of(history, shown.get())));
    // The buttons stay while the numbers in them change: the history may still be coming in.
    let left = move || i18n.t_count("timeline.left", counts.get().1);
    let all = move || {
        let (shown, more) = counts.get();
        i18n.t_with("timeline.show-all", &[("count", &i18n.count(shown + more))])
    };
    view! {
        <div>
            <When is=move || { counts.get().1 > 0 }>
                <div class="more">
                    <button
                        type="button"
                        class="button load-more"
                        part="load-more"
                        on:click=move |_| session.load_more()
                    >
                        {i18n.words("timeline.more")}
                        <span class="number">{move || left()}</span>
                    </button>
                    <button type="button" class="link" part="show-all" on:click=move |_| session.show_all()>
                        {move || all()}
                    </button>
                </div>
            </When>
            {move || match ending.get() {
                Ending::End => ().into_any(),
                Ending::Loading => {
                    view! { <Skeleton kind="rows" count=5 words=i18n.words("timeline.loading")/> }.into_any()
                }
                Ending::Coming(events) => {
                    let words = move || i18n.t_count("timeline.loading.more", events);
                    view! { <p class="progress">{move || words()}</p> }.into_any()
                }
                Ending::Resting(events, is_empty) => view! { <Older events is_empty/> }.into_any(),
                Ending::Nothing => view! { <Nothing is_all=true/> }.into_any(),
                Ending::Failed(failure) => view! { <ErrorCard failure/> }.into_any(),
            }}
        </div>
    }
}

/// There are events that were not read yet: said also where nothing that was read is shown.
#[component]
fn Older(
    /// How many were read.
    events: usize,
    /// Whether nothing of them is shown.
    is_empty: bool,
) -> impl IntoView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let words = move || i18n.t_with("timeline.older.there", &[("count", &i18n.count(events))]);
    view! {
        <div>
            {is_empty.then(|| view! { <Nothing is_all=false/> }.into_any())}
            {(events > 0).then(|| view! { <p class="progress">{move || words()}</p> }.into_any())}
            <div class="more">
                <button
                    type="button"
                    class="button"
                    part="load-more load-older"
                    on:click=move |_| session.load_older()
                >
                    {i18n.words("timeline.older")}
                </button>
            </div>
        </div>
    }
}

/// Nothing is shown: there is nothing, or there is something outside of what the agent asked for.
#[component]
fn Nothing(
    /// Whether everything was read.
    is_all: bool,
) -> impl IntoView {
    let ui = use_customer();
    let CustomerUi { session, i18n, .. } = ui;
    move || {
        let outside = session.timeline.with(|timeline| timeline.outside);
        let range = session.filter.with(|filter| filter.range);
        if outside.filtered > 0 {
            let advice = move || i18n.t_count("timeline.filtered.left", outside.filtered);
            return view! {
                <Empty icon=LuSearchX title=i18n.words("timeline.filtered") advice>
                    <button type="button" class="button" on:click=move |_| session.set_filter(Filter::clear)>
                        {i18n.words("timeline.filtered.clear")}
                    </button>
                </Empty>
            }
            .into_any();
        }
        let (earlier, later) = (outside.earlier, outside.later);
        if earlier == 0 && later == 0 && range == TimeRange::All {
            // What was not read yet may be something.
            if !is_all {
                return match session.reach() {
                    Some(since) => {
                        let date = move || i18n.formats(|formats| formats.date_of_year(session.zone().date(since)));
                        let title = move || i18n.t_with("timeline.empty.since", &[("date", &date())]);
                        view! { <Empty icon=LuHistory title/> }.into_any()
                    }
                    None => {
                        let title = move || i18n.t_with("timeline.older.there", &[("count", &i18n.count(0))]);
                        view! { <Empty icon=LuHistory title/> }.into_any()
                    }
                };
            }
            let has_answers = !session.sources().into_iter().any(SourceSession::has_not_answered);
            let title = i18n.words(if has_answers { "timeline.empty" } else { "timeline.empty.answered" });
            return view! { <Empty icon=LuHistory title advice=i18n.words("timeline.empty.advice")/> }.into_any();
        }
        let title = move || i18n.t_with("timeline.outside", &[("range", &ui.range_in_sentence(range))]);
        let advice = move || {
            let earlier_words = (earlier > 0 || later == 0).then(|| i18n.t_count("timeline.outside.earlier", earlier));
            let later_words = (later > 0).then(|| i18n.t_count("timeline.outside.later", later));
            [earlier_words, later_words].into_iter().flatten().collect::<Vec<_>>().join(" ")
        };
        view! {
            <Empty icon=LuHistory title advice>
                <button
                    type="button"
                    class="button"
                    on:click=move |_| session.set_filter(|filter| filter.range = TimeRange::All)
                >
                    {i18n.words("timeline.outside.show")}
                </button>
            </Empty>
        }
        .into_any()
    }
}
