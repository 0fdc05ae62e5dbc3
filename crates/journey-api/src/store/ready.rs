//! Whether the database can be written and read: tried, and not believed.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::Mutex;
use tokio::time::timeout;

use super::{Dialect, Store, now};
use crate::error::Error;

/// The answer holds for so long: whoever asks more often does not have more written.
const HOLDS: Duration = Duration::from_secs(1);
/// After so long the database does not answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// A write that failed for want of a database tells for so long, in ms, unless another one succeeds.
const REMEMBERED: i64 = 10_000;
/// As long as an event.
const PADDING: usize = 8192;

/// What is known of it.
#[derive(Debug, Default)]
pub(super) struct Readiness {
    tried: Mutex<Option<(Instant, bool)>>,
    /// When a write last failed for want of a database (epoch ms); 0: one succeeded since.
    failed_at: AtomicI64,
}

impl Store {
    /// Whether the database takes what is written and gives it back.
    pub(crate) async fn is_ready(&self) -> bool {
        if now().saturating_sub(self.readiness.failed_at.load(Ordering::Relaxed)) < REMEMBERED {
            return false;
        }
        let Ok(mut tried) = timeout(PATIENCE, self.readiness.tried.lock()).await else { return false };
        if let Some((at, is_ready)) = *tried
            && at.elapsed() < HOLDS
        {
            return is_ready;
        }
        let is_ready = match timeout(PATIENCE, self.try_to_write()).await {
            Ok(Ok(is_ready)) => is_ready,
            Ok(Err(error)) => {
                let cause = error.hidden_cause();
                tracing::error!(cause, "the database is not ready");
                false
            }
            Err(_) => false,
        };
        *tried = Some((Instant::now(), is_ready));
        is_ready
    }

    async fn try_to_write(&self) -> Result<bool, Error> {
        let at = now();
        let mut write = self.write().await?.quietly();
        // SQLite writes all of it anew each time; PostgreSQL would keep the old one until it cleans up.
        let padding = if self.dialect == Dialect::Sqlite { PADDING } else { 0 };
        sqlx::query(
            "INSERT INTO marks (name, at, padding) VALUES ('ready', $1, $2) \
             ON CONFLICT (name) DO UPDATE SET at = excluded.at, padding = excluded.padding",
        )
        .bind(at)
        .bind(".".repeat(padding))
        .execute(write.connection())
        .await?;
        write.commit().await?;
        let (read,): (i64,) = sqlx::query_as("SELECT at FROM marks WHERE name = 'ready'").fetch_one(&self.pool).await?;
        // A replica may have written in between.
        Ok(read >= at || self.dialect == Dialect::Postgres)
    }

    /// Remembers how a write went.
    pub(crate) fn note_write(&self, went_well: bool) {
        self.readiness.failed_at.store(if went_well { 0 } else { now() }, Ordering::Relaxed);
    }
}
