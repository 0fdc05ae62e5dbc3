//! Starts the service on a listener and ends it.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::http::HeaderValue;
use tokio::net::TcpListener;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use crate::actions::{self, AllowedTarget, Targets};
use crate::auth::{Authority, Gate, Keys, Provider, SecretError};
use crate::connections::{self, Connections};
use crate::connectors::tally::{self, Tally};
use crate::connectors::webex::parts::Webex;
use crate::console::{Console, ConsoleClient, Files, SignIn};
use crate::deleting;
use crate::erasing;
use crate::error::Error;
use crate::http::{Options, inner_router, router};
use crate::limits::Limits;
use crate::live::nats::{self, NatsError};
use crate::live::{Hearing, Hub, relay};
use crate::metrics::Metrics;
use crate::publisher::{Audience, Publisher};
use crate::retention;
use crate::searches::Searches;
use crate::seed;
use crate::state::AppState;
use crate::store::{ConnectError, DatabaseOptions, Dialect, Patience, Store};
use crate::vault::{NoKey, Vault};
use crate::walks::Walks;

/// Where the preview page is served from in development.
const PREVIEW_ORIGINS: [&str; 2] = ["http://127.0.0.1:8080", "http://localhost:8080"];

/// Looking at so many takes about a second.
pub(crate) const LARGEST_SEARCH: u32 = 50_000;

/// Each takes a processor for itself while it lasts.
pub(crate) const SEARCHES_AT_ONCE: usize = 2;

/// How long events are kept, where nobody says.
pub(crate) const RETENTION_DAYS: i64 = 365;

/// When few people call anybody in most of the vendor's regions.
pub(crate) const RECONCILE_AT: u32 = 2;

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
    /// Where webhooks may lead besides public hosts by https.
    pub allowed_webhooks: Vec<AllowedTarget>,
    /// Webhooks may lead anywhere, not only to public hosts by https: for development.
    pub any_webhooks: bool,
    /// By what secrets are encrypted that are stored: 32 bytes in base64; several on lines of their own, the one for new
    /// secrets first. `None`: none are stored.
    pub secrets_key: Option<String>,
    /// What is asked in the place of Webex Contact Center's API and identity service: for development and tests.
    pub webex_api: Option<String>,
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
            allowed_webhooks: Vec::new(),
            any_webhooks: false,
            secrets_key: None,
            webex_api: None,
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

/// The running service. Dropped, it goes on until the process ends.
#[derive(Debug)]
pub struct Service {
    address: SocketAddr,
    inner_address: Option<SocketAddr>,
    ending: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Service {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it answers those who run it, if that is an address of its own.
    pub fn inner_address(&self) -> Option<SocketAddr> {
        self.inner_address
    }

    /// Its base URL.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Ends it: streams at once, with a hint when to come back; other calls when they are answered.
    pub async fn stop(self) {
        self.ending.send_replace(true);
        if let Err(error) = self.task.await {
            tracing::error!(%error, "the service did not end well");
        }
    }
}

/// Starts the service.
///
/// # Errors
/// When the configuration will not do, or the database does not open.
pub async fn serve(listener: TcpListener, config: Config) -> Result<Service, StartError> {
    let address = listener.local_addr()?;
    if config.preview_tokens && !address.ip().is_loopback() {
        return Err(StartError::Preview(address));
    }
    let gate = gate(&config)?;
    let vault = config.secrets_key.as_deref().map(Vault::of).transpose()?.unwrap_or_default();
    let console = Arc::new(console(&config)?);
    let options = Options {
        allowed_origins: origins(&config)?,
        preview_tokens: config.preview_tokens,
        largest_body: config.largest_body,
        has_inner: config.inner_listen.is_some(),
    };
    let inner = match config.inner_listen {
        Some(address) => {
            let refused = |error| StartError::Inner(address, error);
            let listener = TcpListener::bind(address).await.map_err(refused)?;
            let address = listener.local_addr().map_err(refused)?;
            Some((listener, address))
        }
        None => None,
    };
    let inner_address = inner.as_ref().map(|(_, address)| *address);
    let store = Store::connect_with(&config.database, &config.database_options, Patience::SERVICE).await?;
    if config.preview_tokens {
        tracing::warn!("preview tokens are on: whoever reaches {address} gets any token; for development only");
    }
    if config.seed {
        seed::bring(&store, &config.organization).await.map_err(StartError::Seed)?;
    }
    let retention_days = config.retention_days.unwrap_or(if config.seed { 800 } else { RETENTION_DAYS });
    let (ending, is_ending) = watch::channel(false);
    let (metrics, work) = (Metrics::default(), Arc::new(Notify::new()));
    let (hub, by_nats) = match &config.live {
        Some(_) if store.dialect == Dialect::Sqlite => return Err(NatsError::NoReplicas.into()),
        Some(address) => {
            let (hub, interest) = Hub::with_interest();
            let begun = nats::begin(address, store.clone(), hub.clone(), interest).await?;
            (hub, Some(begun))
        }
        None if store.dialect == Dialect::Postgres => (Hub::new(Hearing::InOrder), None),
        None => (Hub::new(Hearing::Alone), None),
    };
    let (live, health) = by_nats.unzip();
    let (deleted, to_erase) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let audience = Audience { hub: hub.clone(), metrics: metrics.clone(), work: work.clone() };
    let (publisher, publishing) = Publisher::begin(store.clone(), audience, config.publish_together.max(1));
    let connected = Tally::default();
    let public_url = config.public_url.unwrap_or_else(|| format!("http://{address}"));
    let asked = (config.webex_api, public_url.as_str());
    let (webex, keeping_webhooks) = Webex::new(&store, &vault, &connected, asked).map_err(StartError::Webex)?;
    let state = AppState {
        store: store.clone(),
        gate,
        query_tokens: config.query_tokens,
        hub,
        ending: is_ending.clone(),
        organization: config.organization,
        public_url,
        retention_days,
        largest_search: i64::from(config.largest_search.max(1)),
        searches: Searches::new(config.searches_at_once),
        limits: Limits::new(config.calls_per_second, config.streams_per_caller),
        metrics,
        targets: if config.any_webhooks { Targets::Any } else { Targets::Public(config.allowed_webhooks.into()) },
        publisher,
        deleted: deleted.clone(),
        erasing: to_erase.clone(),
        walks: Walks::default(),
        to_call: Arc::new(Notify::new()),
        connected,
        vault,
        webex: webex.clone(),
        live: health,
        console,
    };
    if store.dialect == Dialect::Postgres {
        let (hub, ending) = (state.hub.clone(), is_ending.clone());
        let heard_at = config.listen_database.as_deref().unwrap_or(&config.database);
        relay::begin(heard_at, store.clone(), hub, ending).await.map_err(ConnectError::from)?;
    }
    let acting = actions::begin(
        store.clone(),
        (state.targets.clone(), state.vault.clone()),
        work,
        state.to_call.clone(),
        is_ending.clone(),
    );
    let keeping = retention::begin(store.clone(), retention_days, is_ending.clone());
    let counting = tally::begin(store.clone(), state.connected.clone(), is_ending.clone());
    let webex = webex.begin(keeping_webhooks, state.publisher.clone(), config.reconcile_at, &is_ending);
    let deleting = deleting::begin(store.clone(), deleted, is_ending.clone());
    let erasing = erasing::begin(store.clone(), to_erase, is_ending.clone());
    let inner = inner.map(|(listener, _)| {
        let (router, limits, ending) = (inner_router(state.clone()), config.connections.clone(), is_ending.clone());
        tokio::spawn(connections::serve(listener, router, limits, ending))
    });
    let router = router(state, options);
    let task = tokio::spawn(async move {
        connections::serve(listener, router, config.connections, is_ending).await;
        // It publishes, too.
        webex.end().await;
        // Who could still publish has been answered, or is gone.
        publishing.abort();
        // Written down, before there is no database to write to.
        for task in [acting, keeping, deleting, erasing, counting].into_iter().chain(inner) {
            if let Err(error) = task.await {
                tracing::error!(%error, "a task did not end well");
            }
        }
        if let Some(live) = live {
            live.end().await;
        }
        store.close().await;
    });
    Ok(Service { address, inner_address, ending, task })
}

fn console(config: &Config) -> Result<Console, StartError> {
    let files = match &config.console {
        Some(folder) => Files::of_folder(folder).map_err(|error| StartError::Console(folder.clone(), error))?,
        None => Files::built_in(),
    };
    let sign_in = match (&config.console_client, &config.provider) {
        (None, _) => None,
        (Some(_), None) => return Err(StartError::ConsoleClient),
        (Some(client), Some(provider)) => Some(
            SignIn::new(provider.issuer.clone(), provider.audience.clone(), client.clone())
                .map_err(StartError::Provider)?,
        ),
    };
    Ok(Console { files, sign_in, has_preview_tokens: config.preview_tokens })
}

fn gate(config: &Config) -> Result<Gate, StartError> {
    let keys = config.provider.clone().map(Keys::new).transpose().map_err(StartError::Provider)?;
    let needs_secret = keys.is_none() || config.preview_tokens || !config.secret.is_empty();
    let provider = config.provider.as_ref();
    if let Some(provider) = provider.filter(|provider| provider.audience.is_none()) {
        let issuer = &provider.issuer;
        tracing::warn!("any token of {issuer} is taken, also one that was given for another service");
    }
    let issuer = config.issuer.as_deref().or(provider.map(|provider| provider.issuer.as_str()));
    let audience = config.audience.as_deref().or(provider.and_then(|provider| provider.audience.as_deref()));
    let secret = needs_secret.then(|| Authority::from_secret(&config.secret)).transpose()?;
    let secret = secret.map(|authority| authority.held_to(issuer, audience));
    Ok(Gate { secret, keys: keys.map(Arc::new) })
}

fn origins(config: &Config) -> Result<Vec<HeaderValue>, StartError> {
    let preview = PREVIEW_ORIGINS.iter().filter(|_| config.preview_tokens).map(|origin| (*origin).to_owned());
    let mut origins = Vec::new();
    for origin in config.allowed_origins.iter().cloned().chain(preview) {
        let origin = origin.trim_end_matches('/');
        let is_origin = origin.split_once("://").is_some_and(|(scheme, host)| {
            (scheme == "http" || scheme == "https") && !host.is_empty() && !host.contains(['/', '*', '?', '#'])
        });
        match HeaderValue::from_str(origin) {
            Ok(value) if is_origin => origins.push(value),
            _ => return Err(StartError::Origin(origin.to_owned())),
        }
    }
    Ok(origins)
}
