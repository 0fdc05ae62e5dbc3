//! The journey API as the widget reaches it: passes everything on to the real service, remembers what was asked, and
//! fails where a test says so. It changes nothing on its own.

mod forward;
mod gate;
mod heart;
mod request;
mod rule;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{self, Method, Response};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

pub use gate::Gate;
pub use heart::Heart;
pub use request::Request;
pub use rule::{Faults, Rule, path};

use request::Underway;
use rule::Fault;

use crate::wait::{Seen, until};

struct Shared {
    upstream: String,
    client: reqwest::Client,
    rules: Mutex<Vec<Rule>>,
    requests: Mutex<Vec<Request>>,
    /// How often everything under way was cut.
    cuts: watch::Sender<u32>,
}

/// A running proxy.
pub struct Proxy {
    address: SocketAddr,
    shared: Arc<Shared>,
    server: JoinHandle<()>,
}

impl Proxy {
    /// Starts one in front of `upstream` (`http://127.0.0.1:PORT`), on any free port.
    ///
    /// # Errors
    /// No port is free.
    pub async fn start(upstream: String) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
        let shared = Arc::new(Shared {
            upstream,
            client,
            rules: Mutex::default(),
            requests: Mutex::default(),
            cuts: watch::Sender::new(0),
        });
        let router = Router::new().fallback(handle).with_state(Arc::clone(&shared));
        let server = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                eprintln!("the proxy ended: {error}");
            }
        });
        Ok(Self { address, shared, server })
    }

    /// `http://127.0.0.1:PORT`, without a slash.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Says what happens to the requests that `matches` takes, until the rule is lifted. A later rule goes before an
    /// earlier one.
    pub fn when(&self, matches: impl Fn(&Request) -> bool + Send + Sync + 'static) -> Faults<'_> {
        Faults::new(self, Box::new(matches))
    }

    /// Everything that was asked so far, without the browser's own CORS preflights.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The requests that `matches` takes.
    pub fn asked(&self, matches: impl Fn(&Request) -> bool) -> Vec<Request> {
        self.requests().into_iter().filter(matches).collect()
    }

    /// How many answers that `matches` takes are still being given: a live stream stays one until someone ends it.
    pub fn open(&self, matches: impl Fn(&Request) -> bool) -> usize {
        self.requests().into_iter().filter(|request| matches(request) && !request.ended()).count()
    }

    /// Breaks everything off that is being given now: the streams, above all.
    pub fn cut_all(&self) {
        self.shared.cuts.send_modify(|cuts| *cuts += 1);
    }

    /// Waits until nothing is under way but streams, and nothing is about to be: whose events are streamed has been caught
    /// up with since the stream was asked for, and has a history that was read to its end.
    ///
    /// # Errors
    /// Something stays under way.
    pub async fn settled(&self) -> anyhow::Result<()> {
        until("everything to be answered", async || {
            let all = self.requests();
            let open = all.iter().filter(|request| !request.is_stream() && !request.ended());
            let behind = all.iter().filter(|request| !request.ended() && !is_followed_by_its_history(request, &all));
            let missing: Vec<_> = open.chain(behind).map(|request| &request.target).collect();
            Ok(Seen::when(missing.is_empty(), (), missing))
        })
        .await
    }

    /// Waits until exactly so many streams are open.
    ///
    /// # Errors
    /// It does not come to that.
    pub async fn has_streams(&self, count: usize) -> anyhow::Result<()> {
        until(&format!("{count} open streams"), async || {
            let open = self.open(Request::is_stream);
            Ok(Seen::when(open == count, (), open))
        })
        .await
    }

    fn add(&self, rule: Rule) {
        self.shared.rules.lock().unwrap_or_else(PoisonError::into_inner).push(rule);
    }
}

/// Whether what there is to be read beside a stream of events has been; of all else there is nothing.
fn is_followed_by_its_history(stream: &Request, all: &[Request]) -> bool {
    let Some((_, identity)) =
        stream.path().split_once("/v1/api/events/stream/").and_then(|(_, path)| path.rsplit_once('/'))
    else {
        return true;
    };
    // A stream that takes the place of another one misses nothing.
    let since = all.iter().position(|request| request.path() == stream.path()).unwrap_or_default();
    let pages = |since: usize, page: fn(&str) -> bool| {
        let wanted = format!("&identity={identity}&");
        all.iter().skip(since).any(move |request| {
            let (_, number) = request.target.split_once("&page=").unwrap_or_default();
            request.is_history() && request.target.contains(&wanted) && request.ended() && page(number)
        })
    };
    pages(since, |page| page.starts_with("0&")) && pages(0, |page| !page.starts_with("0&"))
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn handle(State(shared): State<Arc<Shared>>, incoming: http::Request<Body>) -> Response<Body> {
    let (parts, body) = incoming.into_parts();
    let Ok(body) = axum::body::to_bytes(body, 1 << 24).await else {
        return forward::refuse(&parts.headers, 400, &[], "the request broke off".into());
    };
    if parts.method == Method::OPTIONS {
        return forward::pass_on(&shared, &parts, body, None, Underway::unrecorded()).await;
    }
    let (request, underway) = Request::begin(&parts, &body);
    let rule = {
        let rules = shared.rules.lock().unwrap_or_else(PoisonError::into_inner);
        rules.iter().rev().find(|rule| rule.takes(&request)).cloned()
    };
    shared.requests.lock().unwrap_or_else(PoisonError::into_inner).push(request);

    match rule.as_ref().map(Rule::fault) {
        Some(Fault::Answer { status, headers, body }) => {
            forward::refuse(&parts.headers, *status, headers, body.clone())
        }
        Some(Fault::Never) => std::future::pending().await,
        Some(Fault::Hold(gate)) => {
            // The answer is made at once, as of now, and kept back: the network is slow, not the service.
            let answer = forward::pass_on(&shared, &parts, body, None, underway).await;
            gate.pass().await;
            answer
        }
        Some(Fault::Delay(time)) => {
            tokio::time::sleep(*time).await;
            forward::pass_on(&shared, &parts, body, None, underway).await
        }
        Some(fault @ (Fault::Cut | Fault::Heart(_) | Fault::Rewrite(_) | Fault::Throttle { .. })) => {
            forward::pass_on(&shared, &parts, body, Some(fault), underway).await
        }
        None => forward::pass_on(&shared, &parts, body, None, underway).await,
    }
}
