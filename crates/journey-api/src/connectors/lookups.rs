//! Tells connectors whom somebody looks up, so that they may ask their systems for them. Whoever looks somebody up waits for nothing,
//! and knows of no system.

use tokio::sync::mpsc;

use crate::ids::WorkspaceId;

/// So many wait to be heard; more are not told, and are told when they are looked up again.
const WAITING: usize = 1024;

/// Somebody who was looked up.
#[derive(Debug)]
pub(crate) struct LookedUp {
    pub(crate) workspace: WorkspaceId,
    /// As it was asked for.
    pub(crate) identity: String,
}

/// Tells. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Lookups(mpsc::Sender<LookedUp>);

impl Lookups {
    /// And who hears it.
    pub(crate) fn new() -> (Self, mpsc::Receiver<LookedUp>) {
        let (sender, receiver) = mpsc::channel(WAITING);
        (Self(sender), receiver)
    }

    /// Somebody looks up an identity.
    pub(crate) fn note(&self, workspace: &WorkspaceId, identity: &str) {
        // Where nobody hears, or everybody is busy, nothing is lost but a while.
        let _ = self.0.try_send(LookedUp { workspace: workspace.clone(), identity: identity.to_owned() });
    }
}
