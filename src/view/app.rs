//! The whole widget: what it shows depends on how far the session has come.

use leptos::prelude::*;

use super::announce::Announcements;
use super::channels::Channels;
use super::digest::Digest;
use super::header::Header;
use super::kit::*;
use super::later::{self, if_there, shown};
use super::notice::Notices;
use super::profile::Profile;
use super::search::Search;
use super::timeline::Timeline;
use super::wrap_ups::WrapUps;
use crate::session::{Session, Stage};
use crate::settings::{Missing, Theme};
use journey::{ComingUp, Journey, TimeRange};

/// The whole widget.
#[component]
pub(super) fn App(
    /// What it shows.
    session: Session,
) -> impl IntoView {
    let ui = Ui::new(session);
    provide_context(ui);
    let i18n = ui.i18n;
    let settings = session.settings;
    let theme = move || match settings.with(|settings| settings.theme) {
        Theme::System => "system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    let density = move || if session.is_condensed() { "condensed" } else { "comfortable" };
    let contacts = move || settings.with(|settings| settings.compact_contacts).then_some("compact");
    let is_spoken = Memo::new(move |_| session.language.with(Option::is_some));
    view! {
        <div
            class="cjw"
            role="region"
            aria-label=move || is_spoken.get().then(|| i18n.t("widget.label"))
            lang=move || i18n.language().tag()
            dir=move || i18n.language().direction()
            data-theme=theme
            data-density=density
            data-contacts=contacts
            use:keep_focus
            on:scroll=move |_| ui.scrolls.update(|scrolls| *scrolls = scrolls.wrapping_add(1))
        >
            {move || match is_spoken.get() {
                true => view! { <Inside/> }.into_any(),
                false => view! { <Skeleton kind="rows" count=5/> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn Inside() -> impl IntoView {
    let ui = use_ui();
    let session = ui.session;
    let has_search = Memo::new(move |_| session.settings.with(|settings| settings.user_search));
    let may_search = move || {
        let fits = |stage: &Stage| {
            matches!(stage, Stage::NoCustomer | Stage::Customer | Stage::Waiting(Missing::Identity | Missing::Withheld))
        };
        has_search.get() && session.stage.with(fits)
    };
    view! {
        <div class="inside">
            <When is=may_search>
                <Search/>
            </When>
            {move || match session.stage.get() {
                Stage::Customer => {
                    // A closure in a closure: for another customer everything is made anew, and nothing is changed in place.
                    let shown = move || {
                        let customer = session.customer.get()?;
                        Some(move || ui.of_customer(customer, || view! { <Customer/> }.into_any()))
                    };
                    shown.into_any()
                }
                Stage::Blocked(failure) => view! { <ErrorCard failure/> }.into_any(),
                Stage::Waiting(what) => view! { <Waiting what/> }.into_any(),
                Stage::NoCustomer => view! { <Nobody has_search/> }.into_any(),
            }}
            <Notices/>
            <Announcements/>
        </div>
    }
}

/// The desktop has not said everything yet.
#[component]
fn Waiting(
    /// What it has not said.
    what: Missing,
) -> impl IntoView {
    let i18n = use_ui().i18n;
    let what = StoredValue::new(what);
    let words = move || what.with_value(|what| i18n.language().missing(what));
    view! { <Empty icon=LuUserRound title=move || words().title advice=move || words().advice/> }
}

/// There is no customer.
#[component]
fn Nobody(
    /// Whether one can be looked up.
    has_search: Memo<bool>,
) -> impl IntoView {
    let Ui { session, i18n, .. } = use_ui();
    let keys = move || match (has_search.get(), session.settings.with(|settings| settings.follows_contact)) {
        (true, false) => ("nobody.page.title", "nobody.page"),
        (true, true) => ("nobody.title", "nobody.search"),
        (false, _) => ("nobody.title", "nobody"),
    };
    view! { <Empty icon=LuInbox title=move || i18n.t(keys().0) advice=move || i18n.t(keys().1)/> }
}

/// Everything about one customer: beside the timeline where there is room, above it where there is not.
#[component]
fn Customer() -> impl IntoView {
    let session = use_customer().session;
    let starts_closed = session.settings.with_untracked(|settings| settings.collapse_timeline);
    let story = if starts_closed {
        view! {
            <Section name="timeline" title="timeline.title" is_open=false>
                <Story/>
            </Section>
        }
        .into_any()
    } else {
        view! { <Story/> }.into_any()
    };
    // Of several platforms each says by itself what failed.
    let is_alone = !session.has_several();
    let sources = !is_alone;
    // For who looks histories up; one contact has no numbers.
    let has_numbers = Memo::new(move |_| {
        session.settings.with(|settings| settings.user_search)
            && session.counters.with(|counters| counters.contacts > 1)
    });
    let failure = Memo::new(move |_| session.person.with(|person| person.failure().filter(|_| is_alone).cloned()));
    view! {
        <div>
            <Header/>
            {sources.then(|| view! { <div class="sources">{move || if_there(later::sources)}</div> }.into_any())}
            {move || failure.get().map(|failure| view! { <ErrorCard failure/> }.into_any())}
            <Digest/>
            <Plans/>
            <div class="columns">
                <div class="overview">
                    <Profile/>
                    <Channels/>
                    <WrapUps/>
                    {move || has_numbers.get().then(|| if_there(later::numbers)).flatten()}
                </div>
                <div class="story">{story}</div>
            </div>
        </div>
    }
}

/// What is still to come. Its room is kept until its code is there.
#[component]
fn Plans() -> impl IntoView {
    let session = use_customer().session;
    // What is planned besides, callbacks, only the second file knows to ask for.
    let has_plans = Memo::new(move |_| {
        let (now, glance) = (session.now.get(), session.glance);
        session.journey.with(|journey| {
            session.filter.with(|filter| glance.with(|glance| ComingUp::is_told_of(journey, glance, filter, now)))
        })
    });
    move || {
        let room = || view! { <div class="coming-up-room"></div> }.into_any();
        if_there(later::coming_up).or_else(|| has_plans.get().then(room))
    }
}

/// The filters and the timeline.
#[component]
fn Story() -> impl IntoView {
    let CustomerUi { session, reads_talks, .. } = use_customer();
    // There is nothing to filter in an empty history.
    let has_filters = Memo::new(move |_| {
        !session.journey.with(Journey::is_empty)
            || session.filter.with(|filter| filter.is_narrowed() || filter.range != TimeRange::All)
    });
    view! {
        <div>
            // Room for them until their code is there, so that no row moves.
            {move || has_filters.get().then(|| {
                if_there(later::filters).unwrap_or_else(|| view! { <div class="filters-room"></div> }.into_any())
            })}
            {move || match reads_talks.get() {
                true => shown(later::talks),
                false => view! { <Timeline/> }.into_any(),
            }}
        </div>
    }
}
