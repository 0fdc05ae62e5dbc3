//! Takes conversations as the platform has them now: their events that are not stored are published, and what cannot be taken is kept
//! among the connector's failures, once. A conversation that goes on is read again and has the same events later and some new ones;
//! one that did not change costs nothing. It may end at any moment: what it did is not done twice.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::future::join_all;
use genesys::{Names, conversation, named_in};
use journey::{EventKind, Reported, WrapUp};
use ring::digest::{SHA256, digest};
use serde_json::Value;

use super::api::Api;
use super::names::Directory;
use super::query::{LONGEST, id_of};
use crate::connectors::failures::refuse;
use crate::connectors::reported::{customer_of, events_of};
use crate::connectors::tally::Tally;
use crate::connectors::vendor::ApiError;
use crate::error::Error;
use crate::ids::{Lookup, WorkspaceId};
use crate::publisher::Publisher;
use crate::reason::{Fault, Reason};
use crate::store::{Connector, KnownConversation, NewEvent, now};

/// The analytics know the last of a conversation so long after its end, in ms: a wrap-up code most of all.
const SETTLED: i64 = 15 * 60_000;
/// One that goes on is read again each time, and when it is older than this after a part of its age, so that an e-mail of last week is
/// not asked for every minute: at most after so long, in ms.
const YOUNG: i64 = 3_600_000;
const LONGEST_PAUSE: i64 = 30 * 60_000;
const PART_OF_ITS_AGE: i64 = 20;

/// Takes conversations. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Reader {
    pub(crate) api: Api,
    pub(crate) publisher: Publisher,
    pub(crate) tally: Tally,
    pub(crate) directory: Directory,
}

/// What came of conversations.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Taken {
    pub(crate) conversations: i64,
    /// So many events were not stored before.
    pub(crate) events: i64,
}

/// What a record became.
#[derive(Default)]
struct Read {
    events: Vec<NewEvent>,
    lookup: String,
    /// What could not be taken.
    reasons: Vec<Reason>,
}

impl Reader {
    /// Takes conversations of a connector.
    ///
    /// # Errors
    /// When the platform does not say names, or the database fails: they are to be taken again then.
    pub(crate) async fn take(&self, connector: &Connector, records: &[Value]) -> Result<Taken, ApiError> {
        let workspace = self.workspace(connector).await?;
        let at = now();
        let keyed: Vec<(String, String, &Value)> = records.iter().map(keyed).collect();
        let ids: Vec<&str> = keyed.iter().map(|(id, ..)| id.as_str()).collect();
        let mut known = self.api.store.genesys_conversations(&connector.id, &ids).await?;
        let mut fresh = Vec::new();
        let mut rows = Vec::new();
        for (id, digest, record) in &keyed {
            let before = known.remove(id).unwrap_or_default();
            let is_same = before.digest == *digest && before.conversation_id == *id;
            let row = KnownConversation {
                conversation_id: id.clone(),
                started_at: time(record, "conversationStart").unwrap_or(at),
                again_at: again_at(record, at),
                digest: digest.clone(),
                ..before.clone()
            };
            if before.is_erased != 0 || (is_same && before.again_at == 0) {
                continue;
            }
            // Only when it is settled is there something new in what did not change: what was held back.
            if is_same && row.again_at > 0 { rows.push(row) } else { fresh.push((*record, row)) }
        }
        let named = fresh.iter().flat_map(|(record, _)| named_in(record)).collect();
        let names = self.directory.names(&self.api, &connector.id, named).await?;
        let read: Vec<Read> = fresh.iter().map(|(record, _)| read(record, &names, &workspace, at)).collect();
        let published =
            self.publish(connector, &workspace, read.iter().flat_map(|one| one.events.iter()).cloned()).await?;
        let mut failures = Vec::new();
        for ((record, mut row), read) in fresh.into_iter().zip(read) {
            let told = if read.reasons.is_empty() {
                String::new()
            } else {
                digest_of(&read.reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
            };
            if !told.is_empty() && told != row.told {
                failures.push((read.reasons, record.to_string()));
            }
            (row.told, row.lookup) = (told, read.lookup);
            rows.push(row);
        }
        if !failures.is_empty() {
            refuse(&self.api.store, &self.tally, &connector.id, &failures).await?;
        }
        self.api.store.note_genesys_conversations(&connector.id, &rows).await?;
        Ok(Taken { conversations: i64::try_from(records.len()).unwrap_or(i64::MAX), events: published })
    }

    /// Takes one once more that could not be taken, as it was kept: how many of its events were not stored.
    ///
    /// # Errors
    /// Why it still cannot be taken.
    pub(crate) async fn take_again(&self, connector: &Connector, record: &Value) -> Result<i64, ApiError> {
        let workspace = self.workspace(connector).await?;
        let (id, digest, _) = keyed(record);
        let known = self.api.store.genesys_conversations(&connector.id, &[&id]).await?.remove(&id).unwrap_or_default();
        if known.is_erased != 0 {
            return Err(Error::Conflict("It is a conversation of somebody who was erased".into()).into());
        }
        let names = self.directory.names(&self.api, &connector.id, named_in(record)).await?;
        let at = now();
        let read = read(record, &names, &workspace, at);
        if !read.reasons.is_empty() {
            return Err(Error::Invalid(read.reasons).into());
        }
        let published = self.publish(connector, &workspace, read.events.into_iter()).await?;
        let (started_at, again_at) = (time(record, "conversationStart").unwrap_or(at), again_at(record, at));
        let row = KnownConversation { conversation_id: id, started_at, again_at, digest, lookup: read.lookup, ..known };
        self.api.store.note_genesys_conversations(&connector.id, &[row]).await?;
        Ok(published)
    }

    async fn workspace(&self, connector: &Connector) -> Result<WorkspaceId, ApiError> {
        let found = self.api.store.workspace(&connector.organization_id, &connector.workspace_id).await?;
        Ok(found.ok_or_else(|| Error::Conflict(Fault::ConnectorWithoutProject.into()))?)
    }

    /// Publishes those that are not stored; how many that were.
    async fn publish(
        &self,
        connector: &Connector,
        workspace: &WorkspaceId,
        events: impl Iterator<Item = NewEvent>,
    ) -> Result<i64, ApiError> {
        let events: Vec<NewEvent> = events.collect();
        let stored = self.api.store.stored_of(workspace, &events).await?;
        let new = events.into_iter().filter(|event| !stored.contains(&event.happened()));
        let mut published = 0;
        let mut failed = None;
        for result in join_all(new.map(|event| self.publisher.publish(event))).await {
            match result {
                Ok(()) => published += 1,
                Err(error) => failed = Some(error),
            }
        }
        if published > 0 {
            self.tally.add(&connector.id, published, 0);
        }
        failed.map_or(Ok(published), |error| Err(error.into()))
    }
}

/// What a record says now.
fn read(record: &Value, names: &dyn Names, workspace: &WorkspaceId, at: i64) -> Read {
    let reported = match conversation(record, names) {
        Ok(reported) => reported,
        Err(unread) => return Read { reasons: vec![unread.problem.into()], ..Read::default() },
    };
    let is_settled = again_at(record, at) == 0;
    let problems = reported.iter().flat_map(|one| &one.problems);
    let mut reasons: Vec<Reason> = problems.cloned().map(Reason::from).collect();
    let customer = match customer_of(&reported) {
        Some(Ok(customer)) => customer,
        Some(Err(reason)) => {
            reasons.push(Reason::at("identity", reason));
            return Read { reasons, ..Read::default() };
        }
        None => {
            reasons.extend(is_settled.then(|| Reason::at("identity", Fault::NothingSaysWhose)));
            return Read { reasons, ..Read::default() };
        }
    };
    let lookup = Lookup::of_kind(&customer.identity, customer.kind).as_str().to_owned();
    let told: Vec<Reported> = reported.into_iter().filter(|one| is_settled || !is_too_early(one)).collect();
    match events_of(&told, &customer, workspace) {
        Ok(events) => Read { events, lookup, reasons },
        Err(more) => {
            reasons.extend(more);
            Read { events: Vec::new(), lookup, reasons }
        }
    }
}

/// Whether the analytics may know more of it in a while: the code by which an agent wrote up what is over.
fn is_too_early(event: &Reported) -> bool {
    event.kind == EventKind::WrapUpDone && WrapUp::read(&event.data).id.is_none()
}

/// When a conversation is read again (epoch ms); 0: never.
fn again_at(record: &Value, at: i64) -> i64 {
    let started = time(record, "conversationStart").unwrap_or(at);
    match time(record, "conversationEnd") {
        _ if id_of(record).is_none() || at.saturating_sub(started) >= LONGEST => 0,
        Some(end) if at.saturating_sub(end) >= SETTLED => 0,
        Some(_) => at,
        None => {
            let older = at.saturating_sub(started).saturating_sub(YOUNG);
            at.saturating_add((older / PART_OF_ITS_AGE).clamp(0, LONGEST_PAUSE))
        }
    }
}

fn time(record: &Value, key: &str) -> Option<i64> {
    Some(basics::read_time(record.get(key)?)?.timestamp_millis())
}

/// By what a record is known, and as it is now. One without an id is known by all that it says.
fn keyed(record: &Value) -> (String, String, &Value) {
    let digest = digest_of(&record.to_string());
    (id_of(record).unwrap_or_else(|| format!("no id {digest}")), digest, record)
}

fn digest_of(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const AT: i64 = 1_800_000_000_000;

    fn ago(milliseconds: i64) -> String {
        crate::store::written_time(AT - milliseconds)
    }

    #[test]
    fn what_goes_on_is_read_again_the_sooner_the_younger_it_is_and_what_is_settled_never() {
        let hour = 3_600_000;
        for (record, again) in [
            (json!({"conversationId": "c", "conversationStart": ago(60_000)}), AT),
            (json!({"conversationId": "c", "conversationStart": ago(2 * hour)}), AT + 180_000),
            (json!({"conversationId": "c", "conversationStart": ago(100 * hour)}), AT + LONGEST_PAUSE),
            (json!({"conversationId": "c", "conversationStart": ago(hour), "conversationEnd": ago(60_000)}), AT),
            (json!({"conversationId": "c", "conversationStart": ago(hour), "conversationEnd": ago(SETTLED)}), 0),
            (json!({"conversationId": "c", "conversationStart": ago(LONGEST)}), 0),
            (json!({"conversationStart": ago(hour)}), 0),
        ] {
            assert_eq!(again_at(&record, AT), again, "{record}");
        }
    }

    #[test]
    fn a_wrap_up_without_its_code_waits_until_the_conversation_is_settled() {
        let workspace = WorkspaceId("w".to_owned());
        let mut record = ::genesys::samples::call("c", &ago(10 * 60_000));
        let done = |record: &Value, at: i64| {
            let read = read(record, &(), &workspace, at);
            assert_eq!(read.reasons, []);
            read.events.iter().filter(|event| event.id().contains("wrapup-done")).count()
        };
        assert_eq!(done(&record, AT), 1);
        let segments = record["participants"][3]["sessions"][0]["segments"].as_array_mut().expect("segments");
        segments[4].as_object_mut().expect("a segment").remove("wrapUpCode");
        assert_eq!((done(&record, AT), done(&record, AT + SETTLED)), (0, 1));
    }
}
