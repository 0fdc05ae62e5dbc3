//! Reading from a replica of the database. It lags behind by moments, and nobody may miss what was answered before: so a read
//! asks the database how far it has written, and is done by a replica that has come as far; if none has within a moment, by
//! the database itself. That holds for whoever published, through whichever process.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::Mutex;
use tokio::time::timeout;

use super::pool::{Pool, Reading};
use super::{Store, now};
use crate::error::Error;

/// So long a read waits for a replica that is behind.
const CATCH_UP_TIMEOUT: Duration = Duration::from_millis(250);
/// The pause after which it is asked again.
const PAUSE: Duration = Duration::from_millis(3);
/// A replica that was behind for so long, or failed, is left alone for a while, in ms.
const LEFT_ALONE: i64 = 1_000;

/// How far the database has written, in bytes since it was made.
const WRITTEN: &str = "SELECT CAST(pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0') AS BIGINT)";
/// How far a replica has come. What has written by itself is none any more, and has everything.
const REPLAYED: &str = "SELECT CASE WHEN pg_is_in_recovery() THEN \
     COALESCE(CAST(pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0') AS BIGINT), CAST(-1 AS BIGINT)) \
     ELSE CAST(9223372036854775807 AS BIGINT) END";

/// A database that follows another one.
#[derive(Debug)]
pub(super) struct Replica {
    pub(super) pool: Pool,
    /// When the database was last asked how far it has written, and what it said.
    written: Mutex<Option<(Instant, i64)>>,
    /// Until when it is left alone (epoch ms).
    left_alone_until: AtomicI64,
}

impl Replica {
    /// Whether it is not left alone at the moment.
    pub(super) fn is_used(&self) -> bool {
        self.left_alone_until.load(Ordering::Relaxed) <= now()
    }

    pub(super) fn new(pool: Pool) -> Self {
        Self { pool, written: Mutex::default(), left_alone_until: AtomicI64::new(0) }
    }

    /// How far the database had written, at the time of this call or later. Those who come meanwhile share an answer.
    async fn written(&self, database: &Pool) -> sqlx::Result<i64> {
        let came = Instant::now();
        let mut written = self.written.lock().await;
        if let Some((_, position)) = written.filter(|(asked, _)| *asked >= came) {
            return Ok(position);
        }
        let asked = Instant::now();
        let (position,): (i64,) = sqlx::query_as(WRITTEN).fetch_one(database).await?;
        *written = Some((asked, position));
        Ok(position)
    }

    /// A connection to it, when it has come so far. The question and the read have one connection: there may be several
    /// replicas behind one address.
    async fn reading(&self, database: &Pool) -> sqlx::Result<Reading> {
        let position = self.written(database).await?;
        let mut reading = self.pool.reading().await?;
        loop {
            let (replayed,): (i64,) = sqlx::query_as(REPLAYED).fetch_one(reading.session()).await?;
            if replayed >= position {
                return Ok(reading);
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
}

impl Store {
    /// A connection for statements that read much: to a replica, where there is one that has come far enough.
    pub(super) async fn reading(&self) -> Result<Reading, Error> {
        if let Some(replica) = &self.replica
            && replica.left_alone_until.load(Ordering::Relaxed) <= now()
        {
            let trouble = match timeout(CATCH_UP_TIMEOUT, replica.reading(&self.pool)).await {
                Ok(Ok(reading)) => return Ok(reading),
                Ok(Err(error)) => error.to_string(),
                Err(_) => format!("it is more than {} ms behind", CATCH_UP_TIMEOUT.as_millis()),
            };
            tracing::warn!(trouble, "the read database is left alone for a moment");
            replica.left_alone_until.store(now().saturating_add(LEFT_ALONE), Ordering::Relaxed);
        }
        Ok(self.pool.reading().await?)
    }
}
