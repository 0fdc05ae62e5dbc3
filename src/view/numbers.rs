//! How the customer is served, in numbers, for who looks histories up. Closed until somebody opens it.

use leptos::prelude::*;

use super::kit::*;
use journey::Numbers;

/// The section.
pub(in crate::view) fn numbers() -> AnyView {
    view! {
        <Section name="numbers" title="numbers.title" is_open=false>
            <Inside/>
        </Section>
    }
    .into_any()
}

#[component]
fn Inside() -> impl IntoView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let numbers = Memo::new(move |_| {
        let (now, zone) = (session.now.get(), session.zone());
        session.journey.with(|journey| session.filter.with(|filter| Numbers::of(journey, filter, now, zone)))
    });
    let share = move |part: fn(&Numbers) -> usize| {
        let (part, count) = numbers.with(|numbers| (part(numbers), numbers.contacts));
        i18n.t_with("numbers.share", &[("part", &i18n.count(part)), ("count", &i18n.count(count))])
    };
    let time = move |of: fn(&Numbers) -> Option<chrono::Duration>| match numbers.with(of) {
        Some(duration) => i18n.formats(|formats| formats.duration(duration)),
        None => "–".to_owned(),
    };
    view! {
        <div>
            <dl class="numbers" part="numbers">
                <Figure name="numbers.repeated" value=move || share(|numbers| numbers.repeated)/>
                <Figure name="numbers.transferred" value=move || share(|numbers| numbers.transferred)/>
                <Figure name="numbers.unanswered" value=move || share(|numbers| numbers.unanswered)/>
                <Figure name="numbers.wait" value=move || time(|numbers| numbers.wait)/>
                <Figure name="numbers.talk" value=move || time(|numbers| numbers.talk)/>
            </dl>
            <h4 class="label">{i18n.words("numbers.weekdays")}</h4>
            <ul class="weekdays">{(0..7).map(|day| view! { <Weekday numbers day/> }.into_any()).collect_view()}</ul>
        </div>
    }
}

/// One number.
#[component]
fn Figure(
    /// The key of what it is.
    name: &'static str,
    /// The number.
    value: impl Fn() -> String + Send + 'static,
) -> impl IntoView {
    view! {
        <div class="figure">
            <dt>{use_customer().i18n.words(name)}</dt>
            <dd>{value}</dd>
        </div>
    }
}

/// How many contacts began on a weekday.
#[component]
fn Weekday(
    /// Of all numbers.
    numbers: Memo<Numbers>,
    /// Which, from Monday.
    day: u32,
) -> impl IntoView {
    let i18n = use_customer().i18n;
    let counts = Memo::new(move |_| {
        numbers.with(|numbers| {
            let count = usize::try_from(day).ok().and_then(|day| numbers.weekdays.get(day)).copied();
            (count.unwrap_or_default(), numbers.weekdays.iter().copied().max().unwrap_or_default())
        })
    });
    let height = move || {
        let (count, most) = counts.get();
        [&(count * 100 / most.max(1)).to_string(), "%"].concat()
    };
    let name = move || i18n.formats(|formats| formats.weekday(day));
    view! {
        <li class="weekday">
            <span class="weekday-count number">{move || i18n.count(counts.get().0)}</span>
            <span class="weekday-room" aria-hidden="true">
                <span class="weekday-bar" style:height=height></span>
            </span>
            // In a narrow panel a long one is cut.
            <span class="weekday-name" title=name>{name}</span>
        </li>
    }
}
