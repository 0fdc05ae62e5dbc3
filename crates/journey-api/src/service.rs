//! Starts the service on a listener and ends it.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::http::HeaderValue;
use tokio::net::TcpListener;
use tokio::sync::{Notify, Semaphore, watch};
use tokio::task::JoinHandle;

use crate::actions::{self, Targets};
use crate::auth::{Authority, Gate, Keys};
use crate::config::{Config, RETENTION_DAYS, StartError};
use crate::connections;
use crate::connectors::avaya::parts::Avaya;
use crate::connectors::avaya::reading::Reader;
use crate::connectors::genesys::api::Api as GenesysApi;
use crate::connectors::genesys::parts::Genesys;
use crate::connectors::lookups::Lookups;
use crate::connectors::tally::{self, Tally};
use crate::connectors::webex::parts::Webex;
use crate::console::{Console, Files, SignIn};
use crate::deleting;
use crate::erasing;
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
use crate::store::{ConnectError, Dialect, Patience, Store};
use crate::vault::Vault;
use crate::walks::Walks;

/// Where the preview page is served from in development.
const PREVIEW_ORIGINS: [&str; 2] = ["http://127.0.0.1:8080", "http://localhost:8080"];

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
    // A database that cannot be written now can be read; and turns end by themselves, too.
    if let Err(error) = store.release_turns().await {
        let cause = error.in_words();
        tracing::error!(cause, "turns of a process of before could not be ended");
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
    let genesys =
        GenesysApi::new(store.clone(), vault.clone(), config.genesys_api.as_deref()).map_err(StartError::Genesys)?;
    let genesys = Genesys::new(genesys, publisher.clone(), connected.clone(), config.genesys_every);
    let reader = Reader {
        store: store.clone(),
        publisher: publisher.clone(),
        hub: hub.clone(),
        tally: connected.clone(),
        retention_days,
    };
    let asked = (config.avaya_api, public_url.as_str());
    let avaya = Avaya::new(reader, &vault, asked).map_err(StartError::Avaya)?;
    let (lookups, looked_up) = Lookups::new();
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
        most_watchers: config.project_watchers,
        watchers: Arc::new(Semaphore::new(config.project_watchers)),
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
        genesys: genesys.clone(),
        avaya: avaya.clone(),
        lookups,
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
    let webex = webex.begin(
        keeping_webhooks,
        state.publisher.clone(),
        (config.reconcile_at, config.webex_names_within),
        &is_ending,
    );
    let genesys = genesys.begin(&is_ending);
    let avaya = avaya.begin(looked_up, &is_ending);
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
        genesys.end().await;
        avaya.end().await;
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
