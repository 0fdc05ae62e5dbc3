//! The turn of SQLite's one writer. Within this process waiting is fair; between processes SQLite knows no queue: who wants
//! to write asks again and again, and would never meet the moment between two transactions of a service that is busy. So
//! who waits asks often, and who writes without a break makes one now and then.

use std::sync::Arc;
use std::time::{Duration, Instant};

use sqlx::{AnyConnection, Connection, Executor};
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
pub(super) struct Writer(Arc<Mutex<Kept>>);

/// What is kept from one turn to the next.
struct Kept {
    /// What was written by last, and is written by next: the pages that SQLite keeps for it are still true, and its
    /// statements are prepared. `None` at first, and after a transaction that did not end well.
    connection: Option<AnyConnection>,
    /// When this process last ended to write.
    ended: Instant,
    /// When it last made a break.
    last_break: Instant,
}

impl Default for Kept {
    fn default() -> Self {
        let now = Instant::now();
        Self { connection: None, ended: now, last_break: now }
    }
}

/// A transaction that writes. A connection whose transaction did not end well is closed: on a full disk SQLite ends
/// transactions by itself, and nothing says on which connections.
pub(super) struct Turn {
    pub(super) connection: AnyConnection,
    ending: Ending,
}

/// Notes when a turn ends.
struct Ending(OwnedMutexGuard<Kept>);

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
        let mut kept = waited.map_err(|_| sqlx::Error::PoolTimedOut)?;
        kept.make_break().await;
        if let Err(error) = check() {
            kept.connection = None;
            return Err(error.into());
        }
        let connection = match kept.connection.take() {
            Some(connection) => connection,
            None => connect(pool).await?,
        };
        let mut turn = Turn { connection, ending: Ending(kept) };
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

    /// Lets go of the database, when whoever writes is done.
    pub(super) async fn close(&self) -> sqlx::Result<()> {
        match self.0.lock().await.connection.take() {
            Some(connection) => connection.close().await,
            None => Ok(()),
        }
    }
}

/// A connection to write by, one more than the pool's.
async fn connect(pool: &Pool) -> sqlx::Result<AnyConnection> {
    let mut connection = pool.acquire().await?.detach();
    // Who waits for other processes asks again by itself, and not by SQLite, which comes to ask every tenth of a second.
    connection.execute("PRAGMA busy_timeout = 0").await?;
    Ok(connection)
}

impl Turn {
    /// Makes what was written last.
    pub(super) async fn commit(self) -> sqlx::Result<()> {
        let Self { mut connection, mut ending } = self;
        connection.execute("COMMIT").await?;
        ending.0.connection = Some(connection);
        Ok(())
    }
}

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.ended = Instant::now();
    }
}

impl Kept {
    /// Makes a break, if there was none for long.
    async fn make_break(&mut self) {
        let idle = self.ended.elapsed();
        if idle < BREAK && self.last_break.elapsed() >= WITHOUT_BREAK {
            sleep(BREAK.saturating_sub(idle)).await;
        }
        if self.ended.elapsed() >= BREAK {
            self.last_break = Instant::now();
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
