//! The whole widget: what it shows depends on how far the session has come.

use leptos::prelude::*;

use super::announce::announcements;
use super::card::{empty, error_card, skeleton};
use super::channels::channels;
use super::dom::{El, el};
use super::header::header;
use super::icon::{LuInbox, LuUserRound};
use super::later::{filters, if_there};
use super::notice::notices;
use super::profile::profile;
use super::search::search;
use super::section::section;
use super::timeline::timeline;
use super::wrap_ups::wrap_ups;
use super::{CustomerUi, Ui};
use crate::locale::{Language, Words, missing, t};
use crate::session::{Session, Stage};
use crate::settings::{Missing, Theme};
use journey::{Journey, TimeRange};

/// The whole widget, in the current reactive owner.
pub(crate) fn app(session: Session) -> El {
    let ui = Ui::new(session);
    let settings = session.settings;
    let has_search = Memo::new(move |_| settings.with(|settings| settings.user_search));
    let may_search = Memo::new(move |_| {
        let fits = |stage: &Stage| {
            matches!(stage, Stage::NoCustomer | Stage::Customer | Stage::Waiting(Missing::Identity | Missing::Withheld))
        };
        has_search.get() && session.stage.with(fits)
    });
    let theme = move || {
        let theme = match settings.with(|settings| settings.theme) {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        };
        Some(theme.to_owned())
    };
    let density = move || Some(if session.is_condensed() { "condensed" } else { "comfortable" }.to_owned());
    let contacts = move || settings.with(|settings| settings.compact_contacts).then(|| "compact".to_owned());
    let stage = move || match session.stage.get() {
        Stage::Customer => {
            let shown = session.customer.get()?;
            Some(shown.draw(|| customer(ui.with_customer(shown))))
        }
        Stage::Blocked(failure) => Some(error_card(ui, &failure)),
        Stage::Waiting(what) => {
            let Words { title, advice } = missing(&what);
            Some(empty(LuUserRound, &title, &advice, None))
        }
        Stage::NoCustomer => {
            let (title, advice) = match (has_search.get(), settings.with(|settings| settings.follows_contact)) {
                (true, false) => ("nobody.page.title", "nobody.page"),
                (true, true) => ("nobody.title", "nobody.search"),
                (false, _) => ("nobody.title", "nobody"),
            };
            Some(empty(LuInbox, &t(title), &t(advice), None))
        }
    };
    let language = session.language;
    let said = move |said: fn(&Language) -> &'static str| {
        Some(language.with(|language| said(language.as_ref().unwrap_or(&Language::ENGLISH))).to_owned())
    };
    let inside = move || {
        el("div")
            .class("inside")
            .dynamic(move || may_search.get().then(|| search(ui)))
            .dynamic(stage)
            .dynamic(move || notices(ui))
            .child(announcements(ui))
    };
    // Another language draws everything anew, from the data that is there.
    let spoken = move || {
        Some(match language.get() {
            Some(language) => language.speak(inside),
            None => skeleton("rows", 5, ""),
        })
    };
    let label =
        move || language.with(|language| language.as_ref().map(|language| language.speak(|| t("widget.label"))));
    el("div")
        .class("cjw")
        .attr("role", "region")
        .bind("aria-label", label)
        .bind("lang", move || said(Language::tag))
        .bind("dir", move || said(Language::direction))
        .on("scroll", move |_| ui.scrolls.update(|scrolls| *scrolls = scrolls.wrapping_add(1)))
        .bind("data-theme", theme)
        .bind("data-density", density)
        .bind("data-contacts", contacts)
        .dynamic(spoken)
}

/// Everything about one customer: beside the timeline where there is room, above it where there is not.
fn customer(ui: CustomerUi) -> El {
    let session = ui.session;
    // There is nothing to filter in an empty history.
    let has_filters = Memo::new(move |_| {
        !session.journey.with(Journey::is_empty)
            || session.filter.with(|filter| filter.is_narrowed() || filter.range != TimeRange::All)
    });
    let overview = el("div")
        .class("overview")
        .dynamic(move || profile(ui))
        .dynamic(move || channels(ui))
        .dynamic(move || wrap_ups(ui));
    let story = move || {
        el("div").dynamic(move || has_filters.get().then(|| if_there(|| filters(ui))).flatten()).child(timeline(ui))
    };
    let starts_closed = session.settings.with_untracked(|settings| settings.collapse_timeline);
    let story = el("div").class("story").child(if starts_closed {
        section("timeline", &t("timeline.title"), false, None, story)
    } else {
        story()
    });
    el("div")
        .child(header(ui))
        .dynamic(move || {
            session.person.with(|person| person.failure().map(|failure| error_card(ui.of_element(), failure)))
        })
        .child(el("div").class("columns").child(overview).child(story))
}
