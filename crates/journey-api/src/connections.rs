//! Accepts connections and serves them, so that nobody who is slow, or means harm, keeps others from being served: there are
//! limits to how many connections there are, how long a head, a body, and silence may take, and how long an answer may
//! wait for its reader.

mod count;
mod course;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Sleep, sleep, timeout};
use tower::ServiceExt;

use count::Counts;
use course::{Answering, Course, Timed};

/// After an error of the system, such as too many open files, it is tried again.
const PAUSE: Duration = Duration::from_millis(100);

/// So many bytes of an answer wait for their reader, and a head may have so many.
const BUFFER: usize = 128 * 1024;

/// How much of the service connections may take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connections {
    /// How many there may be in all; more are closed at once.
    pub most: usize,
    /// How many one address may have. Behind a balancer all have its address.
    pub most_per_address: usize,
    /// How long the head of a request may take, from its first byte on, or from the beginning of the connection.
    pub head: Duration,
    /// How long a body may take.
    pub body: Duration,
    /// How long a connection may be silent between two requests. Longer than balancers keep theirs.
    pub idle: Duration,
    /// How long an answer, or a stream, may wait for its reader.
    pub unread: Duration,
    /// How long answers may take when the service ends.
    pub grace: Duration,
}

impl Default for Connections {
    fn default() -> Self {
        Self {
            most: 20_000,
            most_per_address: 10_000,
            head: Duration::from_secs(10),
            body: Duration::from_secs(30),
            idle: Duration::from_secs(75),
            unread: Duration::from_secs(30),
            grace: Duration::from_secs(10),
        }
    }
}

/// Who is at the other end of a connection; an extension of its requests.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// Serves until the service ends, and then until answers are given, or their time is over.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Connections,
    mut is_ending: watch::Receiver<bool>,
) {
    let counts = Counts::new(limits.most, limits.most_per_address);
    let ending = is_ending.clone();
    let ended = async move {
        // The sender is gone only if the `Service` was dropped: then the service goes on.
        if is_ending.wait_for(|ending| *ending).await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    let mut ended = std::pin::pin!(ended);
    let mut open = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut ended => break,
        };
        match accepted {
            Ok((stream, address)) => {
                if let Some(counted) = counts.open(address.ip()) {
                    let (router, limits, ending) = (router.clone(), limits.clone(), ending.clone());
                    open.spawn(async move {
                        connection(stream, address, router, limits, ending).await;
                        drop(counted);
                    });
                }
            }
            Err(error) if is_the_clients(&error) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be accepted");
                sleep(PAUSE).await;
            }
        }
        while open.try_join_next().is_some() {}
    }
    drop(listener);
    if timeout(limits.grace, async { while open.join_next().await.is_some() {} }).await.is_err() {
        tracing::warn!(connections = open.len(), "some did not come to their end in time");
    }
    open.shutdown().await;
}

fn is_the_clients(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// Serves one connection, until it ends or takes too long.
async fn connection(
    stream: TcpStream,
    address: SocketAddr,
    router: Router,
    limits: Connections,
    mut ending: watch::Receiver<bool>,
) {
    // A live event is sent when it is there, and does not wait for the client to confirm the one before.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection keeps small messages back");
    }
    let course = Course::begin();
    let (seen, longest) = (course.clone(), limits.body);
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let answering = seen.answer();
        let mut request = request.map(|body| Body::new(Uploaded::new(body, longest)));
        request.extensions_mut().insert(Peer(address));
        let answer = router.clone().oneshot(request);
        async move {
            let answer = answer.await?;
            Ok::<_, Infallible>(answer.map(|body| Answered { body, _answering: answering }))
        }
    });
    // The head has its time by the connection's course.
    let mut builder = http1::Builder::new();
    builder.header_read_timeout(None).max_buf_size(BUFFER);
    let mut served =
        std::pin::pin!(builder.serve_connection(TokioIo::new(Timed::new(stream, course.clone())), service));
    let is_ending = async {
        if ending.wait_for(|ending| *ending).await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    let mut is_ending = std::pin::pin!(is_ending);
    let mut overdue = std::pin::pin!(course.overdue(&limits));
    let mut is_told = false;
    loop {
        tokio::select! {
            result = served.as_mut() => {
                if let Err(error) = result {
                    tracing::debug!(%error, "a connection did not end well");
                }
                return;
            }
            reason = overdue.as_mut() => {
                tracing::debug!(reason, "a connection is closed");
                return;
            }
            () = is_ending.as_mut(), if !is_told => {
                is_told = true;
                served.as_mut().graceful_shutdown();
            }
        }
    }
}

/// The body of a request did not come in its time.
#[derive(Debug, thiserror::Error)]
#[error("the body takes too long")]
pub(crate) struct Overdue;

/// The body of a request, which may take so long and no longer.
struct Uploaded {
    body: Incoming,
    deadline: Option<Pin<Box<Sleep>>>,
}

impl Uploaded {
    fn new(body: Incoming, longest: Duration) -> Self {
        let deadline = (!body.is_end_stream()).then(|| Box::pin(sleep(longest)));
        Self { body, deadline }
    }
}

impl HttpBody for Uploaded {
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::BoxError>>> {
        let frame = Pin::new(&mut self.body).poll_frame(cx);
        if frame.is_pending() && self.deadline.as_mut().is_some_and(|deadline| deadline.as_mut().poll(cx).is_ready()) {
            return Poll::Ready(Some(Err(Overdue.into())));
        }
        frame.map_err(Into::into)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> hyper::body::SizeHint {
        self.body.size_hint()
    }
}

/// The body of an answer. While it is there, its connection is not silent.
struct Answered {
    body: Body,
    _answering: Answering,
}

impl HttpBody for Answered {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> hyper::body::SizeHint {
        self.body.size_hint()
    }
}
