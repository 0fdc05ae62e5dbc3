//! How often, and by which way: contacts over time, and one chip for each channel. A chip is a filter.

use leptos::prelude::*;

use super::CustomerUi;
use super::card::skeleton;
use super::dom::{El, Row, el};
use super::icon::{channel_icon, icon};
use super::later::{chart, shown_or};
use super::section::section;
use crate::locale::{self, t, t_with};
use crate::session::{HistoryProgress, Load};
use journey::{Channel, ChannelCount, FilterPart, TimeRange};

/// The section of the counters; none for a customer who has never been in contact.
pub(super) fn channels(ui: CustomerUi) -> Option<El> {
    let session = ui.session;
    let rows = Memo::new(move |_| session.counters.with(|counters| counters.channels.clone()));
    let has_bars = Memo::new(move |_| session.counters.with(|counters| counters.bars.is_some()));
    let has_something = Memo::new(move |_| {
        let may_come =
            session.history.with(Load::is_loading) || session.filter.with(|filter| filter.range != TimeRange::All);
        may_come || rows.with(|rows| !rows.is_empty())
    });
    if !has_something.get() {
        return None;
    }
    let total = el("span").class("total").text_with(move || {
        let contacts = session.counters.with(|counters| counters.contacts);
        let count = ui.count(contacts);
        let is_complete = session.history.with(|history| {
            history.ready().is_some_and(|HistoryProgress { complete, failure, .. }| *complete || failure.is_some())
        });
        match (is_complete, contacts) {
            (true, _) => count,
            (false, 0) => String::new(),
            (false, _) => t_with("channels.counting", &[("count", &count)]),
        }
    });
    let has_rows = Memo::new(move |_| rows.with(|rows| !rows.is_empty()));
    let body = move || {
        let chips = move || {
            let row = |row: ChannelCount| {
                Row::new(row.channel.as_ref().map(Channel::word).unwrap_or_default().to_owned(), move || {
                    chip(ui, rows, row.channel)
                })
            };
            rows.get().into_iter().map(row).collect()
        };
        let nothing = move || {
            let waits = session.history.with(Load::is_loading);
            match (has_rows.get(), waits) {
                (false, true) => Some(skeleton("chips", 3, &t("timeline.loading"))),
                (false, false) => Some(el("p").class("nothing").text(&t("channels.none"))),
                (true, _) => None,
            }
        };
        let list = el("ul").class("chips").part("channels").each(chips);
        el("div")
            .dynamic(move || has_bars.get().then(|| shown_or(|| chart(ui), || el("div").class("chart-room"))))
            .child(list)
            .dynamic(nothing)
    };
    Some(section("channels", &t("channels.title"), true, Some(total), body))
}

/// The chip of a channel; it stays, with the focus in it, while its count changes.
fn chip(ui: CustomerUi, rows: Memo<Vec<ChannelCount>>, channel: Option<Channel>) -> El {
    let of = channel.clone();
    let count = move || {
        rows.with(|rows| rows.iter().find(|row| row.channel == of).map(|row| ui.count(row.count)).unwrap_or_default())
    };
    let chip = ui
        .filter_button("chip", channel.clone().map(FilterPart::Channel))
        .part("channel")
        .child(icon(channel_icon(channel.as_ref())))
        .child(el("span").class("chip-name").text(&locale::channel(channel.as_ref())))
        .text(" ")
        .child(el("span").class("number").text_with(count));
    el("li").child(chip)
}
