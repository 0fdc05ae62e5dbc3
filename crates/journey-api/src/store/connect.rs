//! Opens the database, and waits its turn where others have it.

use std::str::FromStr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyConnection, AnyPool, Connection, Executor};

use super::announce::OtherWay;
use super::counts::SHARDS;
use super::file::DataFile;
use super::frequent::Watched;
use super::pool::Pool;
use super::ready::Readiness;
use super::replica::Replica;
use super::set_aside::SetAside;
use super::turn::{Writer, is_locked};
use crate::ids::short_id;

/// What a connection to SQLite is told first. WAL: readers never wait for the writer. FULL: what was answered is on
/// the disk. The limit of the heap is one for all connections: beyond it they take pages of their caches instead of memory.
const SQLITE_SETTINGS: &str = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
     PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000; \
     PRAGMA soft_heap_limit = 50000000;";

/// What the first connection to SQLite's file does, in which somebody may be in the way: it is read, and gets its log.
const SQLITE_FIRST: &str = "PRAGMA busy_timeout = 200; PRAGMA journal_mode = WAL";

/// Which database speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

/// How a database is reached.
#[derive(Args, Clone, Debug)]
pub struct DatabaseOptions {
    /// How many connections a process has to the database; each replica of the service has as many
    #[arg(long, value_name = "CONNECTIONS", env = "JOURNEY_API_DATABASE_CONNECTIONS", default_value_t = 8, value_parser = clap::value_parser!(u32).range(2..))]
    pub database_connections: u32,
    /// The database is reached through a pooler that gives each transaction another connection, such as PgBouncer in
    /// transaction mode: nothing is left on a connection, and no statement is prepared
    #[arg(long, env = "JOURNEY_API_DATABASE_POOLER")]
    pub database_pooler: bool,
    /// A replica of the database, or several behind one address: histories, profiles and searches are read there once it
    /// has all that was written before they were asked for
    #[arg(long, value_name = "URL", env = "JOURNEY_API_READ_DATABASE", hide_env_values = true)]
    pub read_database: Option<String>,
}

impl Default for DatabaseOptions {
    fn default() -> Self {
        Self { database_connections: 8, database_pooler: false, read_database: None }
    }
}

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// An address of another kind.
    #[error("the database must be sqlite://FILE or postgres://USER@HOST/NAME")]
    Address,
    /// A replica of something that has none.
    #[error("--read-database is for PostgreSQL, and must be postgres://USER@HOST/NAME like the database")]
    Replica,
    /// Somebody else had it all the time.
    #[error(
        "the database did not open: it was locked by another process for {} s; try again when that is done",
        .waited.as_secs()
    )]
    Locked {
        /// How long it was tried.
        waited: Duration,
    },
    /// It did not open, or its tables could not be brought up to date.
    #[error("the database did not open: {0}")]
    Database(#[from] sqlx::Error),
    /// It was written by a newer version.
    #[error("the database has version {found}, this service knows {known}; run the newer one")]
    Newer {
        /// The version of the tables.
        found: i64,
        /// The newest version known here.
        known: i64,
    },
}

/// The open database. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pub(crate) pool: Pool,
    /// Where much is read.
    pub(super) replica: Option<Arc<Replica>>,
    pub(crate) dialect: Dialect,
    /// SQLite has one writer at a time.
    pub(super) writer: Writer,
    /// How long who writes waits for others.
    pub(super) patience: Patience,
    /// SQLite's file, as it was opened.
    pub(super) file: Option<Arc<DataFile>>,
    pub(super) readiness: Arc<Readiness>,
    /// What could not be read.
    pub(crate) set_aside: Arc<SetAside>,
    /// How replicas are told, where not by the database.
    pub(crate) other_way: OtherWay,
    /// Tells the notes of this process from those of its replicas.
    pub(crate) instance: Arc<str>,
    /// In which rows this process counts.
    pub(super) shard: i64,
    pub(super) watched: Watched,
}

/// How long somebody who opens the database waits for others who have it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// To open it.
    opening: Duration,
    /// To write to it.
    pub(super) writing: Duration,
    /// Says what is waited for, when it takes long.
    pub(super) tell: fn(&str),
}

impl Patience {
    /// The service's, whose callers wait for their answer, and come again.
    pub(crate) const SERVICE: Self = Self {
        opening: Duration::from_secs(60),
        writing: Duration::from_secs(10),
        tell: |words| tracing::warn!("{words}"),
    };
    /// A command's, which somebody runs beside a busy service.
    pub(crate) const COMMAND: Self =
        Self { opening: Duration::from_secs(60), writing: Duration::from_secs(60), tell: |words| eprintln!("{words}") };

    /// What a connection to PostgreSQL is told first: who waits for somebody's lock is told so, as on SQLite, and does not
    /// hang.
    fn postgres_settings(self) -> String {
        format!("SET lock_timeout = '{}s'", self.writing.as_secs())
    }
}

/// Tries what another process may be in the way of, in which SQLite's own time-out does not always hold: to change the
/// mode of the file it wants to read and write at once, and gives way to who does the same.
async fn when_free<T>(
    patience: Duration,
    mut attempt: impl AsyncFnMut() -> Result<T, ConnectError>,
) -> Result<T, ConnectError> {
    let since = Instant::now();
    loop {
        match attempt().await {
            Err(ConnectError::Database(error)) if is_locked(&error) => {
                if since.elapsed() >= patience {
                    return Err(ConnectError::Locked { waited: patience });
                }
            }
            done => return done,
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Between two tries.
const PAUSE: Duration = Duration::from_millis(20);
/// Whoever waits longer is told for what.
pub(super) const NOTICE: Duration = Duration::from_secs(2);

fn is_postgres(address: &str) -> bool {
    address.starts_with("postgres://") || address.starts_with("postgresql://")
}

impl Store {
    /// Opens `sqlite://FILE` (made if it is not there) or `postgres://…`, and brings the tables up to date.
    ///
    /// # Errors
    /// When it cannot be opened, or was written by a newer version.
    pub async fn connect(address: &str) -> Result<Self, ConnectError> {
        Self::connect_with(address, &DatabaseOptions::default(), Patience::SERVICE).await
    }

    /// Likewise, in another way than the usual one.
    ///
    /// # Errors
    /// When it cannot be opened, or was written by a newer version.
    pub(crate) async fn connect_with(
        address: &str,
        options: &DatabaseOptions,
        patience: Patience,
    ) -> Result<Self, ConnectError> {
        let opening = Self::open(address, options, patience);
        tokio::pin!(opening);
        tokio::select! {
            opened = &mut opening => opened,
            () = tokio::time::sleep(NOTICE) => {
                (patience.tell)(
                    "the database is not open yet: another process has it locked, or its tables are being brought up to date",
                );
                opening.await
            }
        }
    }

    async fn open(address: &str, options: &DatabaseOptions, patience: Patience) -> Result<Self, ConnectError> {
        sqlx::any::install_default_drivers();
        let (dialect, address) = if address.starts_with("sqlite:") {
            let joint = if address.contains('?') { '&' } else { '?' };
            let mode = if address.contains("mode=") { String::new() } else { format!("{joint}mode=rwc") };
            (Dialect::Sqlite, format!("{address}{mode}"))
        } else if is_postgres(address) {
            (Dialect::Postgres, address.to_owned())
        } else {
            return Err(ConnectError::Address);
        };
        // Kept until the others are there: the last one that closes the file clears its log away.
        let first = match dialect {
            Dialect::Sqlite => {
                let mut connection = AnyConnection::connect(&address).await?;
                let ready = async || Ok(connection.execute(sqlx::raw_sql(SQLITE_FIRST)).await.map(|_| ())?);
                when_free(patience.opening, ready).await?;
                Some(connection)
            }
            Dialect::Postgres => None,
        };
        let (is_pooled, postgres_settings) = (options.database_pooler, patience.postgres_settings());
        let pool_options = AnyPoolOptions::new()
            .max_connections(options.database_connections)
            .acquire_timeout(Duration::from_secs(10))
            .after_connect(move |connection, _| {
                let settings = match dialect {
                    Dialect::Sqlite => Some(SQLITE_SETTINGS.to_owned()),
                    // Behind a pooler a connection is everybody's, and so would be its settings.
                    Dialect::Postgres if is_pooled => None,
                    Dialect::Postgres => Some(postgres_settings.clone()),
                };
                Box::pin(async move {
                    if let Some(settings) = settings {
                        connection.execute(sqlx::raw_sql(&settings)).await?;
                    }
                    Ok(())
                })
            });
        let replica = match &options.read_database {
            Some(replica) if dialect == Dialect::Postgres && is_postgres(replica) => {
                // It may be away: then the database itself is read.
                let pool = pool_options.clone().connect_lazy(replica)?;
                Some(Arc::new(Replica::new(Pool::new(pool, !options.database_pooler))))
            }
            Some(_) => return Err(ConnectError::Replica),
            None => None,
        };
        let pool: AnyPool = pool_options.connect(&address).await?;
        let file = match dialect {
            Dialect::Sqlite => {
                // From here on a file that is gone is an error, and not made anew without what was in it.
                pool.set_connect_options(AnyConnectOptions::from_str(&address.replace("mode=rwc", "mode=rw"))?);
                DataFile::of(&address)?.map(Arc::new)
            }
            Dialect::Postgres => None,
        };
        let shard = if dialect == Dialect::Sqlite { 0 } else { fastrand::i64(0..SHARDS) };
        let store = Self {
            pool: Pool::new(pool, dialect == Dialect::Sqlite || !options.database_pooler),
            replica,
            dialect,
            writer: Writer::default(),
            patience,
            file,
            readiness: Arc::default(),
            set_aside: Arc::default(),
            other_way: OtherWay::default(),
            instance: short_id().into(),
            shard,
            watched: Watched::default(),
        };
        when_free(patience.opening, async || store.migrate().await).await?;
        if let Some(first) = first {
            first.close().await?;
        }
        Ok(store)
    }

    /// How a transaction begins that reads, and sees everything as it is at one moment.
    pub(super) const fn begin_snapshot(&self) -> &'static str {
        match self.dialect {
            Dialect::Sqlite => "BEGIN",
            Dialect::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        }
    }

    /// Lets go of the database.
    pub(crate) async fn close(&self) {
        if let Err(error) = self.writer.close().await {
            tracing::warn!(%error, "the connection that was written by did not close well");
        }
        self.pool.close().await;
        if let Some(replica) = &self.replica {
            replica.pool.close().await;
        }
    }

    /// What makes a `SELECT` hold the rows it found until the transaction ends. SQLite has one writer anyway.
    pub(crate) const fn for_update(&self) -> &'static str {
        match self.dialect {
            Dialect::Sqlite => "",
            Dialect::Postgres => " FOR UPDATE",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use sqlx::{Connection, Executor, SqliteConnection};

    use super::*;

    #[tokio::test]
    async fn who_opens_a_database_that_stays_locked_is_told_what_was_waited_for() {
        let directory = tempfile::tempdir().expect("a directory");
        let url = format!("sqlite://{}", directory.path().join("journeys.sqlite").display());
        let mut other = SqliteConnection::connect(&format!("{url}?mode=rwc")).await.expect("open");
        // Neither read nor written by anybody else.
        other.execute("PRAGMA locking_mode = EXCLUSIVE; CREATE TABLE x (y)").await.expect("locked");
        let patience = Patience { opening: Duration::from_secs(1), ..Patience::COMMAND };
        let told = Store::open(&url, &DatabaseOptions::default(), patience).await.err().expect("refused");
        assert!(told.to_string().contains("locked by another process for 1 s"), "{told}");
        other.close().await.expect("let go");
        Store::open(&url, &DatabaseOptions::default(), patience).await.expect("free again");
    }

    #[tokio::test]
    async fn a_file_that_is_no_database_is_told_at_once() {
        let directory = tempfile::tempdir().expect("a directory");
        let file = directory.path().join("letter.txt");
        std::fs::write(&file, "Dear Ann, ".repeat(1000)).expect("written");
        let told = Store::connect(&format!("sqlite://{}", file.display())).await.err().expect("refused");
        assert!(told.to_string().contains("not a database"), "{told}");
    }
}
