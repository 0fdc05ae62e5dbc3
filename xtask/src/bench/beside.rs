//! Two builds of the service beside each other, in one run: each question is asked of both in turn, so that whatever else
//! the machine does costs both the same. What counts is the ratio.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::client::{Api, Connection};
use super::report::quantiles;
use super::servers::{self, Postgres, Service};
use super::{Database, Options, fill, pages, publish, streams};
use crate::{postgres, workspace};

/// Events in each store.
const SIZE: u64 = 100_000;

/// One of the two, with its own database.
struct Side {
    service: Service,
    api: Api,
    url: String,
}

pub(super) fn run(other: &Path, options: &Options) -> Result<()> {
    let size = options.sizes.as_ref().and_then(|sizes| sizes.last()).copied().unwrap_or(SIZE);
    let mut text = String::new();
    for database in [Database::Sqlite, Database::Postgres] {
        if options.database.is_some_and(|only| only != database) {
            continue;
        }
        let server = match database {
            Database::Sqlite => None,
            Database::Postgres => {
                postgres::find_or_install()?;
                Some(Postgres::start()?)
            }
        };
        let name = if server.is_some() { "PostgreSQL" } else { "SQLite" };
        writeln!(text, "## {name}, {size} events\n\np50 / p99 in ms, and the ratio of the medians.\n")?;
        writeln!(text, "| | this build | the other | ratio | processor per call, ms | ratio |")?;
        writeln!(text, "|---|---:|---:|---:|---:|---:|")?;
        let ours = workspace::target_directory()?.join("service/journey-api");
        let sides = [side(&ours, "ours", server.as_ref(), size)?, side(other, "other", server.as_ref(), size)?];
        measure_pages(&sides, size, options.quick, &mut text)?;
        measure_streams(&sides, options, &mut text)?;
        measure_publishing(&sides, options.quick, &mut text)?;
        for Side { service, url, .. } in sides {
            drop(service);
            if server.is_none() {
                servers::remove(&url)?;
            }
        }
        println!("{text}");
    }
    match &options.write {
        Some(file) => fs::write(file, text).with_context(|| file.display().to_string()),
        None => Ok(()),
    }
}

fn side(program: &Path, name: &str, server: Option<&Postgres>, size: u64) -> Result<Side> {
    let url = match server {
        Some(server) => server.another(name)?,
        None => {
            let folder = workspace::target_directory()?.join("bench");
            fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
            format!("sqlite://{}", folder.join(format!("{name}-{}.sqlite", std::process::id())).display())
        }
    };
    let service = Service::start_of(program, &url, &[])?;
    let api = Api::prepare(&service)?;
    fill::heavy(&service, &api, &url)?;
    fill::up_to(&service, &api, &url, None, (0, size))?;
    fill::known(&service, &api, &url, (0..publish::CUSTOMERS).map(publish::live))?;
    if let Some(server) = server {
        server.vacuum_of(name)?;
    }
    Ok(Side { service, api, url })
}

fn measure_pages(sides: &[Side; 2], size: u64, quick: bool, text: &mut String) -> Result<()> {
    let often = if quick { (60, 10) } else { (500, 60) };
    let [ours, other] = [pages::questions(&sides[0].api, size, often), pages::questions(&sides[1].api, size, often)];
    let mut connections = [sides[0].api.connection(&sides[0].service)?, sides[1].api.connection(&sides[1].service)?];
    for ((what, count, status, path), (.., path_of_other)) in ours.iter().zip(&other) {
        let mut times = [Vec::new(), Vec::new()];
        let before = processors(sides)?;
        for number in 0..=u64::from(*count) {
            // Either is first every other time.
            let first = usize::from(number % 2 == 1);
            for side in [first, 1 - first] {
                let path = if side == 0 { path(number) } else { path_of_other(number) };
                let time = pages::ask(&mut connections[side], &path, *status)?;
                // The first pays for what is kept from then on.
                if number > 0 {
                    times[side].push(time);
                }
            }
        }
        row(text, what, &times, spent(sides, before, f64::from(*count))?)?;
    }
    Ok(())
}

/// How much of the processor each has had, s.
fn processors([ours, other]: &[Side; 2]) -> Result<[f64; 2]> {
    Ok([ours.service.processor()?, other.service.processor()?])
}

/// What each call has cost of the processor since `before`, ms: whatever else runs, it is the same.
fn spent(sides: &[Side; 2], before: [f64; 2], calls: f64) -> Result<[f64; 2]> {
    let now = processors(sides)?;
    Ok([0, 1].map(|side| (now[side] - before[side]) * 1_000.0 / calls))
}

/// An event to one of many streams, in turn.
fn measure_streams(sides: &[Side; 2], options: &Options, text: &mut String) -> Result<()> {
    let start = Instant::now();
    let open = |side: &Side| -> Result<Receiver<Duration>> {
        let (sender, receiver) = channel();
        for number in 0..options.streams {
            let mut connection = side.api.connection(&side.service)?;
            let path = format!(
                "/v1/api/events/stream/workspace-id/{}/identity/watched-{number}%40example.com",
                side.api.workspace
            );
            connection.open_stream(&path)?;
            let sender = sender.clone();
            thread::Builder::new().stack_size(128 * 1024).spawn(move || streams::read(connection, start, &sender))?;
        }
        Ok(receiver)
    };
    let receivers = [open(&sides[0])?, open(&sides[1])?];
    let mut publishers: [Connection; 2] =
        [sides[0].api.connection(&sides[0].service)?, sides[1].api.connection(&sides[1].service)?];
    let mut times = [Vec::new(), Vec::new()];
    let (events, before) = (if options.quick { 60_u32 } else { 500 }, processors(sides)?);
    for number in 0..events as usize {
        let first = number % 2;
        for side in [first, 1 - first] {
            let identity = format!("watched-{}@example.com", number * 7919 % options.streams);
            streams::publish(&mut publishers[side], &sides[side].api, number, &identity, start)?;
            times[side].extend(streams::arrivals(&receivers[side], 1)?);
        }
    }
    let spent = spent(sides, before, f64::from(events))?;
    row(text, &format!("an event to one of {} open streams", options.streams), &times, spent)
}

fn measure_publishing(sides: &[Side; 2], quick: bool, text: &mut String) -> Result<()> {
    writeln!(
        text,
        "\nPublishing, answered events a second: medians of rounds in turn, and the median of their ratios.\n"
    )?;
    writeln!(text, "| Clients | this build | the other | ratio | processor per event, ms | ratio |")?;
    writeln!(text, "|---:|---:|---:|---:|---:|---:|")?;
    // Many short ones: what else the machine does costs both of a round nearly the same.
    let (time, rounds) = (Duration::from_secs(if quick { 1 } else { 3 }), if quick { 9 } else { 15 });
    let mut salt = 1_000_000;
    for clients in [1, 16, 64] {
        let mut rates = [Vec::new(), Vec::new()];
        let before = processors(sides)?;
        for round in 0..rounds {
            for side in [round % 2, 1 - round % 2] {
                salt += 1_000;
                rates[side].push(publish::rate(&sides[side].service, &sides[side].api, clients, time, salt)?);
            }
        }
        let now = processors(sides)?;
        let cost = |side: usize| {
            let events = rates[side].iter().sum::<f64>() * time.as_secs_f64();
            (now[side] - before[side]) * 1_000.0 / events.max(1.0)
        };
        let (ours_cost, other_cost) = (cost(0), cost(1));
        let ratio = median(rates[0].iter().zip(&rates[1]).map(|(ours, other)| ours / other.max(1.0)).collect());
        let [ours, other] = rates.map(median);
        writeln!(
            text,
            "| {clients} | {ours:.0} | {other:.0} | {ratio:.2} | {ours_cost:.2} / {other_cost:.2} | {} |",
            ratio_of_times(ours_cost, other_cost)
        )?;
    }
    writeln!(text)?;
    Ok(())
}

fn row(text: &mut String, what: &str, times: &[Vec<Duration>; 2], spent: [f64; 2]) -> Result<()> {
    let seconds = |times: &Vec<Duration>| median(times.iter().map(Duration::as_secs_f64).collect());
    let [ours, other] = [&times[0], &times[1]];
    let ratio = seconds(ours) / seconds(other).max(f64::EPSILON);
    let [ours_spent, other_spent] = spent;
    writeln!(
        text,
        "| {what} | {} | {} | {ratio:.2} | {ours_spent:.2} / {other_spent:.2} | {} |",
        quantiles(ours),
        quantiles(other),
        ratio_of_times(ours_spent, other_spent)
    )?;
    Ok(())
}

/// The system counts the processor's time in hundredths of a second: of few calls that is nothing at times.
fn ratio_of_times(ours: f64, other: f64) -> String {
    if other > 0.0 { format!("{:.2}", ours / other) } else { "–".to_owned() }
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or_default()
}
