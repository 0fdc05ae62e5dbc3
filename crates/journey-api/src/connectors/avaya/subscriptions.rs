//! The subscription of a connector: made, listed, renewed and removed. [`super::plan`] says what is to be done, here it is. The secret
//! in its address is a key of the connector, and is told nobody but the vendor.

use reqwest::Method;
use serde::Serialize;
use serde_json::{Value, json};

use super::api::{Api, Interface};
use super::error::AvayaError;
use super::plan::{AvayaFault, EVENTS, FAMILY, Found, Owner, Step, plan};
use crate::connectors::Kind;
use crate::connectors::turn::{Turn, in_time, in_turn, is_news};
use crate::connectors::webex::subscriptions::purpose;
use crate::error::Error;
use crate::reason::Fault;
use crate::store::{Store, now, written_time};
use crate::vault::Vault;

/// The vendor lists no more at once.
const LISTED: usize = 25;
/// And no account has more pages.
const MOST_PAGES: usize = 20;
/// How long a subscription lives, where its answer does not say it, in ms.
const LIFE: i64 = 900_000;

/// Looks after subscriptions. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Subscriptions {
    pub(crate) store: Store,
    pub(crate) vault: Vault,
    pub(crate) api: Api,
    /// By which others reach the service.
    pub(crate) public_url: String,
}

/// A subscription, and what was done with it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AvayaSubscription {
    /// The vendor's id; empty where it is still to be made.
    pub(crate) id: String,
    pub(crate) family: String,
    pub(crate) events: Vec<String>,
    /// Without the secret in it.
    pub(crate) endpoint: String,
    /// ACTIVE, INACTIVE or PENDING, as the vendor says.
    pub(crate) status: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) expires_at: Option<String>,
    /// What was or is to be done.
    pub(crate) outcome: AvayaOutcome,
    /// What was or is wrong with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) fault: Option<AvayaFault>,
}

/// What is to be done with a subscription; after it was, what was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) enum AvayaOutcome {
    /// It is as it should be.
    Good,
    /// It is missing, and was made.
    Made,
    /// It was about to end, or had.
    Renewed,
    /// It is not needed.
    Removed,
}

/// What was done, until when it is there (epoch ms), and the key in its address.
type Ensured = (Vec<AvayaSubscription>, i64, String);

/// The turn at changing what a connector subscribes to.
struct Subscribing<'a> {
    store: &'a Store,
    connector: &'a str,
}

impl Turn for Subscribing<'_> {
    async fn take(&self, until: i64) -> Result<bool, Error> {
        self.store.take_turn_at_subscribing_to_avaya(self.connector, until).await
    }

    async fn is_connected(&self) -> Result<bool, Error> {
        Ok(self.store.avaya_account(self.connector).await?.is_some())
    }

    async fn end(&self) -> Result<(), Error> {
        self.store.end_turn_at_subscribing_to_avaya(self.connector).await
    }
}

impl Subscriptions {
    fn turn<'a>(&'a self, connector: &'a str) -> Subscribing<'a> {
        Subscribing { store: &self.store, connector }
    }

    /// The subscriptions of a connector, with what would be done; nothing is.
    pub(crate) async fn list(&self, connector: &str) -> Result<Vec<AvayaSubscription>, AvayaError> {
        let (owner, steps, _) = self.steps(connector).await?;
        Ok(steps.iter().map(|step| described(&owner, step)).collect())
    }

    /// Makes the subscription where it is missing, renews it in time, and removes what tells something twice.
    pub(crate) async fn ensure(&self, connector: &str) -> Result<Vec<AvayaSubscription>, AvayaError> {
        let ensured = self.ensure_in_turn(connector, None).await?;
        ensured.ok_or_else(|| Error::Conflict(Fault::ConnectorOff.into()).into())
    }

    /// Likewise; `None`: the connector is off, or somebody did since that time (epoch ms) and nothing was changed here.
    async fn ensure_in_turn(
        &self,
        connector: &str,
        since: Option<i64>,
    ) -> Result<Option<Vec<AvayaSubscription>>, AvayaError> {
        let turn = self.turn(connector);
        let ensured = in_turn(&turn, async {
            let ensured = in_time(self.try_to_ensure(connector, since)).await;
            self.note(connector, &ensured).await?;
            ensured
        });
        Ok(ensured.await?.map(|(done, ..)| done))
    }

    async fn note(&self, connector: &str, ensured: &Result<Option<Ensured>, AvayaError>) -> Result<(), Error> {
        match ensured {
            Ok(None) => {}
            Ok(Some((_, until, key))) => self.store.note_avayas_subscription(connector, Ok((*until, key))).await?,
            Err(AvayaError::NotConnected) => {}
            Err(AvayaError::Here(error)) if !is_news(error) => {}
            Err(AvayaError::Refused(status @ (403 | 404), words, _)) => {
                let reason = Fault::NoNotifications { status: *status, words: words.clone() }.into();
                self.store.note_avayas_subscription(connector, Err(&reason)).await?;
            }
            Err(error) => {
                self.store.note_avayas_subscription(connector, Err(&error.reason())).await?;
            }
        }
        Ok(())
    }

    async fn try_to_ensure(&self, connector: &str, since: Option<i64>) -> Result<Option<Ensured>, AvayaError> {
        // Whoever had the turn before may have done it, or have removed it and switched the connector off.
        let is_due = match since {
            Some(since) => self.is_due(connector, since).await?,
            None => true,
        };
        if !is_due || !self.store.is_connector_on(Kind::Avaya, connector).await? {
            return Ok(None);
        }
        self.store.note_check_of_avayas_subscription(connector).await?;
        let (owner, steps, key) = self.steps(connector).await?;
        self.check_address()?;
        let (mut done, mut until) = (Vec::new(), 0);
        for step in &steps {
            let mut subscription = described(&owner, step);
            match step {
                Step::Keep(found) => until = found.expires_at,
                Step::Make => {
                    let body = json!({"family": FAMILY, "events": [EVENTS], "transport": {"type": "WEBHOOK", "endpoint": owner.url}});
                    let asked = (Interface::Notification, Method::POST, "/subscriptions");
                    let made = self.api.ask(connector, asked, &[], Some(&body)).await?;
                    until = is_now(&mut subscription, &made);
                }
                Step::Renew(found, _) => {
                    let path = format!("{}:renew", path_of(found));
                    let asked = (Interface::Notification, Method::POST, path.as_str());
                    let renewed = self.api.ask(connector, asked, &[], Some(&json!({}))).await?;
                    until = is_now(&mut subscription, &renewed);
                }
                Step::Remove(found, _) => self.remove_one(connector, found).await?,
            }
            if matches!(subscription.outcome, AvayaOutcome::Made | AvayaOutcome::Removed) {
                let (id, outcome) = (&subscription.id, subscription.outcome);
                tracing::info!(connector, id, ?outcome, fault = ?subscription.fault, "a subscription was looked after");
            }
            done.push(subscription);
        }
        Ok(Some((done, until, key)))
    }

    /// Removes all subscriptions of a connector.
    pub(crate) async fn remove(&self, connector: &str) -> Result<Vec<AvayaSubscription>, AvayaError> {
        in_turn(&self.turn(connector), in_time(self.remove_all(connector))).await
    }

    async fn remove_all(&self, connector: &str) -> Result<Vec<AvayaSubscription>, AvayaError> {
        let owner = Owner { connector: connector.to_owned(), url: String::new() };
        let mut gone = Vec::new();
        for found in self.found(connector).await?.iter().filter(|found| owner.owns(found)) {
            self.remove_one(connector, found).await?;
            gone.push(of_found(found, AvayaOutcome::Removed, None));
        }
        self.store.note_avayas_subscription(connector, Ok((0, ""))).await?;
        Ok(gone)
    }

    async fn steps(&self, connector: &str) -> Result<(Owner, Vec<Step>, String), AvayaError> {
        self.store.avaya_account(connector).await?.ok_or(AvayaError::NotConnected)?;
        let none = || Error::Conflict(Fault::NoKeyYet.into());
        let (key, sealed) = self.store.newest_secret(connector).await?.ok_or_else(none)?;
        let secret = self.vault.open(&purpose(connector), &sealed)?;
        let url = format!("{}/connectors/avaya/{connector}/{secret}", self.public_url.trim_end_matches('/'));
        let owner = Owner { connector: connector.to_owned(), url };
        let steps = plan(&owner, &self.found(connector).await?, now());
        Ok((owner, steps, key))
    }

    async fn found(&self, connector: &str) -> Result<Vec<Found>, AvayaError> {
        let mut all: Vec<Found> = Vec::new();
        for number in 1..=MOST_PAGES {
            let (number, size) = (number.to_string(), LISTED.to_string());
            let query = [("pageSize", size.as_str()), ("pageNumber", number.as_str())];
            let asked = (Interface::Notification, Method::GET, "/subscriptions");
            let answer = self.api.ask(connector, asked, &query, None).await?;
            let page: Vec<Found> = listed(&answer).iter().filter_map(Found::of).collect();
            let (before, is_last) = (all.len(), page.len() < LISTED);
            all.extend(page.into_iter().filter(|one| !all.iter().any(|known| known.id == one.id)).collect::<Vec<_>>());
            // Where pages are not counted, the first one comes again.
            if is_last || all.len() == before {
                break;
            }
        }
        Ok(all)
    }

    async fn remove_one(&self, connector: &str, found: &Found) -> Result<(), AvayaError> {
        let path = path_of(found);
        match self.api.ask(connector, (Interface::Notification, Method::DELETE, &path), &[], None).await {
            // It ended by itself, or somebody else removed it.
            Ok(_) | Err(AvayaError::Refused(404, ..)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// A secret in an address is one by https alone.
    fn check_address(&self) -> Result<(), AvayaError> {
        let is_good =
            url::Url::parse(&self.public_url).is_ok_and(|url| url.scheme() == "https" && url.host().is_some());
        if is_good || self.api.has_stand_in() {
            return Ok(());
        }
        let fault = Fault::AddressNotSafe { url: self.public_url.clone() };
        Err(AvayaError::Here(Error::Conflict(fault.into())))
    }

    /// Looks after a connector, unless somebody did since that time (epoch ms) and nothing was changed here.
    pub(crate) async fn ensure_if_due(&self, connector: &str, since: i64) -> Result<(), AvayaError> {
        if self.is_due(connector, since).await? {
            self.ensure_in_turn(connector, Some(since)).await?;
        }
        Ok(())
    }

    async fn is_due(&self, connector: &str, since: i64) -> Result<bool, AvayaError> {
        let account = self.store.avaya_account(connector).await?.ok_or(AvayaError::NotConnected)?;
        let newest = self.store.newest_secret(connector).await?.map(|(key, _)| key).unwrap_or_default();
        let is_told_another = !account.told_key.is_empty() && account.told_key != newest;
        Ok(account.wants_notifications != 0 && (is_told_another || account.checked_at < since))
    }
}

/// The subscriptions of an answer, which may stand in it under some name.
fn listed(answer: &Value) -> &[Value] {
    let list = answer.as_array().or_else(|| answer.as_object()?.values().find_map(Value::as_array));
    list.map_or(&[], Vec::as_slice)
}

/// Until when it is there, as the vendor answers (epoch ms).
fn is_now(subscription: &mut AvayaSubscription, answer: &Value) -> i64 {
    let found = Found::of(answer);
    if let Some(found) = &found {
        (subscription.id, subscription.status) = (found.id.clone(), found.status.clone());
    }
    let until = found.map(|found| found.expires_at).filter(|at| *at > 0);
    let until = until.unwrap_or_else(|| now().saturating_add(LIFE));
    subscription.expires_at = Some(written_time(until));
    until
}

fn path_of(found: &Found) -> String {
    // An id is the vendor's; whatever it is, it is one segment.
    let id = percent_encoding::utf8_percent_encode(&found.id, percent_encoding::NON_ALPHANUMERIC);
    format!("/subscriptions/{id}")
}

fn described(owner: &Owner, step: &Step) -> AvayaSubscription {
    match step {
        Step::Keep(found) => of_found(found, AvayaOutcome::Good, None),
        Step::Renew(found, fault) => of_found(found, AvayaOutcome::Renewed, Some(*fault)),
        Step::Remove(found, fault) => of_found(found, AvayaOutcome::Removed, Some(*fault)),
        Step::Make => AvayaSubscription {
            id: String::new(),
            family: FAMILY.to_owned(),
            events: vec![EVENTS.to_owned()],
            endpoint: without_secret(&owner.url),
            status: String::new(),
            expires_at: None,
            outcome: AvayaOutcome::Made,
            fault: None,
        },
    }
}

fn of_found(found: &Found, outcome: AvayaOutcome, fault: Option<AvayaFault>) -> AvayaSubscription {
    AvayaSubscription {
        id: found.id.clone(),
        family: found.family.clone(),
        events: found.events.clone(),
        endpoint: without_secret(&found.endpoint),
        status: found.status.clone(),
        expires_at: (found.expires_at > 0).then(|| written_time(found.expires_at)),
        outcome,
        fault,
    }
}

/// An address but for its last segment.
fn without_secret(url: &str) -> String {
    url.rsplit_once('/').map_or_else(|| "…".to_owned(), |(start, _)| format!("{start}/…"))
}

#[cfg(test)]
mod tests;
