//! How far a client of a stream has come. It is sent as the `id:` of each event, and comes back as `Last-Event-ID`, to
//! whichever replica.
//!
//! Numbers are handed out in the order in which events are committed, but they are not heard of in that order of
//! their numbers: those of this process are told at once, those of other replicas when they are heard. So a position is a
//! number up to which the client has everything, and the numbers beyond it that it has, too.
//!
//! That is said of the identities that were the person's. When persons are merged, a stream also brings what the other
//! one's identities published since it was opened; so a position says when that was and of which identities it speaks,
//! by marks that say nothing of them: whoever comes back amid a merge, or after it, is owed the rest of the others.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use ring::digest::{SHA256, digest};

use crate::ids::Lookup;

/// More numbers beyond are not remembered by choice: then the store is asked what is missing.
const MOST_BEYOND: usize = 64;
/// Nobody else's position is longer.
const MOST_READ: usize = 4 * MOST_BEYOND;
/// Of more identities a position does not speak: it would be longer than the events. Then it is one of all of them.
const MOST_MARKS: usize = 100;

/// A position in the events of a person. Written as a number, and for each one beyond it how much further it is:
/// `170.2.1` has all up to 170, and 172 and 173. Behind that stand how many numbers before the stream was opened, and the
/// marks of its identities, each with the number up to which it is had, if that is less: `170.2.1~20~0a1b2c3d~ffee0011-155`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Position {
    all_until: i64,
    beyond: BTreeSet<i64>,
    /// `None`: all identities of the person, as positions of older versions mean it.
    of: Option<Identities>,
}

/// Of which identities a position speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Identities {
    /// The number behind which the stream began.
    since: i64,
    /// Up to which number each is had, if that is less than the position's.
    had: BTreeMap<Mark, Option<i64>>,
}

/// By what an identity is known again.
type Mark = u32;

fn mark_of(lookup: &Lookup) -> Mark {
    let digest = digest(&SHA256, lookup.as_str().as_bytes());
    digest.as_ref().first_chunk().map_or(0, |bytes| Mark::from_be_bytes(*bytes))
}

impl Position {
    /// Behind all events up to that number.
    pub(super) fn behind(all_until: i64) -> Self {
        Self { all_until, ..Self::default() }
    }

    /// The position where `last` is the number of the last event that there is: those behind it were deleted, or are of
    /// another database.
    pub(super) fn within(mut self, last: i64) -> Self {
        self.all_until = self.all_until.min(last);
        self.beyond.retain(|seq| *seq <= last);
        if let Some(of) = &mut self.of {
            of.since = of.since.min(last);
        }
        self
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

    /// Speaks of an identity of the person, too. `Some`: its events behind this number are owed, up to where all others are
    /// had.
    pub(super) fn meet(&mut self, lookup: &Lookup) -> Option<i64> {
        let all_until = self.all_until;
        let of = self.of.get_or_insert_with(|| Identities { since: all_until, had: BTreeMap::new() });
        let had = of.had.entry(mark_of(lookup)).or_insert(Some(of.since));
        *had = had.filter(|until| *until < all_until);
        *had
    }

    /// Identities are had up to that number. `None`: like all others.
    pub(super) fn catches_up(&mut self, lookups: &[Lookup], until: Option<i64>) {
        let Some(of) = &mut self.of else { return };
        for lookup in lookups {
            if let Some(had) = of.had.get_mut(&mark_of(lookup)) {
                *had = until;
            }
        }
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
        let Some(of) = self.of.as_ref().filter(|of| of.had.len() <= MOST_MARKS) else { return Ok(()) };
        write!(to, "~{}", self.all_until.saturating_sub(of.since))?;
        for (mark, until) in &of.had {
            write!(to, "~{mark:08x}")?;
            if let Some(until) = until {
                write!(to, "-{until}")?;
            }
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
        let mut parts = text.split('~');
        let mut numbers = parts.next().unwrap_or_default().split('.').map(number);
        let mut position = Self::behind(numbers.next().ok_or(NoPosition)??);
        let mut before = position.all_until;
        for further in numbers {
            let further = further?;
            let is_one = further > 0 && position.beyond.len() < MOST_READ;
            before = before.checked_add(further).filter(|_| is_one).ok_or(NoPosition)?;
            position.beyond.insert(before);
        }
        if let Some(ago) = parts.next() {
            let since = number(ago).ok().filter(|ago| *ago >= 0).and_then(|ago| position.all_until.checked_sub(ago));
            let mut had = BTreeMap::new();
            for part in parts {
                let (mark, until) = part.split_once('-').map_or((part, None), |(mark, until)| (mark, Some(until)));
                let mark = Mark::from_str_radix(mark, 16).map_err(|_| NoPosition)?;
                had.insert(mark, until.map(number).transpose()?);
                if had.len() > MOST_MARKS {
                    return Err(NoPosition);
                }
            }
            position.of = Some(Identities { since: since.ok_or(NoPosition)?, had });
        }
        Ok(position)
    }
}

fn number(text: &str) -> Result<i64, NoPosition> {
    text.parse().map_err(|_| NoPosition)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lookup(text: &str) -> Lookup {
        Lookup(text.to_owned())
    }

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
        let marks: String = (0..=MOST_MARKS).map(|mark| format!("~{mark:x}")).collect();
        for text in [
            "",
            "x",
            "1.",
            "1.x",
            "1.0",
            "1.-5",
            "9223372036854775807.1",
            &long,
            "1~",
            "1~x",
            "1~-1",
            "1~0~",
            "1~0~x",
            "1~0~00000001-",
            "1~0~100000000",
            "-9223372036854775807~5",
            &format!("1~0{marks}"),
        ] {
            assert!(text.parse::<Position>().is_err(), "{text}");
        }
    }

    #[test]
    fn who_is_met_later_is_owed_what_was_published_since_the_stream_was_opened() {
        let (ann, bob) = (lookup("ann@example.com"), lookup("bob@example.com"));
        let mut position = Position::behind(100);
        assert_eq!(position.meet(&ann), None, "nothing was published since");
        position.has_all_until(120);
        assert_eq!(position.meet(&ann), None);
        // Taken up by what does not know Bob: nothing of him is had.
        let mut read: Position = position.to_string().parse().expect("a position");
        assert_eq!(read, position);
        assert_eq!((read.meet(&ann), read.meet(&bob)), (None, Some(100)));
        read.catches_up(std::slice::from_ref(&bob), Some(110));
        let mut again: Position = read.to_string().parse().expect("a position");
        assert_eq!((again.meet(&ann), again.meet(&bob)), (None, Some(110)));
        again.catches_up(std::slice::from_ref(&bob), None);
        again.has_all_until(130);
        let mut last: Position = again.to_string().parse().expect("a position");
        assert_eq!((last.meet(&bob), last.meet(&lookup("7"))), (None, Some(100)));
    }

    #[test]
    fn a_position_of_an_older_version_speaks_of_all_who_are_the_persons() {
        let mut position: Position = "170.2".parse().expect("a position");
        assert_eq!(position.meet(&lookup("ann@example.com")), None);
        assert_eq!(position.meet(&lookup("bob@example.com")), None);
    }

    #[test]
    fn of_very_many_identities_a_position_does_not_speak() {
        let mut position = Position::behind(7);
        for number in 0..=MOST_MARKS {
            position.meet(&lookup(&number.to_string()));
        }
        assert_eq!(position.to_string(), "7");
    }
}
