//! Keeps webhooks as they come, those of one moment together; whoever hears that one is kept may forget it. What becomes of it is
//! for [`super::worker`].

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::error::Error;
use crate::store::{Store, ToKeep, outage};

/// The contact center waits 5 s for an answer, and takes a slow receiver for one that is gone.
const PATIENCE: Duration = Duration::from_secs(4);
/// So many may wait; who comes then waits to wait.
const WAITING: usize = 1024;
/// The most that are kept by one transaction.
const TOGETHER: usize = 128;

type Done = oneshot::Sender<Result<(), Error>>;

/// Takes webhooks. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Inbox {
    jobs: mpsc::Sender<(ToKeep, Done)>,
}

impl Inbox {
    /// Begins; `kept` is told whenever there is something to publish. The task ends when nobody can bring anything any more.
    pub(crate) fn begin(store: Store, kept: Arc<Notify>) -> (Self, JoinHandle<()>) {
        let (jobs, mut waiting) = mpsc::channel(WAITING);
        let task = tokio::spawn(async move {
            let mut jobs = Vec::new();
            while waiting.recv_many(&mut jobs, TOGETHER).await > 0 {
                let (came, done): (Vec<ToKeep>, Vec<Done>) = std::mem::take(&mut jobs).into_iter().unzip();
                keep(&store, &came, done).await;
                kept.notify_one();
            }
        });
        (Self { jobs }, task)
    }

    /// Keeps a webhook, unless it is known.
    ///
    /// # Errors
    /// When it is not certain that it is kept: whoever sent it sends it again.
    pub(crate) async fn keep(&self, came: ToKeep) -> Result<(), Error> {
        let (done, answer) = oneshot::channel();
        let ending = || Error::Unavailable("The service is ending".into());
        let kept = async {
            self.jobs.send((came, done)).await.map_err(|_| ending())?;
            answer.await.map_err(|_| ending())?
        };
        timeout(PATIENCE, kept).await.map_err(|_| Error::Unavailable("The database takes too long".into()))?
    }
}

async fn keep(store: &Store, came: &[ToKeep], done: Vec<Done>) {
    let kept = store.keep_webhooks(came).await;
    match kept {
        Ok(()) => done.into_iter().for_each(|done| answer(done, Ok(()))),
        // One of them may be at fault: each by itself, so that one fails alone.
        Err(error) if came.len() > 1 && !is_outage(&error) => {
            for (one, done) in came.iter().zip(done) {
                answer(done, store.keep_webhooks(std::slice::from_ref(one)).await);
            }
        }
        Err(error) => {
            let cause = error.hidden_cause().unwrap_or_else(|| error.to_string());
            tracing::error!(cause, webhooks = came.len(), "webhooks could not be kept");
            for done in done {
                answer(done, Err(Error::Unavailable("The database is in trouble".into())));
            }
        }
    }
}

fn is_outage(error: &Error) -> bool {
    matches!(error, Error::Database(error) if outage(error).is_some())
}

/// Whoever asked may be gone; what is kept is kept.
fn answer(done: Done, result: Result<(), Error>) {
    let _ = done.send(result);
}
