//! How the service is, as people are told it: what is looked at, whether it is in order, and what to do where it is not.

use serde::Deserialize;

/// A disk with less room than that needs somebody (bytes), and so does one with less than a twentieth.
const LITTLE_ROOM: u64 = 512 * 1024 * 1024;
/// Webhooks that are due for longer need somebody, in seconds.
const LATE: i64 = 300;

/// The numbers of the service.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Health {
    pub(crate) version: String,
    streams: i64,
    watchers: i64,
    most_watchers: i64,
    events: i64,
    events_last_minute: i64,
    database: String,
    is_database_ready: bool,
    database_bytes: Option<u64>,
    disk_free: Option<u64>,
    disk_all: Option<u64>,
    is_read_database_used: Option<bool>,
    replicas: String,
    replicas_alive: Option<i64>,
    is_nats_up: Option<bool>,
    sign_in_keys: Option<i64>,
    sign_in_keys_age: Option<i64>,
    came_sign_in_keys: Option<bool>,
    actions_to_check: Option<i64>,
    webhooks_to_call: Option<i64>,
    webhooks_due_for: Option<i64>,
    connectors_accepted: i64,
    connectors_refused: i64,
    set_aside: i64,
}

/// Something that is looked at.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Check {
    /// The key of its name.
    pub(crate) name: &'static str,
    pub(crate) is_good: bool,
    /// What is known of it; and, where it is not in order, what to do.
    pub(crate) lines: Vec<Line>,
}

/// A sentence: the key of its words, and what stands in them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) key: &'static str,
    pub(crate) values: Vec<(&'static str, Value)>,
}

/// What stands in a sentence, to be written as people of the language write it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Number(i64),
    /// A name that is the same in every language.
    Name(&'static str),
    Bytes(u64),
    Seconds(i64),
}

fn line(key: &'static str) -> Line {
    Line { key, values: Vec::new() }
}

fn count(key: &'static str, number: i64) -> Line {
    Line { key, values: vec![("count", Value::Number(number))] }
}

impl Health {
    /// All that is looked at.
    pub(crate) fn checks(&self) -> Vec<Check> {
        let all = [self.database(), self.events(), self.streams(), self.replicas(), self.keys()];
        let rest = [self.actions(), self.connectors(), self.set_aside()];
        all.into_iter().chain(self.disk()).chain(rest).collect()
    }

    fn database(&self) -> Check {
        let kind = Value::Name(if self.database == "postgres" { "PostgreSQL" } else { "SQLite" });
        let mut lines = vec![match self.database_bytes.filter(|_| self.is_database_ready) {
            Some(bytes) => {
                Line { key: "health.database.ready", values: vec![("kind", kind), ("size", Value::Bytes(bytes))] }
            }
            None => line("health.database.away"),
        }];
        lines.extend(
            self.is_read_database_used
                .map(|is_used| line(if is_used { "health.read-database.used" } else { "health.read-database.away" })),
        );
        let is_good = self.is_database_ready && self.is_read_database_used != Some(false);
        Check { name: "health.database", is_good, lines }
    }

    fn disk(&self) -> Option<Check> {
        let (free, all) = (self.disk_free?, self.disk_all?);
        let is_good = free >= LITTLE_ROOM && free >= all / 20;
        let values = vec![("free", Value::Bytes(free)), ("all", Value::Bytes(all))];
        let mut lines = vec![Line { key: "health.disk.room", values }];
        if !is_good {
            lines.push(line("health.disk.little"));
        }
        Some(Check { name: "health.disk", is_good, lines })
    }

    fn events(&self) -> Check {
        let lines =
            vec![count("health.events.minute", self.events_last_minute), count("health.events.all", self.events)];
        Check { name: "health.events", is_good: true, lines }
    }

    fn streams(&self) -> Check {
        let is_good = self.most_watchers == 0 || self.watchers < self.most_watchers;
        let places = vec![("count", Value::Number(self.watchers)), ("most", Value::Number(self.most_watchers))];
        let mut lines =
            vec![count("health.streams.open", self.streams), Line { key: "health.streams.watchers", values: places }];
        if !is_good {
            lines.push(line("health.streams.full"));
        }
        Check { name: "health.streams", is_good, lines }
    }

    fn replicas(&self) -> Check {
        let key = match (self.replicas.as_str(), self.is_nats_up) {
            ("nats", Some(false)) => "health.replicas.nats-away",
            ("nats", _) => "health.replicas.nats",
            ("database", _) => "health.replicas.database",
            _ => "health.replicas.alone",
        };
        let mut lines = vec![line(key)];
        if key != "health.replicas.alone" {
            lines.extend(self.replicas_alive.map(|replicas| count("health.replicas.alive", replicas)));
        }
        // What to do stands last.
        lines.rotate_left(1);
        Check { name: "health.replicas", is_good: self.is_nats_up != Some(false), lines }
    }

    fn keys(&self) -> Check {
        let is_good = self.came_sign_in_keys != Some(false);
        let mut lines = vec![match (self.sign_in_keys, self.sign_in_keys_age) {
            (None, _) => line("health.keys.secret"),
            (Some(_), None) => line("health.keys.not-needed"),
            (Some(keys), Some(age)) => Line {
                key: "health.keys.known",
                values: vec![("count", Value::Number(keys)), ("age", Value::Seconds(age))],
            },
        }];
        if !is_good {
            lines.push(line("health.keys.away"));
        }
        Check { name: "health.keys", is_good, lines }
    }

    fn actions(&self) -> Check {
        let due = self.webhooks_due_for.unwrap_or_default();
        let mut lines = Vec::new();
        lines.extend(self.actions_to_check.map(|events| count("health.actions.check", events)));
        lines.extend(self.webhooks_to_call.map(|webhooks| count("health.actions.call", webhooks)));
        if due > LATE {
            lines.push(Line { key: "health.actions.late", values: vec![("age", Value::Seconds(due))] });
        }
        Check { name: "health.actions", is_good: due <= LATE, lines }
    }

    /// Refusing what is wrong is in order; whoever sent it may want to know.
    fn connectors(&self) -> Check {
        let mut lines = vec![
            count("health.connectors.accepted", self.connectors_accepted),
            count("health.connectors.refused", self.connectors_refused),
        ];
        if self.connectors_refused > 0 {
            lines.push(line("health.connectors.look"));
        }
        Check { name: "health.connectors", is_good: true, lines }
    }

    fn set_aside(&self) -> Check {
        let is_good = self.set_aside == 0;
        let mut lines = vec![count("health.set-aside.met", self.set_aside)];
        if !is_good {
            lines.push(line("health.set-aside.look"));
        }
        Check { name: "health.set-aside", is_good, lines }
    }
}

/// A size in the largest unit of which there is one, by the names of `Intl`.
pub(crate) fn size(bytes: u64) -> (f64, &'static str) {
    const UNITS: [&str; 5] = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];
    #[expect(clippy::cast_precision_loss, reason = "sizes are told with one digit behind the point")]
    let (mut size, mut unit) = (bytes as f64, "byte");
    for larger in UNITS.into_iter().skip(1) {
        if size < 1000.0 {
            break;
        }
        size /= 1000.0;
        unit = larger;
    }
    (size, unit)
}

/// A span in the largest unit of which there are two, by the names of `Intl`.
pub(crate) fn span(seconds: i64) -> (i64, &'static str) {
    let units = [(86_400, "day"), (3_600, "hour"), (60, "minute")];
    let fitting = units.into_iter().find(|(unit, _)| seconds >= unit * 2);
    fitting.map_or((seconds, "second"), |(unit, name)| (seconds / unit, name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn bad(changes: serde_json::Value) -> Vec<(&'static str, &'static str)> {
        let mut health = json!({"isDatabaseReady": true, "databaseBytes": 5, "database": "sqlite", "mostWatchers": 5,
            "replicas": "alone", "diskFree": 9_000_000_000_u64, "diskAll": 10_000_000_000_u64});
        for (name, value) in changes.as_object().expect("an object") {
            health[name] = value.clone();
        }
        let health: Health = serde_json::from_value(health).expect("numbers");
        let bad = health.checks().into_iter().filter(|check| !check.is_good);
        bad.map(|check| (check.name, check.lines.last().expect("what to do").key)).collect()
    }

    #[test]
    fn what_is_not_in_order_is_named_with_what_to_do() {
        assert_eq!(bad(json!({})), []);
        for (changes, expected) in [
            (json!({"isDatabaseReady": false, "databaseBytes": null}), ("health.database", "health.database.away")),
            (json!({"isReadDatabaseUsed": false}), ("health.database", "health.read-database.away")),
            (json!({"diskFree": 400_000_000}), ("health.disk", "health.disk.little")),
            (json!({"watchers": 5}), ("health.streams", "health.streams.full")),
            (json!({"replicas": "nats", "isNatsUp": false}), ("health.replicas", "health.replicas.nats-away")),
            (json!({"signInKeys": 2, "cameSignInKeys": false}), ("health.keys", "health.keys.away")),
            (json!({"webhooksDueFor": 301}), ("health.actions", "health.actions.late")),
            (json!({"setAside": 1}), ("health.set-aside", "health.set-aside.look")),
        ] {
            assert_eq!(bad(changes), [expected]);
        }
    }

    #[test]
    fn replicas_are_counted_where_there_can_be_several() {
        let said = |kind: &str| {
            let health = json!({"replicas": kind, "replicasAlive": 3, "isDatabaseReady": true});
            let health: Health = serde_json::from_value(health).expect("numbers");
            let check = health.checks().into_iter().find(|check| check.name == "health.replicas").expect("replicas");
            check.lines.iter().map(|line| line.key).collect::<Vec<_>>()
        };
        assert_eq!(said("database"), ["health.replicas.alive", "health.replicas.database"]);
        assert_eq!(said("nats"), ["health.replicas.alive", "health.replicas.nats"]);
        assert_eq!(said("alone"), ["health.replicas.alone"]);
    }

    #[test]
    fn sizes_and_spans_are_told_in_units_that_people_read() {
        assert_eq!((size(999), size(1_500_000), size(u64::MAX).1), ((999.0, "byte"), (1.5, "megabyte"), "terabyte"));
        assert_eq!((span(119), span(120), span(7_200)), ((119, "second"), (2, "minute"), (2, "hour")));
    }
}
