//! The turn of SQLite's one writer. Within this process waiting is fair; between processes SQLite knows no queue: who wants
//! to write asks again and again, and would never meet the moment between two transactions of a service that is busy. So
//! who waits asks often, and who writes without a break makes one now and then.

use std::sync::Arc;
use std::time::{Duration, Instant};

use sqlx::pool::PoolConnection;
use sqlx::{Any, Executor};
use tokio::sync::{Mutex, OwnedMutexGuard};
use tokio::time::{sleep, timeout};

use super::connect::{NOTICE, Patience};
use super::pool::Pool;

/// Who waits asks so often: in each break, even if its machine is slow.
const POLL: Duration = Duration::from_millis(1);
/// A break, in which other processes can begin to write.
const BREAK: Duration = Duration::from_millis(8);
/// After so long without a break there is one.
const WITHOUT_BREAK: Duration = Duration::from_secs(1);

/// Who may write. Cheap to clone.
#[derive(Clone, Default)]
pub(super) struct Writer(Arc<Mutex<Breaks>>);

/// When this process did not write.
#[derive(Debug)]
struct Breaks {
    /// When it last ended to write.
    ended: Instant,
    /// When it last made a break.
    last: Instant,
}

impl Default for Breaks {
    fn default() -> Self {
        let now = Instant::now();
        Self { ended: now, last: now }
    }
}

/// A transaction that writes. A connection whose transaction did not end well is closed: on a full disk SQLite ends
/// transactions by itself, and nothing says on which connections.
pub(super) struct Turn {
    pub(super) connection: PoolConnection<Any>,
    is_over: bool,
    breaks: OwnedMutexGuard<Breaks>,
}

/// Whether another process has what was wanted.
pub(super) fn is_locked(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    // The lowest byte says the kind: SQLITE_BUSY.
    code.and_then(|code| code.parse::<i32>().ok()).is_some_and(|code| code & 0xff == 5)
}

impl Writer {
    /// Begins a transaction, when its turn has come.
    ///
    /// # Errors
    /// When others write for longer than is waited, or the database fails.
    pub(super) async fn turn(
        &self,
        pool: &Pool,
        Patience { writing: patience, tell, .. }: Patience,
        check: impl FnOnce() -> std::io::Result<()>,
    ) -> sqlx::Result<Turn> {
        let since = Instant::now();
        let waited = timeout(patience, self.0.clone().lock_owned()).await;
        let mut breaks = waited.map_err(|_| sqlx::Error::PoolTimedOut)?;
        breaks.make().await;
        check()?;
        let mut turn = Turn { connection: pool.acquire().await?, is_over: false, breaks };
        // Asked again here and not by SQLite, which comes to ask every tenth of a second.
        turn.connection.execute("PRAGMA busy_timeout = 0").await?;
        let mut is_told = false;
        // Taking the lock at once: a transaction that reads first could not take it later.
        while let Err(error) = turn.connection.execute("BEGIN IMMEDIATE").await {
            if !is_locked(&error) || since.elapsed() >= patience {
                return Err(error);
            }
            if !is_told && since.elapsed() >= NOTICE {
                tell("the database is locked by another process, which writes to it; waiting for it");
                is_told = true;
            }
            sleep(POLL).await;
        }
        Ok(turn)
    }
}

impl Turn {
    /// Makes what was written last.
    pub(super) async fn commit(&mut self) -> sqlx::Result<()> {
        // Who reads next on this connection waits as usual.
        self.connection.execute(sqlx::raw_sql("COMMIT; PRAGMA busy_timeout = 10000")).await?;
        self.is_over = true;
        Ok(())
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if !self.is_over {
            self.connection.close_on_drop();
        }
        self.breaks.ended = Instant::now();
    }
}

impl Breaks {
    /// Makes a break, if there was none for long.
    async fn make(&mut self) {
        let idle = self.ended.elapsed();
        if idle < BREAK && self.last.elapsed() >= WITHOUT_BREAK {
            sleep(BREAK.saturating_sub(idle)).await;
        }
        if self.ended.elapsed() >= BREAK {
            self.last = Instant::now();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use tokio::sync::oneshot;

    use crate::store::Store;

    /// Writes a row in a transaction that takes a while, as on a slow disk.
    async fn write(store: &Store, name: &str) -> sqlx::Result<()> {
        let mut write = store.write().await?;
        sqlx::query("INSERT INTO marks (name, at, padding) VALUES ($1, 0, '')")
            .bind(name)
            .execute(write.connection())
            .await?;
        tokio::time::sleep(Duration::from_millis(150)).await;
        write.commit().await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn who_wants_to_write_beside_a_process_that_writes_without_a_break_gets_its_turn() {
        let directory = tempfile::tempdir().expect("a directory");
        let url = format!("sqlite://{}", directory.path().join("journeys.sqlite").display());
        let (busy, other) = (Store::connect(&url).await.expect("open"), Store::connect(&url).await.expect("open"));
        let (done, mut is_done) = oneshot::channel::<()>();
        let writing = tokio::spawn(async move {
            let mut written = 0;
            while is_done.try_recv().is_err() {
                write(&busy, &format!("busy {written}")).await.expect("written");
                written += 1;
            }
        });
        for number in 0..4 {
            let since = Instant::now();
            write(&other, &format!("other {number}")).await.expect("a turn");
            assert!(since.elapsed() < Duration::from_secs(6), "its turn came after {:?}", since.elapsed());
        }
        done.send(()).expect("still writing");
        writing.await.expect("ended");
    }
}
