//! One console line for an attribute that the element does not know: a typo in a layout costs an afternoon otherwise.

use std::cell::RefCell;

use crate::later::{later, when_ready};
use crate::settings::attributes::ATTRIBUTE_NAMES;
use crate::settings::nearest::nearest;

thread_local! {
    static NAMED: RefCell<Vec<String>> = RefCell::default();
}

/// Says once per page if `name` is no attribute of ours, and which one may be meant. It can wait until all is drawn.
pub(super) fn unknown_attribute(name: String) {
    when_ready(move || judged(&name));
}

later! {
    fn judged(name: &str) = judge, "00000000000000000000000000000011"
}

fn judge(name: &str) {
    if ATTRIBUTE_NAMES.contains(&name) || is_anyones(name) || !is_first_time(name) {
        return;
    }
    let hint = match nearest(name, ATTRIBUTE_NAMES) {
        Some(known) => {
            format!("<customer-journey-widget> does not know the attribute \"{name}\". Did you mean \"{known}\"?")
        }
        None => format!("<customer-journey-widget> does not know the attribute \"{name}\"; it is ignored."),
    };
    web_sys::console::warn_1(&hint.into());
}

fn is_first_time(name: &str) -> bool {
    NAMED.with_borrow_mut(|named| {
        let is_first = !named.iter().any(|before| before == name);
        if is_first {
            named.push(name.to_owned());
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
