//! What the service is told when it starts, with what holds where nobody says, and why it did not start.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use crate::actions::AllowedTarget;
use crate::auth::{Provider, SecretError};
use crate::connections::Connections;
use crate::console::ConsoleClient;
use crate::error::Error;
use crate::live::nats::NatsError;
use crate::seed;
use crate::store::{ConnectError, DatabaseOptions};
use crate::vault::NoKey;

/// Looking at so many takes about a second.
pub(crate) const LARGEST_SEARCH: u32 = 50_000;

/// Each takes a processor for itself while it lasts.
pub(crate) const SEARCHES_AT_ONCE: usize = 2;

/// How long events are kept, where nobody says.
pub(crate) const RETENTION_DAYS: i64 = 365;

/// When few people call anybody in most of the vendor's regions.
pub(crate) const RECONCILE_AT: u32 = 2;

/// The analytics know conversations after some seconds; whoever asks more often learns little sooner, in seconds.
pub(crate) const GENESYS_EVERY: u64 = 60;

/// A name is waited for so long; then what has none is published with its ids alone.
pub(crate) const WEBEX_NAMES_WITHIN: Duration = Duration::from_secs(5);

/// More bring no more events a second, and make the first of them wait longer.
pub(crate) const PUBLISH_TOGETHER: usize = 128;

/// What the service is told.
#[derive(Clone)]
pub struct Config {
    /// `sqlite://FILE` or `postgres://…`.
    pub database: String,
    /// How it is reached.
    pub database_options: DatabaseOptions,
    /// Where replicas are heard (`LISTEN`), where that is not possible on the database's address, as behind a pooler.
    pub listen_database: Option<String>,
    /// How replicas hear of each other's events, where not by the database: `nats://HOST:PORT`.
    pub live: Option<String>,
    /// Signs and checks tokens; at least 32 bytes. Empty, where only an identity provider's tokens are taken.
    pub secret: String,
    /// An identity provider whose tokens are taken.
    pub provider: Option<Provider>,
    /// The `iss` that tokens of the secret must have. `None`: the provider's, where there is one; else any.
    pub issuer: Option<String>,
    /// The `aud` that tokens of the secret must have. `None`: the provider's, where there is one; else any.
    pub audience: Option<String>,
    /// Origins whose pages may call, as `https://desktop.example.com`.
    pub allowed_origins: Vec<String>,
    /// Bring the sample data, once.
    pub seed: bool,
    /// Give tokens to whoever asks: for development, on a loopback address only.
    pub preview_tokens: bool,
    /// The organization of the sample data and of preview tokens.
    pub organization: String,
    /// By which others reach the service, where that is not the address it listens on.
    pub public_url: Option<String>,
    /// How many days events are kept. `None`: a year, and longer with the sample data, which brings two.
    pub retention_days: Option<i64>,
    /// Take tokens from the query too, for clients that open streams without headers. They end up in the logs of
    /// whatever stands in between.
    pub query_tokens: bool,
    /// The largest body that is read, in bytes.
    pub largest_body: usize,
    /// How many events or persons one call may look at where no index knows what it asks for.
    pub largest_search: u32,
    /// How many such searches of one organization run at a time; more wait for their turn.
    pub searches_at_once: usize,
    /// The most events that are published by one transaction.
    pub publish_together: usize,
    /// Where `/metrics`, `/docs` and `/openapi.json` are answered instead of with all else.
    pub inner_listen: Option<SocketAddr>,
    /// How much of the service connections may take.
    pub connections: Connections,
    /// How many calls a second one caller may make; twice as many at once.
    pub calls_per_second: u32,
    /// How many streams one caller may hold open.
    pub streams_per_caller: usize,
    /// How many may watch all that arrives in a workspace, in this process.
    pub project_watchers: usize,
    /// Where webhooks may lead besides public hosts by https.
    pub allowed_webhooks: Vec<AllowedTarget>,
    /// Webhooks may lead anywhere, not only to public hosts by https: for development.
    pub any_webhooks: bool,
    /// By what secrets are encrypted that are stored: 32 bytes in base64; several on lines of their own, the one for new
    /// secrets first. `None`: none are stored.
    pub secrets_key: Option<String>,
    /// What is asked in the place of Webex Contact Center's API and identity service: for development and tests.
    pub webex_api: Option<String>,
    /// How long what Webex Contact Center tells waits for its names, before it is published with ids alone.
    pub webex_names_within: Duration,
    /// What is asked in the place of Genesys Cloud's API and login: for development and tests.
    pub genesys_api: Option<String>,
    /// How often Genesys Cloud is asked for what happens.
    pub genesys_every: Duration,
    /// What is asked in the place of Avaya's hosts: for development and tests.
    pub avaya_api: Option<String>,
    /// At which hour (UTC) what webhooks lost is asked for.
    pub reconcile_at: u32,
    /// The folder of the console's files, where they are not those that the program was built with.
    pub console: Option<PathBuf>,
    /// What the console is at the identity provider, by which people sign in to it; without it they sign in by a token.
    pub console_client: Option<ConsoleClient>,
}

impl Config {
    /// A service on `database` that no page may call, without sample data.
    pub fn new(database: impl Into<String>, secret: impl Into<String>) -> Self {
        Self {
            database: database.into(),
            database_options: DatabaseOptions::default(),
            listen_database: None,
            live: None,
            secret: secret.into(),
            provider: None,
            issuer: None,
            audience: None,
            allowed_origins: Vec::new(),
            seed: false,
            preview_tokens: false,
            organization: seed::ORGANIZATION_ID.to_owned(),
            public_url: None,
            retention_days: None,
            query_tokens: false,
            largest_body: 1024 * 1024,
            largest_search: LARGEST_SEARCH,
            searches_at_once: SEARCHES_AT_ONCE,
            publish_together: PUBLISH_TOGETHER,
            inner_listen: None,
            connections: Connections::default(),
            calls_per_second: 1000,
            streams_per_caller: 1000,
            project_watchers: 50,
            allowed_webhooks: Vec::new(),
            any_webhooks: false,
            secrets_key: None,
            webex_api: None,
            webex_names_within: WEBEX_NAMES_WITHIN,
            genesys_api: None,
            genesys_every: Duration::from_secs(GENESYS_EVERY),
            avaya_api: None,
            reconcile_at: RECONCILE_AT,
            console: None,
            console_client: None,
        }
    }
}

/// Why the service did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The secret will not do.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// The key for secrets will not do.
    #[error(transparent)]
    SecretsKey(#[from] NoKey),
    /// The identity provider cannot be asked.
    #[error("the identity provider cannot be asked: {0}")]
    Provider(#[source] reqwest::Error),
    /// Webex Contact Center cannot be asked.
    #[error("Webex Contact Center cannot be asked: {0}")]
    Webex(#[source] reqwest::Error),
    /// Genesys Cloud cannot be asked.
    #[error("Genesys Cloud cannot be asked: {0}")]
    Genesys(#[source] reqwest::Error),
    /// Avaya cannot be asked.
    #[error("Avaya cannot be asked: {0}")]
    Avaya(#[source] reqwest::Error),
    /// The database did not open.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// Live events cannot go by NATS.
    #[error(transparent)]
    Live(#[from] NatsError),
    /// The sample data could not be written.
    #[error("the sample data could not be written: {0}")]
    Seed(#[source] Error),
    /// Preview tokens on an address that others reach.
    #[error("preview tokens are given to whoever asks, so the service must listen on a loopback address, not {0}")]
    Preview(SocketAddr),
    /// What was given as an origin is none.
    #[error("\"{0}\" is not an origin such as https://desktop.example.com")]
    Origin(String),
    /// The console's folder cannot be used.
    #[error("the console's files in {0} cannot be used: {1}")]
    Console(PathBuf, #[source] std::io::Error),
    /// People are to sign in to the console by an identity provider, and there is none.
    #[error("people cannot sign in to the console by an identity provider that the service does not know")]
    ConsoleClient,
    /// The address for those who run it cannot be listened on.
    #[error("cannot listen on {0}: {1}")]
    Inner(SocketAddr, #[source] std::io::Error),
    /// The listener has no address.
    #[error("the listener has no address: {0}")]
    Listener(#[from] std::io::Error),
}
