//! Streams that beat as a test says, and connections that die without a word: they stay open and bring nothing more.

use std::io;
use std::sync::Arc;

use axum::body::Bytes;
use futures_util::stream::{Stream, StreamExt, iter, select, unfold};
use tokio::sync::watch;

/// What an answer goes on with; `None`: it ends.
pub(super) type Piece = Option<Result<Bytes, io::Error>>;

#[derive(Clone, Copy, Default)]
struct State {
    beats: u32,
    deaths: u32,
}

/// The heart of some streams.
#[derive(Clone, Default)]
pub struct Heart(Arc<watch::Sender<State>>);

impl Heart {
    /// Sends a comment over each of the connections.
    pub fn beat(&self) {
        self.0.send_modify(|state| state.beats += 1);
    }

    /// From now on nothing comes over those connections that are open now. Later ones live.
    pub fn stop(&self) {
        self.0.send_modify(|state| state.deaths += 1);
    }

    /// An answer over a connection with this heart.
    pub(super) fn drives<S>(&self, answer: S) -> impl Stream<Item = Piece> + use<S>
    where
        S: Stream<Item = Result<Bytes, io::Error>>,
    {
        let receiver = self.0.subscribe();
        let alive = receiver.borrow().deaths;
        let state = receiver.clone();
        let beats = unfold(receiver, async |mut receiver| {
            receiver.changed().await.ok()?;
            Some((Some(Ok(Bytes::from_static(b":\n\n"))), receiver))
        });
        let answer = answer.map(Some).chain(iter([None]));
        // The end, too, is something that a dead connection does not bring.
        select(answer, beats).filter(move |_| std::future::ready(state.borrow().deaths == alive))
    }
}
