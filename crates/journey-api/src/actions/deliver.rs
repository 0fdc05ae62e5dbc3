//! Calls webhooks: each until it is answered well, or was tried often enough.

use std::sync::Arc;
use std::time::Duration;

use chrono::DateTime;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, StatusCode, Url};

use super::Targets;
use super::guard::{Guard, is_inside};
use super::secrets::secrets;
use super::signature::signatures;
use crate::error::Error;
use crate::reason::Fault;
use crate::store::{Delivery, Store, now};
use crate::vault::Vault;

/// How long a webhook may take.
const TIMEOUT: Duration = Duration::from_secs(10);
/// How long to wait after each try that failed, in ms; after the last it is given up.
const WAITS: [i64; 5] = [1_000, 10_000, 60_000, 600_000, 3_600_000];
/// Longer than this a target has nobody wait, whatever it asks for, in ms.
const LONGEST_WAIT: i64 = 24 * 3_600_000;

/// A call.
pub(super) struct Outgoing<'a> {
    pub(super) id: &'a str,
    pub(super) url: &'a str,
    pub(super) method: &'a str,
    pub(super) body: &'a str,
    /// Whether it is only to try the target.
    pub(super) is_test: bool,
}

/// Why a call did not go well.
pub(super) enum Failure {
    /// That was answered, or the call cannot be made.
    Answer(Fault),
    /// The target refused it, and says for how long it is not to be called, in ms.
    Refused(StatusCode, Option<i64>),
    /// Nobody answered.
    Away(Fault),
}

impl Failure {
    /// What was at fault.
    pub(super) fn fault(self) -> Fault {
        match self {
            Self::Answer(fault) | Self::Away(fault) => fault,
            Self::Refused(status, _) => Fault::CallAnswered { status: status.as_u16() },
        }
    }

    /// How long to wait for the next try, after so many; `None`: there is none. A target that says that it is gone for good is
    /// not called again.
    fn wait(&self, attempts: i64) -> Option<i64> {
        let usual = usize::try_from(attempts - 1).ok().and_then(|index| WAITS.get(index)).copied();
        match self {
            Self::Refused(StatusCode::GONE, _) => None,
            Self::Refused(_, Some(asked)) => usual.map(|usual| usual.max((*asked).min(LONGEST_WAIT))),
            _ => usual,
        }
    }
}

/// How long a target asks to be left alone: seconds, or until a point in time.
fn retry_after(headers: &HeaderMap, now: i64) -> Option<i64> {
    let said = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    match said.parse::<i64>() {
        Ok(seconds) => Some(seconds.saturating_mul(1_000)),
        Err(_) => DateTime::parse_from_rfc2822(said).ok().map(|until| until.timestamp_millis().saturating_sub(now)),
    }
    .filter(|wait| *wait > 0)
}

/// The caller of webhooks.
pub(super) struct Courier {
    client: Client,
    targets: Targets,
    vault: Vault,
}

/// The client of webhooks.
pub(super) fn client(guard: Guard) -> reqwest::Result<Client> {
    Client::builder()
        .timeout(TIMEOUT)
        // Redirects could lead to where webhooks may not.
        .redirect(Policy::none())
        // A proxy would resolve names itself, unseen.
        .no_proxy()
        .dns_resolver(Arc::new(guard))
        .user_agent("journey-api")
        .build()
}

impl Courier {
    pub(super) fn new(targets: Targets, vault: Vault) -> reqwest::Result<Self> {
        let client = client(Guard::new(targets.clone()))?;
        Ok(Self { client, targets, vault })
    }

    /// Calls a webhook, and writes down how it went; whether anybody answered.
    pub(super) async fn deliver(&self, store: &Store, delivery: &Delivery) -> Result<bool, Error> {
        let outcome = match secrets(store, &self.vault, &delivery.action_id).await {
            Ok(secrets) => self.call(delivery, &secrets).await,
            Err(error @ Error::Database(_)) => return Err(error),
            Err(error) => Err(Failure::Answer(Fault::CallNotSigned { why: error.in_words() })),
        };
        let answered = !matches!(outcome, Err(Failure::Away(_)));
        let (action, attempt) = (&delivery.action_id, delivery.attempts);
        match outcome {
            Ok(status) => {
                tracing::info!(action, attempt, status, "a webhook was called");
                store.finish_delivery(delivery.seq, "done", 0, &status.to_string()).await?;
            }
            Err(failure) => {
                let wait = failure.wait(attempt);
                let reason = failure.fault().to_string();
                tracing::warn!(action, attempt, reason, gives_up = wait.is_none(), "a webhook failed");
                match wait {
                    Some(wait) => store.finish_delivery(delivery.seq, "pending", now() + wait, &reason).await?,
                    None => store.finish_delivery(delivery.seq, "failed", 0, &reason).await?,
                }
            }
        }
        Ok(answered)
    }

    async fn call(&self, delivery: &Delivery, secrets: &[String]) -> Result<u16, Failure> {
        // The same at each try: by this id whoever is called knows it again.
        let id = format!("jad_{}", delivery.seq);
        let Delivery { url, method, body, .. } = delivery;
        self.send(&Outgoing { id: &id, url, method, body, is_test: false }, secrets).await
    }

    /// The status of a good answer; else why there is none, without the URL, which may hold a secret.
    pub(super) async fn send(&self, outgoing: &Outgoing<'_>, secrets: &[String]) -> Result<u16, Failure> {
        let url = Url::parse(outgoing.url).map_err(|_| Failure::Answer(Fault::CallNoUrl))?;
        if let Some(fault) = self.targets.fault_of(&url) {
            return Err(Failure::Answer(fault));
        }
        let method =
            Method::from_bytes(outgoing.method.as_bytes()).map_err(|_| Failure::Answer(Fault::CallNoMethod))?;
        let request = self.client.request(method.clone(), url);
        let (request, body) = match method {
            Method::GET => (request, ""),
            _ => (request.header("content-type", "application/json").body(outgoing.body.to_owned()), outgoing.body),
        };
        let timestamp = now() / 1000;
        let request = request.header("webhook-id", outgoing.id).header("webhook-timestamp", timestamp);
        let request = if outgoing.is_test { request.header("webhook-test", "true") } else { request };
        let request = match signatures(secrets, outgoing.id, timestamp, body) {
            Some(signatures) => request.header("webhook-signature", signatures),
            None => request,
        };
        let answer = request.send().await.map_err(|error| {
            Failure::Away(if error.is_timeout() {
                Fault::CallTimedOut
            } else if is_inside(&error) {
                Fault::CallInside
            } else {
                Fault::CallNoConnection
            })
        })?;
        let status = answer.status();
        if status.is_success() {
            Ok(status.as_u16())
        } else {
            Err(Failure::Refused(status, retry_after(answer.headers(), now())))
        }
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    #[test]
    fn a_target_is_left_alone_as_long_as_it_asks_and_for_good_when_it_is_gone() {
        let refused = |status: u16, asked| Failure::Refused(StatusCode::from_u16(status).expect("a status"), asked);
        assert_eq!(refused(500, None).wait(1), Some(1_000));
        assert_eq!(refused(429, Some(120_000)).wait(1), Some(120_000));
        assert_eq!(refused(503, Some(500)).wait(2), Some(10_000), "not sooner than usual");
        assert_eq!(refused(429, Some(i64::MAX)).wait(1), Some(LONGEST_WAIT));
        assert_eq!(refused(429, Some(1)).wait(6), None, "after so many it is given up");
        assert_eq!(refused(410, None).wait(1), None);
        assert_eq!(Failure::Away(Fault::CallTimedOut).wait(5), Some(3_600_000));
        for (said, wait) in [
            ("120", Some(120_000)),
            ("Fri, 01 Jan 2027 00:00:00 GMT", Some(60_000)),
            ("0", None),
            ("-5", None),
            ("soon", None),
            ("Thu, 31 Dec 2026 00:00:00 GMT", None),
        ] {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static(said))]);
            assert_eq!(retry_after(&headers, 1_798_761_540_000), wait, "{said}");
        }
        assert_eq!(retry_after(&HeaderMap::new(), 0), None);
    }
}
