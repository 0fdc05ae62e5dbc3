//! Brings what replicas on the same PostgreSQL publish to the streams of this process. By the connection that listens replicas
//! are counted, too: it ends with its process, whatever ends that.

use std::time::Duration;

use futures_util::FutureExt;
use sqlx::postgres::{PgListener, PgNotification};
use tokio::sync::watch;

use super::Hub;
use super::heard::{TOGETHER, hand_on};
use crate::store::{ALIVE, CHANNEL, Store};

/// Between two tries to hear again.
const PAUSE: Duration = Duration::from_millis(500);

/// Begins to listen. What comes until the service ends is handed on by a task of its own.
pub(crate) async fn begin(
    database: &str,
    store: Store,
    hub: Hub,
    mut ending: watch::Receiver<bool>,
) -> Result<(), sqlx::Error> {
    let mut listener = listen(database).await?;
    let database = database.to_owned();
    tokio::spawn(async move {
        loop {
            let received = tokio::select! {
                received = listener.try_recv() => received,
                _ = ending.wait_for(|ending| *ending) => return,
            };
            let (notes, state) = all_there(&mut listener, received);
            let notes: Vec<&str> = notes.iter().map(PgNotification::payload).collect();
            hand_on(&store, &hub, &notes).await;
            match state {
                Ok(false) => {}
                // The connection was lost and is there again: what was said in between went unheard.
                Ok(true) => {
                    hub.nudge();
                    // Another one is there in its place, which nobody counts yet.
                    if let Err(error) = be_counted(&mut listener).await {
                        tracing::warn!(%error, "this replica is not counted; trying again");
                        tokio::select! {
                            again = listen_again(&database) => listener = again,
                            _ = ending.wait_for(|ending| *ending) => return,
                        }
                        hub.nudge();
                    }
                }
                Err(error) => {
                    tracing::error!(%error, "replicas cannot be heard; trying again");
                    tokio::select! {
                        again = listen_again(&database) => listener = again,
                        _ = ending.wait_for(|ending| *ending) => return,
                    }
                    // Only now: what is said from here on is heard, and what was said before is read.
                    hub.nudge();
                }
            }
        }
    });
    Ok(())
}

async fn listen(database: &str) -> Result<PgListener, sqlx::Error> {
    let mut listener = PgListener::connect(database).await?;
    be_counted(&mut listener).await?;
    listener.listen(CHANNEL).await?;
    Ok(listener)
}

/// Has this replica counted among those that live, for as long as the connection is there.
async fn be_counted(listener: &mut PgListener) -> Result<(), sqlx::Error> {
    let (class, number) = ALIVE;
    sqlx::query("SELECT pg_advisory_lock_shared($1, $2)").bind(class).bind(number).execute(listener).await?;
    Ok(())
}

/// Tries until the database is there. The listener's own way back would not say when it hears again.
async fn listen_again(database: &str) -> PgListener {
    loop {
        match listen(database).await {
            Ok(listener) => return listener,
            Err(error) => tracing::debug!(%error, "the database does not answer yet"),
        }
        tokio::time::sleep(PAUSE).await;
    }
}

type Received = Result<Option<PgNotification>, sqlx::Error>;

/// What was received and all that has come with it; and whether the connection was lost after that.
fn all_there(listener: &mut PgListener, first: Received) -> (Vec<PgNotification>, Result<bool, sqlx::Error>) {
    let (mut notes, mut received) = (Vec::new(), first);
    loop {
        match received {
            Ok(Some(note)) => notes.push(note),
            Ok(None) => return (notes, Ok(true)),
            Err(error) => return (notes, Err(error)),
        }
        if notes.len() >= TOGETHER {
            return (notes, Ok(false));
        }
        match listener.try_recv().now_or_never() {
            Some(next) => received = next,
            None => return (notes, Ok(false)),
        }
    }
}
