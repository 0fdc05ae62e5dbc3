//! Rules, as several pages show and change them: groups of conditions, filled in by choosing.

mod catalog;
mod condition;
mod fields;
mod group;
mod profile;
mod said;

pub(crate) use catalog::Catalog;
pub(crate) use fields::{GroupFields, Subject};
pub(crate) use group::RulesEditor;
pub(crate) use said::SaidRules;

use leptos::prelude::*;

use super::kit::use_ui;
use crate::draft::KINDS;

/// The kinds of values, to be chosen from.
pub(crate) fn kinds() -> Signal<Vec<(String, String)>> {
    let ui = use_ui();
    Signal::derive(move || KINDS.map(|(word, key)| (word.to_owned(), ui.words.t(key))).to_vec())
}
