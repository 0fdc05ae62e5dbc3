//! A system that journey actions call: it answers what it is told to, and shows what it got.

use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::any;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::wait::{Seen, until};

/// What came: headers and body.
type Call = (HeaderMap, String);

/// A running target.
pub struct Target {
    url: String,
    status: Arc<AtomicU16>,
    got: Arc<Mutex<Vec<Call>>>,
    server: JoinHandle<()>,
}

impl Target {
    /// Starts one that answers 200.
    ///
    /// # Errors
    /// No port is free.
    pub async fn start() -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let url = format!("http://{}/hook", listener.local_addr()?);
        let (status, got) = (Arc::new(AtomicU16::new(200)), Arc::<Mutex<Vec<Call>>>::default());
        let (answered, kept) = (status.clone(), got.clone());
        let called = async move |headers: HeaderMap, body: String| {
            kept.lock().unwrap_or_else(PoisonError::into_inner).push((headers, body));
            StatusCode::from_u16(answered.load(Ordering::SeqCst)).unwrap_or(StatusCode::OK)
        };
        let router = Router::new().route("/hook", any(called));
        let server = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                eprintln!("the target ended: {error}");
            }
        });
        Ok(Self { url, status, got, server })
    }

    /// Where it is.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// From now on it answers this.
    pub fn answers(&self, status: u16) {
        self.status.store(status, Ordering::SeqCst);
    }

    /// Waits for so many calls in all; the last of them.
    ///
    /// # Errors
    /// They do not come.
    pub async fn called(&self, times: usize) -> Result<Call> {
        until(&format!("{times} calls"), async || {
            let got = self.got.lock().unwrap_or_else(PoisonError::into_inner);
            Ok(match got.last() {
                Some(last) if got.len() >= times => Seen::This(last.clone()),
                _ => Seen::NotYet(format!("{} calls", got.len())),
            })
        })
        .await
    }

    /// How often it was called.
    pub fn times(&self) -> usize {
        self.got.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        self.server.abort();
    }
}
