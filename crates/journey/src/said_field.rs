//! What the events of an entry say in a field that an administrator names, whole and in whichever spelling.

use super::row_variables::held_under;
use super::values::texts;
use super::variables::holds_variables;
use super::word::is_word;
use super::{Entry, EntryKind, Event};

/// What the latest event of an entry that says something says in its field or variable of this plain key.
pub(super) fn said_of(entry: &Entry, name: &str) -> Option<Vec<String>> {
    match &entry.kind {
        EntryKind::Contact(contact) => contact.events.iter().rev().find_map(|event| said_in(event, name)),
        EntryKind::Custom(custom) => said_in(&custom.event, name),
        EntryKind::Unreadable(_) => None,
    }
}

/// What an event says in its field or variable of this name; a value that says "no" says something, too.
fn said_in(event: &Event, name: &str) -> Option<Vec<String>> {
    let own = event.data.iter().filter(|(key, _)| is_key(key, name)).map(|(_, value)| texts(value));
    own.into_iter().find(|values| !values.is_empty()).or_else(|| {
        let mut held = event.data.iter().filter(|(key, _)| holds_variables(key));
        held.find_map(|(_, held)| held_under(held, name)).map(|value| vec![value])
    })
}

/// The same as comparing with `plain_key`, without a text for each key of each event.
fn is_key(key: &str, plain: &str) -> bool {
    key.chars().filter(|letter| is_word(*letter)).flat_map(char::to_lowercase).eq(plain.chars())
}
