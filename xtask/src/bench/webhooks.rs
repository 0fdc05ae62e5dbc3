//! `cargo xtask bench webhooks`: how many webhooks of Webex Contact Center a second are accepted, while the service is killed (SIGKILL)
//! and started again; and that every one is a stored event afterwards, once. Who sends them sends again what was not answered, as the
//! vendor does.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, anyhow, ensure};
use clap::Args;
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use super::client::{Api, Connection};
use super::servers::{Postgres, Service, remove};
use super::{Database, build};
use crate::{postgres, workspace};

/// What is measured.
#[derive(Args)]
pub(crate) struct Options {
    /// A few seconds instead of a minute.
    #[arg(long)]
    quick: bool,
    /// On which database.
    #[arg(long, value_enum, default_value = "sqlite")]
    database: Database,
    /// How many send at once.
    #[arg(long, default_value_t = 32)]
    senders: u64,
    /// How often the service is killed.
    #[arg(long, default_value_t = 10)]
    kills: u32,
    /// The service as it was built last, by `cargo build --profile service -p journey-api`.
    #[arg(long)]
    no_build: bool,
}

/// A sender that got no answer tries again after this.
const PAUSE: Duration = Duration::from_millis(50);
/// What was accepted is published by then.
const PATIENCE: Duration = Duration::from_secs(120);
/// So many webhooks are about one task.
const OF_A_TASK: u64 = 8;

/// Measures, and fails where one is lost or doubled.
///
/// # Errors
/// The service does not build or start, or something was lost.
pub(crate) fn run(options: &Options) -> Result<()> {
    if !options.no_build {
        build()?;
    }
    let (url, server) = match options.database {
        Database::Sqlite => {
            let folder = workspace::target_directory()?.join("bench");
            std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
            let file = folder.join(format!("webhooks-{}.sqlite", std::process::id()));
            (format!("sqlite://{}", file.display()), None)
        }
        Database::Postgres => {
            postgres::find_or_install()?;
            let server = Postgres::start()?;
            (server.url.clone(), Some(server))
        }
    };
    let measured = measure(options, &url);
    if server.is_none() {
        remove(&url)?;
    }
    measured
}

/// What all senders share.
struct Shared {
    /// Where the service listens now; empty while it is away.
    address: Mutex<String>,
    path: String,
    secret: String,
    ending: AtomicBool,
    accepted: AtomicU64,
    repeated: AtomicU64,
}

fn measure(options: &Options, url: &str) -> Result<()> {
    let mut service = Service::start(url, &[])?;
    let api = Api::prepare(&service)?;
    let (id, secret) = connector(&service, &api)?;
    let shared = Shared {
        address: Mutex::new(service.address.clone()),
        path: format!("/connectors/webex/{id}"),
        secret,
        ending: AtomicBool::new(false),
        accepted: AtomicU64::new(0),
        repeated: AtomicU64::new(0),
    };
    let time = Duration::from_secs(if options.quick { 10 } else { 60 });
    let begun = Instant::now();
    let mut away = Duration::ZERO;
    let ended = thread::scope(|scope| -> Result<()> {
        let shared = &shared;
        let senders: Vec<_> =
            (0..options.senders).map(|number| scope.spawn(move || send_all(shared, number))).collect();
        let killed = kill(shared, &mut service, url, options.kills, time, &mut away);
        // Also where it did not come back: nobody would end.
        shared.ending.store(true, Ordering::Relaxed);
        let sent =
            senders.into_iter().try_for_each(|sender| sender.join().map_err(|_| anyhow!("a sender panicked"))?);
        killed.and(sent)
    });
    ended?;
    let took = begun.elapsed();
    let (accepted, repeated) = (shared.accepted.load(Ordering::Relaxed), shared.repeated.load(Ordering::Relaxed));
    let published = wait_for(&service, &api, url, accepted)?;
    #[expect(clippy::cast_precision_loss, reason = "rounded in any case")]
    let (all, running) =
        (accepted as f64 / took.as_secs_f64(), accepted as f64 / (took.saturating_sub(away)).as_secs_f64());
    println!("| | |\n|---|---|");
    println!("| Senders, kills | {}, {} |", options.senders, options.kills);
    println!("| Accepted | {accepted}, {repeated} tries of them without an answer |");
    println!("| A second, with the time in which there was no service | {all:.0} |");
    println!("| A second, without it | {running:.0} |");
    println!("| Stored events | {published}: none lost, none doubled |");
    Ok(())
}

/// Kills the service that often, with pauses in between, and starts it again.
fn kill(
    shared: &Shared,
    service: &mut Service,
    url: &str,
    kills: u32,
    time: Duration,
    away: &mut Duration,
) -> Result<()> {
    let pause = time / (kills + 1);
    for _ in 0..kills {
        thread::sleep(pause);
        *held(&shared.address) = String::new();
        let since = Instant::now();
        // In the middle of whatever it does.
        service.kill()?;
        *service = Service::start(url, &[])?;
        *away += since.elapsed();
        held(&shared.address).clone_from(&service.address);
    }
    thread::sleep(pause);
    Ok(())
}

fn connector(service: &Service, api: &Api) -> Result<(String, String)> {
    let mut connection = api.connection(service)?;
    let body = json!({"name": "Benchmark", "kind": "webex", "workspaceId": api.workspace}).to_string();
    let made = connection.json("POST", "/admin/v1/api/connectors", &body)?;
    let text = |value: &Value| value.as_str().map(str::to_owned).context("the connector has no id or key");
    Ok((text(&made["data"]["connector"]["id"])?, text(&made["data"]["key"])?))
}

/// Sends one after another, and each until it is answered.
fn send_all(shared: &Shared, sender: u64) -> Result<()> {
    let mut connection: Option<(String, Connection)> = None;
    for number in 0.. {
        if shared.ending.load(Ordering::Relaxed) {
            break;
        }
        let mut tries = 0;
        loop {
            let address = held(&shared.address).clone();
            if address.is_empty() {
                ensure!(!shared.ending.load(Ordering::Relaxed), "the service did not come back");
                thread::sleep(PAUSE);
                continue;
            }
            if connection.as_ref().is_none_or(|(known, _)| *known != address) {
                connection = Connection::to(&address).ok().map(|opened| (address, opened));
            }
            let body = webhook(sender, number)?.to_string();
            let signed = [("X-WebexCC-Signature", signature(&shared.secret, &body)?)];
            let answer = connection.as_mut().map(|(_, it)| it.call_with("POST", &shared.path, &signed, &body));
            match answer {
                Some(Ok((202, _))) => break,
                Some(Ok((status, answer))) if status != 503 => {
                    return Err(anyhow!("{status} {}", String::from_utf8_lossy(&answer)));
                }
                _ => {
                    connection = None;
                    tries += 1;
                    shared.repeated.fetch_add(1, Ordering::Relaxed);
                    ensure!(tries < 2_000, "the service does not come back");
                    thread::sleep(PAUSE);
                }
            }
        }
        shared.accepted.fetch_add(1, Ordering::Relaxed);
    }
    Ok(())
}

/// Every one is another happening, eight of a task.
fn webhook(sender: u64, number: u64) -> Result<Value> {
    let now = u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?;
    let task = format!("task-{sender}-{}", number / OF_A_TASK);
    let kind = if number.is_multiple_of(OF_A_TASK) { "task:new" } else { "task:connect" };
    // The time of the happening stays, however often it is sent.
    let created = 60_000 * (number % OF_A_TASK) + now / 86_400_000 * 86_400_000;
    let caller = format!("+1555{sender:03}{:04}", number / OF_A_TASK % 1_000);
    Ok(
        json!({"id": format!("{sender}-{number}"), "specversion": "1.0", "type": kind, "source": "/com/cisco/wxcc/bench",
        "comciscotimestamp": now, "datacontenttype": "application/json", "data": {"taskId": task, "channelType": "telephony",
        "direction": "INBOUND", "origin": caller, "destination": "+18005550100", "createdTime": created,
        "number": format!("{sender}-{number}")}}),
    )
}

fn signature(secret: &str, body: &str) -> Result<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes())?;
    mac.update(body.as_bytes());
    Ok(mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Waits until all that was accepted is published, and looks that each is there once.
fn wait_for(service: &Service, api: &Api, url: &str, accepted: u64) -> Result<usize> {
    let since = Instant::now();
    loop {
        let mut export = service.program();
        export.args(["export", "events", "--workspace", &api.workspace, "--database", url]);
        let output = export.output().context("events could not be exported")?;
        ensure!(output.status.success(), "no export: {}", String::from_utf8_lossy(&output.stderr));
        let (mut seen, mut doubled) = (HashSet::new(), 0);
        for line in String::from_utf8(output.stdout)?.lines() {
            let event: Value = serde_json::from_str(line)?;
            let number = event["data"]["number"].as_str().map(str::to_owned);
            doubled += usize::from(number.is_some_and(|number| !seen.insert(number)));
        }
        ensure!(doubled == 0, "{doubled} events are stored twice");
        if u64::try_from(seen.len())? == accepted {
            return Ok(seen.len());
        }
        ensure!(since.elapsed() < PATIENCE, "{} of {accepted} are stored", seen.len());
        thread::sleep(PAUSE * 10);
    }
}

fn held<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
