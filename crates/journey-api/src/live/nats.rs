//! Brings what replicas publish by NATS: a replica hears of what somebody there watches, and of nothing else. NATS carries
//! the same notes as `NOTIFY`, each to the subject of its identity; events are read from the database.
//!
//! Nothing depends on NATS but the time until it is heard. JetStream says of each note that it was taken; one that was not
//! goes by `NOTIFY`, which every replica still hears. A replica that had trouble hearing has all its watches look at the
//! database, and so do the others when a replica ends without having said so: it may have committed and not told.

mod hearing;
mod telling;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_nats::connection::State;
use async_nats::jetstream::stream::{self, StorageType};
use async_nats::jetstream::{self, Context};
use async_nats::{Client, ConnectOptions, Event, ServerAddr};
use tokio::sync::{Notify, mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use uuid::Uuid;

use super::{Hub, Interest, Topic};
use crate::error::Error;
use crate::ids::{Lookup, WorkspaceId};
use crate::store::Store;

/// NATS takes what it is given within this time, or is away.
const PATIENCE: Duration = Duration::from_secs(2);
/// A connection on which nothing comes back is given up after two of these.
const PING: Duration = Duration::from_secs(5);
/// JetStream keeps notes for so long: whoever looks for what was said finds it there.
const KEPT: Duration = Duration::from_secs(60);
const KEPT_BYTES: i64 = 64 * 1024 * 1024;

/// Why live events cannot go by NATS.
#[derive(Debug, thiserror::Error)]
pub enum NatsError {
    /// An address of another kind.
    #[error("--live must be nats://HOST:PORT or tls://HOST:PORT; several, of one cluster, with commas between")]
    Address,
    /// SQLite has no replicas.
    #[error("--live is for replicas, which only PostgreSQL has")]
    NoReplicas,
    /// It does not answer.
    #[error("NATS at {0} does not answer: {1}")]
    Away(String, #[source] async_nats::ConnectError),
    /// It has no JetStream, or refuses it.
    #[error("NATS at {0} has no JetStream for us (nats-server -js): {1}")]
    JetStream(String, #[source] jetstream::context::CreateStreamError),
    /// The database could not say which one it is.
    #[error("the database does not say which one it is: {}", .0.hidden_cause().unwrap_or_else(|| .0.to_string()))]
    Database(#[source] Error),
}

/// How it goes, for readiness and numbers. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Health(Arc<Numbers>);

#[derive(Debug, Default)]
struct Numbers {
    is_up: watch::Sender<bool>,
    told: AtomicU64,
    told_otherwise: Arc<AtomicU64>,
    heard: AtomicU64,
}

impl Health {
    /// Whether NATS takes notes.
    pub(crate) fn is_up(&self) -> bool {
        *self.0.is_up.borrow()
    }

    /// Notes that NATS took, those that went by the database instead, and those that came.
    pub(crate) fn numbers(&self) -> [u64; 3] {
        [&self.0.told, &*self.0.told_otherwise, &self.0.heard].map(|number| number.load(Ordering::Relaxed))
    }

    fn set(&self, is_up: bool) -> bool {
        let was_up = self.0.is_up.send_replace(is_up);
        if was_up && !is_up {
            tracing::error!("NATS is away: replicas are told by the database until it is back");
        } else if is_up && !was_up {
            tracing::info!("NATS takes what replicas are told");
        }
        was_up
    }
}

/// What happened to the connection.
enum Happened {
    /// It may have been away, and is there again.
    Back,
    /// More came than could be kept.
    Overflow,
}

/// The connection and the names on it. Cheap to clone.
#[derive(Clone)]
struct Nats {
    client: Client,
    jetstream: Context,
    /// Before every subject: two databases say nothing to each other.
    root: Arc<str>,
    instance: Arc<str>,
    health: Health,
    happened: mpsc::UnboundedSender<Happened>,
}

/// Live events by NATS, until the service ends.
pub(crate) struct Live {
    over: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Live {
    /// Tells what is still to be told, and that this replica ends.
    pub(crate) async fn end(self) {
        self.over.send_replace(true);
        for task in self.tasks {
            if let Err(error) = task.await {
                tracing::error!(%error, "a task did not end well");
            }
        }
    }
}

/// Connects, and begins to tell and to hear.
pub(crate) async fn begin(
    address: &str,
    store: Store,
    hub: Hub,
    interest: mpsc::UnboundedReceiver<Interest>,
) -> Result<(Live, Health), NatsError> {
    let addresses: Vec<ServerAddr> =
        address.split(',').map(str::parse).collect::<Result<_, _>>().map_err(|_| NatsError::Address)?;
    if addresses.iter().any(|address| !["nats", "tls"].contains(&address.scheme())) {
        return Err(NatsError::Address);
    }
    // Without the name and password that may be in them.
    let names: Vec<String> = addresses.iter().map(|at| format!("{}:{}", at.host(), at.port())).collect();
    let names = names.join(", ");
    let health = Health::default();
    let (happened, happening) = mpsc::unbounded_channel();
    let beat = Arc::new(Notify::new());
    let client = options(&health, &happened, &beat).connect(addresses).await;
    let client = client.map_err(|error| NatsError::Away(names.clone(), error))?;
    let mut jetstream = jetstream::new(client.clone());
    jetstream.set_timeout(PATIENCE);
    let database = store.database_name().await.map_err(NatsError::Database)?;
    let nats = Nats {
        client,
        jetstream,
        root: format!("journey-api.{database}").into(),
        instance: store.instance.clone(),
        health: health.clone(),
        happened,
    };
    nats.make_stream().await.map_err(|error| NatsError::JetStream(names, error))?;
    health.set(true);
    let hearing = hearing::Hearing::begin(nats.clone(), store.clone(), hub).await?;
    let notes = store.other_way.open(health.0.is_up.subscribe(), health.0.told_otherwise.clone());
    let (over, is_over) = watch::channel(false);
    let tasks = vec![
        tokio::spawn(hearing.run(interest, happening, is_over.clone())),
        tokio::spawn(telling::beat(nats.clone(), beat, is_over.clone())),
        tokio::spawn(telling::tell(nats, store, notes, is_over)),
    ];
    Ok((Live { over, tasks }, health))
}

/// A name, as it can stand in a subject.
fn token(name: &str) -> String {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes()).simple().to_string()
}

/// Waits until the service is over, or whoever would say so is gone.
async fn ended(is_over: &mut watch::Receiver<bool>) {
    let _ = is_over.wait_for(|is_over| *is_over).await;
}

fn options(health: &Health, happened: &mpsc::UnboundedSender<Happened>, beat: &Arc<Notify>) -> ConnectOptions {
    let (health, happened, beat) = (health.clone(), happened.clone(), beat.clone());
    ConnectOptions::new()
        .name("journey-api")
        // What is published here is told here at once.
        .no_echo()
        .ping_interval(PING)
        .connection_timeout(PATIENCE)
        .request_timeout(Some(PATIENCE))
        .reconnect_delay_callback(|attempts| {
            Duration::from_millis(u64::try_from(attempts).unwrap_or(u64::MAX).saturating_mul(100).min(1000))
        })
        .event_callback(move |event| {
            let (health, happened, beat) = (health.clone(), happened.clone(), beat.clone());
            async move {
                match event {
                    Event::Disconnected => {
                        health.set(false);
                    }
                    Event::Connected => beat.notify_one(),
                    Event::SlowConsumer(_) => {
                        // Nobody hears it when the service ends.
                        let _ = happened.send(Happened::Overflow);
                    }
                    event => tracing::warn!(%event, "NATS"),
                }
            }
        })
}

impl Nats {
    /// Where an identity is spoken of. Its name is in the note; in a subject it could not stand.
    fn subject(&self, (workspace, lookup): (&WorkspaceId, &Lookup)) -> String {
        let name = format!("{workspace} {lookup}");
        format!("{}.about.{}.{}", self.root, token(workspace.as_str()), token(&name))
    }

    /// Where what is watched is spoken of.
    fn subject_of(&self, topic: &Topic) -> String {
        match topic {
            Topic::Identity(workspace, lookup) => self.subject((workspace, lookup)),
            Topic::Workspace(workspace) => format!("{}.about.{}.*", self.root, token(workspace.as_str())),
        }
    }

    /// Where replicas say that they are there.
    fn heart(&self) -> String {
        format!("{}.heart", self.root)
    }

    /// The stream that takes what is said; in memory, as all of it is in the database.
    async fn make_stream(&self) -> Result<(), jetstream::context::CreateStreamError> {
        let config = stream::Config {
            name: self.root.replace('.', "-"),
            description: Some("What replicas of the journey service tell each other".to_owned()),
            subjects: vec![format!("{}.>", self.root)],
            storage: StorageType::Memory,
            max_age: KEPT,
            max_bytes: KEPT_BYTES,
            num_replicas: 1,
            ..stream::Config::default()
        };
        self.jetstream.get_or_create_stream(config).await.map(drop)
    }

    /// Says something, and waits until it is taken.
    async fn say(&self, subject: String, text: String) -> bool {
        let said = async { self.jetstream.publish(subject, text.into()).await?.await };
        matches!(timeout(PATIENCE, said).await, Ok(Ok(_)))
    }

    /// Whether all that was asked for on this connection before is done: its server does one thing after the other.
    async fn is_settled(&self) -> bool {
        self.say(format!("{}.mark", self.root), String::new()).await
    }

    fn is_connected(&self) -> bool {
        self.client.connection_state() == State::Connected
    }
}
