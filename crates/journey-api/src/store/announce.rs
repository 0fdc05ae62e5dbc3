//! How replicas are told what was committed: by the database itself (`NOTIFY`, with the commit and as sure as it), or by
//! another way after the commit, which may fail; then by the database.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use tokio::sync::{mpsc, watch};

use super::Store;
use super::note::{CHANNEL, Note};
use super::pool::Session;
use super::sql::{Values, in_portions};
use crate::error::Error;

/// The other way, where there is one. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct OtherWay(Arc<OnceLock<Way>>);

#[derive(Debug)]
struct Way {
    is_up: watch::Receiver<bool>,
    /// How many notes went by the database instead.
    otherwise: Arc<AtomicU64>,
    notes: mpsc::UnboundedSender<Note>,
}

impl OtherWay {
    /// From now on, what is committed goes here while `is_up`; once.
    pub(crate) fn open(
        &self,
        is_up: watch::Receiver<bool>,
        otherwise: Arc<AtomicU64>,
    ) -> mpsc::UnboundedReceiver<Note> {
        let (notes, told) = mpsc::unbounded_channel();
        // There is one such way in a process, and whoever came second hears nothing.
        let _ = self.0.set(Way { is_up, otherwise, notes });
        told
    }

    pub(super) fn is_up(&self) -> bool {
        self.0.get().is_some_and(|way| *way.is_up.borrow())
    }

    /// Counts notes that the database tells instead.
    pub(super) fn went_otherwise(&self, notes: usize) {
        if let Some(way) = self.0.get() {
            way.otherwise.fetch_add(u64::try_from(notes).unwrap_or(u64::MAX), Ordering::Relaxed);
        }
    }

    /// Has the notes told when this is dropped, however the commit went: nobody may know whether it did, and who hears
    /// them reads what is true from the database.
    pub(super) fn when_committed(&self, notes: Vec<Note>) -> Told {
        Told { way: self.clone(), notes }
    }
}

/// Notes that are told when this is dropped.
pub(super) struct Told {
    way: OtherWay,
    notes: Vec<Note>,
}

impl Drop for Told {
    fn drop(&mut self) {
        if let Some(way) = self.way.0.get() {
            for note in self.notes.drain(..) {
                // Closed, the service has ended, and its last notes were waited for.
                let _ = way.notes.send(note);
            }
        }
    }
}

/// Tells replicas by the database, when the connection's transaction is committed, or at once without one.
pub(super) async fn notify(mut connection: Session<'_>, instance: &str, notes: &[Note]) -> sqlx::Result<()> {
    for notes in in_portions(notes) {
        let mut values = Values::default();
        let channel = values.put(CHANNEL);
        let rows: Vec<String> =
            notes.iter().map(|note| format!("({})", values.put(note.write(instance).as_str()))).collect();
        // Counted, as the function itself answers a type that is none.
        let sql = format!(
            "SELECT COUNT(*) FROM (VALUES {}) AS notes (note) CROSS JOIN LATERAL pg_notify({channel}, note)",
            rows.join(", ")
        );
        values.number(&sql).fetch_one(connection.again()).await?;
    }
    Ok(())
}

impl Store {
    /// Tells replicas by the database what another way did not take.
    pub(crate) async fn notify(&self, notes: &[Note]) -> Result<(), Error> {
        let mut write = self.write().await?;
        notify(write.connection(), &self.instance, notes).await?;
        write.commit().await?;
        self.other_way.went_otherwise(notes.len());
        Ok(())
    }

    /// What tells this database from others, also from copies of it that became databases of their own.
    pub(crate) async fn database_name(&self) -> Result<String, Error> {
        let sql = "SELECT system_identifier::TEXT || '-' || pg_database.oid::TEXT FROM pg_control_system(), pg_database \
                   WHERE datname = current_database()";
        let (name,): (String,) = sqlx::query_as(sql).fetch_one(&self.pool).await?;
        Ok(name)
    }
}
