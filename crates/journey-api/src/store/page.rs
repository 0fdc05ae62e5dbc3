//! A page of history: which events are wanted, those that there is room for, and where the next page begins.

use serde_json::value::RawValue;

use super::bodies::Unread;
use super::events::StoredEvent;
use super::plan::SortBy;
use super::sql::{Value, Values};
use crate::error::Error;

/// So many bytes of bodies are held for a page. What is beyond is read when those have been sent.
const ROOM: usize = 512 * 1024;

/// Which events of a list are wanted: `limit` after the first `offset`, or after a place that is known.
#[derive(Clone, Debug, Default)]
pub(crate) struct Window {
    pub(crate) offset: i64,
    pub(crate) limit: i64,
    /// Where the page before ended.
    pub(crate) after: Option<Place>,
}

/// An event's place in an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The order, and what the event has in its column (empty by time).
    pub(super) by: SortBy,
    pub(super) sorted: String,
    pub(super) time: i64,
    pub(super) seq: i64,
}

/// A part of a list.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// Its first events, as many as there is room for.
    pub(crate) events: Vec<StoredEvent>,
    /// The others.
    pub(crate) unread: Unread,
    /// The last event's place.
    pub(crate) end: Option<Place>,
    /// How many bytes the first ones have.
    bytes: usize,
}

impl Page {
    /// How many events it has.
    pub(crate) fn len(&self) -> i64 {
        i64::try_from(self.events.len() + self.unread.len()).unwrap_or(i64::MAX)
    }

    /// Takes an event of which only the length was read.
    pub(super) fn push_length(&mut self, place: Place, seq: i64, length: &str) {
        self.end = Some(place);
        self.unread.push(seq, length.parse().unwrap_or(usize::MAX));
    }

    pub(super) fn push(&mut self, place: Place, seq: i64, body: String) -> Result<(), Error> {
        self.bytes = self.bytes.saturating_add(body.len());
        self.end = Some(place);
        // Once one had no room, none has: they are in order.
        if self.unread.is_empty() && (self.bytes <= ROOM || self.events.is_empty()) {
            self.events.push(StoredEvent { seq, body: RawValue::from_string(body)? });
        } else {
            self.unread.push(seq, body.len());
        }
        Ok(())
    }
}

impl Place {
    /// Puts what the columns of its order are compared with.
    pub(super) fn values(&self, values: &mut Values) -> String {
        let sorted = Some(Value::from(self.sorted.as_str())).filter(|_| self.by != SortBy::Time);
        values.put_all(sorted.into_iter().chain([Value::from(self.time), Value::from(self.seq)]))
    }
}
