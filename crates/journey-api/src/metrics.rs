//! Numbers for Prometheus: calls by route, how long they took, open streams, published events, what connectors took. They
//! name no one.

use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write as _;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use crate::connectors::tally::Tally;
use crate::live::nats::Health;
use crate::store::SetAside;
use crate::vitals::Vitals;

/// Of so many seconds the events are counted.
const LATELY: u64 = 60;
/// Upper bounds of the buckets of durations, in seconds.
const BUCKETS: [f64; 9] = [0.001, 0.005, 0.01, 0.025, 0.1, 0.25, 1.0, 2.5, 10.0];

/// The numbers of this process. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Metrics(Arc<Numbers>);

#[derive(Default)]
struct Numbers {
    calls: Mutex<BTreeMap<(String, String, u16), u64>>,
    durations: Mutex<BTreeMap<String, Durations>>,
    streams: AtomicI64,
    published: AtomicU64,
    /// How many in each of the last seconds, the newest last.
    lately: Mutex<VecDeque<(u64, u64)>>,
    began: OnceLock<Instant>,
}

#[derive(Clone, Default)]
struct Durations {
    counts: [u64; BUCKETS.len()],
    count: u64,
    sum: f64,
}

/// An open stream; counted until it is dropped.
pub(crate) struct StreamCount(Metrics);

impl Metrics {
    /// Counts an answered call. `route`: the template, not the path.
    pub(crate) fn answered(&self, method: &str, route: &str, status: u16, took: Duration) {
        // Anybody may make up methods, and none of them shall stay in memory.
        let known = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
        let method = known.iter().find(|known| **known == method).copied().unwrap_or("OTHER");
        let mut calls = self.0.calls.lock().unwrap_or_else(PoisonError::into_inner);
        *calls.entry((method.to_owned(), route.to_owned(), status)).or_default() += 1;
        drop(calls);
        let mut all = self.0.durations.lock().unwrap_or_else(PoisonError::into_inner);
        let durations = all.entry(route.to_owned()).or_default();
        let seconds = took.as_secs_f64();
        for (count, bound) in durations.counts.iter_mut().zip(BUCKETS) {
            *count += u64::from(seconds <= bound);
        }
        durations.count += 1;
        durations.sum += seconds;
    }

    /// Counts a stored event.
    pub(crate) fn published(&self) {
        self.0.published.fetch_add(1, Ordering::Relaxed);
        let second = self.age();
        let mut lately = self.0.lately.lock().unwrap_or_else(PoisonError::into_inner);
        match lately.back_mut().filter(|(last, _)| *last == second) {
            Some((_, count)) => *count += 1,
            None => lately.push_back((second, 1)),
        }
        while lately.front().is_some_and(|(first, _)| first + LATELY < second) {
            lately.pop_front();
        }
    }

    /// How long this process has counted, in seconds.
    fn age(&self) -> u64 {
        self.0.began.get_or_init(Instant::now).elapsed().as_secs()
    }

    /// Open streams.
    pub(crate) fn streams(&self) -> i64 {
        self.0.streams.load(Ordering::Relaxed)
    }

    /// Events that were stored since the start of this process, and in the last minute.
    pub(crate) fn events(&self) -> (u64, u64) {
        let second = self.age();
        let lately = self.0.lately.lock().unwrap_or_else(PoisonError::into_inner);
        let counts = lately.iter().filter(|(at, _)| at + LATELY >= second).map(|(_, count)| count);
        (self.0.published.load(Ordering::Relaxed), counts.sum())
    }

    /// Counts an open stream until what is returned is dropped.
    pub(crate) fn stream(&self) -> StreamCount {
        self.0.streams.fetch_add(1, Ordering::Relaxed);
        StreamCount(self.clone())
    }

    /// The numbers in Prometheus' text format.
    pub(crate) fn write(
        &self,
        set_aside: &SetAside,
        connected: &Tally,
        live: Option<&Health>,
        vitals: &Vitals,
    ) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        writeln!(text, "# HELP journey_api_calls_total Answered calls.\n# TYPE journey_api_calls_total counter")?;
        for ((method, route, status), count) in self.0.calls.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
            writeln!(text, "journey_api_calls_total{{{labels}}} {count}")?;
        }
        writeln!(
            text,
            "# HELP journey_api_call_seconds How long calls took.\n# TYPE journey_api_call_seconds histogram"
        )?;
        for (route, durations) in self.0.durations.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            for (count, bound) in durations.counts.iter().zip(BUCKETS) {
                writeln!(text, "journey_api_call_seconds_bucket{{route=\"{route}\",le=\"{bound}\"}} {count}")?;
            }
            let Durations { count, sum, .. } = durations;
            writeln!(text, "journey_api_call_seconds_bucket{{route=\"{route}\",le=\"+Inf\"}} {count}")?;
            writeln!(text, "journey_api_call_seconds_sum{{route=\"{route}\"}} {sum}")?;
            writeln!(text, "journey_api_call_seconds_count{{route=\"{route}\"}} {count}")?;
        }
        writeln!(text, "# HELP journey_api_streams Open streams.\n# TYPE journey_api_streams gauge")?;
        writeln!(text, "journey_api_streams {}", vitals.streams)?;
        let published = vitals.events;
        writeln!(text, "# HELP journey_api_events_total Stored events.\n# TYPE journey_api_events_total counter")?;
        writeln!(text, "journey_api_events_total {published}")?;
        let name = "journey_api_set_aside_total";
        writeln!(text, "# HELP {name} What is stored and unreadable, each time it was met.\n# TYPE {name} counter")?;
        for (kind, count) in set_aside.numbers() {
            writeln!(text, "{name}{{kind=\"{kind}\"}} {count}")?;
        }
        vitals.write(&mut text)?;
        write_connectors(&mut text, connected)?;
        if let Some(live) = live {
            let name = "journey_api_nats_up";
            writeln!(text, "# HELP {name} Whether NATS takes what replicas are told.\n# TYPE {name} gauge")?;
            writeln!(text, "{name} {}", u8::from(live.is_up()))?;
            let name = "journey_api_live_notes_total";
            writeln!(text, "# HELP {name} What replicas told each other, by its way.\n# TYPE {name} counter")?;
            for (way, count) in ["told_by_nats", "told_by_database", "heard_by_nats"].iter().zip(live.numbers()) {
                writeln!(text, "{name}{{way=\"{way}\"}} {count}")?;
            }
        }
        Ok(text)
    }
}

/// By the connector's id: names are the organization's own.
fn write_connectors(text: &mut String, connected: &Tally) -> std::fmt::Result {
    let (items, last) = ("journey_api_connector_items_total", "journey_api_connector_last_event_seconds");
    let all = connected.all();
    writeln!(text, "# HELP {items} What connectors took and refused.\n# TYPE {items} counter")?;
    for (connector, count) in &all {
        for (outcome, count) in [("accepted", count.accepted), ("refused", count.refused)] {
            writeln!(text, "{items}{{connector=\"{connector}\",outcome=\"{outcome}\"}} {count}")?;
        }
    }
    let filled = "journey_api_connector_filled_total";
    writeln!(text, "# HELP {filled} What connectors asked for, as it had not come.\n# TYPE {filled} counter")?;
    for (connector, count) in &all {
        writeln!(text, "{filled}{{connector=\"{connector}\"}} {}", count.filled)?;
    }
    writeln!(text, "# HELP {last} When a connector last took something (since 1970).\n# TYPE {last} gauge")?;
    for (connector, count) in all.iter().filter(|(_, count)| count.last > 0) {
        writeln!(text, "{last}{{connector=\"{connector}\"}} {}", count.last / 1000)?;
    }
    Ok(())
}

impl Drop for StreamCount {
    fn drop(&mut self) {
        self.0.0.streams.fetch_sub(1, Ordering::Relaxed);
    }
}
