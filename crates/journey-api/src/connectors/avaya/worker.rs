//! Asks for the engagements in which something happened, as notifications said, and stores what is new. It may end at any moment: what
//! it had taken is taken again. An engagement that goes on is looked at again, too, as notifications get lost.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use super::error::AvayaError;
use super::reading::{Place, Reader};
use super::search::{Search, names_of};
use crate::connectors::Task;
use crate::connectors::failures::refuse;
use crate::error::Error;
use crate::reason::{Fault, Reason};
use crate::store::{Connector, Dialect, KnownEngagement, now};

/// So many are taken at once: a page of the vendor's.
const TOGETHER: i64 = avaya::PAGE_SIZE as i64;
/// What other replicas kept, and what was put off, is looked for so often.
const EVERY: Duration = Duration::from_secs(1);
/// An engagement that goes on is looked at again after so long, in ms.
const LOOK_AGAIN: i64 = 15 * 60_000;
/// For so long after it began, in ms.
const LONGEST_ENGAGEMENT: i64 = 2 * 86_400_000;
/// What is not there yet is asked for so much later, in ms; twice as much each time.
const SOON: i64 = 2_000;
/// But not more than that.
const LATE: i64 = 10 * 60_000;
/// Nobody waits longer for one that is not there, in ms.
const LONGEST_MISSING: i64 = 86_400_000;
/// Engagements of which nothing was heard are forgotten after so long, in ms.
const REMEMBERED: i64 = 400 * 86_400_000;
/// Whom somebody asked for is forgotten after so long, in ms.
const PULLS_REMEMBERED: i64 = 2 * 86_400_000;
/// And is looked through after so many rounds.
const ROUNDS: u32 = 3600;

/// Asks and stores.
#[derive(Clone)]
pub(crate) struct Worker {
    pub(crate) reader: Reader,
    pub(crate) search: Search,
    /// Wakes it.
    pub(crate) kept: Arc<Notify>,
}

impl Worker {
    /// Begins, until the service ends.
    pub(crate) fn begin(self, mut ending: watch::Receiver<bool>) -> JoinHandle<()> {
        tokio::spawn(async move {
            if self.reader.store.dialect == Dialect::Sqlite
                && let Err(error) = self.reader.store.release_engagements().await
            {
                report(&error, "engagements that were being asked for could not be taken up");
            }
            let mut round: u32 = 0;
            while !*ending.borrow() {
                if round.is_multiple_of(ROUNDS) {
                    let at = now();
                    let forgotten = self.reader.store.forget_engagements(at - REMEMBERED, at - PULLS_REMEMBERED);
                    forgotten.await.unwrap_or_else(|error| report(&error, "old engagements could not be forgotten"));
                }
                round = round.wrapping_add(1);
                let taken = tokio::select! {
                    taken = self.round() => taken,
                    // An answer of the vendor's may take long, and nothing is lost with it.
                    _ = ending.wait_for(|ending| *ending) => return,
                };
                match taken {
                    Ok(0) => {}
                    // There may be more.
                    Ok(_) => continue,
                    Err(error) => report(&error, "engagements could not be stored; trying again"),
                }
                tokio::select! {
                    () = tokio::time::sleep(EVERY) => {}
                    () = self.kept.notified() => {}
                    _ = ending.wait_for(|ending| *ending) => {}
                }
            }
        })
    }

    /// Asks for some; how many.
    async fn round(&self) -> Result<usize, Error> {
        let taken = self.reader.store.take_engagements(TOGETHER).await?;
        let count = taken.len();
        let mut by_connector: BTreeMap<String, Vec<KnownEngagement>> = BTreeMap::new();
        for one in taken {
            by_connector.entry(one.connector_id.clone()).or_default().push(one);
        }
        // One whose vendor is slow delays nobody else's.
        let all = by_connector.iter().map(|(id, rows)| self.ask(id, rows));
        futures_util::future::join_all(all).await.into_iter().collect::<Result<(), Error>>()?;
        Ok(count)
    }

    async fn ask(&self, id: &str, rows: &[KnownEngagement]) -> Result<(), Error> {
        let store = &self.reader.store;
        // It is gone, and what it had with it.
        let Some(connector) = store.any_connector(id).await? else { return Ok(()) };
        let Some(place) = place(&self.reader, &connector).await? else {
            return self.give_up(id, rows, &Fault::ConnectorWithoutProject.into()).await;
        };
        let ids: Vec<&str> = rows.iter().map(|row| row.engagement_id.as_str()).collect();
        let found = match self.search.engagements(id, &ids).await {
            Ok(found) => found,
            // One of them may be at fault: each by itself, so that one fails alone.
            Err(AvayaError::Refused(400, ..)) if rows.len() > 1 => {
                for row in rows {
                    Box::pin(self.ask(id, std::slice::from_ref(row))).await?;
                }
                return Ok(());
            }
            Err(AvayaError::Refused(400, words, _)) => {
                return self.give_up(id, rows, &Fault::VendorRefused { status: 400, words }.into()).await;
            }
            Err(AvayaError::Here(error)) => return Err(error),
            Err(error) => {
                tracing::warn!(connector = id, %error, engagements = rows.len(), "engagements could not be asked for");
                store.note_problem(id, Task::Events, &error.reason()).await?;
                return store.put_engagements_off(&later(rows)).await;
            }
        };
        store.clear_problem(id, Task::Events).await?;
        let mut by_id: HashMap<String, Value> = HashMap::new();
        for record in found {
            if let Some(id) = record.get("id").and_then(journey::text) {
                by_id.insert(id, record);
            }
        }
        let mut missing = Vec::new();
        for row in rows {
            let Some(record) = by_id.get(&row.engagement_id) else {
                missing.push(row.clone());
                continue;
            };
            let outcome = self.reader.take(&place, record, &[]).await?;
            let began = outcome.start.map_or(row.heard_at, |start| start.timestamp_millis());
            let goes_on = !outcome.is_over && now().saturating_sub(began) < LONGEST_ENGAGEMENT;
            let next = if goes_on { now().saturating_add(LOOK_AGAIN) } else { 0 };
            store.settle_engagement(row.seq, row.news, next).await?;
        }
        // What happened a moment ago may not be there to be read yet.
        let is_lost = |row: &KnownEngagement| now().saturating_sub(row.heard_at) > LONGEST_MISSING;
        let (lost, missing): (Vec<_>, Vec<_>) = missing.into_iter().partition(is_lost);
        if !missing.is_empty() {
            store.put_engagements_off(&later(&missing)).await?;
        }
        self.give_up(id, &lost, &Fault::NoEngagement.into()).await
    }

    /// Keeps those among the failures that are not asked for any more.
    async fn give_up(&self, connector: &str, rows: &[KnownEngagement], reason: &Reason) -> Result<(), Error> {
        if rows.is_empty() {
            return Ok(());
        }
        let failure =
            |row: &KnownEngagement| (vec![reason.clone()], json!({"engagementId": row.engagement_id}).to_string());
        let failures: Vec<_> = rows.iter().map(failure).collect();
        refuse(&self.reader.store, &self.reader.tally, connector, &failures).await?;
        for row in rows {
            self.reader.store.settle_engagement(row.seq, row.news, 0).await?;
        }
        Ok(())
    }
}

/// Where a connector's events go; `None`: its workspace was deleted.
pub(crate) async fn place(reader: &Reader, connector: &Connector) -> Result<Option<Place>, Error> {
    let workspace = reader.store.workspace(&connector.organization_id, &connector.workspace_id).await?;
    let account = reader.store.avaya_account(&connector.id).await?;
    let names = names_of(account.as_ref().map_or("", |account| account.identifiers.as_str()));
    let version = account.map_or(0, |account| account.version);
    Ok(workspace.map(|workspace| Place { connector: connector.id.clone(), version, workspace, names }))
}

/// When each is asked for again.
fn later(rows: &[KnownEngagement]) -> Vec<(i64, i64)> {
    let wait = |row: &KnownEngagement| SOON.saturating_mul(1 << row.tries.clamp(0, 12)).min(LATE);
    rows.iter().map(|row| (row.seq, now().saturating_add(wait(row)))).collect()
}

fn report(error: &Error, words: &str) {
    let cause = error.hidden_cause();
    tracing::error!(cause, %error, "{words}");
}
