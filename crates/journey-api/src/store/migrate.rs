//! Brings the tables up to date. It waits for nobody where they are: whoever only opens the database writes nothing.

use sqlx::Executor;

use super::connect::ConnectError;
use super::pool::Session;
use super::{Dialect, Store};

/// The migrations, in order: one text for both databases, or one for each. A migration that was released is never
/// changed: a new one follows it.
const MIGRATIONS: [Migration; 22] = [
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
    Migration::both(11, include_str!("../../migrations/0011_connectors.sql")),
    Migration::both(12, include_str!("../../migrations/0012_webhook_secrets.sql")),
    Migration::both(13, include_str!("../../migrations/0013_changes_of_persons.sql")),
    Migration::both(14, include_str!("../../migrations/0014_erasing.sql")),
    Migration::both(15, include_str!("../../migrations/0015_webex.sql")),
    Migration::both(16, include_str!("../../migrations/0016_genesys.sql")),
    Migration::both(17, include_str!("../../migrations/0017_avaya.sql")),
    Migration::both(18, include_str!("../../migrations/0018_retention.sql")),
    Migration::both(19, include_str!("../../migrations/0019_webex_fillings.sql")),
    Migration {
        version: 20,
        sqlite: include_str!("../../migrations/0020_parts_sqlite.sql"),
        postgres: include_str!("../../migrations/0020_parts_postgres.sql"),
    },
    Migration::both(21, include_str!("../../migrations/0021_reasons.sql")),
    Migration::both(22, include_str!("../../migrations/0022_connector_problems.sql")),
];

/// The number by which replicas that start together take turns at migrating: "cjds" in ASCII.
const MIGRATION_LOCK: i64 = 0x636a_6473;

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

impl Store {
    /// Brings the tables up to date, all in one transaction.
    ///
    /// # Errors
    /// When it fails, or the tables are of a newer version.
    pub(super) async fn migrate(&self) -> Result<(), ConnectError> {
        let mut reading = self.pool.reading().await?;
        if is_up_to_date(reading.session(), self.dialect).await? {
            return Ok(());
        }
        drop(reading);
        let mut write = self.write().await?;
        if self.dialect == Dialect::Postgres {
            write.wait_for_others().await?;
            sqlx::query("SELECT 1 FROM pg_advisory_xact_lock($1)")
                .bind(MIGRATION_LOCK)
                .execute(write.connection())
                .await?;
        }
        let table = "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL PRIMARY KEY)";
        sqlx::query(table).execute(write.connection()).await?;
        // Others may have migrated meanwhile.
        let found = version(write.connection()).await?;
        for migration in MIGRATIONS.iter().filter(|migration| migration.version > found) {
            let text = match self.dialect {
                Dialect::Sqlite => migration.sqlite,
                Dialect::Postgres => migration.postgres,
            };
            let text = text.replace("{serial}", self.dialect.serial());
            let text = text.replace("{id of merged_person}", self.dialect.id_of_merged_person());
            write.connection().execute(sqlx::raw_sql(&text)).await?;
            let note = "INSERT INTO schema_version (version) VALUES ($1)";
            sqlx::query(note).bind(migration.version).execute(write.connection()).await?;
        }
        write.commit().await?;
        Ok(())
    }
}

impl Dialect {
    const fn serial(self) -> &'static str {
        match self {
            // AUTOINCREMENT: the number of a deleted row never comes again, and streams resume by it.
            Self::Sqlite => "INTEGER PRIMARY KEY AUTOINCREMENT",
            Self::Postgres => "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
        }
    }

    const fn id_of_merged_person(self) -> &'static str {
        match self {
            Self::Sqlite => "json_extract(merged_person, '$.id')",
            Self::Postgres => "CAST(merged_person AS json) ->> 'id'",
        }
    }
}

/// Whether nothing is to be done.
async fn is_up_to_date(mut session: Session<'_>, dialect: Dialect) -> Result<bool, ConnectError> {
    let has_versions = match dialect {
        Dialect::Sqlite => "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_version'",
        Dialect::Postgres => "SELECT COUNT(*) FROM pg_class WHERE oid = to_regclass('schema_version')",
    };
    let tables: i64 = sqlx::query_scalar(has_versions).fetch_one(session.again()).await?;
    if tables == 0 {
        return Ok(false);
    }
    let known = MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default();
    match version(session).await? {
        found if found > known => Err(ConnectError::Newer { found, known }),
        found => Ok(found == known),
    }
}

async fn version(session: Session<'_>) -> sqlx::Result<i64> {
    sqlx::query_scalar("SELECT COALESCE(MAX(version), 0) FROM schema_version").fetch_one(session).await
}
