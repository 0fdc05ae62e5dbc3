//! That something arrived in a workspace, for whoever watches all of it. What it was stands in the store: a wake-up says
//! nothing but that there may be more to read, and several before a reading are one.

use std::collections::HashMap;

use tokio::sync::watch;

use super::{Hub, Interest, Topic};
use crate::ids::WorkspaceId;

/// The workspaces that are watched as a whole.
#[derive(Default)]
pub(super) struct Workspaces(HashMap<WorkspaceId, watch::Sender<()>>);

impl Workspaces {
    pub(super) fn wake(&self, workspace: &WorkspaceId) {
        if let Some(bell) = self.0.get(workspace) {
            bell.send_replace(());
        }
    }

    pub(super) fn wake_all(&self) {
        for bell in self.0.values() {
            bell.send_replace(());
        }
    }

    /// Watches a workspace; the second: whether nobody did before.
    fn watch(&mut self, workspace: &WorkspaceId) -> (watch::Receiver<()>, bool) {
        let is_first = !self.0.contains_key(workspace);
        (self.0.entry(workspace.clone()).or_default().subscribe(), is_first)
    }

    /// Forgets a workspace that one more leaves; whether that was the last one.
    fn leave(&mut self, workspace: &WorkspaceId) -> bool {
        let is_last = self.0.get(workspace).is_some_and(|bell| bell.receiver_count() <= 1);
        is_last && self.0.remove(workspace).is_some()
    }
}

/// Wake-ups of a workspace, as long as this is held.
pub(super) struct Arrivals {
    hub: Hub,
    workspace: WorkspaceId,
    bell: watch::Receiver<()>,
}

impl Arrivals {
    /// Watches a workspace from now on.
    pub(super) fn of(hub: &Hub, workspace: &WorkspaceId) -> Self {
        let bell = hub.with_workspaces(|workspaces| {
            let (bell, is_first) = workspaces.watch(workspace);
            (bell, is_first.then(|| Interest::Begins(Topic::Workspace(workspace.clone()))))
        });
        Self { hub: hub.clone(), workspace: workspace.clone(), bell }
    }

    /// Waits until something may have arrived since it was last called.
    pub(super) async fn next(&mut self) {
        // Who rings is in the hub as long as this is.
        let _ = self.bell.changed().await;
    }
}

impl Drop for Arrivals {
    fn drop(&mut self) {
        self.hub.with_workspaces(|workspaces| {
            let is_last = workspaces.leave(&self.workspace);
            ((), is_last.then(|| Interest::Ends(Topic::Workspace(self.workspace.clone()))))
        });
    }
}
