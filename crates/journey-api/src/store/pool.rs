//! Connections to a database, and statements on them. Behind a pooler that gives each transaction another connection (PgBouncer
//! in transaction mode) nothing may be left on a connection for later: there no statement is prepared by name, and each has a
//! transaction, as its parts would else come to different connections.

use std::fmt;

use futures_util::future::BoxFuture;
use futures_util::stream::{self, BoxStream, StreamExt, TryStreamExt};
use sqlx::any::{AnyArguments, AnyQueryResult, AnyRow, AnyStatement, AnyTypeInfo};
use sqlx::error::BoxDynError;
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, AnyPool, Describe, Either, Execute, Executor, Transaction};

/// A pool of connections. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Pool {
    connections: AnyPool,
    /// Whether statements are prepared once for each connection, and used again.
    prepares: bool,
}

/// A connection for statements that belong together.
pub(super) enum Reading {
    Connection(PoolConnection<Any>),
    Transaction(Transaction<'static, Any>),
}

/// A connection while statements run on it.
pub(crate) struct Session<'c> {
    connection: &'c mut AnyConnection,
    prepares: bool,
}

/// A statement that leaves nothing on the connection.
struct Once<E>(E);

impl Pool {
    pub(super) fn new(connections: AnyPool, prepares: bool) -> Self {
        Self { connections, prepares }
    }

    /// Whether statements are prepared.
    pub(super) fn prepares(&self) -> bool {
        self.prepares
    }

    /// A connection of its own, until it is dropped.
    pub(super) async fn acquire(&self) -> sqlx::Result<PoolConnection<Any>> {
        self.connections.acquire().await
    }

    /// A transaction.
    pub(super) async fn begin(&self) -> sqlx::Result<Transaction<'static, Any>> {
        self.connections.begin().await
    }

    /// A transaction that begins with these words.
    pub(super) async fn begin_with(&self, words: &'static str) -> sqlx::Result<Transaction<'static, Any>> {
        self.connections.begin_with(words).await
    }

    /// A connection for several statements that read.
    pub(super) async fn reading(&self) -> sqlx::Result<Reading> {
        Ok(match self.prepares {
            true => Reading::Connection(self.acquire().await?),
            false => Reading::Transaction(self.begin().await?),
        })
    }

    /// Lets go of the database.
    pub(super) async fn close(&self) {
        self.connections.close().await;
    }
}

impl Reading {
    /// The connection itself, if nothing has begun on it.
    pub(super) fn connection(&mut self) -> Option<&mut AnyConnection> {
        match self {
            Self::Connection(connection) => Some(connection),
            Self::Transaction(_) => None,
        }
    }

    pub(super) fn session(&mut self) -> Session<'_> {
        match self {
            Self::Connection(connection) => Session::new(connection, true),
            Self::Transaction(transaction) => Session::new(transaction, false),
        }
    }
}

impl<'c> Session<'c> {
    pub(super) fn new(connection: &'c mut AnyConnection, prepares: bool) -> Self {
        Self { connection, prepares }
    }

    /// The same for one statement of several.
    pub(super) fn again(&mut self) -> Session<'_> {
        Session { connection: &mut *self.connection, prepares: self.prepares }
    }
}

impl fmt::Debug for Session<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("prepares", &self.prepares).finish_non_exhaustive()
    }
}

impl<'q, E: Execute<'q, Any>> Execute<'q, Any> for Once<E> {
    fn sql(&self) -> &'q str {
        self.0.sql()
    }

    fn statement(&self) -> Option<&AnyStatement<'q>> {
        None
    }

    fn take_arguments(&mut self) -> Result<Option<AnyArguments<'q>>, BoxDynError> {
        self.0.take_arguments()
    }

    fn persistent(&self) -> bool {
        false
    }
}

type Step = Either<AnyQueryResult, AnyRow>;

impl<'c> Executor<'c> for Session<'c> {
    type Database = Any;

    fn fetch_many<'e, 'q: 'e, E>(self, query: E) -> BoxStream<'e, sqlx::Result<Step>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Any>,
    {
        if self.prepares { self.connection.fetch_many(query) } else { self.connection.fetch_many(Once(query)) }
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, sqlx::Result<Option<AnyRow>>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Any>,
    {
        if self.prepares { self.connection.fetch_optional(query) } else { self.connection.fetch_optional(Once(query)) }
    }

    fn prepare_with<'e, 'q: 'e>(
        self,
        sql: &'q str,
        parameters: &'e [AnyTypeInfo],
    ) -> BoxFuture<'e, sqlx::Result<AnyStatement<'q>>>
    where
        'c: 'e,
    {
        self.connection.prepare_with(sql, parameters)
    }

    fn describe<'e, 'q: 'e>(self, sql: &'q str) -> BoxFuture<'e, sqlx::Result<Describe<Any>>>
    where
        'c: 'e,
    {
        self.connection.describe(sql)
    }
}

impl<'c> Executor<'c> for &'_ Pool {
    type Database = Any;

    fn fetch_many<'e, 'q: 'e, E>(self, query: E) -> BoxStream<'e, sqlx::Result<Step>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Any>,
    {
        if self.prepares {
            return (&self.connections).fetch_many(query);
        }
        let connections = self.connections.clone();
        let whole = async move {
            let mut transaction = connections.begin().await?;
            let steps: Vec<Step> = transaction.fetch_many(Once(query)).try_collect().await?;
            transaction.commit().await?;
            Ok::<_, sqlx::Error>(stream::iter(steps.into_iter().map(Ok)))
        };
        stream::once(whole).try_flatten().boxed()
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, sqlx::Result<Option<AnyRow>>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Any>,
    {
        if self.prepares {
            return (&self.connections).fetch_optional(query);
        }
        let connections = self.connections.clone();
        Box::pin(async move {
            let mut transaction = connections.begin().await?;
            let row = transaction.fetch_optional(Once(query)).await?;
            transaction.commit().await?;
            Ok(row)
        })
    }

    fn prepare_with<'e, 'q: 'e>(
        self,
        sql: &'q str,
        parameters: &'e [AnyTypeInfo],
    ) -> BoxFuture<'e, sqlx::Result<AnyStatement<'q>>>
    where
        'c: 'e,
    {
        (&self.connections).prepare_with(sql, parameters)
    }

    fn describe<'e, 'q: 'e>(self, sql: &'q str) -> BoxFuture<'e, sqlx::Result<Describe<Any>>>
    where
        'c: 'e,
    {
        (&self.connections).describe(sql)
    }
}
