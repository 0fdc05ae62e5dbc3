//! How large the database is, what waits in it, and how much room there is on SQLite's disk.

use super::{Dialect, Store, now};
use crate::error::Error;

/// What waits in the queues of journey actions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Queued {
    /// Events whose persons are to be looked at.
    pub(crate) checks: i64,
    /// Webhooks that are to be called.
    pub(crate) webhooks: i64,
    /// How long the oldest of those has been due, in ms; 0: none is.
    pub(crate) due_for: i64,
}

/// Room on a disk, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Room {
    pub(crate) free: u64,
    pub(crate) all: u64,
}

/// The lock that the listening connection of each replica has in PostgreSQL, shared by all: "jrny" in ASCII, and a number.
pub(crate) const ALIVE: (i32, i32) = (0x6a72_6e79, 1);

impl Store {
    /// How many replicas live. One that dies is gone with its connection, and one that cannot be heard is not counted.
    pub(crate) async fn replicas_alive(&self) -> Result<i64, Error> {
        if self.dialect == Dialect::Sqlite {
            return Ok(1);
        }
        let (class, number) = ALIVE;
        let sql = "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2 \
                   AND CAST(classid AS BIGINT) = $1 AND CAST(objid AS BIGINT) = $2 \
                   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
        let query = sqlx::query_scalar(sql).bind(i64::from(class)).bind(i64::from(number));
        Ok(query.fetch_one(&self.pool).await?)
    }

    /// What waits.
    pub(crate) async fn queued(&self) -> Result<Queued, Error> {
        let sql = "SELECT (SELECT COUNT(*) FROM action_checks), COUNT(*), COALESCE(MIN(next_at), 0) \
                   FROM action_deliveries WHERE state = 'pending'";
        let (checks, webhooks, oldest): (i64, i64, i64) = sqlx::query_as(sql).fetch_one(&self.pool).await?;
        let due_for = if webhooks > 0 { now().saturating_sub(oldest).max(0) } else { 0 };
        Ok(Queued { checks, webhooks, due_for })
    }

    /// How many bytes the database takes.
    pub(crate) async fn bytes(&self) -> Result<i64, Error> {
        let sql = match self.dialect {
            Dialect::Sqlite => "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
            Dialect::Postgres => "SELECT pg_database_size(current_database())",
        };
        let (bytes,): (i64,) = sqlx::query_as(sql).fetch_one(&self.pool).await?;
        Ok(bytes)
    }

    /// How much room the disk of SQLite's file has; `None`: it is another machine's, or nobody knows.
    pub(crate) fn room(&self) -> Option<Room> {
        self.file.as_ref()?.room()
    }

    /// Whether much is read elsewhere, and whether that place is left alone at the moment; `None`: there is none.
    pub(crate) fn is_read_database_used(&self) -> Option<bool> {
        self.replica.as_ref().map(|replica| replica.is_used())
    }
}
