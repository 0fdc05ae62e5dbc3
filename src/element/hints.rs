//! One console line for an attribute that the element does not know, or that does not take its value: a typo in a layout
//! costs an afternoon otherwise.

use std::cell::RefCell;

use serde_json::Value;

use crate::later::{later, when_ready};
use crate::settings::attributes::{ALSO_READ, FOLLOW_UPS, PROPERTIES, TIME_RANGES};
use crate::settings::names::{ATTRIBUTE_NAMES, attribute_name, attribute_name_of_property, is_same_name, property_of};
use crate::settings::nearest::nearest;
use journey::{FollowUp, TimeRange, Withheld};

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

/// Says so if the attribute of this property does not take `value`.
pub(super) fn property(name: &str, value: &Value) {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    if let Some(attribute) = attribute_name_of_property(name).filter(|_| !value.is_null()) {
        self::attribute(attribute.to_owned(), text);
    }
}

/// Says which of these names, that the page put on the element, is nearly a property of it.
pub(super) fn expandos(names: Vec<String>) {
    if !names.is_empty() {
        when_ready(move || misspelt(&names));
    }
}

later! {
    fn misspelt(names: &[String]) = judge_expandos, "e1e3e070000000000000000000000001"
}

fn judge_expandos(names: &[String]) {
    let known: Vec<String> = ATTRIBUTE_NAMES.iter().map(|name| property_of(name)).collect();
    let known = || PROPERTIES.iter().map(|property| property.name).chain(known.iter().map(String::as_str));
    for name in names.iter().take(MOST) {
        if let Some(near) = nearest(name, known()) {
            say(&format!("there is no property \"{name}\". Did you mean \"{near}\"?"));
        }
    }
}

later! {
    fn judged(name: &str, value: &str) = judge, "00000000000000000000000000000011"
}

fn judge(name: &str, value: &str) {
    let hint = if let Some(name) = attribute_name(name) {
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
    say(&hint);
}

/// Once per page.
fn say(hint: &str) {
    if is_first_time(hint) {
        web_sys::console::warn_1(&["<customer-journey-widget>: ", hint].concat().into());
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
        "follow-up" if FollowUp::unknown_in(value).is_some() => {
            Some(["some of ", &FOLLOW_UPS.join(", "), ", with commas between"].concat())
        }
        "withheld-callers" if Withheld::everybody(value).is_some() => Some(
            "words or numbers with * for the rest, such as \"Kiosk*|+493012345*\"; * alone would be everybody"
                .to_owned(),
        ),
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
    let is_property = PROPERTIES.iter().any(|property| is_same_name(property.name, name)) || ALSO_READ.contains(&name);
    GLOBAL.contains(&name)
        || is_property
        || ["data-", "aria-", "on", "_ng"].iter().any(|prefix| name.starts_with(prefix))
}
