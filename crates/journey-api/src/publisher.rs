//! Publishing by many at once: while one transaction is written, those who come wait together, and the next takes all of
//! them. Nobody waits for others to come, and everybody is answered after the commit.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::error::Error;
use crate::live::{Hub, LiveEvent, Signal};
use crate::metrics::Metrics;
use crate::store::{NewEvent, Published, Store, outage};

/// Nobody waits longer for an answer.
const PATIENCE: Duration = Duration::from_secs(25);
/// So many may wait; who comes then waits to wait.
const WAITING: usize = 1024;

/// Takes events. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Publisher {
    jobs: mpsc::Sender<Job>,
}

struct Job {
    event: NewEvent,
    /// Whether it was new.
    done: oneshot::Sender<Result<bool, Error>>,
}

/// Whom a stored event concerns.
pub(crate) struct Audience {
    pub(crate) hub: Hub,
    pub(crate) metrics: Metrics,
    /// Wakes whoever has journey actions act.
    pub(crate) work: Arc<Notify>,
}

impl Audience {
    /// Nothing was written, or the connection broke and nobody knows.
    fn failed(&self, is_refused: bool) {
        if is_refused {
            self.hub.has_published(None);
        } else {
            self.hub.may_have_published();
        }
    }
}

impl Publisher {
    /// Begins, with up to `together` events in one transaction; the task ends when nobody can publish any more.
    pub(crate) fn begin(store: Store, audience: Audience, together: usize) -> (Self, JoinHandle<()>) {
        let (jobs, mut waiting) = mpsc::channel(WAITING);
        let task = tokio::spawn(async move {
            let mut jobs = Vec::new();
            while waiting.recv_many(&mut jobs, together).await > 0 {
                publish(&store, &audience, std::mem::take(&mut jobs)).await;
            }
        });
        (Self { jobs }, task)
    }

    /// Stores an event, unless it was stored before, and tells its streams.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn publish(&self, event: NewEvent) -> Result<(), Error> {
        self.publish_new(event).await.map(drop)
    }

    /// Likewise; whether it was not stored before.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn publish_new(&self, event: NewEvent) -> Result<bool, Error> {
        let (done, answer) = oneshot::channel();
        let ended = |_| Error::Unavailable("The service is ending".into());
        let published = async {
            self.jobs
                .send(Job { event, done })
                .await
                .map_err(|_| Error::Unavailable("The service is ending".into()))?;
            answer.await.map_err(ended)?
        };
        // What is sent again is stored once, so whoever hears this loses nothing by it.
        timeout(PATIENCE, published).await.map_err(|_| Error::Unavailable("The database takes too long".into()))?
    }
}

async fn publish(store: &Store, audience: &Audience, jobs: Vec<Job>) {
    let (events, waiting): (Vec<NewEvent>, Vec<_>) = jobs.into_iter().map(|job| (job.event, job.done)).unzip();
    audience.hub.begins_to_publish();
    match store.publish(&events).await {
        Ok(results) => {
            store.note_write(true);
            let mut published: Vec<_> = events.iter().zip(results).zip(waiting).collect();
            // In the order in which whoever resumes reads them.
            published.sort_by_key(|((_, result), _)| result.as_ref().map(|result| result.seq));
            let last = published.last().and_then(|((_, result), _)| Some(result.as_ref()?.seq));
            for ((event, result), done) in published {
                finish(audience, event, result, done);
            }
            audience.hub.has_published(last);
        }
        // Each by itself would wait as long, one after another.
        Err(Error::Database(error)) if let Some(trouble) = outage(&error) => {
            store.note_write(false);
            audience.failed(matches!(error, sqlx::Error::Database(_)));
            tracing::error!(cause = %error, events = events.len(), "nothing can be published");
            for done in waiting {
                answer(done, Err(Error::Unavailable(trouble.into())));
            }
        }
        // One of them is at fault, or another transaction was in the way: each by itself, so that one fails alone.
        Err(Error::Database(sqlx::Error::Database(_))) => {
            for (event, done) in events.iter().zip(waiting) {
                audience.hub.begins_to_publish();
                match store.publish(std::slice::from_ref(event)).await {
                    Ok(mut results) => {
                        let result = results.pop().flatten();
                        let last = result.as_ref().map(|result| result.seq);
                        finish(audience, event, result, done);
                        audience.hub.has_published(last);
                    }
                    Err(error) => {
                        audience.failed(matches!(error, Error::Database(sqlx::Error::Database(_))));
                        answer(done, Err(alone(error)));
                    }
                }
            }
        }
        Err(error) => {
            audience.failed(false);
            let cause = error.hidden_cause().unwrap_or_else(|| error.to_string());
            for done in waiting {
                answer(done, Err(Error::Internal(cause.clone())));
            }
        }
    }
}

fn finish(
    audience: &Audience,
    event: &NewEvent,
    result: Option<Published>,
    done: oneshot::Sender<Result<bool, Error>>,
) {
    let is_new = result.is_some();
    if let Some(Published { seq, change }) = result {
        audience.metrics.published();
        audience.work.notify_one();
        let live = LiveEvent::new(seq, &event.body);
        // First, as whoever watches looks at the store for what changed, and would have the event wait for that.
        audience.hub.send(&event.workspace, &event.lookup, Signal::Event(live));
        for lookup in &change.lookups {
            audience.hub.send(&event.workspace, lookup, Signal::Changed);
        }
    }
    answer(done, Ok(is_new));
}

/// Whoever asked may be gone; what is stored is stored.
fn answer(done: oneshot::Sender<Result<bool, Error>>, result: Result<bool, Error>) {
    let _ = done.send(result);
}

/// Why one event cannot be stored.
fn alone(error: Error) -> Error {
    match error {
        Error::Database(sqlx::Error::Database(error)) if error.is_foreign_key_violation() => {
            Error::NotFound("The workspace was deleted".into())
        }
        error => error,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::ids::WorkspaceId;

    fn event(workspace: &WorkspaceId, id: &str) -> NewEvent {
        // With a time of its own: without one it gets that of its arrival, and two of the same millisecond would be one.
        let event = json!({"id": id, "specversion": "1.0", "type": "Order", "source": "x", "identity": "ann@example.com",
            "time": "2026-03-01T10:00:00Z",
            "identitytype": "email", "datacontenttype": "application/json", "data": {}});
        NewEvent::new(workspace.clone(), crate::http::publish::read(&event).expect("an event"))
    }

    #[tokio::test]
    async fn an_event_that_cannot_be_stored_fails_alone_among_those_that_share_its_transaction() {
        let directory = tempfile::tempdir().expect("a directory");
        let url = format!("sqlite://{}", directory.path().join("journeys.sqlite").display());
        let store = Store::connect(&url).await.expect("open");
        let mut write = store.write().await.expect("a turn");
        let workspace = write.create_workspace("o", None, "Main", "", "me").await.expect("made").expect("new");
        let audience = Audience { hub: Hub::default(), metrics: Metrics::default(), work: Arc::default() };
        let (publisher, task) = Publisher::begin(store.clone(), audience, 128);
        let gone = WorkspaceId("gone".to_owned());
        let publish = |event: NewEvent| {
            let publisher = publisher.clone();
            tokio::spawn(async move { publisher.publish(event).await })
        };
        // The writer is taken: all that come now wait, and go together.
        let first = publish(event(&workspace, "first"));
        let others =
            ["1", "2", "bad", "3", "1"].map(|id| publish(event(if id == "bad" { &gone } else { &workspace }, id)));
        tokio::task::yield_now().await;
        write.commit().await.expect("written");
        first.await.expect("ran").expect("stored");
        let results = futures_util::future::join_all(others).await;
        let results: Vec<_> = results.into_iter().map(|result| result.expect("ran")).collect();
        assert!(matches!(results.get(2), Some(Err(Error::NotFound(_)))), "{results:?}");
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 4);
        let stored = store.events_in_order(&workspace, 0, 100).await.expect("read");
        assert_eq!(stored.len(), 4, "the same event twice is stored once");
        drop(publisher);
        task.await.expect("ended when nobody can publish any more");
    }
}
