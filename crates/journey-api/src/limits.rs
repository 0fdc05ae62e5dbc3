//! How much one caller may ask for: calls a second, and open streams. Counted in this process, by the token's subject
//! and organization.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use crate::auth::Caller;
use crate::error::Error;

/// More callers than that are not remembered: those who have been quiet are forgotten first.
const REMEMBERED: usize = 10_000;

/// The limits, and who has used how much of them.
#[derive(Clone)]
pub(crate) struct Limits {
    /// Calls a second; twice as many at once.
    rate: f64,
    /// Open streams.
    streams: usize,
    used: Arc<Mutex<HashMap<String, Used>>>,
}

struct Used {
    /// Calls that may still be made at once.
    left: f64,
    at: Instant,
    streams: usize,
}

/// An open stream; counted until it is dropped.
pub(crate) struct OpenStream {
    key: String,
    limits: Limits,
}

impl Limits {
    pub(crate) fn new(rate: u32, streams: usize) -> Self {
        Self { rate: f64::from(rate.max(1)), streams, used: Arc::default() }
    }

    /// How many calls a minute one caller may make.
    pub(crate) fn a_minute(&self) -> u64 {
        (self.rate * 60.0) as u64
    }

    /// Counts a call.
    ///
    /// # Errors
    /// 429 with when to come back, if it is one too many.
    pub(crate) fn count_call(&self, caller: &Caller) -> Result<(), Error> {
        self.count_key(key(caller))
    }

    /// Likewise, of whoever is called so.
    ///
    /// # Errors
    /// 429 with when to come back, if it is one too many.
    pub(crate) fn count_key(&self, key: String) -> Result<(), Error> {
        self.with(key, |used| {
            if used.left < 1.0 {
                let wait = ((1.0 - used.left) / self.rate).ceil().max(1.0);
                return Err(Error::TooMany { retry_after: wait as u64, reason: "Too many calls" });
            }
            used.left -= 1.0;
            Ok(())
        })
    }

    /// Counts a stream until what is returned is dropped.
    ///
    /// # Errors
    /// 429, if it is one too many.
    pub(crate) fn open_stream(&self, caller: &Caller) -> Result<OpenStream, Error> {
        self.with(key(caller), |used| {
            if used.streams >= self.streams {
                return Err(Error::TooMany { retry_after: 5, reason: "Too many open streams" });
            }
            used.streams += 1;
            Ok(OpenStream { key: key(caller), limits: self.clone() })
        })
    }

    fn with<T>(&self, key: String, act: impl FnOnce(&mut Used) -> T) -> T {
        let (now, most) = (Instant::now(), self.rate * 2.0);
        // A panic elsewhere leaves a map that is still whole: each change of it is one call.
        let mut all = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= REMEMBERED && !all.contains_key(&key) {
            all.retain(|_, used| {
                let rested = now.saturating_duration_since(used.at).as_secs_f64() * self.rate;
                used.streams > 0 || used.left + rested < most
            });
        }
        let used = all.entry(key).or_insert(Used { left: most, at: now, streams: 0 });
        used.left = (used.left + now.saturating_duration_since(used.at).as_secs_f64() * self.rate).min(most);
        used.at = now;
        act(used)
    }
}

impl Drop for OpenStream {
    fn drop(&mut self) {
        let key = std::mem::take(&mut self.key);
        self.limits.with(key, |used| used.streams = used.streams.saturating_sub(1));
    }
}

fn key(caller: &Caller) -> String {
    format!("{} {}", caller.organization(), caller.subject())
}
