//! Names for the ids of webhooks, by the vendor's configuration API: several at once, and kept for a day. Nobody who publishes
//! waits here: a name that is not known is asked for, and whoever wants it looks again.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::Notify;

use super::api::{Api, ApiError};
use super::mapping::{NameOf, Names};

/// A name is good for so long.
const KEPT: Duration = Duration::from_secs(86_400);
/// What has no name there is asked for again after that.
const NAMELESS: Duration = Duration::from_secs(600);
/// Likewise what could not be asked for; who waits for it waits on.
const AFTER_A_FAILURE: Duration = Duration::from_secs(1);
/// So many are asked for at once.
const TOGETHER: usize = 50;
/// More are not remembered; an organization has fewer.
const REMEMBERED: usize = 100_000;

type Id = (NameOf, String);

/// Names of all connectors. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Directory(Arc<Inner>);

struct Inner {
    api: Api,
    /// Told when there are more names.
    named: Arc<Notify>,
    known: Mutex<Known>,
}

enum Answer {
    Name(String),
    /// It has none.
    Nameless,
    /// There was no answer.
    Failed,
}

#[derive(Default)]
struct Known {
    /// By connector and id, and until when that holds.
    names: HashMap<(String, Id), (Answer, Instant)>,
    /// What is to be asked for, by connector; one that stands here is being asked.
    wanted: HashMap<String, HashSet<Id>>,
}

impl Directory {
    pub(crate) fn new(api: Api, named: Arc<Notify>) -> Self {
        Self(Arc::new(Inner { api, named, known: Mutex::default() }))
    }

    /// The names of these, and those about which nothing is known.
    pub(crate) fn look(&self, connector: &str, ids: Vec<Id>) -> (Names, Vec<Id>) {
        let (now, known) = (Instant::now(), self.lock());
        let (mut names, mut missing) = (Names::new(), Vec::new());
        for id in ids {
            match known.names.get(&(connector.to_owned(), id.clone())) {
                Some((Answer::Name(name), until)) if *until > now => drop(names.insert(id, name.clone())),
                Some((Answer::Nameless, until)) if *until > now => {}
                _ => missing.push(id),
            }
        }
        (names, missing)
    }

    /// Has these asked for.
    pub(crate) fn ask(&self, connector: &str, ids: Vec<Id>) {
        let now = Instant::now();
        let mut known = self.lock();
        let has_failed =
            |id: &Id| known.names.get(&(connector.to_owned(), id.clone())).is_some_and(|(_, until)| *until > now);
        let ids: Vec<Id> = ids.into_iter().filter(|id| !has_failed(id)).collect();
        if ids.is_empty() {
            return;
        }
        if let Some(wanted) = known.wanted.get_mut(connector) {
            wanted.extend(ids);
            return;
        }
        known.wanted.insert(connector.to_owned(), ids.into_iter().collect());
        let (directory, connector) = (self.clone(), connector.to_owned());
        tokio::spawn(async move { while directory.ask_on(&connector).await {} });
    }

    /// Asks for what is wanted; whether there was anything.
    async fn ask_on(&self, connector: &str) -> bool {
        let wanted = {
            let mut known = self.lock();
            match known.wanted.get_mut(connector) {
                Some(wanted) if !wanted.is_empty() => std::mem::take(wanted),
                _ => {
                    known.wanted.remove(connector);
                    return false;
                }
            }
        };
        let mut by_kind: BTreeMap<NameOf, Vec<String>> = BTreeMap::new();
        wanted.into_iter().for_each(|(of, id)| by_kind.entry(of).or_default().push(id));
        for (of, ids) in by_kind {
            for ids in ids.chunks(TOGETHER) {
                let asked = self.names_of(connector, of, ids).await;
                if let Err(error) = &asked {
                    tracing::warn!(connector, %error, "names could not be asked for; what is published has ids for a while");
                }
                self.remember(connector, of, ids, asked.ok());
                self.0.named.notify_one();
            }
        }
        true
    }

    fn remember(&self, connector: &str, of: NameOf, ids: &[String], names: Option<HashMap<String, String>>) {
        let (now, mut known) = (Instant::now(), self.lock());
        if known.names.len() > REMEMBERED {
            known.names.retain(|_, (_, until)| *until > now);
        }
        for id in ids {
            let (answer, good_for) = match names.as_ref().map(|names| names.get(id)) {
                Some(Some(name)) => (Answer::Name(name.clone()), KEPT),
                Some(None) => (Answer::Nameless, NAMELESS),
                None => (Answer::Failed, AFTER_A_FAILURE),
            };
            known.names.insert((connector.to_owned(), (of, id.clone())), (answer, now + good_for));
        }
    }

    async fn names_of(&self, connector: &str, of: NameOf, ids: &[String]) -> Result<HashMap<String, String>, ApiError> {
        let api = &self.0.api;
        let organization = api.organization(connector).await?;
        let list = match of {
            NameOf::Agent => {
                let path = format!("/organization/{organization}/user/fetch-user-details-by-ids");
                let body = json!({"userIds": ids, "pageSize": ids.len()});
                return Ok(named(&api.ask(connector, Method::POST, &path, &[], Some(&body)).await?));
            }
            NameOf::Queue => "v2/contact-service-queue",
            NameOf::Team => "v2/team",
            NameOf::WrapUpCode => "v2/auxiliary-code",
            NameOf::EntryPoint => "v2/entry-point",
        };
        // An id is what the vendor made; whatever else stands in its place is not asked for.
        let is_id = |id: &&String| id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        let quoted: Vec<String> = ids.iter().filter(is_id).map(|id| format!("\"{id}\"")).collect();
        if quoted.is_empty() {
            return Ok(HashMap::new());
        }
        let filter = format!("id=in=({})", quoted.join(","));
        let path = format!("/organization/{organization}/{list}");
        let query = [("filter", filter.as_str()), ("attributes", "id,name"), ("page", "0"), ("pageSize", "100")];
        Ok(named(&api.ask(connector, Method::GET, &path, &query, None).await?))
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Names by ids: a thing's own, or a person's two.
fn named(answer: &Value) -> HashMap<String, String> {
    let list = answer.get("data").unwrap_or(answer).as_array().into_iter().flatten();
    list.filter_map(|one| {
        let text = |key| one.get(key).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
        let person = [text("firstName"), text("lastName")].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let name = text("name").map(str::to_owned).or(Some(person).filter(|name| !name.is_empty()))?;
        Some((text("id")?.to_owned(), name))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_and_people_are_named_and_what_has_no_name_is_left_out() {
        let answer = json!({"data": [{"id": "q", "name": "Orders"}, {"id": "a", "firstName": "Ann", "lastName": "Lee"},
            {"id": "b", "firstName": "Bob"}, {"id": "c", "name": " "}, {"name": "Nothing"}, 5]});
        let names = named(&answer);
        assert_eq!((names.get("q"), names.get("a")), (Some(&"Orders".to_owned()), Some(&"Ann Lee".to_owned())));
        assert_eq!((names.get("b"), names.len()), (Some(&"Bob".to_owned()), 3));
        assert_eq!(named(&json!([{"id": "q", "name": "Orders"}])).len(), 1, "an older list is bare");
    }
}
