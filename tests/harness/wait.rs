//! Waiting for what a person would see, with a deadline. No test sleeps for a guessed time.

use std::fmt::Debug;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// Long enough for a slow machine; whoever waits in vain is told what there was instead.
const LIMIT: Duration = Duration::from_secs(20);
const POLL: Duration = Duration::from_millis(40);

/// What a look at the page found.
#[derive(Debug)]
pub enum Seen<T> {
    /// What was waited for.
    This(T),
    /// Something else, which is told when the time is up.
    NotYet(String),
}

impl<T> Seen<T> {
    /// What was waited for if `there`, else `other`.
    pub fn when(there: bool, value: T, other: impl Debug) -> Self {
        if there { Self::This(value) } else { Self::NotYet(format!("{other:?}")) }
    }
}

/// Looks until it is there.
///
/// # Errors
/// It did not come in time; with what was there instead.
pub async fn until<T>(what: &str, look: impl AsyncFnMut() -> Result<Seen<T>>) -> Result<T> {
    until_within(LIMIT, what, look).await
}

/// Looks until it is there, for as long as `limit`.
///
/// # Errors
/// It did not come in time; with what was there instead.
pub async fn until_within<T>(limit: Duration, what: &str, mut look: impl AsyncFnMut() -> Result<Seen<T>>) -> Result<T> {
    let start = Instant::now();
    loop {
        match look().await? {
            Seen::This(value) => return Ok(value),
            Seen::NotYet(instead) if start.elapsed() > limit => {
                bail!("waited {} s for {what}; instead there is: {instead}", limit.as_secs());
            }
            Seen::NotYet(_) => tokio::time::sleep(POLL).await,
        }
    }
}
