//! Brings what replicas on the same PostgreSQL publish to the streams of this process.

use std::time::Duration;

use sqlx::postgres::PgListener;
use tokio::sync::watch;

use super::{Hub, LiveEvent, Signal};
use crate::store::{CHANNEL, Note, Store};

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
            match received {
                Ok(Some(notification)) => hand_on(&store, &hub, notification.payload()).await,
                // The connection was lost and is there again: what was said in between went unheard.
                Ok(None) => hub.nudge(),
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
    listener.listen(CHANNEL).await?;
    Ok(listener)
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

async fn hand_on(store: &Store, hub: &Hub, payload: &str) {
    match Note::read(payload) {
        Some((instance, _)) if instance == &*store.instance => {}
        Some((_, Note::Changed(workspace, lookup))) => hub.send(&workspace, &lookup, Signal::Changed),
        Some((_, Note::Event(seq))) => match store.event(seq).await {
            Ok(Some((workspace, lookup, event))) => {
                let event = LiveEvent::new(seq, event.body.get());
                hub.send(&workspace, &lookup, Signal::Event(event));
            }
            Ok(None) => {}
            Err(error) => {
                tracing::error!(%error, "an event of a replica could not be read");
                hub.nudge();
            }
        },
        None => tracing::warn!("a replica of another version said something unknown"),
    }
}
