//! The last requests of an element, for the administrator who wonders: kept only with `logs-on`, with no body, no header and
//! no token. Addresses are kept as marked paths, whose values in braces are replaced wherever they are shown.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use journey::{StandIns, TrackingId};
use serde_json::{Value, json};

use super::HttpError;

/// So many of the last ones are kept.
const MOST: usize = 100;
/// Two requests for the same thing within this time are one that was tried again, ms.
const AGAIN_MS: f64 = 15_000.0;

/// Reads what a service calls an error from the body of its answer.
pub(crate) type ReadTracking = fn(&Value) -> Option<TrackingId>;

/// One request that has ended.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Asked {
    /// `GET`, `POST` …
    pub(crate) method: &'static str,
    /// The path and query below the host, whose values are marked: `/v1/api/events/workspace-id/{ws}`.
    pub(crate) path: String,
    /// When it began, ms since 1970.
    pub(crate) began: f64,
    /// How long it took, ms. A stream's ends when it is open.
    pub(crate) took: f64,
    /// The status of its answer; `None`: there was none.
    pub(crate) status: Option<u16>,
    /// What went wrong, in the widget's own words; what a parser quotes is left out.
    pub(crate) problem: Option<&'static str>,
    /// What the service called it, if it said so.
    pub(crate) tracking_id: Option<TrackingId>,
    /// How often it had been tried before.
    pub(crate) retry: usize,
}

/// The last requests.
#[derive(Debug, Default)]
pub(crate) struct RequestLog {
    /// Set while they are kept.
    read_tracking: Cell<Option<ReadTracking>>,
    kept: RefCell<VecDeque<Asked>>,
}

impl RequestLog {
    /// Keeps them from now on; `None`: none of them any more.
    pub(crate) fn keep(&self, read_tracking: Option<ReadTracking>) {
        self.read_tracking.set(read_tracking);
        if read_tracking.is_none() {
            self.kept.take();
        }
    }

    /// One has ended, with this status or error. The error's body is read here and not kept.
    pub(crate) fn add(
        &self,
        method: &'static str,
        path: &str,
        began: f64,
        took: f64,
        outcome: Result<u16, &HttpError>,
    ) {
        let Some(read_tracking) = self.read_tracking.get() else { return };
        let (status, tracking_id) = match outcome {
            Ok(status) => (Some(status), None),
            Err(HttpError::Status { status, body, .. }) => (Some(*status), read_tracking(body)),
            Err(_) => (None, None),
        };
        let problem = outcome.err().map(problem_of);
        let mut kept = self.kept.borrow_mut();
        if kept.len() == MOST {
            kept.pop_front();
        }
        kept.push_back(Asked { method, path: path.to_owned(), began, took, status, problem, tracking_id, retry: 0 });
    }

    /// All that are kept, the last one first, with how often each had been tried before.
    pub(crate) fn all(&self) -> Vec<Asked> {
        let mut all: Vec<Asked> = Vec::new();
        for asked in self.kept.borrow().iter() {
            let is_same = |one: &&Asked| {
                one.method == asked.method && one.path == asked.path && asked.began - (one.began + one.took) < AGAIN_MS
            };
            let before = all.iter().rev().find(is_same).filter(|before| before.problem.is_some());
            let retry = before.map_or(0, |before| before.retry + 1);
            all.push(Asked { retry, ..asked.clone() });
        }
        all.reverse();
        all
    }
}

fn problem_of(error: &HttpError) -> &'static str {
    match error {
        HttpError::Unreachable => "no answer: the network is down, or the page may not call this host",
        HttpError::TimedOut(_) => "no answer in time",
        HttpError::Status { .. } => "refused",
        HttpError::NotTheContract(_) => "the answer is not what was asked for",
        HttpError::NoRoom => "too many streams on this page",
    }
}

impl Asked {
    /// The same for a support file.
    pub(crate) fn support(&self, all: &mut StandIns) -> Value {
        json!({
            "method": self.method,
            "path": all.path(&self.path),
            "began": chrono::DateTime::from_timestamp_millis(self.began as i64).map(journey::write_time),
            "ms": self.took.round() as i64,
            "status": self.status,
            "problem": self.problem,
            "tracking id": self.tracking_id.as_ref().map(|id| all.kept("tracking", id.as_str())),
            "retry": self.retry,
        })
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use std::rc::Rc;

    fn add(log: &RequestLog, path: &str, began: f64, status: Option<u16>) {
        let body = Rc::new(json!({"trackingId": "T-1"}));
        let error =
            status.map_or(HttpError::Unreachable, |status| HttpError::Status { status, body, retry_after: None });
        let outcome = if status == Some(200) { Ok(200) } else { Err(&error) };
        log.add("GET", path, began, 12.4, outcome);
    }

    fn kept() -> RequestLog {
        let log = RequestLog::default();
        log.keep(Some(|body| TrackingId::new(body.get("trackingId")?.as_str()?)));
        log
    }

    #[test]
    fn nothing_is_kept_unless_that_is_asked_for_and_what_was_kept_goes_with_it() {
        let log = RequestLog::default();
        add(&log, "/a", 0.0, Some(200));
        assert!(log.all().is_empty());
        let log = kept();
        add(&log, "/a", 0.0, Some(200));
        assert_eq!(log.all().len(), 1);
        log.keep(None);
        assert!(log.all().is_empty());
    }

    #[test]
    fn only_the_last_hundred_are_kept_the_last_one_first() {
        let log = kept();
        (0..250).for_each(|number| add(&log, &format!("/{number}"), 0.0, Some(200)));
        let all = log.all();
        assert_eq!((all.len(), all[0].path.as_str(), all[99].path.as_str()), (100, "/249", "/150"));
    }

    #[test]
    fn what_is_asked_again_after_a_failure_is_counted() {
        let log = kept();
        for (began, status) in
            [(0.0, Some(503)), (600.0, None), (1_700.0, Some(200)), (2_000.0, Some(200)), (90_000.0, None)]
        {
            add(&log, "/a", began, status);
            add(&log, "/b", began, Some(200));
        }
        let retries: Vec<_> = log.all().iter().filter(|one| one.path == "/a").map(|one| one.retry).collect();
        assert_eq!(retries, [0, 0, 2, 1, 0]);
        assert!(log.all().iter().filter(|one| one.path == "/b").all(|one| one.retry == 0));
    }

    #[test]
    fn a_support_file_has_a_request_without_any_value_of_its_address() {
        let log = kept();
        let path = "/v1/api/events/workspace-id/{ws-7}/x/{ann%40example.com}?filter={a}";
        add(&log, path, 1_772_366_400_000.0, Some(500));
        let written = log.all()[0].support(&mut StandIns::default());
        assert_eq!(written["path"], "/v1/api/events/workspace-id/value-1/x/value-2?filter=value-3");
        assert_eq!((&written["began"], &written["ms"]), (&json!("2026-03-01T12:00:00.000Z"), &json!(12)));
        assert_eq!((&written["status"], &written["tracking id"]), (&json!(500), &json!("T-1")));
        assert!(!written.to_string().contains("ann"));
    }
}
