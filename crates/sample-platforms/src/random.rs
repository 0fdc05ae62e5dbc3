//! Chance that is the same each time: a customer's history comes out alike however often it is made.

use chrono::Duration;

pub(crate) struct Random(fastrand::Rng);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(fastrand::Rng::with_seed(seed))
    }

    /// One of several; `None` of none.
    pub(crate) fn one_of<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        if list.is_empty() { None } else { list.get(self.0.usize(..list.len())) }
    }

    /// One of several texts; empty of none.
    pub(crate) fn word<'a>(&mut self, list: &[&'a str]) -> &'a str {
        self.one_of(list).copied().unwrap_or_default()
    }

    /// True that often of a hundred times.
    pub(crate) fn chance(&mut self, percent: u32) -> bool {
        self.0.u32(..100) < percent
    }

    /// From one to the other, both included.
    pub(crate) fn number(&mut self, from: i64, to: i64) -> i64 {
        self.0.i64(from..=to)
    }

    pub(crate) fn seconds(&mut self, from: i64, to: i64) -> Duration {
        Duration::seconds(self.number(from, to))
    }

    pub(crate) fn uuid(&mut self) -> String {
        let (a, b) = (self.0.u64(..), self.0.u64(..));
        let (head, middle, version) = (a >> 32, (a >> 16) & 0xffff, a & 0xfff);
        let (variant, tail) = ((b >> 48) & 0x3fff | 0x8000, b & 0xffff_ffff_ffff);
        format!("{head:08x}-{middle:04x}-4{version:03x}-{variant:04x}-{tail:012x}")
    }
}

/// An id that a name keeps: the same queue has the same one in every contact.
pub(crate) fn uuid_of(name: &str) -> String {
    let seed = name
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    Random::new(seed).uuid()
}
