//! One console line for an attribute that the element does not know, or that does not take its value: a typo in a layout
//! costs an afternoon otherwise.

use std::cell::RefCell;

use crate::journey::TimeRange;
use crate::later::{later, when_ready};
use crate::settings::attributes::{ATTRIBUTE_NAMES, TIME_RANGES};
use crate::settings::nearest::nearest;

/// More lines than these nobody reads.
const MOST: usize = 50;
/// So much of a value is shown, letters.
const SHOWN: usize = 60;

thread_local! {
    static SAID: RefCell<Vec<String>> = RefCell::default();
}

/// Says once per page if `name` is no attribute of ours, and which one may be meant; or if it does not take `value`. It can
/// wait until all is drawn.
pub(super) fn attribute(name: String, value: String) {
    when_ready(move || judged(&name, &value));
}

later! {
    fn judged(name: &str, value: &str) = judge, "00000000000000000000000000000011"
}

fn judge(name: &str, value: &str) {
    let hint = if ATTRIBUTE_NAMES.contains(&name) {
        let value = value.trim();
        let Some(wanted) = wanted(name, value) else { return };
        let value: String = value.chars().take(SHOWN).collect();
        format!("\"{name}\" does not take \"{value}\". Write {wanted}.")
    } else if is_anyones(name) {
        return;
    } else {
        match nearest(name, ATTRIBUTE_NAMES) {
            Some(known) => format!("there is no attribute \"{name}\". Did you mean \"{known}\"?"),
            None => format!("there is no attribute \"{name}\"; it is ignored."),
        }
    };
    if is_first_time(&hint) {
        web_sys::console::warn_1(&["<customer-journey-widget>: ", &hint].concat().into());
    }
}

/// What an attribute takes, if it does not take this.
fn wanted(name: &str, value: &str) -> Option<String> {
    match name {
        _ if value.is_empty() => None,
        "limit" if !value.parse().is_ok_and(|limit: u32| limit > 0) => {
            Some("a whole number above 0, such as \"20\"".to_owned())
        }
        "time-frame" | "default-time-range-option" | "time-range-option" if TimeRange::from_words(value).is_none() => {
            Some(["one of ", &TIME_RANGES.join(", ")].concat())
        }
        _ => None,
    }
}

fn is_first_time(hint: &str) -> bool {
    SAID.with_borrow_mut(|said| {
        let is_first = said.len() < MOST && !said.iter().any(|before| before == hint);
        if is_first {
            said.push(hint.to_owned());
        }
        is_first
    })
}

/// Attributes that any element may have, and those that are also properties of ours.
fn is_anyones(name: &str) -> bool {
    const GLOBAL: [&str; 22] = [
        "accesskey",
        "class",
        "dir",
        "draggable",
        "exportparts",
        "hidden",
        "id",
        "inert",
        "is",
        "lang",
        "nonce",
        "part",
        "role",
        "slot",
        "spellcheck",
        "style",
        "tabindex",
        "title",
        "translate",
        "popover",
        "contenteditable",
        "autofocus",
    ];
    const PROPERTIES: [&str; 7] = [
        "bearer-token",
        "interaction-data",
        "organization-id",
        "data-center",
        "dark-mode",
        "locale",
        "event-icon-template",
    ];
    let is_property = PROPERTIES.iter().any(|property| *property == name || property.replace('-', "") == name);
    GLOBAL.contains(&name)
        || is_property
        || ["data-", "aria-", "on", "_ng"].iter().any(|prefix| name.starts_with(prefix))
}
