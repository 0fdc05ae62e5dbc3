//! Which refusals of strangers were written down lately: they are many at once, where a secret is wrong, and anybody may send them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// One of a kind is written down in so long.
const PAUSE: Duration = Duration::from_secs(600);
/// More are not remembered: there are few connectors, and few reasons.
const REMEMBERED: usize = 10_000;

/// Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Strangers(Arc<Mutex<HashMap<String, Instant>>>);

impl Strangers {
    /// Whether this was written down a moment ago; if not, it is from now on.
    pub(crate) fn is_noted(&self, connector: &str, reason: &str) -> bool {
        let now = Instant::now();
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        noted.retain(|_, at| now.saturating_duration_since(*at) < PAUSE);
        let key = format!("{connector} {reason}");
        if noted.contains_key(&key) || noted.len() >= REMEMBERED {
            return true;
        }
        noted.insert(key, now);
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_written_down_once_in_a_while_for_each_connector_and_reason() {
        let strangers = Strangers::default();
        assert!(!strangers.is_noted("1", "signature"));
        assert!(strangers.is_noted("1", "signature"));
        assert!(!strangers.is_noted("1", "time"));
        assert!(!strangers.is_noted("2", "signature"));
    }
}
