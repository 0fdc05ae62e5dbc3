//! The widget beside a hand-written element that does the least (vanilla.js), and beside another build of itself: one
//! browser, one run, in turn. Absolute times are the machine's; what tells are the ratios.

use anyhow::{Context, Result};
use browser_tests::{Desk, Pages, on_a_desk};
use serde_json::{Value, json};

use super::{median, shown};

/// Events, and the bytes of each. 8 KB is what a contact center's events have today.
const HISTORIES: [(usize, usize); 5] = [(1_000, 655), (5_000, 655), (20_000, 655), (1_000, 8_192), (5_000, 8_192)];
const ROUNDS: usize = 5;

const ROWS: [(&str, &str); 7] = [
    ("cold", "first entry, cold"),
    ("first", "first entry, warm"),
    ("request", "until the first request, warm"),
    ("whole", "the whole history, warm"),
    ("switch", "switch to another customer"),
    ("live", "a live event"),
    ("filter", "change of a filter"),
];

/// One of those who are compared.
struct Subject {
    name: &'static str,
    script: String,
    /// Its medians of the history under measurement, by the keys of [`ROWS`].
    medians: Vec<f64>,
}

/// Measures and prints a table for each history. `older`: a folder with another build.
pub(super) async fn run(older: Option<std::path::PathBuf>) -> Result<()> {
    on_a_desk(async |desk| {
        desk.host.serve("/vanilla.js", "text/javascript", include_str!("vanilla.js"));
        desk.desktop.serve("/beside.js", "text/javascript", include_str!("beside.js"));
        let older = match older {
            Some(folder) => Some(Pages::start(folder).await?),
            None => None,
        };
        let of_host = |name, host: &Pages, file| Subject { name, script: host.origin() + file, medians: Vec::new() };
        let mut subjects = vec![
            of_host("ours", &desk.host, "/customer-journey-widget.js"),
            of_host("vanilla", &desk.host, "/vanilla.js"),
        ];
        subjects.extend(older.as_ref().map(|host| of_host("the other build", host, "/customer-journey-widget.js")));
        let only: Option<usize> = std::env::var("CJW_BENCH_EVENTS").ok().and_then(|events| events.parse().ok());
        for (length, size) in HISTORIES.into_iter().filter(|(length, _)| only.is_none_or(|only| only == *length)) {
            measure(desk, &mut subjects, length, size).await.with_context(|| format!("{length} events of {size}"))?;
            print(&subjects, length, size);
        }
        Ok(())
    })
    .await
}

async fn measure(desk: &Desk, subjects: &mut [Subject], length: usize, size: usize) -> Result<()> {
    let mut times = vec![vec![Vec::new(); ROWS.len()]; subjects.len()];
    for _ in 0..ROUNDS {
        // In turn: whatever else the machine does meets all of them.
        for (subject, times) in subjects.iter().zip(&mut times) {
            let result = once(desk, &subject.script, length, size).await.with_context(|| subject.name)?;
            for ((key, _), times) in ROWS.iter().zip(times) {
                times.extend(result[*key].as_f64());
            }
        }
    }
    for (subject, times) in subjects.iter_mut().zip(times) {
        subject.medians = times.into_iter().map(median).collect();
    }
    Ok(())
}

/// How far away the service is, ms for each answer.
fn latency() -> u32 {
    std::env::var("CJW_BENCH_LATENCY").ok().and_then(|latency| latency.parse().ok()).unwrap_or_default()
}

/// In a fresh page: cold, then all else.
async fn once(desk: &Desk, script: &str, length: usize, size: usize) -> Result<Value> {
    let style = "<style>html, body { margin: 0; height: 100% } customer-journey-widget { display: block; height: 100% }</style>";
    desk.open_with(&format!(r#"{style}<script src="/beside.js"></script>"#), None).await?;
    desk.browser.resize(420, 900, 1.0).await?;
    let service = "https://service.invalid";
    desk.browser
        .run("return bench.prepare(...arguments);", vec![json!(service), json!(length), json!(size), json!(latency())])
        .await?;
    let cold = desk.browser.run("return bench.cold(arguments[0]);", vec![json!(script)]).await?;
    let mut all = desk.browser.run("return bench.warm();", vec![]).await?;
    all["cold"] = cold;
    Ok(all)
}

fn print(subjects: &[Subject], length: usize, size: usize) {
    let Some((ours, others)) = subjects.split_first() else { return };
    println!("\n{length} events of {size} bytes, each answer after {} ms, times in ms:\n", latency());
    let names: Vec<String> = others.iter().map(|other| format!("{} | ours to {0}", other.name)).collect();
    println!("| | ours | {} |\n|---|---:|{}", names.join(" | "), "---:|---:|".repeat(others.len()));
    for (row, (_, words)) in ROWS.iter().enumerate() {
        let time = |subject: &Subject| subject.medians.get(row).copied().unwrap_or(f64::NAN);
        let beside: Vec<String> =
            others.iter().map(|other| format!("{} | {}", shown(time(other)), ratio(time(ours), time(other)))).collect();
        println!("| {words} | {} | {} |", shown(time(ours)), beside.join(" | "));
    }
}

fn ratio(ours: f64, other: f64) -> String {
    let ratio = ours / other;
    if ratio.is_finite() { format!("{ratio:.2}") } else { "–".to_owned() }
}
