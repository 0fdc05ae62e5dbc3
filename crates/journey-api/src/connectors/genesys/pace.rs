//! How often Genesys Cloud is asked for a connector: a client may ask 300 times a minute (contracts/connectors.md, B.1), and what
//! asks for what was before must not take it from what goes on.

use std::time::{Duration, Instant};

/// One question in so long, over time: 240 a minute.
const EACH: Duration = Duration::from_millis(250);
/// So many may come together.
const TOGETHER: u32 = 40;

/// Whose turn it is next. What was not used of late may be used at once, up to [`TOGETHER`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// When all that was let through would have been, one by one.
    full_until: Instant,
}

impl Pace {
    pub(super) fn new(now: Instant) -> Self {
        Self { full_until: now }
    }

    /// How long the next question waits; it counts as asked then.
    pub(super) fn next(&mut self, now: Instant) -> Duration {
        let ahead = EACH * TOGETHER;
        self.full_until = self.full_until.max(now) + EACH;
        self.full_until.saturating_duration_since(now).saturating_sub(ahead)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_questions_come_at_once_and_never_more_than_the_platform_allows() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        let mut now = start;
        let mut asked = Vec::new();
        for _ in 0..600 {
            now += pace.next(now);
            asked.push(now.duration_since(start).as_millis());
        }
        assert_eq!(asked.iter().filter(|at| **at == 0).count(), TOGETHER as usize);
        for from in &asked {
            let of_a_minute = asked.iter().filter(|at| (*from..*from + 60_000).contains(*at)).count();
            assert!(of_a_minute <= 290, "{of_a_minute} from {from} on");
        }
        let rested = now + Duration::from_secs(60);
        assert!(pace.next(rested).is_zero(), "who asks seldom never waits");
    }
}
