//! How many events a second are published and answered: by one client, by many, and by many with a transaction for each
//! event, which says what publishing in groups brings.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, anyhow, ensure};

use super::client::Api;
use super::fill::{self, event, mixed};
use super::report::Report;
use super::servers::Service;

/// How often publishing and publishing without groups take turns: the machine is not the same all the time.
const ROUNDS: usize = 3;

/// So many customers have events published.
pub(super) const CUSTOMERS: u64 = 10_000;

pub(super) fn measure(service: &Service, api: &Api, database: &str, quick: bool, report: &mut Report) -> Result<()> {
    let time = Duration::from_secs(if quick { 2 } else { 10 });
    let mut salt = 1_000_000;
    let single = Service::start(database, &["--publish-together", "1"])?;
    // All are known before: the first event of each makes a person, and whoever came first would pay for all of them.
    fill::known(service, api, database, (0..CUSTOMERS).map(live))?;
    for clients in [1, 16, 64] {
        let (mut grouped, mut one_by_one) = (Vec::new(), Vec::new());
        for round in 0..ROUNDS * 2 {
            salt += 1_000;
            // A B, B A, A B: neither is always the one that comes after.
            if matches!(round % 4, 0 | 3) {
                grouped.push(rate(service, api, clients, time, salt)?);
            } else {
                one_by_one.push(rate(&single, api, clients, time, salt)?);
            }
        }
        report.published(clients, &grouped, &one_by_one);
    }
    Ok(())
}

pub(super) fn live(customer: u64) -> String {
    format!("live-{customer}@example.com")
}

/// Answered events a second.
pub(super) fn rate(service: &Service, api: &Api, clients: u64, time: Duration, salt: u64) -> Result<f64> {
    let (ending, count) = (AtomicBool::new(false), AtomicU64::new(0));
    let path = format!("/publish/v1/api/event?workspaceId={}", api.workspace);
    let now = u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?;
    let start = Instant::now();
    thread::scope(|scope| {
        let work = |client: u64| -> Result<()> {
            let mut connection = api.connection(service)?;
            let mut number = 0;
            while !ending.load(Ordering::Relaxed) {
                number += 1;
                let identity = live(mixed(salt ^ (client << 32) ^ number) % CUSTOMERS);
                let body = event(number, salt + client, &identity, now + number);
                let (status, answer) = connection.call("POST", &path, &body)?;
                ensure!(status == 202, "{status} {}", String::from_utf8_lossy(&answer));
                count.fetch_add(1, Ordering::Relaxed);
            }
            Ok(())
        };
        let clients: Vec<_> = (0..clients).map(|client| scope.spawn(move || work(client))).collect();
        thread::sleep(time);
        ending.store(true, Ordering::Relaxed);
        clients.into_iter().try_for_each(|client| client.join().map_err(|_| anyhow!("a client panicked"))?)
    })
    .context("publishing")?;
    #[expect(clippy::cast_precision_loss, reason = "a count of events in seconds")]
    Ok(count.into_inner() as f64 / start.elapsed().as_secs_f64())
}
