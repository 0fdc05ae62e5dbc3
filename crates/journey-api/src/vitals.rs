//! How the service is, in numbers: gathered once, for `/metrics` and for the console, so that both say the same. They are of
//! this replica, and of the database that all of them share; none of them names anybody.

use std::fmt::Write as _;

use serde::Serialize;

use crate::state::AppState;
use crate::store::{Dialect, Queued, Room};

/// The numbers.
#[derive(Clone, Debug, Default, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Vitals {
    version: &'static str,
    /// Open streams.
    pub(crate) streams: i64,
    /// How many watch all that arrives in a project, and how many may.
    watchers: usize,
    most_watchers: usize,
    /// Events that were stored since this process began, and in the last minute.
    pub(crate) events: u64,
    events_last_minute: u64,
    /// `sqlite` or `postgres`.
    database: &'static str,
    /// Whether it takes what is written and gives it back.
    is_database_ready: bool,
    /// How many bytes it takes; not there, where it does not answer.
    database_bytes: Option<i64>,
    /// Room on the disk of SQLite's file, in bytes.
    disk_free: Option<u64>,
    disk_all: Option<u64>,
    /// Whether much is read from another database, and that one is there; not there, where there is none.
    is_read_database_used: Option<bool>,
    /// How replicas hear of each other: `alone`, `database` or `nats`.
    replicas: &'static str,
    /// How many replicas live: those that hear each other by the database. Not there, where it does not answer.
    replicas_alive: Option<i64>,
    /// Whether NATS takes what they tell each other; not there, where they do not use it.
    is_nats_up: Option<bool>,
    /// The identity provider's keys: how many are known, how old they are in seconds, and whether they came when they were
    /// last asked for. Not there, where there is no provider; no age, where they were not needed yet.
    sign_in_keys: Option<u64>,
    sign_in_keys_age: Option<u64>,
    came_sign_in_keys: Option<bool>,
    /// Events whose persons journey actions still have to look at; not there, where the database does not answer.
    actions_to_check: Option<i64>,
    /// Webhooks that are to be called, and for how many seconds the oldest of them has been due.
    webhooks_to_call: Option<i64>,
    webhooks_due_for: Option<i64>,
    /// What connectors took and refused since this process began.
    connectors_accepted: i64,
    connectors_refused: i64,
    /// How often something stored was met that cannot be read.
    set_aside: u64,
}

impl Vitals {
    /// The numbers of now.
    pub(crate) async fn of(state: &AppState) -> Self {
        let store = &state.store;
        let is_ready = store.is_ready().await;
        // What does not answer is not asked for more.
        let (queued, bytes, replicas_alive) = match is_ready {
            true => (store.queued().await.ok(), store.bytes().await.ok(), store.replicas_alive().await.ok()),
            false => (None, None, None),
        };
        let room: Option<Room> = store.room();
        let keys = match &state.gate.keys {
            Some(keys) => Some(keys.state().await),
            None => None,
        };
        let (events, events_last_minute) = state.metrics.events();
        let connected = state.connected.all();
        Self {
            version: env!("CARGO_PKG_VERSION"),
            streams: state.metrics.streams(),
            watchers: state.most_watchers.saturating_sub(state.watchers.available_permits()),
            most_watchers: state.most_watchers,
            events,
            events_last_minute,
            database: if store.dialect == Dialect::Sqlite { "sqlite" } else { "postgres" },
            is_database_ready: is_ready,
            database_bytes: bytes,
            disk_free: room.map(|room| room.free),
            disk_all: room.map(|room| room.all),
            is_read_database_used: store.is_read_database_used(),
            replicas: match (&state.live, store.dialect) {
                (Some(_), _) => "nats",
                (None, Dialect::Postgres) => "database",
                (None, Dialect::Sqlite) => "alone",
            },
            replicas_alive,
            is_nats_up: state.live.as_ref().map(crate::live::nats::Health::is_up),
            sign_in_keys: keys.map(|(count, ..)| u64::try_from(count).unwrap_or(u64::MAX)),
            sign_in_keys_age: keys.and_then(|(_, age, _)| Some(age?.as_secs())),
            came_sign_in_keys: keys.and_then(|(.., came)| came),
            actions_to_check: queued.map(|queued: Queued| queued.checks),
            webhooks_to_call: queued.map(|queued| queued.webhooks),
            webhooks_due_for: queued.map(|queued| queued.due_for / 1000),
            connectors_accepted: connected.iter().map(|(_, count)| count.accepted).sum(),
            connectors_refused: connected.iter().map(|(_, count)| count.refused).sum(),
            set_aside: store.set_aside.numbers().iter().map(|(_, count)| count).sum(),
        }
    }

    /// Those that `/metrics` has of nothing else, in Prometheus' text format.
    pub(crate) fn write(&self, text: &mut String) -> std::fmt::Result {
        let ready = Some(u64::from(self.is_database_ready));
        let whole = |number: Option<i64>| number.and_then(|number| u64::try_from(number).ok());
        let watchers = u64::try_from(self.watchers).ok();
        for (name, help, value) in [
            ("events_last_minute", "Events that were stored in the last minute.", Some(self.events_last_minute)),
            ("project_watchers", "Those who watch all that arrives in a project.", watchers),
            ("database_up", "Whether the database takes what is written and gives it back.", ready),
            ("database_bytes", "How large the database is.", whole(self.database_bytes)),
            ("disk_free_bytes", "Room on the disk of SQLite's file.", self.disk_free),
            ("disk_bytes", "The disk of SQLite's file.", self.disk_all),
            ("read_database_up", "Whether the read database is used.", self.is_read_database_used.map(u64::from)),
            ("sign_in_keys", "Keys of the identity provider that are known.", self.sign_in_keys),
            ("sign_in_keys_age_seconds", "How old they are.", self.sign_in_keys_age),
            ("replicas_alive", "Replicas that live.", whole(self.replicas_alive)),
            ("actions_to_check", "Events that journey actions still look at.", whole(self.actions_to_check)),
            ("webhooks_to_call", "Webhooks that are to be called.", whole(self.webhooks_to_call)),
            ("webhooks_due_seconds", "How long the oldest of them has been due.", whole(self.webhooks_due_for)),
        ] {
            if let Some(value) = value {
                let name = format!("journey_api_{name}");
                writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}")?;
            }
        }
        Ok(())
    }
}
