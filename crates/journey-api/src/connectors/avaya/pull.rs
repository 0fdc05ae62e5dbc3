//! Asks for whom somebody looks up, where no notifications tell of them: once in a while for each, and nobody waits for it. What is new
//! is stored, and reaches who looks by the live stream and the next page. A vendor that is slow or away changes nothing for anybody.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use cjds::IdentityType;
use journey::{KnownIdentity, Sought};
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::task::{JoinHandle, JoinSet};

use super::error::AvayaError;
use super::reading::{Place, Reader};
use super::search::Search;
use super::worker::place;
use crate::checked;
use crate::connectors::Task;
use crate::connectors::lookups::LookedUp;
use crate::error::Error;
use crate::ids::{Lookup, guessed_kind};
use crate::store::{ConnectedToAvaya, Identity, now};

/// Where no notifications come, somebody is asked for so often, in ms.
const EVERY: i64 = 5 * 60_000;
/// Where they come, they tell of everything since; so this is for what was before, and for what they lost.
const EVERY_BESIDE_NOTIFICATIONS: i64 = 86_400_000;
/// So many are asked for at once, of each connector.
const AT_ONCE: usize = 4;
/// So many wait for that; of more nobody is asked for, until they are looked up again.
const WAITING: usize = 256;
/// After an account did not answer it is left alone for so long.
const PAUSE: Duration = Duration::from_secs(30);
/// Which connectors there are is asked for so often.
const CONNECTORS_EVERY: Duration = Duration::from_secs(2);
/// So many who were asked for lately are remembered without asking the database.
const REMEMBERED: usize = 20_000;
/// The newest so many pages of somebody are read.
const MOST_PAGES: usize = 20;

/// Asks. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Puller {
    reader: Reader,
    search: Search,
    busy: Arc<Mutex<Busy>>,
}

#[derive(Default)]
struct Busy {
    /// When somebody was asked for (epoch ms), and of which version the access was, by connector.
    recent: HashMap<(String, Lookup), (i64, i64)>,
    /// Who is being asked for.
    now: HashSet<(String, Lookup)>,
    /// Which accounts are left alone, until when.
    away: HashMap<String, Instant>,
    turns: HashMap<String, Arc<Semaphore>>,
}

/// The connectors of workspaces, as they were a moment ago.
#[derive(Default)]
struct Connectors {
    known: Vec<ConnectedToAvaya>,
    asked: Option<Instant>,
}

impl Puller {
    pub(super) fn new(reader: Reader, search: Search) -> Self {
        Self { reader, search, busy: Arc::default() }
    }

    /// Begins to hear of whom somebody looks up, until the service ends.
    pub(super) fn begin(
        self,
        mut lookups: mpsc::Receiver<LookedUp>,
        mut ending: watch::Receiver<bool>,
    ) -> JoinHandle<()> {
        tokio::spawn(async move {
            let (mut asking, mut connectors) = (JoinSet::new(), Connectors::default());
            loop {
                let looked_up = tokio::select! {
                    looked_up = lookups.recv() => looked_up,
                    Some(_) = asking.join_next(), if !asking.is_empty() => continue,
                    _ = ending.wait_for(|ending| *ending) => None,
                };
                let Some(looked_up) = looked_up else { break };
                if let Err(error) = self.hear(&looked_up, &mut connectors, &mut asking).await {
                    let cause = error.hidden_cause();
                    tracing::error!(cause, %error, "whom somebody looked up could not be asked for");
                }
            }
            // An answer of the vendor's may take long: who was being asked for is asked for again.
            asking.shutdown().await;
        })
    }

    async fn hear(
        &self,
        looked_up: &LookedUp,
        connectors: &mut Connectors,
        asking: &mut JoinSet<()>,
    ) -> Result<(), Error> {
        if connectors.asked.is_none_or(|asked| asked.elapsed() >= CONNECTORS_EVERY) {
            connectors.known = self.reader.store.connected_to_avaya().await?;
            connectors.asked = Some(Instant::now());
        }
        let of_workspace = |one: &&ConnectedToAvaya| one.workspace_id == looked_up.workspace.as_str();
        let mut all = connectors.known.iter().filter(of_workspace).peekable();
        if all.peek().is_none() {
            return Ok(());
        }
        let lookup = self.reader.store.resolve(&looked_up.workspace, &looked_up.identity).await?;
        for one in all {
            let often = if one.notified_until > now() { EVERY_BESIDE_NOTIFICATIONS } else { EVERY };
            let since = now().saturating_sub(often);
            let key = (one.connector_id.clone(), lookup.clone());
            if asking.len() >= WAITING || !self.busy().begin(&key, (since, one.version), Instant::now()) {
                continue;
            }
            let (puller, identity, version) = (self.clone(), looked_up.identity.clone(), one.version);
            asking.spawn(async move {
                let turn = puller.busy().turn(&key.0);
                let _turn = turn.acquire_owned().await.ok();
                let asked = puller.pull(&key, &identity, since).await;
                // First it is known that the account is to be left alone, and then somebody else may ask for whom this did.
                if let Err(error) = &asked {
                    puller.failed(&key.0, error).await;
                }
                puller.busy().end(&key, matches!(asked, Ok(true)).then_some(version));
            });
        }
        Ok(())
    }

    /// Asks for somebody, for whom nobody asked since that time (epoch ms); whether nobody is to ask for a while.
    async fn pull(&self, (id, lookup): &(String, Lookup), identity: &str, since: i64) -> Result<bool, AvayaError> {
        let store = &self.reader.store;
        if self.busy().is_away(id, Instant::now()) {
            return Ok(false);
        }
        // As it is now: off, and nothing is asked.
        let connector = store.any_connector(id).await?.filter(|connector| connector.is_on != 0);
        let Some(connector) = connector else { return Ok(false) };
        let Some(place) = place(&self.reader, &connector).await? else { return Ok(false) };
        let Some(was_whole) = store.take_turn_at_pulling(id, lookup, since).await? else { return Ok(true) };
        let read = self.read(&place, lookup, identity, was_whole).await;
        // Who is refused is not asked again sooner; who was not reached is.
        let is_answered = matches!(read, Ok(()) | Err(AvayaError::Refused(..)));
        store.end_turn_at_pulling(id, lookup, (is_answered, read.is_ok())).await?;
        if read.is_ok() {
            store.clear_problem(id, Task::Lookups).await?;
        }
        read.map(|()| true)
    }

    async fn read(&self, place: &Place, lookup: &Lookup, identity: &str, was_whole: bool) -> Result<(), AvayaError> {
        let known = self.reader.store.identities_beside(&place.workspace, lookup).await?;
        let Some(asked) = journey::Identity::new(identity) else { return Ok(()) };
        let kind = known.iter().find(|one| one.lookup() == *lookup).map(|one| one.kind);
        let beside = known
            .iter()
            .filter(|one| one.lookup() != *lookup)
            .filter_map(|one| Some(KnownIdentity::of(Some(one.kind), journey::Identity::new(&one.value)?)));
        let asked = place.names.sought(&Sought::of_kind(asked, kind).known_also(beside));
        if asked.is_empty() {
            return Ok(());
        }
        let own = found_by(kind, identity);
        let mut filled = 0;
        for number in 1..=MOST_PAGES {
            let Some(answer) = self.search.page(place, &asked, number).await? else { break };
            let engagements = avaya::engagements(&answer).map_err(AvayaError::Away)?;
            let mut is_all_known = true;
            for record in &engagements {
                let outcome = self.reader.take(place, record, own.as_slice()).await?;
                is_all_known &= outcome.is_known;
                filled += outcome.stored;
            }
            let seen = number.saturating_sub(1).saturating_mul(avaya::PAGE_SIZE).saturating_add(engagements.len());
            let is_last = match avaya::total(&answer) {
                Some(total) => seen >= total,
                None => engagements.len() < avaya::PAGE_SIZE,
            };
            // What is older was read the last time.
            if is_last || engagements.is_empty() || (is_all_known && was_whole) {
                break;
            }
        }
        self.reader.tally.fill(&place.connector, i64::try_from(filled).unwrap_or(i64::MAX));
        Ok(())
    }

    async fn failed(&self, connector: &str, error: &AvayaError) {
        match error {
            // It was taken away meanwhile.
            AvayaError::NotConnected => return,
            AvayaError::Here(error) => {
                let cause = error.hidden_cause();
                tracing::error!(connector, cause, %error, "who was looked up could not be stored");
                return;
            }
            AvayaError::Away(_) => self.busy().leave_alone(connector, Instant::now()),
            AvayaError::Refused(..) => {}
        }
        tracing::warn!(connector, %error, "who was looked up could not be asked for");
        if let Err(error) = self.reader.store.note_problem(connector, Task::Lookups, &error.reason()).await {
            let cause = error.hidden_cause();
            tracing::error!(connector, cause, %error, "what went wrong could not be written down");
        }
    }

    fn busy(&self) -> MutexGuard<'_, Busy> {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Busy {
    /// Whether somebody is to be asked for: not where that is being done, or was since that time (epoch ms).
    fn begin(&mut self, key: &(String, Lookup), (since, version): (i64, i64), at: Instant) -> bool {
        let is_recent = self.recent.get(key).is_some_and(|(at, of)| *at >= since && *of == version);
        !is_recent && !self.is_away(&key.0, at) && self.now.insert(key.clone())
    }

    /// It was, by an access of that version; `None`: it was not.
    fn end(&mut self, key: &(String, Lookup), version: Option<i64>) {
        self.now.remove(key);
        let Some(version) = version else { return };
        if self.recent.len() >= REMEMBERED {
            let oldest = now().saturating_sub(EVERY);
            self.recent.retain(|_, (at, _)| *at >= oldest);
            if self.recent.len() >= REMEMBERED {
                self.recent.clear();
            }
        }
        self.recent.insert(key.clone(), (now(), version));
    }

    fn turn(&mut self, connector: &str) -> Arc<Semaphore> {
        self.turns.entry(connector.to_owned()).or_insert_with(|| Arc::new(Semaphore::new(AT_ONCE))).clone()
    }

    fn leave_alone(&mut self, connector: &str, at: Instant) {
        self.away.insert(connector.to_owned(), at + PAUSE);
    }

    fn is_away(&self, connector: &str, at: Instant) -> bool {
        self.away.get(connector).is_some_and(|until| at < *until)
    }
}

/// By what somebody was found, in the form in which it is stored; `None`: it can be nobody's.
fn found_by(kind: Option<IdentityType>, identity: &str) -> Option<Identity> {
    checked::identity(kind.unwrap_or_else(|| guessed_kind(identity)), identity).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_that_did_not_answer_is_left_alone_for_half_a_minute_and_then_asked_again() {
        let (mut busy, at) = (Busy::default(), Instant::now());
        let key = |whose: &str| ("c".to_owned(), Lookup(whose.to_owned()));
        let ann = key("+15550100311");
        assert!(busy.begin(&ann, (0, 1), at) && !busy.begin(&ann, (0, 1), at), "one at a time");
        busy.leave_alone("c", at);
        busy.end(&ann, None);
        let ben = key("+15550100312");
        assert!(!busy.begin(&ann, (0, 1), at + PAUSE / 2) && !busy.begin(&ben, (0, 1), at + PAUSE / 2));
        let other = ("d".to_owned(), Lookup("15550100311".to_owned()));
        assert!(busy.begin(&other, (0, 1), at), "another account's is asked");
        assert!(busy.begin(&ann, (0, 1), at + PAUSE) && busy.begin(&ben, (0, 1), at + PAUSE));
        // Who was asked for is not for a while, unless the access is another one.
        busy.end(&ann, Some(1));
        let recently = now() - 1000;
        assert!(!busy.begin(&ann, (recently, 1), at + PAUSE) && busy.begin(&ann, (recently, 2), at + PAUSE));
    }
}
