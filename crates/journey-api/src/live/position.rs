//! Where a stream is: what its client has, and so what is missing when it comes back. Events do not come in the order of
//! their numbers: those of this process are told at once, those of other replicas when they are heard. So a position is a
//! number up to which the client has everything, and the numbers beyond it that it has, too.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// More numbers beyond are not remembered by choice: then the store is asked what is missing.
const MOST_BEYOND: usize = 64;
/// Nobody else's position is longer.
const MOST_READ: usize = 4 * MOST_BEYOND;

/// A position in the events of a person. Written as a number, and for each one beyond it how much further it is:
/// `170.2.1` has all up to 170, and 172 and 173.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Position {
    all_until: i64,
    beyond: BTreeSet<i64>,
}

impl Position {
    /// Behind all events up to that number.
    pub(super) fn behind(all_until: i64) -> Self {
        Self { all_until, beyond: BTreeSet::new() }
    }

    /// Up to which number nothing is missing.
    pub(super) fn all_until(&self) -> i64 {
        self.all_until
    }

    /// The greatest number that is had.
    pub(super) fn last(&self) -> i64 {
        self.beyond.last().copied().unwrap_or(self.all_until)
    }

    /// Whether an event is had already.
    pub(super) fn has(&self, seq: i64) -> bool {
        seq <= self.all_until || self.beyond.contains(&seq)
    }

    /// Takes an event; `false`: it is had already.
    pub(super) fn take(&mut self, seq: i64) -> bool {
        seq > self.all_until && self.beyond.insert(seq)
    }

    /// Nothing is missing up to that number.
    pub(super) fn has_all_until(&mut self, seq: i64) {
        if seq > self.all_until {
            self.all_until = seq;
            self.beyond.retain(|beyond| *beyond > seq);
        }
    }

    /// Whether it should be found out what is missing, lest it grow ever longer.
    pub(super) fn is_long(&self) -> bool {
        self.beyond.len() > MOST_BEYOND
    }
}

impl fmt::Display for Position {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}", self.all_until)?;
        let mut before = self.all_until;
        for seq in &self.beyond {
            write!(to, ".{}", seq.saturating_sub(before))?;
            before = *seq;
        }
        Ok(())
    }
}

/// What is no position.
#[derive(Debug)]
pub(crate) struct NoPosition;

impl FromStr for Position {
    type Err = NoPosition;

    fn from_str(text: &str) -> Result<Self, NoPosition> {
        let mut numbers = text.split('.').map(|number| number.parse::<i64>().map_err(|_| NoPosition));
        let mut position = Self::behind(numbers.next().ok_or(NoPosition)??);
        let mut before = position.all_until;
        for further in numbers {
            let further = further?;
            let is_one = further > 0 && position.beyond.len() < MOST_READ;
            before = before.checked_add(further).filter(|_| is_one).ok_or(NoPosition)?;
            position.beyond.insert(before);
        }
        Ok(position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_read_as_it_was_written() {
        let mut position = Position::behind(170);
        for (seq, is_new) in [(172, true), (173, true), (172, false), (170, false), (3, false), (200, true)] {
            assert_eq!(position.take(seq), is_new, "{seq}");
        }
        assert_eq!(position.to_string(), "170.2.1.27");
        assert_eq!("170.2.1.27".parse::<Position>().expect("a position"), position);
        assert_eq!((position.all_until(), position.last()), (170, 200));
        position.has_all_until(172);
        assert_eq!(position.to_string(), "172.1.27");
        position.has_all_until(5);
        assert_eq!(position.to_string(), "172.1.27");
        position.has_all_until(1000);
        assert_eq!(position.to_string(), "1000");
    }

    #[test]
    fn what_is_no_position_is_none() {
        let long = format!("1{}", ".1".repeat(MOST_READ + 1));
        for text in ["", "x", "1.", "1.x", "1.0", "1.-5", "9223372036854775807.1", &long] {
            assert!(text.parse::<Position>().is_err(), "{text}");
        }
    }
}
