//! What this replica tells the others.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use futures_util::future::join_all;
use tokio::sync::{Notify, mpsc, watch};

use super::super::heard::TOGETHER;
use super::{Happened, Nats, ended};
use crate::store::{Note, Store};

/// So often a replica says that it is there.
pub(super) const BEAT: Duration = Duration::from_secs(2);
/// Between two tries to tell by the database.
const PAUSE: Duration = Duration::from_millis(500);
/// What a replica says that ends.
pub(super) const BYE: &str = "bye";

/// Tells what is committed, until it is over and all is told.
pub(super) async fn tell(
    nats: Nats,
    store: Store,
    mut notes: mpsc::UnboundedReceiver<Note>,
    mut is_over: watch::Receiver<bool>,
) {
    let mut waiting = Vec::new();
    loop {
        tokio::select! {
            count = notes.recv_many(&mut waiting, TOGETHER) => if count == 0 { break },
            () = ended(&mut is_over) => {
                notes.close();
                if notes.is_empty() { break }
                continue;
            }
        }
        let left = nats.tell(std::mem::take(&mut waiting)).await;
        if left.is_empty() {
            continue;
        }
        nats.health.set(false);
        // What is told twice is delivered once.
        while let Err(error) = store.notify(&left).await {
            tracing::error!(cause = error.hidden_cause(), "replicas cannot be told; trying again");
            if *is_over.borrow() {
                break;
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
    // Those who do not hear it look at the database instead.
    nats.say(nats.heart(), format!("{} {BYE}", nats.instance)).await;
}

/// Says again and again that this replica is there, and learns by it whether NATS is.
pub(super) async fn beat(nats: Nats, at_once: Arc<Notify>, mut is_over: watch::Receiver<bool>) {
    loop {
        let mut is_taken = nats.say(nats.heart(), nats.instance.to_string()).await;
        if !is_taken && nats.is_connected() {
            // A server that began anew knows nothing of the stream.
            if let Err(error) = nats.make_stream().await {
                tracing::warn!(%error, "JetStream does not take what replicas are told");
            }
            is_taken = nats.say(nats.heart(), nats.instance.to_string()).await;
        }
        if !nats.health.set(is_taken) && is_taken {
            // Nobody hears it when the service ends.
            let _ = nats.happened.send(Happened::Back);
        }
        tokio::select! {
            () = tokio::time::sleep(BEAT) => {}
            () = at_once.notified() => {}
            () = ended(&mut is_over) => return,
        }
    }
}

impl Nats {
    /// Tells notes; those that were not taken.
    async fn tell(&self, notes: Vec<Note>) -> Vec<Note> {
        if !self.health.is_up() {
            return notes;
        }
        let all = notes.len();
        let mut is_up = self.health.0.is_up.subscribe();
        let taken =
            join_all(notes.iter().map(|note| self.say(self.subject(note.concerns()), note.write(&self.instance))));
        let taken = tokio::select! {
            taken = taken => taken,
            // Whoever waited for its patience would have them heard behind what comes later.
            _ = is_up.wait_for(|is_up| !is_up) => vec![false; all],
        };
        let left: Vec<Note> =
            notes.into_iter().zip(taken).filter_map(|(note, is_taken)| (!is_taken).then_some(note)).collect();
        let told = all.saturating_sub(left.len());
        self.health.0.told.fetch_add(u64::try_from(told).unwrap_or(u64::MAX), Ordering::Relaxed);
        left
    }
}
