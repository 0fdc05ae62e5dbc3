//! When Genesys Cloud is asked: for what happens now and for what was before, each by itself, so that neither waits for the other.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use super::asking::Asking;
use super::filling::Filler;
use crate::error::Error;
use crate::store::{Dialect, Store, now};

/// Who is due is looked for so often; less often where everybody is asked less often.
const LOOK: Duration = Duration::from_millis(1000);
/// What was read is remembered for so long, in ms: longer than anything is filled.
pub(crate) const REMEMBERED: i64 = 400 * 86_400_000;
/// And is looked through after so many looks.
const LOOKS: u32 = 3600;

/// Begins to ask for what happens now, until the service ends. `changed` wakes it.
pub(crate) fn ask(asking: Asking, changed: Arc<Notify>, mut ending: watch::Receiver<bool>) -> JoinHandle<()> {
    tokio::spawn(async move {
        let store = asking.reader.api.store.clone();
        if store.dialect == Dialect::Sqlite
            && let Err(error) = store.release_genesys().await
        {
            report("", &error);
        }
        let mut look: u32 = 0;
        while !*ending.borrow() {
            if look.is_multiple_of(LOOKS)
                && let Err(error) = store.forget_genesys_conversations(now() - REMEMBERED).await
            {
                report("", &error);
            }
            look = look.wrapping_add(1);
            round(&store, &asking, &ending).await;
            tokio::select! {
                () = tokio::time::sleep(LOOK.min(asking.every)) => {}
                () = changed.notified() => {}
                () = ended(&mut ending) => {}
            }
        }
    })
}

async fn round(store: &Store, asking: &Asking, ending: &watch::Receiver<bool>) {
    match store.genesys_due().await {
        Ok(due) => {
            let all = due.iter().map(|id| async {
                if let Err(error) = asking.ask_if_due(id, ending.clone()).await {
                    report(id, &error);
                }
            });
            futures_util::future::join_all(all).await;
        }
        Err(error) => report("", &error),
    }
}

/// Begins to fill what was before, until the service ends. `changed` wakes it.
pub(crate) fn fill(filler: Filler, changed: Arc<Notify>, mut ending: watch::Receiver<bool>) -> JoinHandle<()> {
    tokio::spawn(async move {
        while !*ending.borrow() {
            if fill_round(&filler, &ending).await {
                continue;
            }
            tokio::select! {
                () = tokio::time::sleep(LOOK) => {}
                () = changed.notified() => {}
                () = ended(&mut ending) => {}
            }
        }
    })
}

/// One step for each; whether there is another one at once.
async fn fill_round(filler: &Filler, ending: &watch::Receiver<bool>) -> bool {
    let due = filler.reader.api.store.genesys_to_fill().await.unwrap_or_else(|error| {
        report("", &error);
        Vec::new()
    });
    let mut is_more = false;
    for id in due {
        match filler.step_if_due(&id, ending.clone()).await {
            Ok(more) => is_more |= more,
            Err(error) => report(&id, &error),
        }
    }
    is_more
}

/// Waits until the service ends.
pub(super) async fn ended(ending: &mut watch::Receiver<bool>) {
    // Whoever would say so is gone: that is the end, too.
    drop(ending.wait_for(|ending| *ending).await);
}

fn report(connector: &str, error: &Error) {
    let cause = error.in_words();
    tracing::error!(connector, cause, "a connector of Genesys Cloud could not be looked after");
}
