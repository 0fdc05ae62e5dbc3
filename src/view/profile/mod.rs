//! The progressive profile: one tile for each attribute of the administrator's template.

mod computed;

use leptos::prelude::*;

use super::kit::*;
use super::later::{self, if_there};
use crate::session::{Inspected, Load, SourceSession};
use journey::{Channel, ProfileAttribute, Trend};

pub(super) use computed::computed;

/// A longer value is shortened, to so many characters.
const LONGEST: usize = 120;
const SHORTENED: usize = 90;

/// The section of the profile: a group for each platform. Without a tile there is none: a widget without a template is no
/// mistake.
#[component]
pub(super) fn Profile() -> impl IntoView {
    let session = use_customer().session;
    let sources = session.sources();
    let is_alone = sources.len() == 1;
    let sources = StoredValue::new(sources);
    let is_there = move |source: SourceSession| {
        if !source.has_templates() {
            return source.awaits_history() || source.has_tiles();
        }
        source.profile.with(|state| match state {
            Load::Idle => false,
            Load::Ready(profile) => profile.as_ref().is_some_and(|profile| !profile.attributes.is_empty()),
            Load::Loading => is_alone || !source.is_out_of_reach(),
            // Of several, each has a line of its own for that.
            Load::Failed(_) => is_alone,
        })
    };
    let shows_all = RwSignal::new(false);
    let folded = Memo::new(move |_| !shows_all.get());
    let has_something =
        Memo::new(move |_| sources.with_value(|sources| sources.iter().any(|source| is_there(*source))));
    let groups = move || {
        let tiles = move |source: SourceSession| match source.has_templates() {
            true => view! { <Tiles source/> }.into_any(),
            false => view! { <div part="profile">{move || if_there(|| later::computed(source))}</div> }.into_any(),
        };
        let group = |source: SourceSession| match is_alone {
            true => tiles(source),
            false => view! {
                <When is=move || is_there(source)>
                    <div class="group">
                        <h4 class="group-title">{source.platform().name()}</h4>
                        {tiles(source)}
                    </div>
                </When>
            }
            .into_any(),
        };
        sources.get_value().into_iter().map(group).collect_view()
    };
    move || {
        has_something.get().then(|| {
            let is_open = !session.settings.with_untracked(|settings| settings.collapse_profile);
            view! {
                <Section name="profile" title="profile.title" is_open folded>
                    <div class="profile">
                        {groups()}
                        <Unfold shows_all/>
                    </div>
                </Section>
            }
        })
    }
}

/// A narrow widget shows one row of tiles: this shows the others, and hides them again.
#[component]
fn Unfold(shows_all: RwSignal<bool>) -> impl IntoView {
    let i18n = use_customer().i18n;
    let label = move || i18n.t(if shows_all.get() { "profile.fewer" } else { "details.text.more" });
    view! {
        <button
            type="button"
            class="unfold"
            title=label
            aria-label=label
            aria-expanded=move || said(shows_all.get())
            on:click=move |_| shows_all.update(|all| *all = !*all)
        >
            <Glyph icon=LuChevronDown/>
        </button>
    }
}

#[component]
fn Tiles(
    /// Whose profile it is.
    source: SourceSession,
) -> impl IntoView {
    let i18n = use_customer().i18n;
    let waits = Memo::new(move |_| match source.profile.with(|state| state.failure().cloned()) {
        Some(failure) => Some(Err(failure)),
        None => source.profile.with(Load::is_loading).then_some(Ok(())),
    });
    let attributes = move || {
        source.profile.with(|state| {
            let profile = state.ready().and_then(|profile| profile.as_deref());
            profile.map(|profile| profile.attributes.clone()).unwrap_or_default()
        })
    };
    // A tile that says the same as before stays, and with it what was opened in it, and the focus.
    let each = move || attributes().into_iter().enumerate().collect::<Vec<_>>();
    let tiles = move || {
        view! {
            <dl class="tiles">
                <ForEach each key=|(place, attribute)| key(*place, attribute) let((_, attribute))>
                    <Tile attribute/>
                </ForEach>
            </dl>
        }
        .into_any()
    };
    view! {
        <div part="profile">
            {move || match waits.get() {
                None => tiles().into_any(),
                Some(Ok(())) => {
                    view! { <Skeleton kind="tiles" count=3 words=i18n.words("profile.title")/> }.into_any()
                }
                Some(Err(failure)) => view! { <ErrorCard failure/> }.into_any(),
            }}
            {move || source.profile_failure.get().map(|failure| view! { <ErrorCard failure/> }.into_any())}
        </div>
    }
}

fn key(place: usize, attribute: &ProfileAttribute) -> String {
    let before = attribute.trend.as_ref().map(|(_, before)| before.as_str()).unwrap_or_default();
    let error = attribute.error.as_deref().unwrap_or_default();
    let values = attribute.values.join("\u{1f}");
    [&place.to_string(), attribute.label.as_str(), &values, error, before].join("\u{1e}")
}

#[component]
fn Tile(
    /// What it shows.
    attribute: ProfileAttribute,
) -> impl IntoView {
    let i18n = use_customer().i18n;
    let label = attribute.label.clone();
    let title = label.clone();
    let value = match (attribute.error.clone(), attribute.values.is_empty()) {
        (Some(error), _) => view! { <dd class="tile-error" title=error>{i18n.words("profile.error")}</dd> }.into_any(),
        (None, true) => view! { <dd class="tile-value none">{i18n.words("profile.no-value")}</dd> }.into_any(),
        (None, false) => view! { <TileValue attribute/> }.into_any(),
    };
    view! {
        <div class="tile" part="profile-attribute">
            <dt title=title>
                {unbroken(&label)}
                {move || if_there(|| later::why(Inspected::Tile(label.clone())))}
            </dt>
            {value}
        </div>
    }
}

#[component]
fn TileValue(attribute: ProfileAttribute) -> impl IntoView {
    let i18n = use_customer().i18n;
    let trend = attribute.trend.clone().map(|(trend, before)| {
        let is_number = attribute.is_number;
        view! { <Moved trend before is_number/> }
    });
    let text = Memo::new(move |_| {
        let language = i18n.language();
        let words = |value: &String| match Channel::from_word(value) {
            Some(channel) if attribute.is_channel => language.channel(Some(&channel)),
            _ => value.clone(),
        };
        let text = attribute.values.iter().map(words).collect::<Vec<_>>().join(", ");
        if attribute.is_number { i18n.formats(|formats| formats.decimal(&text)) } else { text }
    });
    let length = Memo::new(move |_| text.with(|text| text.chars().count()));
    // A number is large, a sentence is not.
    let size = move || if length.get() > 8 { "long" } else { "short" };
    let is_whole = RwSignal::new(false);
    let words = move || {
        text.with(|text| match length.get() > LONGEST && !is_whole.get() {
            true => text.chars().take(SHORTENED).chain("…".chars()).collect(),
            false => text.clone(),
        })
    };
    view! {
        <dd class="tile-value" data-size=size>
            <bdi>{move || unbroken(&words())}</bdi>
            {trend}
            <When is=move || { length.get() > LONGEST }>
                <button
                    type="button"
                    class="link"
                    aria-expanded=move || said(is_whole.get())
                    on:click=move |_| is_whole.update(|whole| *whole = !*whole)
                >
                    {move || i18n.t(if is_whole.get() { "profile.fewer" } else { "details.text.more" })}
                </button>
            </When>
        </dd>
    }
}

/// Where the value went: an arrow, and the words for it.
#[component]
fn Moved(
    /// Up, down, or just elsewhere.
    trend: Trend,
    /// What it was before.
    before: String,
    /// Whether it is written as a number.
    is_number: bool,
) -> impl IntoView {
    let i18n = use_customer().i18n;
    let (name, key, symbol) = match trend {
        Trend::Up => ("up", "profile.up", Some(LuTrendingUp)),
        Trend::Down => ("down", "profile.down", Some(LuTrendingDown)),
        Trend::Changed => ("changed", "profile.changed", None),
    };
    let words = move || {
        let before = match (is_number, before.as_str()) {
            (_, "") => i18n.t("profile.no-value"),
            (true, before) => i18n.formats(|formats| formats.decimal(before)),
            (false, before) => before.chars().take(SHORTENED).collect(),
        };
        i18n.t_with(key, &[("before", &before)])
    };
    let drawn = match symbol {
        Some(icon) => view! { <Glyph icon/> }.into_any(),
        None => view! { <Dot/> }.into_any(),
    };
    let title = words.clone();
    view! {
        <span class="trend" data-trend=name title=title>
            {drawn}
            <span class="unseen">{move || words()}</span>
        </span>
    }
}
