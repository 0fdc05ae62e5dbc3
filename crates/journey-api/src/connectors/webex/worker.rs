//! Publishes the webhooks that were kept: each once it is known whose it is. What cannot be published is kept among the connector's
//! failures. It may end at any moment: what it had taken is taken again, and published once.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use serde_json::Value;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use super::customer::{Known, Whose, learn, whose};
use super::envelope::{Came, Webhook, read};
use super::mapping::{event, id_of, unnamed};
use super::names::Directory;
use super::stages::is_same_stage;
use crate::connectors::failures::{Failure, refuse};
use crate::connectors::tally::Tally;
use crate::error::Error;
use crate::http::publish;
use crate::ids::WorkspaceId;
use crate::publisher::Publisher;
use crate::reason::{Fault, Reason};
use crate::store::{Connector, NewEvent, Store, Waiting, now};

/// So many are taken at once.
const TOGETHER: i64 = 64;
/// What other replicas kept, and what was put off, is looked for so often.
const EVERY: Duration = Duration::from_secs(1);
/// Nobody waits longer to learn whose something is, in ms.
const LONGEST_UNKNOWN: i64 = 86_400_000;
/// A name that is waited for is looked for again after that.
const NAMES_AGAIN: Duration = Duration::from_millis(250);
/// After a failure that passes it is tried again, in ms.
const AFTER_TROUBLE: i64 = 5_000;
/// What was published is remembered for so long, in ms: what is older is refused when it comes.
pub(crate) const REMEMBERED: i64 = 8 * 86_400_000;
/// Whose tasks are is remembered for so long, in ms.
const TASKS_REMEMBERED: i64 = 40 * 86_400_000;
/// And is looked through after so many rounds.
const ROUNDS: u32 = 3600;

/// Publishes webhooks.
#[derive(Clone)]
pub(crate) struct Worker {
    pub(crate) store: Store,
    pub(crate) publisher: Publisher,
    pub(crate) tally: Tally,
    pub(crate) directory: Directory,
    /// A name is waited for so long; then what has none is published with its ids alone.
    pub(crate) names_within: Duration,
    /// Wakes it.
    pub(crate) kept: Arc<Notify>,
}

/// What a round did.
#[derive(Default)]
struct Round {
    taken: usize,
    /// Something waits for names.
    is_unnamed: bool,
}

/// What is to be written down of those that were taken together.
#[derive(Default)]
struct Outcome {
    done: Vec<i64>,
    later: Vec<(i64, i64)>,
    failures: Vec<Failure>,
    accepted: i64,
    /// Refused, and not kept among the failures.
    nobodys: i64,
    is_unnamed: bool,
}

/// One that was taken, and what it says.
struct Taken {
    row: Waiting,
    webhook: Webhook,
    envelope: Value,
}

impl Worker {
    /// Begins, until the service ends.
    pub(crate) fn begin(self, mut ending: watch::Receiver<bool>) -> JoinHandle<()> {
        tokio::spawn(async move {
            if let Err(error) = self.release().await {
                report(&error, "what was being published could not be taken up");
            }
            let mut round: u32 = 0;
            let mut pause = EVERY;
            while !*ending.borrow() {
                if round.is_multiple_of(ROUNDS) {
                    let forgotten = self.store.forget_webhooks(now() - REMEMBERED, now() - TASKS_REMEMBERED).await;
                    forgotten.unwrap_or_else(|error| report(&error, "what was published could not be forgotten"));
                }
                round = round.wrapping_add(1);
                match self.round().await {
                    Ok(Round { taken: 0, .. }) => {}
                    // There may be more.
                    Ok(Round { is_unnamed, .. }) => {
                        pause = if is_unnamed { NAMES_AGAIN } else { EVERY };
                        continue;
                    }
                    Err(error) => report(&error, "webhooks could not be published; trying again"),
                }
                tokio::select! {
                    () = tokio::time::sleep(pause) => {}
                    () = self.kept.notified() => {}
                    _ = ending.wait_for(|ending| *ending) => {}
                }
            }
        })
    }

    async fn release(&self) -> Result<(), Error> {
        if self.store.dialect == crate::store::Dialect::Sqlite { self.store.release_webhooks().await } else { Ok(()) }
    }

    /// Publishes some.
    async fn round(&self) -> Result<Round, Error> {
        let taken = self.store.take_webhooks(TOGETHER).await?;
        let mut round = Round { taken: taken.len(), is_unnamed: false };
        let mut by_connector: BTreeMap<String, Vec<Waiting>> = BTreeMap::new();
        for row in taken {
            by_connector.entry(row.connector_id.clone()).or_default().push(row);
        }
        for (id, rows) in by_connector {
            // It is gone, and what it had with it.
            let Some(connector) = self.store.any_connector(&id).await? else { continue };
            let outcome = self.publish(&connector, rows).await?;
            round.is_unnamed |= outcome.is_unnamed;
            if !outcome.failures.is_empty() {
                refuse(&self.store, &self.tally, &id, &outcome.failures).await?;
            }
            self.store.settle_webhooks(&outcome.done, &outcome.later).await?;
            if outcome.accepted > 0 || outcome.nobodys > 0 {
                self.tally.add(&id, outcome.accepted, outcome.nobodys);
            }
        }
        Ok(round)
    }

    async fn publish(&self, connector: &Connector, rows: Vec<Waiting>) -> Result<Outcome, Error> {
        let mut outcome = Outcome::default();
        let taken: Vec<Taken> = rows.into_iter().filter_map(|row| understood(row, &mut outcome)).collect();
        let known = self.known(connector, &taken).await?;
        let (workspace, taken) = match self.store.workspace(&connector.organization_id, &connector.workspace_id).await?
        {
            Some(workspace) => (workspace, self.without_doubles(connector, taken, &mut outcome).await?),
            None => {
                let gone = || vec![Fault::ConnectorWithoutProject.into()];
                taken.into_iter().for_each(|one| outcome.fail(&one.row, gone(), &one.envelope));
                return Ok(outcome);
            }
        };
        let longest = i64::try_from(self.names_within.as_millis()).unwrap_or(i64::MAX);
        let has_names = self.store.webex_account(&connector.id).await?.is_some();
        let mut unknown = Vec::new();
        let mut events = Vec::new();
        for one in taken {
            match whose(&one.webhook, &known) {
                Whose::Customer(customer) => {
                    let (names, missing) = self.directory.look(&connector.id, unnamed(&one.webhook));
                    let waited = now().saturating_sub(one.row.received_at);
                    if has_names && !missing.is_empty() && waited < longest {
                        unknown.extend(missing);
                        outcome.is_unnamed = true;
                        outcome.later.push((one.row.seq, now().saturating_add(NAMES_AGAIN.as_millis() as i64)));
                        continue;
                    }
                    match publish::read(&event(&one.webhook, &customer, &names)) {
                        Ok(event) => events.push((NewEvent::new(workspace.clone(), event), one)),
                        Err(error) => outcome.fail(&one.row, reasons_of(error)?, &one.envelope),
                    }
                }
                // One of each such task says so.
                Whose::Nobody(reason) if one.webhook.kind == "task:new" => {
                    outcome.fail(&one.row, vec![Reason::at("identity", reason)], &one.envelope);
                }
                Whose::Nobody(_) => {
                    outcome.nobodys += 1;
                    outcome.done.push(one.row.seq);
                }
                Whose::Unknown => {
                    let waited = now().saturating_sub(one.row.received_at);
                    if waited > LONGEST_UNKNOWN {
                        let reason = Reason::at("data.taskId", Fault::TaskNobodys { task: one.webhook.task.clone() });
                        outcome.fail(&one.row, vec![reason], &one.envelope);
                    } else {
                        // Whatever says it has this looked at then; so this is for what is missed.
                        let wait = (waited / 4).clamp(1_000, 600_000);
                        outcome.later.push((one.row.seq, now().saturating_add(wait)));
                    }
                }
            }
        }
        if !unknown.is_empty() {
            self.directory.ask(&connector.id, unknown);
        }
        let all =
            events.into_iter().map(|(event, one)| async { (self.publish_one(&workspace, event, &one).await, one) });
        for (result, one) in join_all(all).await {
            match result {
                Ok(()) => {
                    outcome.accepted += 1;
                    outcome.done.push(one.row.seq);
                }
                Err(error @ (Error::Invalid(_) | Error::NotFound(_))) => {
                    outcome.fail(&one.row, reasons_of(error)?, &one.envelope);
                }
                Err(error) => {
                    report(&error, "a webhook could not be published; trying again");
                    // Whether it is stored is not certain, so it stays taken.
                    self.store.retry_webhook(one.row.seq, now().saturating_add(AFTER_TROUBLE)).await?;
                }
            }
        }
        Ok(outcome)
    }

    async fn publish_one(&self, workspace: &WorkspaceId, event: NewEvent, one: &Taken) -> Result<(), Error> {
        // With names that came meanwhile it would be another event.
        if one.row.taken != 0 && self.store.has_event(workspace, &id_of(&one.webhook.key)).await? {
            return Ok(());
        }
        self.publisher.publish(event).await
    }

    /// Whose the tasks are; what is new of it is written down.
    async fn known(&self, connector: &Connector, taken: &[Taken]) -> Result<Known, Error> {
        let tasks: HashSet<&str> = taken.iter().map(|one| one.webhook.task.as_str()).collect();
        let tasks: Vec<&str> = tasks.into_iter().collect();
        let mut known = self.store.tasks(&connector.id, &tasks).await?;
        let before: HashSet<String> = known.keys().cloned().collect();
        taken.iter().for_each(|one| learn(&one.webhook, &mut known));
        let fresh: Known =
            known.iter().filter(|(task, _)| !before.contains(*task)).map(|(a, b)| (a.clone(), b.clone())).collect();
        if !fresh.is_empty() {
            self.store.note_tasks(&connector.id, &fresh).await?;
        }
        Ok(known)
    }

    /// Without what was asked for already, as it had not come.
    async fn without_doubles(
        &self,
        connector: &Connector,
        taken: Vec<Taken>,
        outcome: &mut Outcome,
    ) -> Result<Vec<Taken>, Error> {
        let tasks: HashSet<&str> = taken.iter().map(|one| one.webhook.task.as_str()).collect();
        let tasks: Vec<&str> = tasks.into_iter().collect();
        let filled = self.store.known_stages(&connector.id, &tasks, true).await?;
        let is_there = |one: &Taken| {
            one.row.is_filled == 0
                && filled.iter().any(|stage| {
                    stage.task_id == one.row.task_id
                        && stage.kind == one.row.kind
                        && is_same_stage(&stage.kind, stage.happened_at, one.row.happened_at)
                })
        };
        let (doubles, taken): (Vec<Taken>, Vec<Taken>) = taken.into_iter().partition(is_there);
        outcome.done.extend(doubles.iter().map(|one| one.row.seq));
        Ok(taken)
    }
}

impl Outcome {
    fn fail(&mut self, row: &Waiting, reasons: Vec<Reason>, envelope: &Value) {
        self.failures.push((reasons, envelope.to_string()));
        self.done.push(row.seq);
    }
}

fn understood(row: Waiting, outcome: &mut Outcome) -> Option<Taken> {
    let envelope: Value = serde_json::from_str(&row.body).unwrap_or_default();
    match read(&envelope, None, row.received_at) {
        Ok(Came::Journey(webhook)) => {
            let webhook = Webhook { time: row.happened_at, ..webhook };
            Some(Taken { row, webhook, envelope })
        }
        Ok(Came::NoJourney) => {
            outcome.done.push(row.seq);
            None
        }
        Err(reasons) => {
            outcome.fail(&row, reasons, &envelope);
            None
        }
    }
}

/// What is wrong with it, where it is itself at fault.
fn reasons_of(error: Error) -> Result<Vec<Reason>, Error> {
    match error {
        Error::Invalid(reasons) => Ok(reasons),
        Error::NotFound(reason) => Ok(vec![reason]),
        error => Err(error),
    }
}

fn report(error: &Error, words: &str) {
    let cause = error.hidden_cause();
    tracing::error!(cause, %error, "{words}");
}
