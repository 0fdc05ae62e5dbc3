//! Calls webhooks by a queue for each host: one that does not answer delays nobody else, and is called ever more seldom.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use super::deliver::Courier;
use super::{PATIENCE, PAUSE};
use crate::error::Error;
use crate::store::{Store, now};

/// So many hosts are called at once.
const AT_ONCE: usize = 64;
/// How long a host that did not answer is left alone: at first, and at most.
const AWAY: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));

/// The queues.
pub(super) struct Queues {
    store: Store,
    courier: Arc<Courier>,
    calls: JoinSet<(String, bool)>,
    /// Hosts that are being called.
    busy: HashSet<String>,
    /// Hosts that did not answer: how often in a row, and until when they are left alone.
    away: HashMap<String, (u32, Instant)>,
}

impl Queues {
    pub(super) fn new(store: Store, courier: Courier) -> Self {
        Self { store, courier: Arc::new(courier), calls: JoinSet::new(), busy: HashSet::new(), away: HashMap::new() }
    }

    /// Calls until the service ends, and returns when the calls that are under way are written down.
    pub(super) async fn run(mut self, work: Arc<Notify>, mut ending: watch::Receiver<bool>) {
        while !*ending.borrow() {
            let rest = self.begin_calls().await.unwrap_or_else(|error| {
                let cause = error.hidden_cause();
                tracing::error!(cause, %error, "webhooks are not called for a moment");
                PAUSE
            });
            tokio::select! {
                Some(done) = self.calls.join_next() => self.finished(done),
                () = work.notified() => {}
                () = sleep(rest) => {}
                _ = ending.wait_for(|ending| *ending) => {}
            }
        }
        while self.calls.join_next().await.is_some() {}
    }

    /// Begins what is due, with one call a host; how long until something else is.
    async fn begin_calls(&mut self) -> Result<Duration, Error> {
        let mut rest = PATIENCE;
        for (url, due) in self.store.addresses_to_call().await? {
            let host = host_of(&url);
            if self.busy.contains(&host) || self.calls.len() >= AT_ONCE {
                continue;
            }
            let left_alone = self.away.get(&host).map(|(_, until)| until.saturating_duration_since(Instant::now()));
            let wait = u64::try_from(due.saturating_sub(now())).map_or(Duration::ZERO, Duration::from_millis);
            let wait = wait.max(left_alone.unwrap_or_default());
            if !wait.is_zero() {
                rest = rest.min(wait);
                continue;
            }
            let Some(delivery) = self.store.take_delivery(&url).await? else { continue };
            self.busy.insert(host.clone());
            let (store, courier) = (self.store.clone(), self.courier.clone());
            self.calls.spawn(async move {
                let answered = courier.deliver(&store, &delivery).await.unwrap_or_else(|error| {
                    let cause = error.hidden_cause();
                    tracing::error!(cause, %error, "how a webhook went could not be written down");
                    true
                });
                (host, answered)
            });
        }
        Ok(rest.max(Duration::from_millis(10)))
    }

    fn finished(&mut self, done: Result<(String, bool), tokio::task::JoinError>) {
        let (host, answered) = match done {
            Ok(done) => done,
            Err(error) => {
                // Whose it was is not known: all may be called again, at worst one of them twice at once.
                tracing::error!(%error, "a call of a webhook did not end well");
                self.busy.clear();
                return;
            }
        };
        self.busy.remove(&host);
        if answered {
            self.away.remove(&host);
        } else {
            let (times, until) = self.away.entry(host).or_insert((0, Instant::now()));
            *until = Instant::now() + AWAY.0.saturating_mul(1 << (*times).min(10)).min(AWAY.1);
            *times += 1;
        }
    }
}

/// Whom an address asks.
fn host_of(url: &str) -> String {
    Url::parse(url).map_or_else(
        |_| url.to_owned(),
        |url| format!("{}:{}", url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or_default()),
    )
}
