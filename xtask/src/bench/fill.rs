//! What the store is filled with: customers of 25 events each, who come and go as time goes on, six seconds from event to
//! event; and before them one customer of 2,000 events. It goes in by `journey-api import-events -`, and the most of a large
//! store by `bulk`.

use std::io::{BufWriter, Write};
use std::process::Stdio;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};

use super::bulk::Bulk;
use super::client::Api;
use super::servers::{Postgres, Service};

/// Customers who are about at the same time, and the events of each.
const TOGETHER: u64 = 40;
const EACH: u64 = 25;
/// Milliseconds from one event to the next: five million are 347 days.
const STEP: u64 = 6_000;
const DAYS: u64 = 349;
/// More events at once go straight into the tables, where the database's client is there.
const MANY: u64 = 500_000;

/// The customer of very many events.
pub(super) const HEAVY: &str = "heavy@example.com";
pub(super) const HEAVY_EVENTS: u64 = 2_000;

const TYPES: [&str; 10] = [
    "task:new",
    "task:connect",
    "task:connected",
    "task:wrapup",
    "task:ended",
    "agent:state_change",
    "Payment",
    "Order",
    "Web page visit",
    "Survey",
];

/// The customer of the event with that number.
pub(super) fn customer_of(number: u64) -> u64 {
    number / (TOGETHER * EACH) * TOGETHER + number % TOGETHER
}

pub(super) fn identity(customer: u64) -> String {
    format!("customer-{customer}@example.com")
}

/// How many customers there are in a store of that size.
pub(super) const fn customers(size: u64) -> u64 {
    let customers = size / EACH;
    if customers == 0 { 1 } else { customers }
}

/// A number that looks thrown, and is the same in each run.
pub(super) fn mixed(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// One event, as JSON; about 500 bytes.
pub(super) fn event(number: u64, salt: u64, identity: &str, time: u64) -> String {
    let (a, b) = (mixed(number ^ salt), mixed(number.wrapping_add(salt).rotate_left(17)));
    let kind = TYPES[usize::try_from(a % 10).unwrap_or_default()];
    let source = if kind.contains(':') { "wxcc" } else { "custom/shop" };
    let (category, task) =
        (["Water", "Power", "Gas", "Internet"][usize::try_from(b % 4).unwrap_or_default()], number / 5);
    format!(
        r#"{{"id":"{a:016x}-{b:016x}","specversion":"1.0","type":"{kind}","source":"{source}","time":"{time}","identity":"{identity}","identitytype":"email","datacontenttype":"application/json","data":{{"taskId":"{task:08x}-5a1c-4f7e-9b7d-2f1f6a3c9e10","channelType":"telephony","direction":"INBOUND","queueName":"Support {}","agentName":"Agent {}","origin":"+12025550{:03}","createdTime":{time},"category":"{category}","amount":{},"uiData":{{"title":"{kind}","subTitle":"{category}","iconType":"call"}}}}}}"#,
        b % 12,
        a % 300,
        b % 1000,
        a % 5000,
    )
}

/// How long it took to fill in how many.
pub(super) struct Filled {
    pub(super) events: u64,
    pub(super) time: Duration,
    pub(super) how: &'static str,
}

/// The customer of very many events.
pub(super) fn heavy(service: &Service, api: &Api, database: &str) -> Result<()> {
    let begin = begin()?;
    let events = (0..HEAVY_EVENTS).map(|number| event(number, 77, HEAVY, begin + number * 15_000_000));
    import(service, api, database, events).map(drop)
}

/// One event of each of these customers.
pub(super) fn known(
    service: &Service,
    api: &Api,
    database: &str,
    customers: impl Iterator<Item = String>,
) -> Result<()> {
    let begin = begin()?;
    let events = (0..).zip(customers).map(|(number, customer)| event(number, 99, &customer, begin + number * STEP));
    import(service, api, database, events).map(drop)
}

/// Fills up from `held` events to `size`.
pub(super) fn up_to(
    service: &Service,
    api: &Api,
    database: &str,
    server: Option<&Postgres>,
    (held, size): (u64, u64),
) -> Result<Filled> {
    println!("Filling from {held} to {size} events …");
    let begin = begin()?;
    let is_whole = [held, size].iter().all(|number| number.is_multiple_of(TOGETHER * EACH));
    if size - held >= MANY
        && is_whole
        && let Some(bulk) = Bulk::of(database, server)
    {
        return bulk.fill(api, (held, size), begin, STEP);
    }
    import(
        service,
        api,
        database,
        (held..size).map(|number| event(number, 0, &identity(customer_of(number)), begin + number * STEP)),
    )
}

/// When the first event happened: within the days for which the service keeps them.
fn begin() -> Result<u64> {
    let now = u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?;
    Ok(now - DAYS * 86_400_000)
}

fn import(service: &Service, api: &Api, database: &str, events: impl Iterator<Item = String>) -> Result<Filled> {
    let start = Instant::now();
    let mut child = service
        .program()
        .args(["import-events", "-", "--database", database, "--workspace", &api.workspace])
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let mut input = BufWriter::with_capacity(1 << 20, child.stdin.take().context("no input")?);
    let mut count = 0;
    for event in events {
        writeln!(input, "{event}")?;
        count += 1;
        if count % 500_000 == 0 {
            println!("  {count} after {:.0} s", start.elapsed().as_secs_f64());
        }
    }
    drop(input.into_inner().map_err(std::io::IntoInnerError::into_error)?);
    ensure!(child.wait()?.success(), "the import failed");
    Ok(Filled { events: count, time: start.elapsed(), how: "by `import-events`" })
}
