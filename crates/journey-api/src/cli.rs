//! The command line. Every flag is also an environment variable; the secret is only that, so that no process list
//! shows it.

mod connect;
mod connect_avaya;
mod connect_genesys;
mod reconcile;
mod retention;
mod signals;
mod token;

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand};
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use self::connect::ConnectArguments;
use self::reconcile::ReconcileArguments;
use self::retention::RetentionArguments;
use self::signals::Signals;
use self::token::{TokenArguments, print_token};
use crate::auth::{Authority, Provider, Scope, SecretError, TokenError};
use crate::config::{
    GENESYS_EVERY, LARGEST_SEARCH, PUBLISH_TOGETHER, RECONCILE_AT, SEARCHES_AT_ONCE, WEBEX_NAMES_WITHIN,
};
use crate::error::Error;
use crate::store::{ConnectError, DatabaseOptions};
use crate::transfer::{self, EraseArguments, ExportArguments, ImportArguments, Kind, TransferError};
use crate::{AllowedTarget, Config, Connections, ConsoleClient, NoKey, StartError, seed, serve};

/// The environment variable that holds the secret.
pub const SECRET: &str = "JOURNEY_API_SECRET";
/// The environment variable that may hold the key for stored secrets.
pub const SECRETS_KEY: &str = "JOURNEY_API_SECRETS_KEY";

/// A self-hosted customer-journey service that speaks the CJDS contract.
#[derive(Debug, Parser)]
#[command(name = "journey-api", version, about, after_help = HELP)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

const HELP: &str = "The secret that signs and checks tokens comes from JOURNEY_API_SECRET: at least 32 characters, \
for example the output of `openssl rand -hex 32`. RUST_LOG chooses what is logged (default: info).";

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the service until Ctrl-C or SIGTERM
    Serve(Box<ServeArguments>),
    /// Print a token for development
    Token(TokenArguments),
    /// Import identities from a CSV file with the columns of Control Hub
    ImportIdentities(ImportArguments),
    /// Import events from a file of one JSON object a line
    ImportEvents(ImportArguments),
    /// Write events or persons to standard output, one JSON object a line; or with --person or --identity all that is kept
    /// of one person, as one JSON document
    Export(ExportArguments),
    /// Erase a person with all events and whatever else is kept of it; it may be called again after a break
    Erase(EraseArguments),
    /// Connect a contact center: by a service app of its vendor, which subscribes its events
    Connect(ConnectArguments),
    /// Ask contact centers for what their webhooks lost, and fill it; the service does so every night
    Reconcile(ReconcileArguments),
    /// Delete now what is older than it is kept; the service does so every hour, unless the clock jumped
    Retention(RetentionArguments),
}

#[derive(Debug, Args)]
struct ServeArguments {
    /// Address and port to listen on
    #[arg(long, env = "JOURNEY_API_LISTEN", default_value = "127.0.0.1:8787")]
    listen: SocketAddr,
    /// Address and port for /metrics, /docs and /openapi.json, which are then answered nowhere else
    #[arg(long, value_name = "ADDRESS", env = "JOURNEY_API_INNER_LISTEN")]
    inner_listen: Option<SocketAddr>,
    /// Where journeys are stored: sqlite://FILE (made if it is not there) or postgres://USER@HOST/NAME
    #[arg(long, env = "JOURNEY_API_DATABASE", default_value = "sqlite://journeys.sqlite", hide_env_values = true)]
    database: String,
    #[command(flatten)]
    database_options: DatabaseOptions,
    /// The database's own address, for what needs a connection that is kept (LISTEN), where --database is a pooler's
    #[arg(long, value_name = "URL", env = "JOURNEY_API_LISTEN_DATABASE", hide_env_values = true)]
    listen_database: Option<String>,
    /// NATS with JetStream, by which many replicas hear of each other's events: nats://HOST:PORT, or tls://; several of one
    /// cluster with commas between. Each hears only what somebody there watches. While it is away they hear by the database
    #[arg(long, value_name = "URL", env = "JOURNEY_API_LIVE", hide_env_values = true)]
    live: Option<String>,
    /// Bring about ten sample customers with two years of history, once
    #[arg(long, env = "JOURNEY_API_SEED")]
    seed: bool,
    /// Origin whose pages may call, such as https://desktop.example.com; may be given several times
    #[arg(long = "allow-origin", value_name = "ORIGIN", env = "JOURNEY_API_ALLOW_ORIGIN", value_delimiter = ',')]
    allowed_origins: Vec<String>,
    /// Give tokens to whoever asks, for the preview page; only on a loopback address. Also allows its origins
    #[arg(long, env = "JOURNEY_API_PREVIEW_TOKENS")]
    preview_tokens: bool,
    /// Organization of the sample data and of preview tokens
    #[arg(long, value_name = "ID", env = "JOURNEY_API_ORGANIZATION", default_value = seed::ORGANIZATION_ID)]
    organization: String,
    /// By which others reach the service; where the contact center is told to send its events
    #[arg(long, value_name = "URL", env = "JOURNEY_API_PUBLIC_URL")]
    public_url: Option<String>,
    /// Take the tokens of an identity provider too: where its keys are (JWKS; RS256 and ES256). Then the secret is optional
    #[arg(long, value_name = "URL", env = "JOURNEY_API_JWKS_URL", requires = "issuer", requires = "whose")]
    jwks_url: Option<String>,
    /// How often the provider's keys are read; a key that it withdrew is good for three times that at most
    #[arg(long, value_name = "SECONDS", env = "JOURNEY_API_JWKS_REFRESH", default_value_t = Provider::REFRESH.as_secs(), value_parser = clap::value_parser!(u64).range(1..))]
    jwks_refresh: u64,
    /// The issuer that tokens must name; with --jwks-url it must be said
    #[arg(long, value_name = "ISS", env = "JOURNEY_API_ISSUER")]
    issuer: Option<String>,
    /// The audience that tokens must name; with --jwks-url it must be said, or --any-audience
    #[arg(long, value_name = "AUD", env = "JOURNEY_API_AUDIENCE", group = "whose")]
    audience: Option<String>,
    /// Take every token of the provider, also those that it gave for other services: whoever has one of them gets in
    #[arg(long, env = "JOURNEY_API_ANY_AUDIENCE", group = "whose", conflicts_with = "audience")]
    any_audience: bool,
    /// Take tokens from the query (bearerToken=…) too, for clients that open streams without headers; they end up in
    /// the logs of whatever stands in between
    #[arg(long, env = "JOURNEY_API_QUERY_TOKENS")]
    query_tokens: bool,
    /// How many days events are kept [default: 365; 800 with --seed, which brings two years]
    #[arg(long, value_name = "DAYS", env = "JOURNEY_API_RETENTION_DAYS", value_parser = clap::value_parser!(i64).range(1..))]
    retention_days: Option<i64>,
    /// The largest body that is read
    #[arg(long, value_name = "BYTES", env = "JOURNEY_API_LARGEST_BODY", default_value_t = 1024 * 1024)]
    largest_body: usize,
    /// How many events or persons one call may look at where no index knows what it asks for; beyond, it is a 400
    #[arg(long, value_name = "ENTRIES", env = "JOURNEY_API_LARGEST_SEARCH", default_value_t = LARGEST_SEARCH)]
    largest_search: u32,
    /// How many such searches of one organization run at a time; more wait for their turn
    #[arg(long, value_name = "SEARCHES", env = "JOURNEY_API_SEARCHES_AT_ONCE", default_value_t = SEARCHES_AT_ONCE)]
    searches_at_once: usize,
    /// The most events that are published by one transaction; 1: each by one of its own
    #[arg(long, value_name = "EVENTS", env = "JOURNEY_API_PUBLISH_TOGETHER", default_value_t = PUBLISH_TOGETHER)]
    publish_together: usize,
    /// How many connections there may be; more are closed at once
    #[arg(long, value_name = "CONNECTIONS", env = "JOURNEY_API_CONNECTIONS", default_value_t = Connections::default().most)]
    connections: usize,
    /// How many connections one address may have; behind a balancer all have its address
    #[arg(long, value_name = "CONNECTIONS", env = "JOURNEY_API_CONNECTIONS_PER_ADDRESS", default_value_t = Connections::default().most_per_address)]
    connections_per_address: usize,
    /// How long answers may take when the service ends
    #[arg(long, value_name = "SECONDS", env = "JOURNEY_API_GRACE", default_value_t = Connections::default().grace.as_secs())]
    grace: u64,
    /// How many calls a second one caller may make; twice as many at once
    #[arg(long, value_name = "CALLS", env = "JOURNEY_API_CALLS_PER_SECOND", default_value_t = 1000)]
    calls_per_second: u32,
    /// How many streams one caller may hold open
    #[arg(long, value_name = "STREAMS", env = "JOURNEY_API_STREAMS_PER_CALLER", default_value_t = 1000)]
    streams_per_caller: usize,
    /// How many may watch all that arrives in a project at the same time, as the console's page “Live” does
    #[arg(long, value_name = "WATCHERS", env = "JOURNEY_API_PROJECT_WATCHERS", default_value_t = 50)]
    project_watchers: usize,
    /// Where webhooks of journey actions may lead besides public hosts by https on the ports 80 and 443: a host, an address
    /// or a network, such as crm.internal:8443, 10.1.2.3:8080 or 10.1.0.0/16; :8443 is a port everywhere. May be given
    /// several times
    #[arg(long = "allow-webhook", value_name = "TARGET", env = "JOURNEY_API_ALLOW_WEBHOOK", value_delimiter = ',')]
    allowed_webhooks: Vec<AllowedTarget>,
    /// Let webhooks of journey actions lead anywhere, not only to public hosts by https; for development
    #[arg(long, env = "JOURNEY_API_ANY_WEBHOOKS")]
    any_webhooks: bool,
    /// A file with the key by which secrets are encrypted that are stored: 32 bytes in base64, as `openssl rand -base64 32`
    /// gives them; several on lines of their own, the one for new secrets first. Or JOURNEY_API_SECRETS_KEY holds it itself
    #[arg(long, value_name = "FILE", env = "JOURNEY_API_SECRETS_KEY_FILE")]
    secrets_key_file: Option<PathBuf>,
    /// Ask a stand-in instead of Webex Contact Center's API and identity service; for development and tests
    #[arg(long, value_name = "URL", env = "JOURNEY_API_WEBEX_API")]
    webex_api: Option<String>,
    /// Ask a stand-in instead of Genesys Cloud's API and login; for development and tests
    #[arg(long, value_name = "URL", env = "JOURNEY_API_GENESYS_API")]
    genesys_api: Option<String>,
    /// How often Genesys Cloud is asked for what happens
    #[arg(long, value_name = "SECONDS", env = "JOURNEY_API_GENESYS_EVERY", default_value_t = GENESYS_EVERY, value_parser = clap::value_parser!(u64).range(1..=3600))]
    genesys_every: u64,
    /// Ask a stand-in instead of Avaya's hosts; for development and tests
    #[arg(long, value_name = "URL", env = "JOURNEY_API_AVAYA_API")]
    avaya_api: Option<String>,
    /// At which hour (UTC) contact centers are asked for what their webhooks lost
    #[arg(long, value_name = "HOUR", env = "JOURNEY_API_RECONCILE_AT", default_value_t = RECONCILE_AT, value_parser = clap::value_parser!(u32).range(0..24))]
    reconcile_at: u32,
    /// The folder of the console's files, where they are not those that the program was built with (`cargo xtask console`)
    #[arg(long, value_name = "FOLDER", env = "JOURNEY_API_CONSOLE")]
    console: Option<PathBuf>,
    /// The client id of the console at the identity provider (--issuer), a public client: people sign in there, by
    /// authorization code with PKCE, and are sent back to /console/signed-in.html. Without it they sign in by a token
    #[arg(long, value_name = "ID", env = "JOURNEY_API_CONSOLE_CLIENT_ID", requires = "jwks_url")]
    console_client_id: Option<String>,
    /// The scopes that the console asks the identity provider for, with blanks between
    #[arg(long, value_name = "SCOPES", env = "JOURNEY_API_CONSOLE_SCOPE", default_value = ConsoleClient::SCOPE)]
    console_scope: String,
    /// Write logs as JSON, one object a line
    #[arg(long, env = "JOURNEY_API_LOG_JSON")]
    log_json: bool,
}

/// Why the program ended without having done what it was told.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The command line does not say what to do, or asked for help.
    #[error(transparent)]
    Usage(#[from] clap::Error),
    /// There is no secret.
    #[error(
        "{SECRET} is not set: it signs and checks tokens. Set it to at least 32 characters, for example: export {SECRET}=$(openssl rand -hex 32)"
    )]
    NoSecret,
    /// The secret is too short.
    #[error("{SECRET}: {0}")]
    Secret(SecretError),
    /// A scope that no call asks for.
    #[error("unknown scope \"{0}\"; there are: {all}", all = Scope::ALL.map(Scope::as_str).join(", "))]
    Scope(String),
    /// The token could not be made.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The port is taken, or the address is not this machine's.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, #[source] std::io::Error),
    /// The file of the key for secrets cannot be read.
    #[error("{0} cannot be read: {1}")]
    SecretsKeyFile(PathBuf, #[source] std::io::Error),
    /// The key for secrets will not do.
    #[error(transparent)]
    SecretsKey(#[from] NoKey),
    /// What a connection needs is not said.
    #[error("{0}")]
    Connector(String),
    /// An import or export ended early.
    #[error(transparent)]
    Transfer(#[from] TransferError),
    /// The database did not open.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The database failed.
    #[error("{}", .0.in_words())]
    Store(#[from] Error),
    /// The service did not start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The runtime or a signal handler could not be set up.
    #[error("the operating system refused: {0}")]
    System(#[from] std::io::Error),
}

/// Does what the command line says.
///
/// # Errors
/// When it cannot; the error is in words for the person who typed it.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Result<(), CommandError> {
    match CommandLine::try_parse_from(arguments)?.command {
        Command::Token(arguments) => print_token(&arguments),
        Command::ImportIdentities(arguments) => Ok(block_on(transfer::import(Kind::Identities, arguments))??),
        Command::ImportEvents(arguments) => Ok(block_on(transfer::import(Kind::Events, arguments))??),
        Command::Export(arguments) => Ok(block_on(transfer::export(arguments))??),
        Command::Erase(arguments) => Ok(block_on(transfer::erase(arguments))??),
        Command::Connect(arguments) => block_on(connect::run(arguments))?,
        Command::Reconcile(arguments) => block_on(reconcile::run(arguments))?,
        Command::Retention(arguments) => block_on(retention::run(arguments))?,
        Command::Serve(arguments) => {
            start_logging(arguments.log_json);
            block_on(run_service(*arguments))?
        }
    }
}

fn block_on<T>(work: impl Future<Output = T>) -> std::io::Result<T> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work))
}

fn secret() -> Result<String, CommandError> {
    std::env::var(SECRET).ok().filter(|secret| !secret.is_empty()).ok_or(CommandError::NoSecret)
}

/// The key for secrets: of the file, or of the environment.
fn secrets_key(file: Option<&Path>) -> Result<Option<String>, CommandError> {
    match file {
        Some(file) => match std::fs::read_to_string(file) {
            Ok(key) => Ok(Some(key)),
            Err(error) => Err(CommandError::SecretsKeyFile(file.to_owned(), error)),
        },
        None => Ok(std::env::var(SECRETS_KEY).ok().filter(|key| !key.trim().is_empty())),
    }
}

async fn run_service(arguments: ServeArguments) -> Result<(), CommandError> {
    let (issuer, audience) = (arguments.issuer, arguments.audience);
    let provider = arguments.jwks_url.zip(issuer.clone()).map(|(jwks_url, issuer)| Provider {
        jwks_url,
        issuer,
        audience: audience.clone(),
        refresh: std::time::Duration::from_secs(arguments.jwks_refresh),
    });
    let secret = match secret() {
        Err(CommandError::NoSecret) if provider.is_some() && !arguments.preview_tokens => String::new(),
        secret => secret?,
    };
    if !secret.is_empty() {
        Authority::from_secret(&secret).map_err(CommandError::Secret)?;
    }
    let config = Config {
        database: arguments.database,
        database_options: arguments.database_options,
        listen_database: arguments.listen_database,
        live: arguments.live,
        secret,
        provider,
        issuer,
        audience,
        allowed_origins: arguments.allowed_origins,
        seed: arguments.seed,
        preview_tokens: arguments.preview_tokens,
        organization: arguments.organization,
        public_url: arguments.public_url,
        retention_days: arguments.retention_days,
        query_tokens: arguments.query_tokens,
        largest_body: arguments.largest_body,
        largest_search: arguments.largest_search,
        searches_at_once: arguments.searches_at_once,
        publish_together: arguments.publish_together,
        inner_listen: arguments.inner_listen,
        connections: Connections {
            most: arguments.connections,
            most_per_address: arguments.connections_per_address,
            grace: std::time::Duration::from_secs(arguments.grace),
            ..Connections::default()
        },
        calls_per_second: arguments.calls_per_second,
        streams_per_caller: arguments.streams_per_caller,
        project_watchers: arguments.project_watchers,
        allowed_webhooks: arguments.allowed_webhooks,
        any_webhooks: arguments.any_webhooks,
        secrets_key: secrets_key(arguments.secrets_key_file.as_deref())?,
        webex_api: arguments.webex_api,
        webex_names_within: WEBEX_NAMES_WITHIN,
        genesys_api: arguments.genesys_api,
        genesys_every: std::time::Duration::from_secs(arguments.genesys_every),
        avaya_api: arguments.avaya_api,
        reconcile_at: arguments.reconcile_at,
        console: arguments.console,
        console_client: arguments.console_client_id.map(|id| ConsoleClient { id, scope: arguments.console_scope }),
    };
    let mut signals = Signals::new()?;
    let listener =
        TcpListener::bind(arguments.listen).await.map_err(|error| CommandError::Listen(arguments.listen, error))?;
    let service = serve(listener, config).await?;
    tracing::info!("listening on {}", service.url());
    if let Some(address) = service.inner_address() {
        tracing::info!("numbers and documents are at http://{address}");
    }
    signals.wait().await;
    tracing::info!("ending");
    service.stop().await;
    Ok(())
}

fn start_logging(json: bool) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = if json { logs.json().try_init() } else { logs.try_init() };
    if let Err(error) = started {
        eprintln!("journey-api: logs go where they went before: {error}");
    }
}
