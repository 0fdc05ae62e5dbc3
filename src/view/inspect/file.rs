//! The support file: what the dialog explains, with stand-ins for whatever tells who the customer is or what was said. It is
//! given to the browser to be saved, and goes nowhere.

use leptos::prelude::*;
use serde_json::{Value, json};

use super::entry::made;
use super::requests::requests;
use super::rules::{attributes, computed, links};
use super::settings::{settings, tokens};
use crate::view::export::download;
use crate::view::kit::*;
use journey::{EntryId, StandIns, support_of_entry, support_of_flag, support_of_link, support_of_tile, write_time};

/// Without an entry that is wondered about, so many of the newest are written.
const NEWEST: usize = 20;

/// Saves the file. `of`: the entry that is wondered about.
pub(super) fn save(ui: CustomerUi, of: Option<&EntryId>) {
    let now = ui.session.now.get_untracked();
    let day = untrack(|| ui.session.zone()).local(now).date();
    let text = untrack(|| support_file(ui, of)).to_string();
    download(&["journey-support-", &day.to_string(), ".json"].concat(), "json", &text);
}

fn support_file(ui: CustomerUi, of: Option<&EntryId>) -> Value {
    let session = ui.session;
    let person = session.person.with(|person| person.ready().cloned().flatten());
    let now = session.now.get();
    let mut all = session
        .journey
        .with(|journey| StandIns::of(&session.identity(), person.as_deref(), journey.entries().map(AsRef::as_ref)));
    let ids: Vec<EntryId> = match of {
        Some(id) => vec![id.clone()],
        None => {
            session.journey.with(|journey| journey.shown_at(now).take(NEWEST).map(|entry| entry.id.clone()).collect())
        }
    };
    let entries: Vec<Value> =
        ids.iter().filter_map(|id| made(ui, id).map(|made| support_of_entry(id, &made, &mut all))).collect();
    let mut tiles: Vec<Value> = attributes(ui).iter().map(|tile| support_of_tile(Ok(tile), &mut all)).collect();
    tiles.extend(computed(ui).iter().map(|tile| support_of_tile(Err(tile), &mut all)));
    let flags: Vec<Value> = session.judged_flags().iter().map(|flag| support_of_flag(flag, &mut all)).collect();
    let links: Vec<Value> = links(ui, of).iter().map(|link| support_of_link(link, &mut all)).collect();
    let settings: Vec<Value> = settings(ui).iter().map(|setting| setting.support(&mut all)).collect();
    let tokens: Vec<Value> = tokens(ui).iter().map(|token| token.support()).collect();
    let requests: Vec<Value> = requests(ui).iter().map(|asked| asked.support(&mut all)).collect();
    json!({
        "about": "Support file of customer-journey-widget. What tells who the customer is or what was said has a stand-in; the same value has the same one.",
        "version": env!("CARGO_PKG_VERSION"),
        "written": write_time(now),
        "entries": entries,
        "tiles": tiles,
        "flags": flags,
        "links": links,
        "settings": settings,
        "tokens": tokens,
        "requests": requests,
    })
}
