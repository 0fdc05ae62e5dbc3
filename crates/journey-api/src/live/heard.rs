//! What is done with what other replicas say, however it came.

use super::hub::LONGEST;
use super::{Hub, LiveEvent, Signal};
use crate::store::{Note, Store};

/// So many notes are read together, if they are there.
pub(super) const TOGETHER: usize = 500;

/// Tells whoever watches here. What nobody watches is not read, and the rest by one statement.
pub(super) async fn hand_on(store: &Store, hub: &Hub, notes: &[&str]) {
    let is_in_doubt = hub.is_in_doubt();
    // Whether it is this process's own, and told here already; and the note.
    let mut heard = Vec::new();
    for note in notes {
        match Note::read(note) {
            Some((instance, note)) => heard.push((instance == &*store.instance && !is_in_doubt, note)),
            None => {
                tracing::warn!("a replica of another version said something unknown");
                hub.nudge();
            }
        }
    }
    let watched: Vec<i64> = heard
        .iter()
        .filter_map(|(is_told, note)| match note {
            Note::Event(seq, workspace, lookup) => (!is_told && hub.is_watched(workspace, lookup)).then_some(*seq),
            Note::Changed(..) => None,
        })
        .collect();
    let mut bodies = match store.short_bodies(&watched, LONGEST).await {
        Ok(bodies) => bodies,
        Err(error) => {
            tracing::error!(%error, "events of a replica could not be read");
            return hub.nudge();
        }
    };
    for (is_told, note) in heard {
        match note {
            Note::Changed(..) if is_told => {}
            Note::Changed(workspace, lookup) => hub.send(&workspace, &lookup, Signal::Changed),
            Note::Event(seq, workspace, lookup) => {
                if !is_told {
                    hub.arrived(&workspace);
                }
                // Whoever speaks of another database with the same numbers is not believed.
                let event = bodies.remove(&seq).filter(|event| event.workspace == workspace && event.lookup == lookup);
                if let Some(event) = event {
                    let event = LiveEvent { seq, body: event.body.map(Into::into) };
                    hub.send(&workspace, &lookup, Signal::Event(event));
                }
                hub.heard(seq);
            }
        }
    }
}
