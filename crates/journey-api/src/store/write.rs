//! Transactions that write.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use sqlx::{Any, Executor, Transaction};

use super::announce::{OtherWay, notify};
use super::counts::Span;
use super::frequent::{ListValue, Watched};
use super::note::Note;
use super::pool::Session;
use super::turn::Turn;
use super::{Dialect, Store};
use crate::ids::WorkspaceId;

/// The number by which those who number events take turns: "seqs" in ASCII.
const NUMBERS_LOCK: i64 = 0x7365_7173;

/// A transaction that writes. Dropped without [`Write::commit`], it leaves nothing behind.
pub(crate) struct Write {
    held: Held,
    /// Whether its statements are prepared.
    prepares: bool,
    /// This process, where there may be replicas to tell.
    instance: Option<Arc<str>>,
    notes: Vec<Note>,
    /// How they are told, where not by the database.
    other_way: OtherWay,
    /// How many events more each hour and day has; written at the end.
    pub(super) counts: BTreeMap<Span, i64>,
    pub(super) shard: i64,
    pub(super) dialect: Dialect,
    /// Whether the numbers of its events follow those that others have committed.
    pub(super) in_order: bool,
    /// Whether nobody can begin to count something until this ends.
    pub(super) holds_counts: bool,
    /// How many of its events were not counted, by what was not.
    pub(super) uncounted: HashMap<ListValue, i64>,
    /// What was not counted before, and is watched for whether it has become frequent.
    watched: Watched,
}

/// The connection of a transaction.
enum Held {
    Sqlite(Turn),
    Postgres(Transaction<'static, Any>),
}

impl Write {
    /// Makes what was written last, and tells the replicas.
    pub(crate) async fn commit(mut self) -> sqlx::Result<()> {
        let mut notes = std::mem::take(&mut self.notes);
        // Whoever hears of an event has heard of all that have smaller numbers.
        notes.sort_by_key(|note| if let Note::Event(seq, ..) = note { *seq } else { i64::MIN });
        let mut untold = None;
        match self.instance.take() {
            _ if notes.is_empty() => {}
            Some(_) if self.other_way.is_up() => untold = Some(notes),
            Some(instance) => {
                notify(self.connection(), &instance, &notes).await?;
                self.other_way.went_otherwise(notes.len());
            }
            None => {}
        }
        self.write_counts().await?;
        let _told = untold.map(|notes| self.other_way.when_committed(notes));
        match self.held {
            Held::Sqlite(turn) => turn.commit().await?,
            Held::Postgres(transaction) => transaction.commit().await?,
        }
        self.watched.add(self.uncounted);
        Ok(())
    }

    /// Waits for its turn to change who has which identity in a workspace, and keeps it until the end. On SQLite a
    /// transaction that writes has its turn anyway.
    pub(crate) async fn take_turn(&mut self, workspace: &WorkspaceId) -> sqlx::Result<()> {
        if self.dialect == Dialect::Postgres {
            sqlx::query("SELECT 1 FROM pg_advisory_xact_lock(hashtextextended($1, 0))")
                .bind(workspace.as_str())
                .execute(self.connection())
                .await?;
        }
        Ok(())
    }

    /// From now on it waits for others, however long they take: for what replicas that start together do once. On SQLite a
    /// transaction that writes waits for nobody.
    pub(crate) async fn wait_for_others(&mut self) -> sqlx::Result<()> {
        if self.dialect == Dialect::Postgres {
            self.connection().execute("SET LOCAL lock_timeout = 0").await?;
        }
        Ok(())
    }

    /// Has replicas told, when this is committed.
    pub(crate) fn note(&mut self, note: Note) {
        if self.instance.is_some() {
            self.notes.push(note);
        }
    }

    /// Whether nobody else writes meanwhile whom it could wait for: then events are written in the order in which they come.
    /// An import that meets its own events in another process may be repeated.
    pub(super) fn writes_alone(&self) -> bool {
        self.instance.is_none()
    }

    /// Tells nobody: of sample data and of imports no stream needs to know at once.
    pub(crate) fn quietly(mut self) -> Self {
        self.instance = None;
        self
    }

    /// Gives its events numbers that may be smaller than those that others read meanwhile: for what takes so long that nobody
    /// could publish until it ends.
    pub(crate) fn in_any_order(mut self) -> Self {
        self.in_order = false;
        self
    }

    /// Waits until whoever numbered events before has committed, and has others wait in turn: who resumes behind a number
    /// has seen all smaller ones. On SQLite a transaction that writes has its turn anyway.
    pub(super) async fn take_numbers(&mut self) -> sqlx::Result<()> {
        if self.dialect == Dialect::Postgres && self.in_order {
            sqlx::query("SELECT 1 FROM pg_advisory_xact_lock($1)")
                .bind(NUMBERS_LOCK)
                .execute(self.connection())
                .await?;
            // Who begins to count something takes its turn at numbers, too.
            self.holds_counts = true;
        }
        Ok(())
    }

    /// The connection to run statements on.
    pub(crate) fn connection(&mut self) -> Session<'_> {
        match &mut self.held {
            Held::Sqlite(turn) => Session::new(&mut turn.connection, true),
            Held::Postgres(transaction) => Session::new(transaction, self.prepares),
        }
    }
}

impl Store {
    /// Begins a transaction that writes.
    pub(crate) async fn write(&self) -> sqlx::Result<Write> {
        let (held, instance) = match self.dialect {
            Dialect::Sqlite => {
                let is_there = || self.file.as_ref().map_or(Ok(()), |file| file.is_there());
                let turn = self.writer.turn(&self.pool, self.patience, is_there).await?;
                (Held::Sqlite(turn), None)
            }
            Dialect::Postgres => (Held::Postgres(self.pool.begin().await?), Some(self.instance.clone())),
        };
        let (notes, counts) = (Vec::new(), BTreeMap::new());
        Ok(Write {
            held,
            prepares: self.pool.prepares(),
            instance,
            notes,
            other_way: self.other_way.clone(),
            counts,
            shard: self.shard,
            dialect: self.dialect,
            in_order: true,
            holds_counts: false,
            uncounted: HashMap::new(),
            watched: self.watched.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::store::Store;

    #[tokio::test]
    async fn after_a_write_that_found_no_room_the_next_one_is_written_if_there_is_room() {
        let directory = tempfile::tempdir().expect("a directory");
        let url = format!("sqlite://{}", directory.path().join("journeys.sqlite").display());
        let store = Store::connect(&url).await.expect("open");
        let insert = async |id: &str, length: usize, limit: &str| {
            let mut write = store.write().await?;
            sqlx::query(&format!("PRAGMA max_page_count = {limit}")).fetch_optional(write.connection()).await?;
            sqlx::query("INSERT INTO marks (name, at, padding) VALUES ($1, 0, $2)")
                .bind(id)
                .bind("x".repeat(length))
                .execute(write.connection())
                .await?;
            write.commit().await
        };
        for number in 0..20 {
            let full = insert(&format!("full-{number}"), 1_000_000, "1").await.expect_err("no room");
            assert_eq!(super::super::outage(&full), Some("The disk of the database is full"), "{full}");
            insert(&format!("small-{number}"), 10, "1000000").await.expect("written");
        }
        let (count,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM marks WHERE name LIKE 'small%'")
            .fetch_one(&store.pool)
            .await
            .expect("read");
        assert_eq!(count, 20);
    }
}
