//! Stores what an engagement is made of: read as the widget reads it, under one identity whichever way it came, and each thing once.

use std::collections::HashSet;

use avaya::identifiers::{Names, each};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use cjds::IdentityType;
use futures_util::future::join_all;
use journey::Reported;
use ring::digest::{SHA256, digest};
use serde_json::Value;
use uuid::Uuid;

use crate::checked;
use crate::connectors::failures::refuse;
use crate::connectors::tally::Tally;
use crate::error::Error;
use crate::http::publish;
use crate::ids::WorkspaceId;
use crate::live::{Hub, Signal};
use crate::publisher::Publisher;
use crate::reason::{Fault, Reason};
use crate::retention;
use crate::store::{Identity, NewEvent, Store, Whose};

/// Ids of events are no longer, in bytes; a longer one is told apart by its digest.
const LONGEST_ID: usize = 512;
/// By this, such ids are made.
const IDS: Uuid = Uuid::from_u128(0x3b0c_91d4_6f1e_4a77_8a53_d2c4_70b9_1e05);

/// Reads and stores. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Reader {
    pub(crate) store: Store,
    pub(crate) publisher: Publisher,
    pub(crate) hub: Hub,
    pub(crate) tally: Tally,
    /// How many days events are kept: older ones are not stored.
    pub(crate) retention_days: i64,
}

/// Of which connector a record is, where it goes, and what identifiers are called there.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) connector: String,
    /// How often its access was written: what was found out of an account is not true of another one.
    pub(crate) version: i64,
    pub(crate) workspace: WorkspaceId,
    pub(crate) names: Names,
}

/// What became of a record.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// So many events are stored that were not.
    pub(crate) stored: usize,
    /// What it says was stored before.
    pub(crate) is_known: bool,
    /// It is over: nothing happens in it any more.
    pub(crate) is_over: bool,
    pub(crate) start: Option<DateTime<Utc>>,
    /// What of it cannot be stored, and why.
    pub(crate) reasons: Vec<Reason>,
}

impl Reader {
    /// Stores what is new of a record; `beside`: by whom it was found. What cannot be stored is kept among the failures.
    ///
    /// # Errors
    /// When the service or its database is in trouble: it is to be read again.
    pub(crate) async fn take(&self, place: &Place, record: &Value, beside: &[Identity]) -> Result<Outcome, Error> {
        let outcome = self.store(place, record, beside, false).await?;
        if !outcome.reasons.is_empty() {
            let failure = (outcome.reasons.clone(), record.to_string());
            refuse(&self.store, &self.tally, &place.connector, &[failure]).await?;
        }
        Ok(outcome)
    }

    /// Likewise what could not be stored before, which is not kept once more.
    ///
    /// # Errors
    /// The same.
    pub(crate) async fn take_again(&self, place: &Place, record: &Value) -> Result<Outcome, Error> {
        self.store(place, record, &[], true).await
    }

    async fn store(&self, place: &Place, record: &Value, beside: &[Identity], again: bool) -> Result<Outcome, Error> {
        let Place { connector, workspace, names, .. } = place;
        let seal = digest(&SHA256, format!("{workspace}\n{record}").as_bytes());
        let seal = URL_SAFE_NO_PAD.encode(seal);
        let mut outcome = Outcome {
            is_over: record
                .get("status")
                .and_then(Value::as_str)
                .is_some_and(|it| it.eq_ignore_ascii_case("COMPLETED")),
            start: record.get("startDate").and_then(basics::read_time),
            ..Outcome::default()
        };
        // One that cannot be read at all is known again by its digest.
        let id = record.get("id").and_then(journey::text);
        let id = id.filter(|_| record.is_object()).unwrap_or_else(|| format!("unread {seal}"));
        let known = self.store.engagement(connector, &id).await?;
        if known.digest == seal && !again {
            outcome.is_known = true;
            return Ok(outcome);
        }
        let events = avaya::engagement(record).unwrap_or_else(|unread| {
            outcome.reasons.push(unread.problem.into());
            Vec::new()
        });
        let all = identities(record, &events, names, beside);
        let own = match (known.whose(), all.first()) {
            (Whose::Unknown, Some(first)) => self.store.claim_engagement(known.seq, first).await?,
            (whose, _) => whose,
        };
        match own {
            Whose::Somebody(own) => {
                // Whoever was looked up first, then whom the engagement names.
                let others = beside.iter().chain(&all).filter(|one| one.lookup() != own.lookup());
                let others: Vec<Identity> = others.cloned().collect();
                self.make_known(place, &own, &others).await?;
                outcome.stored = self.publish(workspace, &own, &events, &mut outcome.reasons).await?;
                self.join(place, &own, &others).await?;
            }
            // Who it was is erased.
            Whose::Nobody => {}
            Whose::Unknown if events.is_empty() => {}
            Whose::Unknown => outcome.reasons.push(Reason::at("identifiers", Fault::EngagementNobodys)),
        }
        self.store.note_digest(known.seq, &seal).await?;
        if outcome.stored > 0 {
            self.tally.add(connector, i64::try_from(outcome.stored).unwrap_or(i64::MAX), 0);
        }
        Ok(outcome)
    }

    /// Publishes events; how many were not stored before.
    async fn publish(
        &self,
        workspace: &WorkspaceId,
        own: &Identity,
        events: &[Reported],
        reasons: &mut Vec<Reason>,
    ) -> Result<usize, Error> {
        let oldest = retention::oldest(crate::store::now(), self.retention_days).unwrap_or(i64::MIN);
        let mut fresh = Vec::new();
        let mut fault = |reason: Reason| {
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        };
        for event in events {
            if event.time.is_some_and(|time| time.timestamp_millis() < oldest) {
                continue;
            }
            let Some(mut written) = journey_events::written(event, &own.value, own.kind) else {
                let problems = event.problems.iter().cloned().map(Reason::from);
                problems
                    .chain(event.problems.is_empty().then(|| Reason::at(event.word.clone(), Fault::NoTime)))
                    .for_each(&mut fault);
                continue;
            };
            shorten_id(&mut written);
            match publish::read(&written) {
                Ok(event) => fresh.push(event),
                Err(Error::Invalid(why)) => why.into_iter().for_each(&mut fault),
                Err(error) => return Err(error),
            }
        }
        let all = fresh.into_iter().map(|event| self.publisher.publish_new(NewEvent::new(workspace.clone(), event)));
        let mut count = 0;
        for result in join_all(all).await {
            match result {
                Ok(is_new) => count += usize::from(is_new),
                Err(Error::Invalid(why)) => why.into_iter().for_each(&mut fault),
                Err(error) => return Err(error),
            }
        }
        Ok(count)
    }

    /// Before anything is stored: where nobody has the identity, it is whose the others are, and no stranger's.
    async fn make_known(&self, place: &Place, own: &Identity, others: &[Identity]) -> Result<(), Error> {
        let workspace = &place.workspace;
        if self.store.owner(workspace, &own.lookup()).await?.is_some() {
            return Ok(());
        }
        for other in others {
            if self.store.owner(workspace, &other.lookup()).await?.is_some() {
                return self.give(place, other, std::slice::from_ref(own)).await;
            }
        }
        Ok(())
    }

    /// Has whose engagement it is known by the others, too, where nobody else is.
    async fn join(&self, place: &Place, own: &Identity, others: &[Identity]) -> Result<(), Error> {
        let mut unknown = Vec::new();
        for other in others {
            if self.store.owner(&place.workspace, &other.lookup()).await?.is_none() {
                unknown.push(other.clone());
            }
        }
        if unknown.is_empty() { Ok(()) } else { self.give(place, own, &unknown).await }
    }

    /// Gives whoever has an identity those beside it.
    async fn give(&self, place: &Place, own: &Identity, beside: &[Identity]) -> Result<(), Error> {
        let Place { connector, workspace, .. } = place;
        let mut write = self.store.write().await?;
        let change = write.join_beside(workspace, own, beside, &format!("connector {connector}")).await?;
        write.commit().await?;
        for lookup in &change.lookups {
            self.hub.send(workspace, lookup, Signal::Changed);
        }
        Ok(())
    }
}

/// Whose it may be, the likeliest first: who took part as the customer, by what it is known, and by what it was found.
fn identities(record: &Value, events: &[Reported], names: &Names, beside: &[Identity]) -> Vec<Identity> {
    let taking_part = events.iter().filter(|event| !event.identity.is_empty());
    let taking_part = taking_part.filter_map(|event| Some((event.identity_type?, event.identity.clone())));
    let mut named: Vec<(IdentityType, String)> = each(record.get("identifiers").unwrap_or(&Value::Null))
        .filter_map(|(name, value)| Some((names.kind(name)?, value)))
        .collect();
    // In one order, whatever the account's is.
    let rank = |kind: &IdentityType| IdentityType::ALL.iter().position(|known| known == kind);
    named.sort_by_key(|(kind, _)| rank(kind));
    let found = taking_part.chain(named).filter_map(|(kind, value)| checked::identity(kind, &value).ok());
    let mut seen = HashSet::new();
    found.chain(beside.iter().cloned()).filter(|one| seen.insert(one.lookup())).collect()
}

/// An id that is too long to be stored is one that is made of it.
fn shorten_id(event: &mut Value) {
    let Some(id) = event.get("id").and_then(Value::as_str).filter(|id| id.len() > LONGEST_ID) else { return };
    let id = Uuid::new_v5(&IDS, id.as_bytes()).to_string();
    if let Some(fields) = event.as_object_mut() {
        fields.insert("id".to_owned(), Value::String(id));
    }
}
