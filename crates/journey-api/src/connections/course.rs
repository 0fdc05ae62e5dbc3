//! What a connection is at, and since when: whoever is slow at it is closed.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep};

use super::Connections;

/// Looked at no more often and no more seldom than that.
const LOOKS: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(2));

/// The course of a connection. Cheap to clone.
#[derive(Clone)]
pub(super) struct Course(Arc<Mutex<State>>);

struct State {
    phase: Phase,
    since: Instant,
    /// Since when nothing of an answer could be written.
    unread: Option<Instant>,
}

#[derive(Clone, Copy, PartialEq)]
enum Phase {
    /// The head of a request is coming.
    Head,
    /// A request is being answered.
    Answer,
    /// Nothing is said.
    Idle,
}

/// An answer that is being given, until it is dropped.
pub(super) struct Answering(Course);

impl Drop for Answering {
    fn drop(&mut self) {
        self.0.enter(Phase::Idle);
    }
}

impl Course {
    pub(super) fn begin() -> Self {
        Self(Arc::new(Mutex::new(State { phase: Phase::Head, since: Instant::now(), unread: None })))
    }

    /// The head of a request has come.
    pub(super) fn answer(&self) -> Answering {
        self.enter(Phase::Answer);
        Answering(self.clone())
    }

    fn enter(&self, phase: Phase) {
        let mut state = self.lock();
        (state.phase, state.since) = (phase, Instant::now());
    }

    /// Returns when something takes too long, and says what.
    pub(super) async fn overdue(&self, limits: &Connections) -> &'static str {
        let shortest = limits.head.min(limits.idle).min(limits.unread);
        let pause = (shortest / 4).clamp(LOOKS.0, LOOKS.1);
        loop {
            sleep(pause).await;
            let state = self.lock();
            let is_over = |since: Instant, longest: Duration| since.elapsed() > longest;
            match state.phase {
                Phase::Head if is_over(state.since, limits.head) => return "a head takes too long",
                Phase::Idle if is_over(state.since, limits.idle) => return "nothing comes any more",
                _ if state.unread.is_some_and(|since| is_over(since, limits.unread)) => return "nobody reads",
                _ => {}
            }
        }
    }

    /// A panic elsewhere leaves a state that is still whole.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection that writes down what it is at.
pub(super) struct Timed {
    stream: TcpStream,
    course: Course,
}

impl Timed {
    pub(super) fn new(stream: TcpStream, course: Course) -> Self {
        Self { stream, course }
    }

    fn written<T>(&self, poll: &Poll<io::Result<T>>) {
        let mut state = self.course.lock();
        match poll {
            Poll::Ready(_) => state.unread = None,
            Poll::Pending => {
                state.unread.get_or_insert_with(Instant::now);
            }
        }
    }
}

impl AsyncRead for Timed {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let poll = Pin::new(&mut self.stream).poll_read(cx, buf);
        if buf.filled().len() > before {
            let mut state = self.course.lock();
            if state.phase == Phase::Idle {
                (state.phase, state.since) = (Phase::Head, Instant::now());
            }
        }
        poll
    }
}

impl AsyncWrite for Timed {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let poll = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.written(&poll);
        poll
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let poll = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        self.written(&poll);
        poll
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
