//! Asks for what happens now: for conversations that began since it was asked last and a little before, as the analytics know some of
//! them late, and for those that went on. Of several replicas one does it.

use std::time::Duration;

use tokio::sync::watch;

use super::query::{LONGEST, PAGE, begun, id_of, of_ids};
use super::reader::Reader;
use super::schedule::ended;
use super::words::{listed, reason_of};
use crate::connectors::failures::refuse;
use crate::connectors::vendor::ApiError;
use crate::error::Error;
use crate::reason::{Fault, Reason};
use crate::store::{Connector, GenesysAccount, KnownConversation, now};

/// So long may one question with its answer take, in ms; then another one may ask.
const LEASE: i64 = 180_000;
/// What began so long before it was asked last is asked for again, in ms.
const OVERLAP: i64 = 15 * 60_000;
/// One query is about so much time, in ms: smaller ones are quicker, and 100,000 conversations are the most that it finds.
const WINDOW: i64 = 3_600_000;
/// What was missed for longer is not asked for by itself, in ms: that is for a filling.
const LONGEST_AGO: i64 = 7 * 86_400_000;
/// The platform's clock may be so much ahead, in ms.
const AHEAD: i64 = 60_000;
/// A conversation that the platform does not know any more is asked for again after so long, in ms.
const UNKNOWN: i64 = 10 * 60_000;

/// Asks. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Asking {
    pub(crate) reader: Reader,
    /// How often.
    pub(crate) every: Duration,
}

impl Asking {
    /// Asks for a connector, if nobody else does. When the service ends somebody else may at once: nothing is lost with an answer
    /// that is not awaited.
    ///
    /// # Errors
    /// When the database fails. What the platform refused is written down.
    pub(crate) async fn ask_if_due(&self, id: &str, mut ending: watch::Receiver<bool>) -> Result<(), Error> {
        let store = &self.reader.api.store;
        if !store.take_turn_at_genesys(id, now().saturating_add(LEASE)).await? {
            return Ok(());
        }
        let begun_at = now();
        let (Some(connector), Some(account)) = (store.any_connector(id).await?, store.genesys_account(id).await?)
        else {
            return Ok(());
        };
        let asked = tokio::select! {
            asked = self.ask(&connector, &account, begun_at) => asked,
            () = ended(&mut ending) => return store.go_on_at_genesys(id, 0, 0).await,
        };
        let next = begun_at.saturating_add(i64::try_from(self.every.as_millis()).unwrap_or(i64::MAX));
        match asked {
            Ok(()) => {
                let lacking = self.reader.directory.lacking(id);
                let new: Vec<String> =
                    lacking.iter().filter(|one| !listed(&account.lacking).contains(*one)).cloned().collect();
                for permission in new {
                    self.tell(id, Reason::at("names", Fault::GenesysNames { permission })).await?;
                }
                store.end_turn_at_genesys(id, next, Ok(&lacking)).await.map(drop)
            }
            Err(error) => {
                let reason = reason_of(&error);
                tracing::warn!(connector = id, %reason, "Genesys Cloud could not be asked");
                let is_new = store.end_turn_at_genesys(id, next.max(now()), Err(&reason)).await?;
                // Once for each thing that somebody has to do something about.
                if is_new && matches!(error, ApiError::Refused(..)) {
                    self.tell(id, reason).await?;
                }
                Ok(())
            }
        }
    }

    /// Keeps something among the failures that has no record.
    async fn tell(&self, id: &str, reason: Reason) -> Result<(), Error> {
        refuse(&self.reader.api.store, &self.reader.tally, id, &[(vec![reason], String::new())]).await
    }

    async fn ask(&self, connector: &Connector, account: &GenesysAccount, at: i64) -> Result<(), ApiError> {
        let mut from = account.reached.saturating_sub(OVERLAP).max(at.saturating_sub(LONGEST_AGO));
        loop {
            let to = from.saturating_add(WINDOW).min(at.saturating_add(AHEAD));
            let mut page = 1;
            loop {
                let (records, has_more) = begun(&self.reader.api, &connector.id, (from, to), page).await?;
                self.reader.take(connector, &records).await?;
                if !has_more {
                    break;
                }
                page += 1;
                self.go_on(connector, 0).await?;
            }
            self.go_on(connector, to.min(at)).await?;
            if to >= at {
                break;
            }
            from = to;
        }
        self.ask_again(connector, at).await
    }

    async fn go_on(&self, connector: &Connector, reached: i64) -> Result<(), Error> {
        self.reader.api.store.go_on_at_genesys(&connector.id, now().saturating_add(LEASE), reached).await
    }

    /// Asks for conversations that went on when they were read.
    async fn ask_again(&self, connector: &Connector, at: i64) -> Result<(), ApiError> {
        let store = &self.reader.api.store;
        let most = i64::try_from(PAGE).unwrap_or(i64::MAX);
        loop {
            // What was read just now is due later.
            let due = store.genesys_to_read_again(&connector.id, at.saturating_sub(1), most).await?;
            if due.is_empty() {
                return Ok(());
            }
            let oldest = at.saturating_sub(LONGEST).saturating_add(AHEAD.saturating_mul(2));
            let asked: Vec<&KnownConversation> = due.iter().filter(|one| one.started_at > oldest).collect();
            let mut found = Vec::new();
            if let Some(first) = asked.iter().map(|one| one.started_at).min() {
                let ids: Vec<&str> = asked.iter().map(|one| one.conversation_id.as_str()).collect();
                let between = (first.saturating_sub(AHEAD), at.saturating_add(AHEAD));
                found = of_ids(&self.reader.api, &connector.id, between, &ids).await?;
                self.reader.take(connector, &found).await?;
            }
            let found: Vec<String> = found.iter().filter_map(id_of).collect();
            let gone: Vec<KnownConversation> = due
                .into_iter()
                .filter(|one| !found.contains(&one.conversation_id))
                .map(|one| {
                    let again_at = if one.started_at > oldest { now().saturating_add(UNKNOWN) } else { 0 };
                    KnownConversation { again_at, ..one }
                })
                .collect();
            store.note_genesys_conversations(&connector.id, &gone).await?;
            self.go_on(connector, 0).await?;
        }
    }
}
