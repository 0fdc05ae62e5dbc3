//! Opens the database, brings its tables up to date, and hands out transactions that read.

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyConnection, AnyPool, Executor};
use tokio::sync::Mutex;

use super::counts::SHARDS;
use super::file::DataFile;
use super::frequent::Watched;
use super::pool::Pool;
use super::ready::Readiness;
use super::replica::Replica;
use super::set_aside::SetAside;
use crate::ids::short_id;

/// The migrations, in order: one text for both databases, or one for each. A migration that was released is never
/// changed: a new one follows it.
const MIGRATIONS: [Migration; 10] = [
    Migration::both(1, include_str!("../../migrations/0001_first.sql")),
    Migration::both(2, include_str!("../../migrations/0002_actions.sql")),
    Migration {
        version: 3,
        sqlite: include_str!("../../migrations/0003_pages_sqlite.sql"),
        postgres: include_str!("../../migrations/0003_pages_postgres.sql"),
    },
    Migration::both(4, include_str!("../../migrations/0004_counts.sql")),
    Migration::both(5, include_str!("../../migrations/0005_counts_of_lists.sql")),
    Migration::both(6, include_str!("../../migrations/0006_marks.sql")),
    Migration::both(7, include_str!("../../migrations/0007_same_key.sql")),
    Migration::both(8, include_str!("../../migrations/0008_webhooks.sql")),
    Migration::both(9, include_str!("../../migrations/0009_deleting.sql")),
    Migration::both(10, include_str!("../../migrations/0010_counted_values.sql")),
];

/// One step of the tables.
struct Migration {
    version: i64,
    sqlite: &'static str,
    postgres: &'static str,
}

impl Migration {
    const fn both(version: i64, text: &'static str) -> Self {
        Self { version, sqlite: text, postgres: text }
    }
}

/// What a connection to SQLite is told first. WAL: readers never wait for the writer. FULL: what was answered is on
/// the disk. The limit of the heap is one for all connections: beyond it they take pages of their caches instead of memory.
const SQLITE_SETTINGS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000; \
     PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000; \
     PRAGMA soft_heap_limit = 50000000;";

/// What a connection to PostgreSQL is told first: who waits for somebody's lock is told so, as on SQLite, and does not hang.
const POSTGRES_SETTINGS: &str = "SET lock_timeout = '10s'";

/// The number by which replicas that start together take turns at migrating: "cjds" in ASCII.
const MIGRATION_LOCK: i64 = 0x636a_6473;

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
    /// SQLite has one writer at a time: waiting here is fair and never times out.
    pub(super) writer: Arc<Mutex<()>>,
    /// SQLite's file, as it was opened.
    pub(super) file: Option<Arc<DataFile>>,
    pub(super) readiness: Arc<Readiness>,
    /// What could not be read.
    pub(crate) set_aside: Arc<SetAside>,
    /// Tells the notes of this process from those of its replicas.
    pub(crate) instance: Arc<str>,
    /// In which rows this process counts.
    pub(super) shard: i64,
    pub(super) watched: Watched,
}

/// Another process that has the file may be in the way while it is opened, and SQLite's own time-out does not hold for
/// that: it is tried so often again, after a pause.
const PATIENCE: u32 = 200;
const PAUSE: Duration = Duration::from_millis(50);

fn is_busy(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(|error| error.code()).is_some_and(|code| code == "5")
}

fn is_postgres(address: &str) -> bool {
    address.starts_with("postgres://") || address.starts_with("postgresql://")
}

async fn set_up(connection: &mut AnyConnection) -> sqlx::Result<()> {
    let mut patience = PATIENCE;
    loop {
        match connection.execute(sqlx::raw_sql(SQLITE_SETTINGS)).await {
            Err(error) if is_busy(&error) && patience > 0 => patience -= 1,
            done => return done.map(|_| ()),
        }
        tokio::time::sleep(PAUSE).await;
    }
}

impl Store {
    /// Opens `sqlite://FILE` (made if it is not there) or `postgres://…`, and brings the tables up to date.
    ///
    /// # Errors
    /// When it cannot be opened, or was written by a newer version.
    pub async fn connect(address: &str) -> Result<Self, ConnectError> {
        Self::connect_with(address, &DatabaseOptions::default()).await
    }

    /// Likewise, in another way than the usual one.
    ///
    /// # Errors
    /// When it cannot be opened, or was written by a newer version.
    pub async fn connect_with(address: &str, options: &DatabaseOptions) -> Result<Self, ConnectError> {
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
        let is_pooled = options.database_pooler;
        let pool_options = AnyPoolOptions::new()
            .max_connections(options.database_connections)
            .acquire_timeout(Duration::from_secs(10))
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    match dialect {
                        Dialect::Sqlite => set_up(connection).await,
                        // Behind a pooler a connection is everybody's, and so would be its settings.
                        Dialect::Postgres if is_pooled => Ok(()),
                        Dialect::Postgres => connection.execute(POSTGRES_SETTINGS).await.map(|_| ()),
                    }
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
            writer: Arc::default(),
            file,
            readiness: Arc::default(),
            set_aside: Arc::default(),
            instance: short_id().into(),
            shard,
            watched: Watched::default(),
        };
        let mut patience = PATIENCE;
        while let Err(error) = store.migrate().await {
            match error {
                ConnectError::Database(error) if is_busy(&error) && patience > 0 => patience -= 1,
                error => return Err(error),
            }
            tokio::time::sleep(PAUSE).await;
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
        self.pool.close().await;
        if let Some(replica) = &self.replica {
            replica.pool.close().await;
        }
    }

    async fn migrate(&self) -> Result<(), ConnectError> {
        let mut write = self.write().await?;
        if self.dialect == Dialect::Postgres {
            // However long the others take.
            write.connection().execute("SET LOCAL lock_timeout = 0").await?;
            sqlx::query("SELECT 1 FROM pg_advisory_xact_lock($1)")
                .bind(MIGRATION_LOCK)
                .execute(write.connection())
                .await?;
        }
        let table = "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL PRIMARY KEY)";
        sqlx::query(table).execute(write.connection()).await?;
        let (found,): (i64,) = sqlx::query_as("SELECT COALESCE(MAX(version), 0) FROM schema_version")
            .fetch_one(write.connection())
            .await?;
        let known = MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default();
        if found > known {
            return Err(ConnectError::Newer { found, known });
        }
        for migration in MIGRATIONS.iter().filter(|migration| migration.version > found) {
            let text = match self.dialect {
                Dialect::Sqlite => migration.sqlite,
                Dialect::Postgres => migration.postgres,
            };
            let text = text.replace("{serial}", self.serial());
            write.connection().execute(sqlx::raw_sql(&text)).await?;
            let note = "INSERT INTO schema_version (version) VALUES ($1)";
            sqlx::query(note).bind(migration.version).execute(write.connection()).await?;
        }
        write.commit().await?;
        Ok(())
    }

    const fn serial(&self) -> &'static str {
        match self.dialect {
            // AUTOINCREMENT: the number of a deleted row never comes again, and streams resume by it.
            Dialect::Sqlite => "INTEGER PRIMARY KEY AUTOINCREMENT",
            Dialect::Postgres => "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
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
