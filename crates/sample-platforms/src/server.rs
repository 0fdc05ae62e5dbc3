//! The server: its paths, and its life.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::{Router, middleware};
use chrono::{DateTime, Utc};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::avaya::Avaya;
use crate::control::Control;
use crate::genesys::Genesys;
use crate::watch::watch;
use crate::webex::{self, Webex};
use crate::{Platform, World, acqueon, avaya, control, genesys};

/// The application key of Avaya's calls; a browser asks whether it may send it.
const APP_KEY: HeaderName = HeaderName::from_static("appkey");
const PREFLIGHT_AGE: Duration = Duration::from_secs(600);

/// How the server runs.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The pages that may ask it.
    pub allowed_origins: Vec<String>,
    /// The moment that histories are counted back from, where it is not the present: that of the journey service's samples.
    pub now: Option<DateTime<Utc>>,
    /// A sample customer calls Webex Contact Center and Avaya that often, while somebody has subscribed what happens there, and Genesys
    /// Cloud, while somebody asks for its conversations; `None`: nobody does.
    pub calls_every: Option<Duration>,
}

/// Why it does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// It cannot be an `Origin`.
    #[error("{0} is no origin")]
    Origin(String),
    /// The sample customers cannot be read.
    #[error(transparent)]
    Customers(#[from] journey_api::Error),
    /// The network.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// What all requests share.
pub(crate) type Shared = Arc<Everything>;

pub(crate) struct Everything {
    pub(crate) control: Arc<Control>,
    pub(crate) world: World,
    pub(crate) avaya: Avaya,
    pub(crate) genesys: Genesys,
    pub(crate) webex: Webex,
}

impl Everything {
    fn at(now: DateTime<Utc>) -> Result<Self, StartError> {
        let world = World::at(now)?;
        let (avaya, genesys) = (Avaya::new(&world), Genesys::new(&world));
        Ok(Self { control: Arc::default(), world, avaya, genesys, webex: Webex::new() })
    }

    /// Lets something happen now on the platform that `what` names.
    pub(crate) fn happen(shared: &Shared, what: &Value) -> Result<Value, String> {
        let platform = what.get("platform").cloned().unwrap_or_default();
        match serde_json::from_value::<Platform>(platform).map_err(|error| format!("platform: {error}"))? {
            Platform::Avaya => {
                let happened = shared.avaya.happen(&shared.world, what, Utc::now())?;
                if let Some(engagement) = happened.get("id").and_then(Value::as_str) {
                    avaya::tell(shared, what, engagement);
                }
                Ok(happened)
            }
            Platform::Genesys => shared.genesys.happen(&shared.world, what, Utc::now()),
            Platform::Webex => webex::happen(shared, what),
        }
    }
}

/// A running server; it ends with this.
pub struct Server {
    address: SocketAddr,
    shared: Shared,
    stop: Option<oneshot::Sender<()>>,
    running: JoinHandle<std::io::Result<()>>,
    calling: Option<JoinHandle<()>>,
}

impl Server {
    /// `http://127.0.0.1:PORT`, without a slash: every platform's base URL.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Its faults, and what it was asked.
    pub fn control(&self) -> &Control {
        &self.shared.control
    }

    /// Lets something happen now, as `POST /happen` does.
    ///
    /// # Errors
    /// The platform has no such customer, or cannot do that; in words.
    pub fn happen(&self, what: &Value) -> Result<Value, String> {
        Everything::happen(&self.shared, what)
    }

    /// Webex Contact Center, and what it was told.
    pub fn webex(&self) -> &Webex {
        &self.shared.webex
    }

    /// Avaya, and what it was told.
    pub fn avaya(&self) -> &Avaya {
        &self.shared.avaya
    }

    /// The customers whom it knows.
    pub fn world(&self) -> &World {
        &self.shared.world
    }

    /// Ends it when the requests that it has are answered.
    ///
    /// # Errors
    /// It ended badly before.
    pub async fn stop(mut self) -> std::io::Result<()> {
        if let Some(stop) = self.stop.take() {
            // It has ended by itself if nobody hears.
            let _ = stop.send(());
        }
        (&mut self.running).await.unwrap_or_else(|error| Err(std::io::Error::other(error)))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.running.abort();
        if let Some(calling) = &self.calling {
            calling.abort();
        }
    }
}

/// Serves the platforms on this listener, in the background.
///
/// # Errors
/// An origin is none, or the listener has no address.
pub async fn serve(listener: TcpListener, config: Config) -> Result<Server, StartError> {
    let calls_every = config.calls_every;
    let (router, shared) = make(config)?;
    let address = listener.local_addr()?;
    let (stop, stopped) = oneshot::channel::<()>();
    let ending = async move {
        // Whoever holds the other end says so, or is gone.
        let _ = stopped.await;
    };
    let running = tokio::spawn(async move { axum::serve(listener, router).with_graceful_shutdown(ending).await });
    let calling = calls_every.map(|every| {
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            tokio::join!(
                avaya::now_and_then(Arc::clone(&shared), every),
                webex::now_and_then(Arc::clone(&shared), every),
                genesys::now_and_then(Arc::clone(&shared), every)
            );
        })
    });
    Ok(Server { address, shared, stop: Some(stop), running, calling })
}

/// All paths, for whoever serves them; and what tests do to them.
///
/// # Errors
/// An origin is none.
pub fn router(config: Config) -> Result<(Router, Arc<Control>), StartError> {
    let (router, shared) = make(config)?;
    Ok((router, Arc::clone(&shared.control)))
}

fn make(config: Config) -> Result<(Router, Shared), StartError> {
    let shared = Arc::new(Everything::at(config.now.unwrap_or_else(Utc::now))?);
    let origins = config
        .allowed_origins
        .into_iter()
        .map(|origin| HeaderValue::from_str(origin.trim_end_matches('/')).map_err(|_| StartError::Origin(origin)));
    let cors = CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins.collect::<Result<Vec<_>, _>>()?))
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE, header::ACCEPT, header::CACHE_CONTROL, APP_KEY])
        .expose_headers([header::RETRY_AFTER])
        .max_age(PREFLIGHT_AGE);
    let router = Router::new()
        .merge(acqueon::router())
        .merge(avaya::router())
        .merge(genesys::router())
        .merge(webex::router())
        .merge(control::router())
        .fallback(no_such_path)
        .method_not_allowed_fallback(no_such_path)
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), watch))
        .layer(cors)
        .with_state(Arc::clone(&shared));
    Ok((router, shared))
}

async fn no_such_path(uri: Uri) -> Response {
    let status = StatusCode::NOT_FOUND;
    Platform::of(uri.path()).map_or_else(|| status.into_response(), |platform| platform.refusal(status))
}
