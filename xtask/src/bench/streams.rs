//! Open streams: what each costs in memory, and how long an event takes from before it is published to all who watch.

use std::net::Shutdown;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};

use super::client::{Api, Connection};
use super::report::Report;
use super::servers::Service;

/// Longer than any event takes that arrives at all.
const PATIENCE: Duration = Duration::from_secs(30);

pub(super) fn measure(database: &str, api: &Api, streams: usize, quick: bool, report: &mut Report) -> Result<()> {
    let events = if quick { 10 } else { 100 };
    let start = Instant::now();
    for (what, is_one) in [("each of another customer", false), ("all of one customer", true)] {
        // A service that has just begun: memory that was used before would be used again, and not be counted.
        let service = &Service::start(database, &[])?;
        for number in 0..100 {
            api.connection(service)?.json("GET", &api.history(&format!("identity=nobody-{number}")), "")?;
        }
        let before = service.memory()?;
        let identity =
            |number: usize| format!("watched-{}-{}@example.com", u8::from(is_one), if is_one { 0 } else { number });
        let (sender, receiver) = channel();
        let mut closers = Vec::new();
        let mut readers = Vec::new();
        let opening = Instant::now();
        for number in 0..streams {
            let mut connection = api.connection(service)?;
            let identity = identity(number).replace('@', "%40");
            connection
                .open_stream(&format!("/v1/api/events/stream/workspace-id/{}/identity/{identity}", api.workspace))?;
            closers.push(connection.closer()?);
            let sender = sender.clone();
            let reader = thread::Builder::new().stack_size(128 * 1024);
            readers.push(reader.spawn(move || read(connection, start, &sender))?);
        }
        let opened = opening.elapsed();
        let memory = service.memory()?.saturating_sub(before);
        let mut publisher = api.connection(service)?;
        let mut latencies = Vec::new();
        for number in 0..events {
            let identity = identity(number * 7919 % streams);
            publish(&mut publisher, api, number, &identity, start)?;
            let awaited = if is_one { streams } else { 1 };
            latencies.extend(arrivals(&receiver, awaited)?);
        }
        report.streamed(what, streams, opened, memory, &latencies);
        for closer in closers {
            // It may be closed already.
            let _ = closer.shutdown(Shutdown::Both);
        }
        for reader in readers {
            reader.join().ok().context("a reader panicked")?;
        }
    }
    Ok(())
}

pub(super) fn publish(
    connection: &mut Connection,
    api: &Api,
    number: usize,
    identity: &str,
    start: Instant,
) -> Result<()> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
    let sent = start.elapsed().as_micros();
    let body = format!(
        r#"{{"id":"watched-{number}","specversion":"1.0","type":"Payment","source":"custom/shop","time":"{now}","identity":"{identity}","identitytype":"email","datacontenttype":"application/json","data":{{"sent":"<{sent}>","category":"Water"}}}}"#
    );
    let (status, answer) =
        connection.call("POST", &format!("/publish/v1/api/event?workspaceId={}", api.workspace), &body)?;
    ensure!(status == 202, "{status} {}", String::from_utf8_lossy(&answer));
    Ok(())
}

/// Tells how long each event took, until the stream ends.
pub(super) fn read(mut connection: Connection, start: Instant, sender: &Sender<Duration>) {
    while let Ok(Some(line)) = connection.line() {
        let sent = line.split_once("\"<").and_then(|(_, rest)| rest.split_once(">\"")).map(|(sent, _)| sent.parse());
        if let Some(Ok(sent)) = sent
            && sender.send(start.elapsed().saturating_sub(Duration::from_micros(sent))).is_err()
        {
            return;
        }
    }
}

pub(super) fn arrivals(receiver: &Receiver<Duration>, count: usize) -> Result<Vec<Duration>> {
    (0..count).map(|_| receiver.recv_timeout(PATIENCE).context("an event did not arrive")).collect()
}
