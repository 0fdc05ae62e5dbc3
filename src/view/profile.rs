//! The progressive profile: one tile for each attribute of the administrator's template.

use leptos::prelude::*;

use super::card::{error_card, skeleton};
use super::dom::{El, Row, el};
use super::icon::{LuTrendingDown, LuTrendingUp, icon};
use super::section::section;
use super::{CustomerUi, button, said};
use crate::locale::{self, t, t_with};
use crate::session::Load;
use journey::{Channel, ProfileAttribute, Trend};

/// A longer value is shortened, to so many characters.
const LONGEST: usize = 120;
const SHORTENED: usize = 90;

/// The section of the profile. Without a tile there is none: a widget without a template is no mistake.
pub(super) fn profile(ui: CustomerUi) -> Option<El> {
    let session = ui.session;
    let state = session.profile;
    let has_something = Memo::new(move |_| {
        state.with(|state| match state {
            Load::Idle => false,
            Load::Ready(profile) => profile.as_ref().is_some_and(|profile| !profile.attributes.is_empty()),
            Load::Loading | Load::Failed(_) => true,
        })
    });
    if !has_something.get() {
        return None;
    }
    let is_open = !session.settings.with_untracked(|settings| settings.collapse_profile);
    let body = move || {
        let waits = Memo::new(move |_| state.with(|state| (!matches!(state, Load::Ready(_))).then(|| state.clone())));
        let shown = el("div").part("profile").dynamic(move || {
            waits.with(|waits| match waits {
                None => Some(el("dl").class("tiles").each(move || tiles(ui))),
                Some(Load::Loading) => Some(skeleton("tiles", 3, &t("profile.title"))),
                Some(Load::Failed(failure)) => Some(error_card(ui.of_element(), failure)),
                Some(_) => None,
            })
        });
        shown.dynamic(move || {
            session.profile_failure.with(|failure| Some(error_card(ui.of_element(), failure.as_ref()?)))
        })
    };
    Some(section("profile", &t("profile.title"), is_open, None, body))
}

/// A row for each tile. One that says the same as before stays, and with it what was opened in it, and the focus.
fn tiles(ui: CustomerUi) -> Vec<Row> {
    ui.session.profile.with(|state| {
        let profile = state.ready().and_then(|profile| profile.as_deref());
        let attributes = profile.map(|profile| profile.attributes.as_slice()).unwrap_or_default();
        let row = |(place, attribute): (usize, &ProfileAttribute)| {
            let before = attribute.trend.as_ref().map(|(_, before)| before.as_str()).unwrap_or_default();
            let error = attribute.error.as_deref().unwrap_or_default();
            let values = attribute.values.join("\u{1f}");
            let key = [&place.to_string(), attribute.label.as_str(), &values, error, before].join("\u{1e}");
            let attribute = attribute.clone();
            Row::new(key, move || tile(ui, &attribute))
        };
        attributes.iter().enumerate().map(row).collect()
    })
}

fn tile(ui: CustomerUi, attribute: &ProfileAttribute) -> El {
    let value = match (&attribute.error, attribute.values.is_empty()) {
        (Some(error), _) => el("dd").class("tile-error").attr("title", error).text(&t("profile.error")),
        (None, true) => el("dd").class("tile-value none").text(&t("profile.no-value")),
        (None, false) => value(ui, attribute),
    };
    el("div").class("tile").part("profile-attribute").child(el("dt").text(&attribute.label)).child(value)
}

fn value(ui: CustomerUi, attribute: &ProfileAttribute) -> El {
    let words = |value: &String| match Channel::from_word(value) {
        Some(channel) if attribute.is_channel => locale::channel(Some(&channel)),
        _ => value.clone(),
    };
    let text = attribute.values.iter().map(words).collect::<Vec<_>>().join(", ");
    let text = if attribute.is_number { ui.write(|formats| formats.decimal(&text)) } else { text };
    let trend = attribute.trend.as_ref().map(|(trend, before)| moved(ui, attribute, *trend, before));
    let length = text.chars().count();
    // A number is large, a sentence is not.
    let size = if length > 8 { "long" } else { "short" };
    let shown = el("dd").class("tile-value").attr("data-size", size);
    if length <= LONGEST {
        return shown.child(el("bdi").text(&text)).children(trend);
    }
    let is_whole = RwSignal::new(false);
    let short: String = text.chars().take(SHORTENED).chain("…".chars()).collect();
    let words = move || if is_whole.get() { text.clone() } else { short.clone() };
    let toggle = button("link")
        .bind("aria-expanded", move || said(is_whole.get()))
        .on("click", move |_| is_whole.update(|whole| *whole = !*whole))
        .text_with(move || t(if is_whole.get() { "profile.fewer" } else { "details.text.more" }));
    shown.child(el("bdi").text_with(words)).children(trend).child(toggle)
}

/// Where the value went: an arrow, and the words for it.
fn moved(ui: CustomerUi, attribute: &ProfileAttribute, trend: Trend, before: &str) -> El {
    let before = match (attribute.is_number, before) {
        (_, "") => t("profile.no-value"),
        (true, before) => ui.write(|formats| formats.decimal(before)),
        (false, before) => before.chars().take(SHORTENED).collect(),
    };
    let (name, key, symbol) = match trend {
        Trend::Up => ("up", "profile.up", Some(LuTrendingUp)),
        Trend::Down => ("down", "profile.down", Some(LuTrendingDown)),
        Trend::Changed => ("changed", "profile.changed", None),
    };
    let words = t_with(key, &[("before", &before)]);
    let drawn = symbol.map_or_else(|| el("span").class("dot").attr("aria-hidden", "true"), icon);
    el("span")
        .class("trend")
        .attr("data-trend", name)
        .attr("title", &words)
        .child(drawn)
        .child(el("span").class("unseen").text(&words))
}
