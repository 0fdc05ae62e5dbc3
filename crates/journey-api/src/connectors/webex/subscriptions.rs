//! Subscriptions of a connector: made, listed, repaired and removed. [`super::plan`] says what is to be done, here it is.

use reqwest::Method;
use serde::Serialize;
use serde_json::{Value, json};

use super::api::{Api, ApiError};
use super::plan::{Found, Owner, Step, Wanted, WebexFault, plan, wanted};
use crate::connectors::Kind;
use crate::connectors::turn::{Turn, in_time, in_turn, is_news};
use crate::error::Error;
use crate::reason::Fault;
use crate::store::Store;
use crate::vault::Vault;

/// What encrypts the keys of a connector.
pub(crate) fn purpose(connector: &str) -> String {
    format!("connector {connector}")
}

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
pub(crate) struct WebexSubscription {
    /// The vendor's id; empty where it is still to be made.
    pub(crate) id: String,
    pub(crate) name: String,
    /// `task:1.0.0`; empty in the first version, which has none.
    pub(crate) resource_version: String,
    pub(crate) event_types: Vec<String>,
    pub(crate) destination_url: String,
    /// `active` or `inactive`, as the vendor says.
    pub(crate) status: String,
    /// What was or is to be done.
    pub(crate) outcome: Outcome,
    /// What was or is wrong with it.
    pub(crate) faults: Vec<WebexFault>,
}

/// What is to be done with a subscription; after it was, what was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Outcome {
    /// It is as it should be.
    Good,
    /// It is missing, and was made.
    Made,
    /// Something was wrong with it.
    Repaired,
    /// It is not needed.
    Removed,
}

/// What was done, and the key that the subscriptions were told.
type Ensured = (Vec<WebexSubscription>, String);

/// The turn at changing what a connector subscribes to.
struct Subscribing<'a> {
    store: &'a Store,
    connector: &'a str,
}

impl Turn for Subscribing<'_> {
    async fn take(&self, until: i64) -> Result<bool, Error> {
        self.store.take_turn_at_subscribing(self.connector, until).await
    }

    async fn is_connected(&self) -> Result<bool, Error> {
        Ok(self.store.webex_account(self.connector).await?.is_some())
    }

    async fn end(&self) -> Result<(), Error> {
        self.store.end_turn_at_subscribing(self.connector).await
    }
}

impl Subscriptions {
    fn turn<'a>(&'a self, connector: &'a str) -> Subscribing<'a> {
        Subscribing { store: &self.store, connector }
    }

    /// The subscriptions of a connector, with what would be done; nothing is.
    pub(crate) async fn list(&self, connector: &str) -> Result<Vec<WebexSubscription>, ApiError> {
        let (owner, steps, _) = self.steps(connector).await?;
        Ok(steps.iter().map(|step| described(&owner, step)).collect())
    }

    /// Makes what is missing, repairs what is wrong, and removes what tells something twice.
    pub(crate) async fn ensure(&self, connector: &str) -> Result<Vec<WebexSubscription>, ApiError> {
        let ensured = self.ensure_in_turn(connector, None).await?;
        ensured.ok_or_else(|| Error::Conflict(Fault::ConnectorOff.into()).into())
    }

    /// Likewise; `None`: the connector is off, or somebody did since that time (epoch ms) and nothing was changed here.
    async fn ensure_in_turn(
        &self,
        connector: &str,
        since: Option<i64>,
    ) -> Result<Option<Vec<WebexSubscription>>, ApiError> {
        let turn = self.turn(connector);
        let ensured = in_turn(&turn, async {
            let ensured = in_time(self.try_to_ensure(connector, since)).await;
            self.note(connector, &ensured).await?;
            ensured
        });
        Ok(ensured.await?.map(|(done, _)| done))
    }

    async fn note(&self, connector: &str, ensured: &Result<Option<Ensured>, ApiError>) -> Result<(), Error> {
        match ensured {
            Ok(None) => {}
            Ok(Some((_, key))) => self.store.note_subscriptions(connector, Ok(key)).await?,
            Err(ApiError::NotConnected) => {}
            Err(ApiError::Here(error)) if !is_news(error) => {}
            Err(error) => {
                self.store.note_subscriptions(connector, Err(&error.reason())).await?;
            }
        }
        Ok(())
    }

    async fn try_to_ensure(&self, connector: &str, since: Option<i64>) -> Result<Option<Ensured>, ApiError> {
        // Whoever had the turn before may have done it, or have removed them all and switched the connector off.
        let is_due = match since {
            Some(since) => self.is_due(connector, since).await?,
            None => true,
        };
        if !is_due || !self.store.is_connector_on(Kind::Webex, connector).await? {
            return Ok(None);
        }
        self.store.note_check_of_subscriptions(connector).await?;
        let (owner, steps, (key, secret)) = self.steps(connector).await?;
        self.check_address(&owner)?;
        let mut done = Vec::new();
        for step in &steps {
            let mut subscription = described(&owner, step);
            match step {
                Step::Keep(_) => {}
                Step::Make(wanted) => {
                    let body = self.body(&owner, wanted, &secret, true);
                    let made = self.api.ask(connector, Method::POST, "/v2/subscriptions", &[], Some(&body)).await?;
                    if let Some(made) = made.get("data").and_then(|made| Found::of(made, 2)) {
                        (subscription.id, subscription.status) = (made.id, made.status);
                    }
                }
                Step::Repair(found, wanted, _) => {
                    let body = self.body(&owner, wanted, &secret, false);
                    let path = path_of(found);
                    let changed = self.api.ask(connector, Method::PATCH, &path, &[], Some(&body)).await?;
                    if let Some(changed) = changed.get("data").and_then(|changed| Found::of(changed, 2)) {
                        subscription.status = changed.status;
                    }
                }
                Step::Remove(found, _) => self.remove_one(connector, found).await?,
            }
            if subscription.outcome != Outcome::Good {
                let (id, outcome) = (&subscription.id, subscription.outcome);
                tracing::info!(connector, id, ?outcome, faults = ?subscription.faults, "a subscription was looked after");
            }
            done.push(subscription);
        }
        Ok(Some((done, key)))
    }

    /// Removes all subscriptions of a connector.
    pub(crate) async fn remove(&self, connector: &str) -> Result<Vec<WebexSubscription>, ApiError> {
        in_turn(&self.turn(connector), in_time(self.remove_all(connector))).await
    }

    async fn remove_all(&self, connector: &str) -> Result<Vec<WebexSubscription>, ApiError> {
        let organization = self.api.organization(connector).await?;
        let owner = self.owner(connector, false);
        let mut gone = Vec::new();
        for found in self.found(connector, &organization).await?.iter().filter(|found| owner.owns(found)) {
            self.remove_one(connector, found).await?;
            let mut subscription = of_found(found, Outcome::Removed, Vec::new());
            subscription.status = "inactive".to_owned();
            gone.push(subscription);
        }
        Ok(gone)
    }

    async fn steps(&self, connector: &str) -> Result<(Owner, Vec<Step>, (String, String)), ApiError> {
        let account = self.store.webex_account(connector).await?.ok_or(ApiError::NotConnected)?;
        let none = || Error::Conflict(Fault::NoKeyYet.into());
        let (key, sealed) = self.store.newest_secret(connector).await?.ok_or_else(none)?;
        let secret = self.vault.open(&purpose(connector), &sealed)?;
        let owner = self.owner(connector, account.told_key != key);
        let organization = account.org_id.as_str();
        let offered = self.api.ask(connector, Method::GET, "/v2/event-types", &[("orgId", organization)], None).await?;
        let found = self.found(connector, organization).await?;
        let steps = plan(&owner, &wanted(&offered), &found);
        Ok((owner, steps, (key, secret)))
    }

    async fn found(&self, connector: &str, organization: &str) -> Result<Vec<Found>, ApiError> {
        let mut all = Vec::new();
        for version in [1, 2] {
            let path = format!("/v{version}/subscriptions");
            let listed = self.api.ask(connector, Method::GET, &path, &[("orgId", organization)], None).await?;
            let listed = listed.get("data").and_then(Value::as_array).into_iter().flatten();
            all.extend(listed.filter_map(|one| Found::of(one, version)));
        }
        Ok(all)
    }

    async fn remove_one(&self, connector: &str, found: &Found) -> Result<(), ApiError> {
        match self.api.ask(connector, Method::DELETE, &path_of(found), &[], None).await {
            // Somebody else did.
            Ok(_) | Err(ApiError::Refused(404, _)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn owner(&self, connector: &str, has_new_secret: bool) -> Owner {
        let url = format!("{}/connectors/webex/{connector}", self.public_url.trim_end_matches('/'));
        Owner { connector: connector.to_owned(), url, has_new_secret }
    }

    fn body(&self, owner: &Owner, wanted: &Wanted, secret: &str, is_new: bool) -> Value {
        let Wanted { resource_version, types } = wanted;
        let url = &owner.url;
        if is_new {
            let description = "What the journey service hears of contacts";
            return json!({"name": owner.name(resource_version), "description": description, "eventTypes": types,
                "destinationUrl": url, "secret": secret, "resourceVersion": resource_version});
        }
        json!({"eventTypes": types, "destinationUrl": url, "secret": secret, "resourceVersion": resource_version,
            "status": "active"})
    }

    /// The vendor's rule, said before it refuses in other words.
    fn check_address(&self, owner: &Owner) -> Result<(), ApiError> {
        let is_good = url::Url::parse(&owner.url).is_ok_and(|url| {
            url.scheme() == "https" && url.port_or_known_default() == Some(443) && url.domain().is_some()
        });
        if is_good || self.api.has_stand_in() {
            return Ok(());
        }
        let fault = Fault::AddressNotTaken { url: owner.url.clone() };
        Err(ApiError::Here(Error::Conflict(fault.into())))
    }

    /// Looks after a connector, unless somebody did since that time (epoch ms) and nothing was changed here.
    pub(crate) async fn ensure_if_due(&self, connector: &str, since: i64) -> Result<(), ApiError> {
        if self.is_due(connector, since).await? {
            self.ensure_in_turn(connector, Some(since)).await?;
        }
        Ok(())
    }

    async fn is_due(&self, connector: &str, since: i64) -> Result<bool, ApiError> {
        let account = self.store.webex_account(connector).await?.ok_or(ApiError::NotConnected)?;
        let newest = self.store.newest_secret(connector).await?.map(|(key, _)| key).unwrap_or_default();
        Ok(newest != account.told_key || account.checked_at < since)
    }
}

fn path_of(found: &Found) -> String {
    // An id is the vendor's; whatever it is, it is one segment.
    let id = percent_encoding::utf8_percent_encode(&found.id, percent_encoding::NON_ALPHANUMERIC);
    format!("/v{}/subscriptions/{id}", found.version)
}

fn described(owner: &Owner, step: &Step) -> WebexSubscription {
    match step {
        Step::Keep(found) => of_found(found, Outcome::Good, Vec::new()),
        Step::Remove(found, fault) => of_found(found, Outcome::Removed, vec![*fault]),
        Step::Repair(found, wanted, faults) => WebexSubscription {
            event_types: wanted.types.clone(),
            destination_url: owner.url.clone(),
            ..of_found(found, Outcome::Repaired, faults.clone())
        },
        Step::Make(wanted) => WebexSubscription {
            id: String::new(),
            name: owner.name(&wanted.resource_version),
            resource_version: wanted.resource_version.clone(),
            event_types: wanted.types.clone(),
            destination_url: owner.url.clone(),
            status: String::new(),
            outcome: Outcome::Made,
            faults: Vec::new(),
        },
    }
}

fn of_found(found: &Found, outcome: Outcome, faults: Vec<WebexFault>) -> WebexSubscription {
    WebexSubscription {
        id: found.id.clone(),
        name: found.name.clone(),
        resource_version: found.resource_version.clone(),
        event_types: found.types.clone(),
        destination_url: found.url.clone(),
        status: found.status.clone(),
        outcome,
        faults,
    }
}

#[cfg(test)]
mod tests;
