//! Changing something at a vendor while nobody else does, on any replica: two who find a subscription missing would make two. The
//! turn is a lease in the database; each platform's `subscriptions` has one.

use std::future::Future;
use std::time::{Duration, Instant};

use crate::error::Error;
use crate::reason::Fault;
use crate::store::now;

/// Whoever does not say that it is done has the turn for so long, in ms.
const LEASE: i64 = 120_000;
/// Nobody takes longer.
const LONGEST: Duration = Duration::from_secs(110);
/// Another one is waited for so long.
const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(100);

/// Why a platform was not asked.
pub(crate) trait Trouble: From<Error> {
    /// The connector has no access.
    fn not_connected() -> Self;
    /// It takes too long.
    fn too_long() -> Self;
}

/// A turn of a connector.
pub(crate) trait Turn {
    /// Takes it until that time (epoch ms); `false`: somebody else has it.
    fn take(&self, until: i64) -> impl Future<Output = Result<bool, Error>> + Send;
    /// Whether the connector has an access, without which nobody gets a turn.
    fn is_connected(&self) -> impl Future<Output = Result<bool, Error>> + Send;
    /// Ends it.
    fn end(&self) -> impl Future<Output = Result<(), Error>> + Send;
}

/// Whether the administrator can do something about what kept work from going well here. The rest is in the log.
pub(crate) fn is_news(error: &Error) -> bool {
    matches!(error, Error::Conflict(_))
}

/// Does the work when it is its turn. What is to be written down of it belongs to the work: the next one knows of it then.
///
/// # Errors
/// Those of the work, or its turn does not come.
pub(crate) async fn in_turn<T, E: Trouble>(turn: &impl Turn, work: impl Future<Output = Result<T, E>>) -> Result<T, E> {
    let since = Instant::now();
    while !turn.take(now().saturating_add(LEASE)).await? {
        if !turn.is_connected().await? {
            return Err(E::not_connected());
        }
        if since.elapsed() > PATIENCE {
            return Err(Error::Conflict(Fault::SubscribingElsewhere.into()).into());
        }
        tokio::time::sleep(PAUSE).await;
    }
    let done = work.await;
    turn.end().await?;
    done
}

/// Does what is asked of the vendor before a turn ends by itself.
///
/// # Errors
/// Those of the work, or it takes too long.
pub(crate) async fn in_time<T, E: Trouble>(work: impl Future<Output = Result<T, E>>) -> Result<T, E> {
    tokio::time::timeout(LONGEST, work).await.unwrap_or_else(|_| Err(E::too_long()))
}
