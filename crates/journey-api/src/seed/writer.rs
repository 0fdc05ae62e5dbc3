//! Writes the events of one customer: chooses, counts the time, fills in texts.

use chrono::{DateTime, Duration, Utc};
use cjds::{CloudEvent, IdentityType};
use serde_json::{Map, Value};

use super::cast::{Customer, World};

/// One customer's history while it is written.
pub(super) struct Writer<'w> {
    pub(super) world: &'w World,
    pub(super) customer: &'w Customer,
    pub(super) random: fastrand::Rng,
    pub(super) now: DateTime<Utc>,
    pub(super) events: Vec<CloudEvent>,
}

impl<'w> Writer<'w> {
    /// The same customer gets the same history, counted back from `now`.
    pub(super) fn new(world: &'w World, customer: &'w Customer, seed: u64, now: DateTime<Utc>) -> Self {
        Self { world, customer, random: fastrand::Rng::with_seed(seed), now, events: Vec::new() }
    }

    /// One of several; `None` of none.
    pub(super) fn one_of<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        if list.is_empty() { None } else { list.get(self.random.usize(..list.len())) }
    }

    /// One of several texts; empty of none.
    pub(super) fn text_of(&mut self, list: &[String]) -> String {
        self.one_of(list).cloned().unwrap_or_default()
    }

    /// True that often of a hundred times.
    pub(super) fn chance(&mut self, percent: u32) -> bool {
        self.random.u32(..100) < percent
    }

    pub(super) fn seconds(&mut self, from: i64, to: i64) -> Duration {
        Duration::seconds(self.random.i64(from..=to))
    }

    pub(super) fn uuid(&mut self) -> String {
        let (a, b) = (self.random.u64(..), self.random.u64(..));
        let (head, middle, version) = (a >> 32, (a >> 16) & 0xffff, a & 0xfff);
        let (variant, tail) = ((b >> 48) & 0x3fff | 0x8000, b & 0xffff_ffff_ffff);
        format!("{head:08x}-{middle:04x}-4{version:03x}-{variant:04x}-{tail:012x}")
    }

    pub(super) fn order_number(&mut self) -> String {
        format!("{}", self.random.u32(4_100_000..4_990_000))
    }

    /// An amount of money in cents that does not look thrown.
    pub(super) fn cents(&mut self, from: i64, to: i64) -> i64 {
        let whole = self.random.i64(from..=to);
        let ends = [0, 49, 90, 95, 99];
        whole * 100 + self.one_of(&ends).copied().unwrap_or_default()
    }

    pub(super) fn push(
        &mut self,
        kind: &str,
        source: &str,
        time: DateTime<Utc>,
        (identity_type, identity): (IdentityType, &str),
        data: Map<String, Value>,
    ) {
        let event = CloudEvent {
            id: self.uuid(),
            kind: kind.to_owned(),
            source: source.to_owned(),
            time: Some(time),
            identity: identity.to_owned(),
            identity_type: Some(identity_type),
            previous_identity: None,
            data_content_type: "application/json".to_owned(),
            data,
        };
        self.events.push(event);
    }
}

/// `1,234.50 USD` in cents.
pub(super) fn money(cents: i64) -> String {
    let whole = (cents / 100).to_string();
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("${grouped}.{:02}", cents % 100)
}

/// The fields of a JSON object; empty of anything else.
pub(super) fn fields(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}
