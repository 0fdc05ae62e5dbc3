//! Asking again: what may be asked again at all, and when. Only for questions that change nothing (GET).

#[cfg(target_arch = "wasm32")]
use gloo_timers::future::TimeoutFuture;

use super::HttpError;

/// How often a question is asked again before its error is told.
const RETRIES: u32 = 2;
/// How long before it is asked again for the first time, ms; each time after that twice as long.
const FIRST_WAIT_MS: u32 = 500;
/// Who says by `Retry-After` that it takes longer than this is not waited for, s: a person has been told by then.
const LONGEST_RETRY_AFTER_S: u32 = 10;

/// Asks until there is an answer, or an error that another try would not mend.
#[cfg(target_arch = "wasm32")]
pub(super) async fn retried<T>(ask: impl AsyncFn() -> Result<T, HttpError>) -> Result<T, HttpError> {
    let mut tries = 0;
    loop {
        match ask().await {
            Err(error) if tries < RETRIES => match wait_after(&error, tries) {
                Some(wait) => TimeoutFuture::new(wait).await,
                None => return Err(error),
            },
            answer => return answer,
        }
        tries += 1;
    }
}

/// How long to wait after this error, ms; `None`: asking again would not help, or would only add to the load.
fn wait_after(error: &HttpError, tries: u32) -> Option<u32> {
    match error {
        HttpError::Status { status: 429 | 503, retry_after: Some(seconds), .. } => {
            // Never sooner than asked for, and not everybody at that moment.
            (*seconds <= LONGEST_RETRY_AFTER_S).then(|| seconds * 1000 + part_of(FIRST_WAIT_MS))
        }
        HttpError::Status { status: 429 | 500 | 502..=504, .. } | HttpError::Unreachable => {
            Some(backed_off(FIRST_WAIT_MS, tries, u32::MAX))
        }
        _ => None,
    }
}

/// Twice as long each time, and never the same for two widgets: between a half and the whole of
/// `first · 2^tries`, which is `longest` at most, ms.
pub(crate) fn backed_off(first: u32, tries: u32, longest: u32) -> u32 {
    let whole = first.saturating_mul(1 << tries.min(10)).min(longest);
    whole / 2 + part_of(whole / 2)
}

/// Any part of `whole`, by chance.
pub(crate) fn part_of(whole: u32) -> u32 {
    (f64::from(whole) * chance()) as u32
}

/// From 0 on, and less than 1.
#[cfg(target_arch = "wasm32")]
fn chance() -> f64 {
    js_sys::Math::random()
}

#[cfg(not(target_arch = "wasm32"))]
fn chance() -> f64 {
    use std::hash::{BuildHasher, RandomState};
    f64::from(RandomState::new().hash_one(0) as u32) / (f64::from(u32::MAX) + 1.0)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    fn status(status: u16, retry_after: Option<u32>) -> HttpError {
        HttpError::Status { status, body: std::rc::Rc::default(), retry_after }
    }

    #[test]
    fn only_what_another_try_may_mend_is_asked_again() {
        for status in [429, 500, 502, 503, 504].map(|code| status(code, None)) {
            assert!(wait_after(&status, 0).is_some(), "{status}");
        }
        for status in [400, 401, 403, 404, 409, 501].map(|code| status(code, None)) {
            assert_eq!(wait_after(&status, 0), None, "{status}");
        }
        assert!(wait_after(&HttpError::Unreachable, 0).is_some());
        assert_eq!(wait_after(&HttpError::TimedOut(10), 0), None);
        assert_eq!(wait_after(&HttpError::NotTheContract("HTML".to_owned()), 0), None);
    }

    #[test]
    fn who_says_when_is_not_asked_sooner_and_not_waited_for_all_day() {
        for _ in 0..50 {
            let wait = wait_after(&status(429, Some(3)), 0).expect("a wait");
            assert!((3000..3500).contains(&wait), "{wait}");
        }
        assert_eq!(wait_after(&status(503, Some(11)), 0), None);
        assert_eq!(wait_after(&status(503, Some(u32::MAX)), 0), None);
    }

    #[test]
    fn each_wait_is_longer_and_no_two_widgets_wait_alike() {
        for tries in 0..40 {
            let longest = 1000_u32.saturating_mul(1 << tries.min(5)).min(30_000);
            let waits: Vec<u32> = (0..50).map(|_| backed_off(1000, tries, 30_000)).collect();
            assert!(waits.iter().all(|wait| (longest / 2..=longest).contains(wait)), "{tries}: {waits:?}");
            assert!(waits.iter().any(|wait| *wait != waits[0]), "{tries}");
        }
    }
}
