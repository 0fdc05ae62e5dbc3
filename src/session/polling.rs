//! How long to wait before a stream is opened again, and between two times that a service without streams is asked. Decides,
//! and waits for nothing; `follow` does.

use crate::http::{HttpError, backed_off, part_of};

/// How often the history is asked where there is no stream, ms.
const POLL_MS: u32 = 15_000;
/// The longest wait between two times, after some that failed, ms.
const LONGEST_POLL_MS: u32 = 120_000;
/// The first wait before a broken stream is opened again, ms.
const FIRST_WAIT_MS: u32 = 1000;
/// The longest, ms.
const LONGEST_WAIT_MS: u32 = 30_000;
/// The first wait before a stream is tried again that could not be opened for now; it is polled meanwhile, ms.
const FIRST_WITHOUT_STREAM_MS: u32 = 60_000;
/// The longest, ms.
const LONGEST_WITHOUT_STREAM_MS: u32 = 30 * 60_000;
/// The longest wait that a service may ask for, ms. A browser's timer that is set for longer than 24 days ends at once.
const LONGEST_ASKED_FOR_MS: u32 = 24 * 60 * 60 * 1000;

/// How a stream ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Ended {
    /// It broke, or could not be opened for now: worth another try, but none within so long, ms.
    Broken(u32),
    /// This service has no stream for us.
    NoStream,
    /// It has none for now, and none within so long, ms: it is polled meanwhile.
    NoStreamNow(u32),
    /// The page has as many streams as it may.
    NoRoom,
}

impl Ended {
    pub(super) fn by(error: &HttpError) -> Self {
        match error {
            HttpError::NoRoom => Self::NoRoom,
            HttpError::Status { status: 429 | 500.., retry_after, .. } => {
                Self::Broken(retry_after.unwrap_or_default().saturating_mul(1000))
            }
            HttpError::Unreachable | HttpError::TimedOut(_) => Self::Broken(0),
            // Not allowed, not found, not a stream: the feature is switched off for the organization.
            _ => Self::NoStream,
        }
    }

    /// How long to wait before the next try, ms.
    pub(super) fn wait(self, tries: u32) -> u32 {
        match self {
            Self::Broken(at_least) => {
                // Never sooner than asked for, and not everybody at that moment.
                let at_least = at_least.saturating_add(part_of(at_least.min(LONGEST_WAIT_MS) / 4));
                backed_off(FIRST_WAIT_MS, tries, LONGEST_WAIT_MS).max(at_least.min(LONGEST_ASKED_FOR_MS))
            }
            Self::NoStream | Self::NoStreamNow(_) | Self::NoRoom => poll_wait(0),
        }
    }

    /// How long it is polled before a stream is tried again, ms, after so many times that there was none; `None`: for good,
    /// or until there is room for one.
    pub(super) fn without_stream(self, times: u32) -> Option<u32> {
        let Self::NoStreamNow(at_least) = self else { return None };
        let wait = backed_off(FIRST_WITHOUT_STREAM_MS, times, LONGEST_WITHOUT_STREAM_MS);
        Some(wait.max(at_least.min(LONGEST_ASKED_FOR_MS)))
    }

    /// How long to wait before it is polled again, ms; after so many times that it failed.
    pub(super) fn wait_to_poll(self, tries: u32) -> u32 {
        poll_wait(tries).max(self.wait(0))
    }
}

/// Longer each time that it failed, and never the same for two widgets, ms.
pub(super) fn poll_wait(tries: u32) -> u32 {
    let whole = POLL_MS.saturating_mul(1 << tries.min(10)).min(LONGEST_POLL_MS);
    whole - part_of(whole / 10)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use std::rc::Rc;

    use super::*;

    #[test]
    fn no_wait_is_longer_than_a_timer_of_the_browser_can_be() {
        for _ in 0..50 {
            let wait = Ended::Broken(90_000).wait(0);
            assert!(
                (90_000..=97_500).contains(&wait),
                "not sooner than the service asked, and not all at once: {wait}"
            );
        }
        for for_ever in [2_592_000_000, u32::MAX] {
            assert_eq!(Ended::Broken(for_ever).wait(0), 86_400_000, "{for_ever} ms");
        }
        for tries in 0..50 {
            assert!((500..=30_000).contains(&Ended::Broken(0).wait(tries)), "{tries}");
            assert!((13_000..=120_000).contains(&poll_wait(tries)), "{tries}");
        }
    }

    #[test]
    fn a_stream_that_the_service_does_not_have_is_polled_and_one_that_broke_is_opened_again() {
        let status = |status, retry_after| HttpError::Status { status, body: Rc::default(), retry_after };
        for code in [400, 401, 403, 404, 409] {
            assert_eq!(Ended::by(&status(code, None)), Ended::NoStream, "{code}");
        }
        assert_eq!(Ended::by(&HttpError::NoRoom), Ended::NoRoom);
        for error in [HttpError::Unreachable, HttpError::TimedOut(20_000), status(500, None), status(429, None)] {
            assert_eq!(Ended::by(&error), Ended::Broken(0), "{error}");
        }
        assert_eq!(Ended::by(&status(503, Some(7))), Ended::Broken(7_000));
        assert_eq!(Ended::by(&status(503, Some(u32::MAX))), Ended::Broken(u32::MAX));
    }

    #[test]
    fn a_stream_that_is_not_there_for_now_is_tried_again_ever_more_seldom_and_never_sooner_than_asked_for() {
        for times in 0..20 {
            let wait = Ended::NoStreamNow(0).without_stream(times).expect("a wait");
            assert!((30_000..=1_800_000).contains(&wait), "{times}: {wait}");
        }
        assert!(Ended::NoStreamNow(0).without_stream(5).is_some_and(|wait| wait >= 900_000));
        assert!(Ended::NoStreamNow(90_000).without_stream(0).is_some_and(|wait| wait >= 90_000));
        assert_eq!(Ended::NoStreamNow(u32::MAX).without_stream(0), Some(86_400_000));
        assert_eq!([Ended::NoStream, Ended::NoRoom].map(|ended| ended.without_stream(0)), [None, None]);
    }

    #[test]
    fn each_poll_that_fails_is_followed_by_a_longer_wait_and_none_by_a_shorter_one_than_asked_for() {
        for tries in 0..10 {
            let (shortest, longest) = (13_500 * (1 << tries.min(3)), (15_000 * (1 << tries)).min(120_000));
            assert!((shortest.min(108_000)..=longest).contains(&poll_wait(tries)), "{tries}: {}", poll_wait(tries));
            assert!(Ended::Broken(200_000).wait_to_poll(tries) >= 200_000, "{tries}");
        }
    }
}
