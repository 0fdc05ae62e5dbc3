//! Names of queues, users and wrap-up codes, by the platform's API: several at once, and kept for a day. What the OAuth client may not
//! read stays its id, and which permission that takes is said.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use genesys::{Named, entities, text_of};
use serde_json::Value;

use super::api::{Api, Question};
use super::words::permission_in;
use crate::connectors::vendor::ApiError;

/// A name is good for so long.
const KEPT: Duration = Duration::from_secs(86_400);
/// What has no name, or may not be read, is asked for again after that.
const NAMELESS: Duration = Duration::from_secs(600);
/// More are not remembered; an organization has fewer.
const REMEMBERED: usize = 100_000;

type Id = (Named, String);

/// Names of all connectors. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Directory(Arc<Mutex<Known>>);

#[derive(Default)]
struct Known {
    /// By connector and id, and until when that holds; `None`: it has none.
    names: HashMap<(String, Id), (Option<String>, Instant)>,
    /// The permissions that are missing, by connector and what they are for, and until when that holds.
    lacking: HashMap<(String, Named), (String, Instant)>,
}

impl Directory {
    /// The names of these, as far as they are to be had.
    ///
    /// # Errors
    /// When the platform does not answer: who asks then asks again, and nothing is stored without names that it has.
    pub(crate) async fn names(
        &self,
        api: &Api,
        connector: &str,
        ids: Vec<Id>,
    ) -> Result<HashMap<Id, String>, ApiError> {
        let mut names = HashMap::new();
        for (of, ids) in self.missing(connector, ids, &mut names) {
            for ids in ids.chunks(Named::BATCH) {
                match ask(api, connector, of, ids).await {
                    Ok(found) => {
                        self.remember(connector, of, ids, &found);
                        names.extend(found.into_iter().map(|(id, name)| ((of, id), name)));
                    }
                    Err(ApiError::Refused(403, words)) => {
                        let permission = permission_in(&words).unwrap_or_else(|| of.permission().to_owned());
                        let until = Instant::now() + NAMELESS;
                        self.lock().lacking.insert((connector.to_owned(), of), (permission, until));
                        break;
                    }
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(names)
    }

    /// The permissions that are missing for some names.
    pub(crate) fn lacking(&self, connector: &str) -> Vec<String> {
        let now = Instant::now();
        let known = self.lock();
        let of = |((whose, _), (_, until)): &(&(String, Named), &(String, Instant))| whose == connector && *until > now;
        let mut lacking: Vec<String> = known.lacking.iter().filter(of).map(|(_, (words, _))| words.clone()).collect();
        lacking.sort_unstable();
        lacking.dedup();
        lacking
    }

    /// Those that are to be asked for; the others' names are put into `names`.
    fn missing(&self, connector: &str, ids: Vec<Id>, names: &mut HashMap<Id, String>) -> BTreeMap<Named, Vec<String>> {
        let (now, known) = (Instant::now(), self.lock());
        let mut missing: BTreeMap<Named, Vec<String>> = BTreeMap::new();
        for id in ids {
            match known.names.get(&(connector.to_owned(), id.clone())) {
                Some((Some(name), until)) if *until > now => drop(names.insert(id, name.clone())),
                Some((None, until)) if *until > now => {}
                _ if known.lacking.get(&(connector.to_owned(), id.0)).is_some_and(|(_, until)| *until > now) => {}
                _ => missing.entry(id.0).or_default().push(id.1),
            }
        }
        for ids in missing.values_mut() {
            ids.sort_unstable();
            ids.dedup();
        }
        missing
    }

    fn remember(&self, connector: &str, of: Named, ids: &[String], found: &HashMap<String, String>) {
        let (now, mut known) = (Instant::now(), self.lock());
        known.lacking.remove(&(connector.to_owned(), of));
        if known.names.len() > REMEMBERED {
            known.names.retain(|_, (_, until)| *until > now);
        }
        for id in ids {
            let name = found.get(id).cloned();
            let until = now + if name.is_some() { KEPT } else { NAMELESS };
            known.names.insert((connector.to_owned(), (of, id.clone())), (name, until));
        }
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn ask(api: &Api, connector: &str, of: Named, ids: &[String]) -> Result<HashMap<String, String>, ApiError> {
    let size = Named::BATCH.to_string();
    let mut query = vec![("pageSize", size.as_str())];
    query.extend(ids.iter().map(|id| ("id", id.as_str())));
    let answer: Value = api.ask(connector, &Question::get(of.path(), &query)).await?;
    let listed = entities(&answer, "entities").unwrap_or_default();
    Ok(listed.iter().filter_map(|one| Some((text_of(one, "id")?, text_of(one, "name")?))).collect())
}
