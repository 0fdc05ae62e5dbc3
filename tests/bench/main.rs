//! How quick the widget is: the shipped script in a real browser, with the real service, for histories of three lengths.
//! `cargo xtask bench widget` builds what is needed and calls it; docs/benchmarks.md has the figures and how to read them.
//!
//! Times are medians, in ms, of what a person waits for: until the page has been laid out with the answer in it. The
//! lengths are compared with each other, so that a slower machine still shows what grows and what does not.

mod beside;

use anyhow::{Context, Result};
use browser_tests::{Customer, Desk, Seen, Widget, custom_event, long_history, minutes_ago, on_a_desk, until_within};
use serde_json::Value;
use std::time::Duration;

const LENGTHS: [usize; 3] = [1_000, 5_000, 20_000];
const ROUNDS: usize = 3;

/// What is measured, in the order of the table.
const ROWS: [(&str, &str); 7] = [
    ("first", "first entry, from mounting"),
    ("load", "the whole history, from mounting"),
    ("letter", "a letter typed into the search"),
    ("slowest", "the slowest letter"),
    ("live", "a live event in its place"),
    ("frame", "the longest frame while scrolling through it all"),
    ("elements", "most elements in the widget while scrolling (a count)"),
];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let wanted = std::env::var("CJW_BENCH").unwrap_or_default();
    if wanted != "long" {
        beside::run(std::env::var_os("CJW_OTHER_DIST").map(Into::into)).await?;
    }
    if wanted != "beside" {
        long().await?;
    }
    Ok(())
}

/// With the real service, long histories, and a person who types and scrolls.
async fn long() -> Result<()> {
    on_a_desk(async |desk| {
        let mut columns = Vec::new();
        for length in LENGTHS {
            columns.push(measure(desk, length).await.with_context(|| format!("{length} events"))?);
        }
        println!("\n| | {} |", LENGTHS.map(|length| format!("{length} events")).join(" | "));
        println!("|---|{}", "---:|".repeat(LENGTHS.len()));
        for (key, words) in ROWS {
            let cells: Vec<String> = columns.iter().map(|column| cell(column, key)).collect();
            println!("| {words} | {} |", cells.join(" | "));
        }
        Ok(())
    })
    .await
}

fn cell(column: &Value, key: &str) -> String {
    shown(column[key].as_f64().unwrap_or(f64::NAN))
}

/// A time, as far as it means anything.
fn shown(time: f64) -> String {
    match time {
        time if time.is_nan() => "–".to_owned(),
        time if time < 10.0 => format!("{time:.1}"),
        time => format!("{time:.0}"),
    }
}

async fn measure(desk: &Desk, length: usize) -> Result<Value> {
    let customer = Customer::new();
    desk.service.import(&long_history(&customer.identity, length)).await?;
    let script = format!(r#"<script src="{}/customer-journey-widget.js"></script>"#, desk.host.origin());
    let style = "<style>html, body { margin: 0; height: 100% } customer-journey-widget { height: 100% }</style>";
    desk.open_with(&format!("{style}{script}"), None).await?;
    desk.browser.resize(420, 900, 1.0).await?;
    desk.browser.run(TOOLS, vec![]).await?;

    let (mut first, mut load) = (Vec::new(), Vec::new());
    let mut widget = None;
    for round in 0..ROUNDS {
        desk.browser.run("bench.clear();", vec![]).await?;
        let shown = desk
            .mount(&format!("journey-{round}"), desk.settings()?.property("interactionData", customer.calls()))
            .await?;
        let times = finished(desk).await?;
        first.push(times["first"].as_f64().context("a time")?);
        load.push(times["load"].as_f64().context("a time")?);
        if round + 1 < ROUNDS {
            shown.remove().await?;
        } else {
            widget = Some(shown);
        }
    }
    let widget = widget.context("a widget")?;
    let letters = numbers(&widget.run(TYPE, vec![]).await?);
    let live = live(desk, &widget, &customer).await?;
    let scrolled = widget.run(SCROLL, vec![]).await?;
    Ok(serde_json::json!({
        "first": median(first), "load": median(load), "letter": median(letters.clone()),
        "slowest": letters.iter().copied().fold(0.0, f64::max), "live": live,
        "frame": scrolled["frame"], "elements": scrolled["elements"],
    }))
}

async fn finished(desk: &Desk) -> Result<Value> {
    until_within(Duration::from_secs(300), "the whole history", async || {
        let times = desk.browser.run("return bench.times;", vec![]).await?;
        Ok(Seen::when(times["load"].is_number(), times.clone(), times))
    })
    .await
}

async fn live(desk: &Desk, widget: &Widget<'_>, customer: &Customer) -> Result<f64> {
    let mut times = Vec::new();
    for round in 0..ROUNDS {
        let title = format!("Live number {round}");
        widget.run("root.querySelector('.cjw').scrollTop = 0; bench.live = null;", vec![]).await?;
        desk.service.publish(&custom_event(&customer.identity, &title, minutes_ago(0))).await?;
        widget.shows("event", &title).await?;
        let time = until_within(Duration::from_secs(20), "the time of a live event", async || {
            let time = desk.browser.run("return bench.live;", vec![]).await?;
            Ok(Seen::when(time.is_number(), time.as_f64().unwrap_or_default(), time))
        });
        times.push(time.await?);
    }
    Ok(median(times))
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Watches every widget that is mounted: when its first entry is laid out, and when its history is complete. And every
/// message of a live stream: how long after it the page is laid out with what it brought.
const TOOLS: &str = r#"
window.bench = {
  times: {}, live: null, start: 0,
  clear() { this.times = {}; },
};
const settle = () => new Promise((done) => setTimeout(done, 0));
const create = document.createElement.bind(document);
document.createElement = (name, ...rest) => {
  const element = create(name, ...rest);
  if (name !== "customer-journey-widget") return element;
  const connected = setInterval(() => {
    if (!element.isConnected || !element.shadowRoot) return;
    clearInterval(connected);
    const seen = () => element.shadowRoot.querySelector(".row");
    const observer = new MutationObserver(() => {
      if (!seen()) return;
      observer.disconnect();
      seen().getBoundingClientRect();
      bench.times.first = performance.now() - bench.start;
    });
    observer.observe(element.shadowRoot, { childList: true, subtree: true });
  }, 0);
  bench.start = performance.now();
  return element;
};
addEventListener("journey-loaded", async (event) => {
  const time = bench.start;
  await settle();
  event.target.getBoundingClientRect();
  bench.times.load ??= performance.now() - time;
});
const read = ReadableStreamDefaultReader.prototype.read;
ReadableStreamDefaultReader.prototype.read = async function (...rest) {
  const result = await read.apply(this, rest);
  const text = result.value ? new TextDecoder().decode(result.value) : "";
  if (text.includes("Live number")) {
    const start = performance.now();
    settle().then(() => { document.querySelector("customer-journey-widget").getBoundingClientRect(); bench.live = performance.now() - start; });
  }
  return result;
};
"#;

/// Types words letter by letter, and takes them away again.
const TYPE: &str = r#"
const field = root.querySelector(".filters input[type=search]");
const settle = () => new Promise((done) => setTimeout(done, 0));
return (async () => {
  const times = [];
  await settle();
  for (const word of ["kettle", "order 000", "nothing such"]) {
    for (let end = 1; end <= word.length + 1; end += 1) {
      const start = performance.now();
      field.value = end > word.length ? "" : word.slice(0, end);
      field.dispatchEvent(new Event("input", { bubbles: true }));
      await settle();
      root.querySelector(".cjw").getBoundingClientRect();
      times.push(performance.now() - start);
    }
  }
  return times;
})();
"#;

/// Shows everything, and scrolls through it, a screen with each picture.
const SCROLL: &str = r#"
root.querySelector("[part=show-all]")?.click();
const scroller = root.querySelector(".cjw");
const drawn = () => new Promise((done) => requestAnimationFrame(done));
return (async () => {
  await drawn(); await drawn();
  let [frame, elements, before] = [0, 0, await drawn()];
  for (let step = 0; step < 5000; step += 1) {
    scroller.scrollTop += 800;
    const now = await drawn();
    frame = Math.max(frame, now - before);
    before = now;
    elements = Math.max(elements, root.querySelectorAll("*").length);
    if (scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 2) break;
  }
  return { frame, elements };
})();
"#;
