//! Fills a large store as no client could: rows straight into the tables, by the database's own client (`psql`,
//! `sqlite3`), and the indexes of events made anew when they are in. The rows are those that `import-events` would write.

use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};

use super::client::Api;
use super::fill::{Filled, customer_of, event, identity, mixed};
use super::servers::Postgres;

/// Rows of one transaction.
const TOGETHER: u64 = 50_000;
/// Rows of one statement, where each statement is read anew.
const STATEMENT: u64 = 250;

const EVENTS: &str = "events (workspace_id, lookup, identity, id, type, source, time, received_at, body)";
const PERSONS: &str = "persons (id, workspace_id, created_at, created_by, updated_at, updated_by)";
const IDENTITIES: &str = "identities (workspace_id, lookup, person_id, kind, value, position)";
/// The indexes of events, as the migrations make them.
const INDEXES: [(&str, &str, &str); 5] = [
    ("UNIQUE INDEX", "events_are_stored_once", "workspace_id, id, time, lookup, type, source, variant"),
    ("INDEX", "events_of_an_identity", "workspace_id, lookup, time, seq"),
    ("INDEX", "events_of_a_workspace", "workspace_id, time, seq"),
    ("INDEX", "events_of_a_type", "workspace_id, type, time, seq"),
    ("INDEX", "events_of_a_source", "workspace_id, source, time, seq"),
];
/// As when the tables were made: what is counted is what is there.
const COUNTS: &str = include_str!("../../../crates/journey-api/migrations/0005_counts_of_lists.sql");

/// Of these, the types and sources that are frequent, as when that was decided.
const FREQUENT: &str = include_str!("../../../crates/journey-api/migrations/0010_counted_values.sql");

/// The database's client, and how it wants to be told.
pub(super) struct Bulk {
    client: Command,
    is_copying: bool,
}

impl Bulk {
    /// `None` where there is no client.
    pub(super) fn of(url: &str, server: Option<&Postgres>) -> Option<Self> {
        if let Some(server) = server {
            return Some(Self { client: server.client(), is_copying: true });
        }
        let mut client = Command::new("sqlite3");
        let is_there = Command::new("sqlite3").arg("--version").stdout(Stdio::null()).status().is_ok();
        client.arg("-bail").arg(Path::new(url.trim_start_matches("sqlite://")));
        is_there.then_some(Self { client, is_copying: false })
    }

    /// Events of those numbers, which begin a customer and end one.
    pub(super) fn fill(mut self, api: &Api, (held, size): (u64, u64), begin: u64, step: u64) -> Result<Filled> {
        let start = Instant::now();
        let mut child = self.client.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().context("no client")?;
        let mut output = BufWriter::with_capacity(1 << 20, child.stdin.take().context("no input")?);
        if self.is_copying {
            // Whether the workspace is there is asked for each row otherwise.
            writeln!(output, "SET session_replication_role = replica; SET maintenance_work_mem = '1GB';")?;
        } else {
            writeln!(output, "PRAGMA busy_timeout = 60000; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000;")?;
        }
        let now = u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?.to_string();
        let workspace = api.workspace.as_str();
        let (first, last) = (customer_of(held), customer_of(size - 1));
        let person = |customer: u64| {
            let (a, b) = (mixed(customer ^ 0x5eed), mixed(customer ^ 0xfeed));
            format!(
                "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
                a >> 32,
                a >> 16 & 0xffff,
                a & 0xfff,
                b >> 52,
                b & 0xffff_ffff_ffff
            )
        };
        let by = "journey-stream-profiles";
        let persons = (first..=last).map(|customer| {
            [person(customer), workspace.into(), now.clone(), by.into(), now.clone(), by.into()].to_vec()
        });
        self.write(&mut output, PERSONS, persons)?;
        let identities = (first..=last).map(|customer| {
            let alias = identity(customer);
            [workspace.into(), alias.clone(), person(customer), "email".into(), alias, "0".into()].to_vec()
        });
        self.write(&mut output, IDENTITIES, identities)?;
        let events = (held..size).map(|number| {
            if number % 500_000 == 0 {
                println!("  {number} after {:.0} s", start.elapsed().as_secs_f64());
            }
            row(workspace, &event(number, 0, &identity(customer_of(number)), begin + number * step), &now)
        });
        INDEXES.iter().try_for_each(|(_, name, _)| writeln!(output, "DROP INDEX {name};"))?;
        self.write(&mut output, EVENTS, events)?;
        INDEXES.iter().try_for_each(|(kind, name, on)| writeln!(output, "CREATE {kind} {name} ON events ({on});"))?;
        let (_, frequent) = FREQUENT.split_once("INSERT INTO").context("the migration that chooses what is counted")?;
        writeln!(output, "{COUNTS}\nDELETE FROM counted_values;\nINSERT INTO{frequent}")?;
        drop(output.into_inner().map_err(std::io::IntoInnerError::into_error)?);
        ensure!(child.wait()?.success(), "the rows could not be written");
        Ok(Filled { events: size - held, time: start.elapsed(), how: "rows straight into the tables" })
    }

    fn write(&self, output: &mut impl Write, table: &str, rows: impl Iterator<Item = Vec<String>>) -> Result<()> {
        for (count, row) in (0_u64..).zip(rows) {
            match (self.is_copying, count.is_multiple_of(TOGETHER), count.is_multiple_of(STATEMENT)) {
                (true, true, _) if count == 0 => writeln!(output, "COPY {table} FROM STDIN;")?,
                (true, true, _) => writeln!(output, "\\.\nCOPY {table} FROM STDIN;")?,
                (true, false, _) => {}
                (false, true, _) if count == 0 => write!(output, "BEGIN; INSERT INTO {table} VALUES ")?,
                (false, true, _) => write!(output, ";\nCOMMIT; BEGIN; INSERT INTO {table} VALUES ")?,
                (false, false, true) => write!(output, ";\nINSERT INTO {table} VALUES ")?,
                (false, false, false) => write!(output, ",")?,
            }
            if self.is_copying {
                writeln!(output, "{}", row.join("\t").replace('\\', "\\\\"))?;
            } else {
                write!(
                    output,
                    "('{}')",
                    row.iter().map(|cell| cell.replace('\'', "''")).collect::<Vec<_>>().join("','")
                )?;
            }
        }
        Ok(writeln!(output, "{}", if self.is_copying { "\\." } else { ";\nCOMMIT;" })?)
    }
}

/// The event as the service stores it: its time as a text. It is not parsed: there are millions, and this is no release.
fn row(workspace: &str, event: &str, now: &str) -> Vec<String> {
    let text = |key: &str| {
        let rest = event.split_once(&format!("\"{key}\":\"")).map_or("", |(_, rest)| rest);
        rest.split_once('"').map_or("", |(text, _)| text).to_owned()
    };
    let (identity, time) = (text("identity"), text("time"));
    let written = cjds::parse_time(&time).map(cjds::write_time).unwrap_or_default();
    let body = event.replacen(&format!("\"time\":\"{time}\""), &format!("\"time\":\"{written}\""), 1);
    let (id, kind, source) = (text("id"), text("type"), text("source"));
    vec![workspace.to_owned(), identity.clone(), identity, id, kind, source, time, now.to_owned(), body]
}
