//! Fills what webhooks lost: tasks that ended are asked for, and what they went through and nobody told is kept as if it had come. What
//! came is not filled, and what is filled is not taken again when it comes late.

use std::sync::Arc;

use reqwest::Method;
use serde::Serialize;
use serde_json::json;
use tokio::sync::{Notify, watch};

use super::api::{Api, ApiError};
use super::search::{Record, envelope, page, query};
use super::stages::is_same_stage;
use super::worker::REMEMBERED;
use crate::connectors::tally::Tally;
use crate::error::Error;
use crate::reason::{Fault, Reason};
use crate::store::{Connector, KnownStage, Store, ToKeep, WebexFilling, now};

/// Webhooks of what ended lately may be on their way, in ms.
pub(crate) const SETTLED: i64 = 10 * 60_000;
/// What came is remembered a day longer than anything is filled, in ms: what is forgotten looks lost.
const LONGEST_AGO: i64 = REMEMBERED - 86_400_000;
/// One question is about so long, in ms: the vendor finds 100,000 at most.
const STRETCH: i64 = 86_400_000;
/// So long one run may take without a word, in ms; then another one may begin.
const LEASE: i64 = 15 * 60_000;
/// After a failure the next run that nobody asks for waits so long, in ms.
const REST: i64 = 15 * 60_000;
/// Between two runs a little is asked for twice, in ms: records come late, too.
const OVERLAP: i64 = 3_600_000;

/// Fills. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Reconciler {
    pub(crate) store: Store,
    pub(crate) api: Api,
    pub(crate) tally: Tally,
    /// Told when something is to be published.
    pub(crate) kept: Arc<Notify>,
}

/// How it went. Times are epoch ms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Reconciled {
    pub(crate) from: i64,
    pub(crate) to: i64,
    /// So many tasks were looked at.
    pub(crate) tasks: usize,
    /// So much was missing of them.
    pub(crate) filled: usize,
}

impl Reconciler {
    /// Fills what is missing of tasks that ended in the last hours, as this person asked. `dry`: only says how much that is.
    pub(crate) async fn run(
        &self,
        connector: &Connector,
        hours: i64,
        dry: bool,
        by: &str,
    ) -> Result<Reconciled, ApiError> {
        let filling = self.begin(connector, hours, dry, by).await?;
        self.to_the_end(connector, filling).await
    }

    /// Takes the turn at that, and leaves it to whoever goes on with it ([`Self::to_the_end`]).
    pub(crate) async fn begin(
        &self,
        connector: &Connector,
        hours: i64,
        dry: bool,
        by: &str,
    ) -> Result<WebexFilling, ApiError> {
        let until = now().saturating_sub(SETTLED);
        let since = until.saturating_sub(hours.saturating_mul(3_600_000)).max(now().saturating_sub(LONGEST_AGO));
        let (is_dry, begun_by) = (i64::from(dry), by.to_owned());
        self.begun(connector, WebexFilling { since, until, is_dry, begun_by, ..WebexFilling::default() }).await
    }

    /// Likewise since the last run, or since there is the connector; by itself.
    pub(crate) async fn run_on(
        &self,
        connector: &Connector,
        reconciled_to: i64,
        ending: &mut watch::Receiver<bool>,
    ) -> Result<(), ApiError> {
        let until = now().saturating_sub(SETTLED);
        let since = if reconciled_to > 0 { reconciled_to.saturating_sub(OVERLAP) } else { connector.created_at };
        let since = since.max(now().saturating_sub(LONGEST_AGO));
        let last = self.store.webex_filling(&connector.id).await?;
        if last.is_some_and(|(last, _)| !last.problem.is_empty() && now().saturating_sub(last.ended_at) < REST) {
            return Err(Error::Conflict("The connector could not be reconciled a moment ago".into()).into());
        }
        let filling = self.begun(connector, WebexFilling { since, until, ..WebexFilling::default() }).await?;
        self.until_the_service_ends(connector, filling, ending).await
    }

    async fn begun(&self, connector: &Connector, filling: WebexFilling) -> Result<WebexFilling, ApiError> {
        let filling = WebexFilling { begun_at: now(), reached: filling.since, ..filling };
        if !self.store.begin_webex_filling(&connector.id, &filling, now().saturating_add(LEASE)).await? {
            if self.store.webex_account(&connector.id).await?.is_none() {
                return Err(ApiError::NotConnected);
            }
            return Err(Error::Conflict(Fault::IsBeingFilled.into()).into());
        }
        Ok(filling)
    }

    /// Goes on with a run that was begun.
    pub(crate) async fn to_the_end(
        &self,
        connector: &Connector,
        mut filling: WebexFilling,
    ) -> Result<Reconciled, ApiError> {
        let id = connector.id.as_str();
        let run = self.fill(id, &mut filling).await;
        if let Err(error) = &run {
            filling.problem = error.reason().detail().written().map_err(Error::from)?;
        }
        self.end(id, &mut filling).await?;
        run?;
        let done = Reconciled {
            from: filling.since,
            to: filling.until,
            tasks: usize::try_from(filling.tasks).unwrap_or_default(),
            filled: usize::try_from(filling.events).unwrap_or_default(),
        };
        if done.filled > 0 && filling.is_dry == 0 {
            let Reconciled { tasks, filled, .. } = done;
            tracing::info!(connector = id, tasks, filled, "what webhooks had lost was filled");
            self.tally.fill(id, filling.events);
            self.kept.notify_one();
        }
        Ok(done)
    }

    /// The same, unless the service ends before: then what was filled is filled, and whoever begins anew does not wait.
    pub(crate) async fn until_the_service_ends(
        &self,
        connector: &Connector,
        filling: WebexFilling,
        ending: &mut watch::Receiver<bool>,
    ) -> Result<(), ApiError> {
        let done = tokio::select! {
            done = self.to_the_end(connector, filling) => Some(done),
            _ = ending.wait_for(|ending| *ending) => None,
        };
        match done {
            Some(done) => done.map(drop),
            None => Ok(self.break_off(&connector.id).await?),
        }
    }

    async fn break_off(&self, connector: &str) -> Result<(), Error> {
        if let Some((mut filling, true)) = self.store.webex_filling(connector).await? {
            filling.problem = Reason::from(Fault::FillingCut).detail().written()?;
            self.end(connector, &mut filling).await?;
        }
        Ok(())
    }

    async fn end(&self, connector: &str, filling: &mut WebexFilling) -> Result<(), Error> {
        filling.ended_at = now();
        self.store.end_webex_filling(connector, filling).await
    }

    async fn fill(&self, connector: &str, filling: &mut WebexFilling) -> Result<(), ApiError> {
        let organization = self.api.organization(connector).await?;
        let mut from = filling.since;
        while from < filling.until {
            let to = from.saturating_add(STRETCH).min(filling.until);
            let mut cursor = "NA".to_owned();
            loop {
                let body = json!({"query": query(from, to, &cursor), "variables": {}});
                let search = [("orgId", organization.as_str())];
                let answer = self.api.ask(connector, Method::POST, "/search", &search, Some(&body)).await?;
                let (records, next) = page(&answer).map_err(|why| ApiError::Away(why.to_owned()))?;
                self.fill_page(connector, &records, filling).await?;
                let has_more = next.as_ref().is_some_and(|next| *next != cursor);
                filling.reached = if has_more { from } else { to };
                self.store.go_on_filling_webex(connector, filling, now().saturating_add(LEASE)).await?;
                match next {
                    Some(next) if has_more => cursor = next,
                    _ => break,
                }
            }
            from = to.saturating_add(1);
        }
        Ok(())
    }

    async fn fill_page(&self, connector: &str, records: &[Record], filling: &mut WebexFilling) -> Result<(), ApiError> {
        let tasks: Vec<&str> = records.iter().map(|record| record.task.as_str()).collect();
        let stages = self.store.known_stages(connector, &tasks, false).await?;
        let customers = self.store.tasks(connector, &tasks).await?;
        let oldest = now().saturating_sub(LONGEST_AGO);
        let mut missing = Vec::new();
        for record in records {
            filling.tasks += 1;
            // Nobody's, or of somebody who was erased.
            if customers.get(&record.task).is_some_and(Option::is_none) {
                continue;
            }
            let known: Vec<&KnownStage> = stages.iter().filter(|stage| stage.task_id == record.task).collect();
            missing.extend(
                lost(record, &known)
                    .into_iter()
                    .filter(|lost| lost.time >= oldest)
                    .map(|lost| ToKeep { connector: connector.to_owned(), ..lost }),
            );
        }
        filling.events += i64::try_from(missing.len()).unwrap_or_default();
        if filling.is_dry == 0 && !missing.is_empty() {
            self.store.keep_webhooks(&missing).await?;
        }
        Ok(())
    }
}

/// What of a record nobody told. Each thing that was told stands for one of the record.
fn lost(record: &Record, known: &[&KnownStage]) -> Vec<ToKeep> {
    let mut told: Vec<Option<&KnownStage>> = known.iter().copied().map(Some).collect();
    let mut lost = Vec::new();
    for (stage, webhook) in &record.happenings {
        let is_it = |known: &KnownStage| {
            // Where an agent did not answer a task may end several times; the record has the last one.
            let is_later_end = stage == "task:ended" && known.happened_at > webhook.time;
            known.kind == *stage && (is_same_stage(stage, known.happened_at, webhook.time) || is_later_end)
        };
        let nearest = told
            .iter_mut()
            .filter(|known| known.is_some_and(is_it))
            .min_by_key(|known| known.map_or(u64::MAX, |known| known.happened_at.abs_diff(webhook.time)));
        match nearest {
            Some(known) => *known = None,
            None => lost.push(ToKeep {
                connector: String::new(),
                key: webhook.key.clone(),
                task: webhook.task.clone(),
                stage: stage.clone(),
                time: webhook.time,
                body: envelope(webhook).to_string(),
                is_filled: true,
                again: false,
            }),
        }
    }
    lost
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::super::envelope::Webhook;
    use super::super::envelope::key_of;
    use super::*;

    const STAGES: [&str; 7] =
        ["task:new", "task:parked", "task:connected", "task:on-hold", "task:hold-done", "task:on-hold", "task:ended"];

    fn record() -> Record {
        let happening = |(number, stage): (usize, &&str)| {
            let (time, data) = (number as i64 * 60_000, serde_json::Map::<String, Value>::new());
            let key = key_of(stage, "t", time, &data);
            ((*stage).to_owned(), Webhook { key, kind: (*stage).to_owned(), task: "t".to_owned(), time, data })
        };
        Record { task: "t".to_owned(), happenings: STAGES.iter().enumerate().map(happening).collect() }
    }

    fn known(number: usize, off: i64) -> KnownStage {
        let kind = STAGES[number].to_owned();
        KnownStage { task_id: "t".to_owned(), kind, happened_at: number as i64 * 60_000 + off }
    }

    fn lost_of(known: &[KnownStage]) -> Vec<i64> {
        lost(&record(), &known.iter().collect::<Vec<_>>()).iter().map(|lost| lost.time / 60_000).collect()
    }

    #[test]
    fn a_task_begins_once_and_ends_when_it_ended_last() {
        assert_eq!(lost_of(&[known(0, 3_600_000)]), [1, 2, 3, 4, 5, 6], "whenever it was told that it began");
        let late = KnownStage { happened_at: 900_000, ..known(6, 0) };
        assert_eq!(lost_of(&[late]), [0, 1, 2, 3, 4, 5]);
        let early = KnownStage { happened_at: 100_000, ..known(6, 0) };
        assert!(lost_of(&[early]).contains(&6), "an agent had not answered");
    }

    proptest! {
        /// Whatever is lost, and however far the clocks of webhooks and records are from each other.
        #[test]
        fn exactly_what_was_lost_is_filled(told in prop::collection::vec((any::<bool>(), -4_000_i64..4_000), 7)) {
            let known: Vec<KnownStage> =
                told.iter().enumerate().filter(|(_, (came, _))| *came).map(|(number, (_, off))| known(number, *off)).collect();
            let wanted: Vec<i64> =
                told.iter().enumerate().filter(|(_, (came, _))| !came).map(|(number, _)| number as i64).collect();
            prop_assert_eq!(lost_of(&known), wanted);
        }
    }
}
