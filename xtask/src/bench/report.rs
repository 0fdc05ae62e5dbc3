//! What was measured, as a page of Markdown.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use super::fill::Filled;
use super::pages::Timed;

/// The page so far.
pub(super) struct Report {
    head: String,
    databases: Vec<Section>,
}

/// One database.
#[derive(Default)]
struct Section {
    name: &'static str,
    settings: String,
    /// Events, and the table's cells.
    filled: Vec<(u64, String)>,
    /// Events, and what each question took.
    pages: Vec<(u64, Vec<Timed>)>,
    published: Vec<String>,
    streamed: Vec<String>,
}

impl Report {
    pub(super) fn new(quick: bool) -> Result<Self> {
        let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let model = cpu.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or(": unknown processor");
        let cores = std::thread::available_parallelism()?;
        let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
        let memory: f64 = memory.split_whitespace().nth(1).and_then(|text| text.parse().ok()).unwrap_or_default();
        let revision = Command::new("git").args(["describe", "--always", "--dirty"]).output();
        let revision = revision.map(|it| String::from_utf8_lossy(&it.stdout).trim().to_owned()).unwrap_or_default();
        let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
        let load = load.split_whitespace().next().unwrap_or("?");
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        let head = format!(
            "| | |\n|---|---|\n| Machine | {cores} cores of {}, {:.0} GB |\n| Load when it began | {load} |\n\
             | Command | `cargo xtask {}` |\n| Revision | {revision} |\n{}",
            model.trim_start_matches([' ', '\t', ':']),
            memory / 1024.0 / 1024.0,
            arguments.join(" "),
            if quick { "| | **quick: small stores, few calls** |\n" } else { "" },
        );
        Ok(Self { head, databases: Vec::new() })
    }

    pub(super) fn database(&mut self, name: &'static str, settings: String) {
        println!("\n== {name}");
        self.databases.push(Section { name, settings, ..Section::default() });
    }

    fn section(&mut self) -> Option<&mut Section> {
        self.databases.last_mut()
    }

    pub(super) fn filled(&mut self, size: u64, Filled { events, time, how }: Filled, bytes: u64) {
        #[expect(clippy::cast_precision_loss, reason = "rounded in any case")]
        let (rate, megabytes) = (events as f64 / time.as_secs_f64(), bytes as f64 / 1e6);
        let row = format!("{:.0} s, {rate:.0} a second, {how} | {megabytes:.0} MB", time.as_secs_f64());
        println!("{size} events: {row}");
        if let Some(section) = self.section() {
            section.filled.push((size, row));
        }
    }

    pub(super) fn pages(&mut self, size: u64, timed: Vec<Timed>) {
        for Timed { what, times } in &timed {
            println!("  {what}: {}", quantiles(times));
        }
        if let Some(section) = self.section() {
            section.pages.push((size, timed));
        }
    }

    pub(super) fn published(&mut self, clients: u64, grouped: &[f64], one_by_one: &[f64]) {
        let median = |rates: &[f64]| {
            let mut sorted = rates.to_vec();
            sorted.sort_by(f64::total_cmp);
            sorted.get(sorted.len() / 2).copied().unwrap_or_default()
        };
        let (grouped, one_by_one) = (median(grouped), median(one_by_one));
        let row = format!("| {clients} | {grouped:.0} | {one_by_one:.0} | {:.1} |", grouped / one_by_one.max(1.0));
        println!("publishing {row}");
        if let Some(section) = self.section() {
            section.published.push(row);
        }
    }

    pub(super) fn streamed(
        &mut self,
        what: &str,
        streams: usize,
        opened: Duration,
        memory: u64,
        latencies: &[Duration],
    ) {
        #[expect(clippy::cast_precision_loss, reason = "rounded in any case")]
        let each = memory as f64 / 1024.0 / streams.max(1) as f64;
        let row = format!(
            "| {streams}, {what} | {:.1} s | {:.1} MB, {each:.1} KB each | {} |",
            opened.as_secs_f64(),
            each * streams as f64 / 1024.0,
            quantiles(latencies)
        );
        println!("{row}");
        if let Some(section) = self.section() {
            section.streamed.push(row);
        }
    }

    /// Writes the page to a file, or shows it.
    pub(super) fn show(&self, file: Option<&Path>) -> Result<()> {
        let text = self.text()?;
        match file {
            Some(file) => fs::write(file, text).with_context(|| file.display().to_string()),
            None => {
                println!("\n{text}");
                Ok(())
            }
        }
    }

    fn text(&self) -> Result<String> {
        let mut text = format!("{}\n{}", include_str!("benchmarks.md"), self.head);
        for section in &self.databases {
            writeln!(text, "\n## {}\n\n{}.\n", section.name, section.settings)?;
            writeln!(text, "| Events in the store | Filling it | On the disk |\n|---:|---|---:|")?;
            for (size, row) in &section.filled {
                writeln!(text, "| {} | {row} |", grouped(*size))?;
            }
            writeln!(text, "\n### Pages: p50 / p99 in ms\n")?;
            let sizes: Vec<String> =
                section.pages.iter().map(|(size, _)| format!("{} events", grouped(*size))).collect();
            writeln!(text, "| | {} |\n|---|{}", sizes.join(" | "), "---:|".repeat(sizes.len()))?;
            let questions = section.pages.first().map(|(_, timed)| timed.len()).unwrap_or_default();
            for question in 0..questions {
                let asked: Vec<&Timed> = section.pages.iter().filter_map(|(_, timed)| timed.get(question)).collect();
                let what = asked.first().map_or("", |timed| timed.what);
                let cells: Vec<String> = asked.iter().map(|timed| quantiles(&timed.times)).collect();
                writeln!(text, "| {what} | {} |", cells.join(" | "))?;
            }
            writeln!(text, "\n### Publishing: answered events a second\n")?;
            writeln!(text, "| Clients | In groups | A transaction for each | Ratio |\n|---:|---:|---:|---:|")?;
            section.published.iter().try_for_each(|row| writeln!(text, "{row}"))?;
            writeln!(text, "\n### Streams: from before the event is sent until it is received, p50 / p99 in ms\n")?;
            writeln!(text, "| Open streams | Opened in | Memory of the service | Latency |\n|---|---:|---:|---:|")?;
            section.streamed.iter().try_for_each(|row| writeln!(text, "{row}"))?;
        }
        Ok(text)
    }
}

/// `0.8 / 2.1`.
pub(super) fn quantiles(times: &[Duration]) -> String {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let at = |percent: usize| {
        let index = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
        sorted.get(index).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    };
    format!("{:.1} / {:.1}", at(50), at(99))
}

/// `5,000,000`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
