//! Asks for engagements: of somebody, page by page, and those of some ids.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use avaya::identifiers::{self, Identifiers, Names};
use cjds::IdentityType;
use reqwest::Method;
use serde_json::{Value, json};

use super::api::{Api, Interface};
use super::error::AvayaError;
use super::reading::Place;

/// Asks. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Search {
    api: Api,
    /// By connector.
    refused: Arc<Mutex<HashMap<String, Refused>>>,
}

/// Identifiers that an account does not take.
#[derive(Default)]
struct Refused {
    /// Of which version its access was.
    version: i64,
    names: Vec<String>,
}

impl Search {
    pub(super) fn new(api: Api) -> Self {
        Self { api, refused: Arc::default() }
    }

    /// A page of what there is of somebody, from 1 on; `None` where nobody is known by what is asked for.
    pub(super) async fn page(
        &self,
        place: &Place,
        asked: &Identifiers,
        number: usize,
    ) -> Result<Option<Value>, AvayaError> {
        let mut asked = asked.clone();
        self.with_refused(place, |refused| asked.retain(|name, _| !refused.contains(name)));
        if asked.is_empty() {
            return Ok(None);
        }
        let mut answer = self.ask(&place.connector, &asked, number).await;
        if let Err(AvayaError::Refused(400, _, body)) = &answer {
            let refused = identifiers::refused(body, &asked);
            // Without all of them nobody would be asked for.
            if !refused.is_empty() && refused.len() < asked.len() {
                asked.retain(|name, _| !refused.contains(name));
                self.with_refused(place, |known| known.extend(refused));
                answer = self.ask(&place.connector, &asked, number).await;
            }
        }
        match answer {
            Err(AvayaError::Refused(404, _, body)) if avaya::says_nobody_is_known(&body) => Ok(None),
            answer => answer.map(Some),
        }
    }

    async fn ask(&self, connector: &str, asked: &Identifiers, number: usize) -> Result<Value, AvayaError> {
        let (number, size) = (number.to_string(), avaya::PAGE_SIZE.to_string());
        let query = [("pageSize", size.as_str()), ("pageNumber", number.as_str())];
        let what = (Interface::Journey, Method::POST, "/journeys:search");
        self.api.ask(connector, what, &query, Some(&json!({ "identifiers": asked }))).await
    }

    /// The engagements of these ids, as far as there are any; at most a page of them.
    pub(super) async fn engagements(&self, connector: &str, ids: &[&str]) -> Result<Vec<Value>, AvayaError> {
        let (list, size) = (ids.join(","), avaya::PAGE_SIZE.to_string());
        let query = [("engagementIds", list.as_str()), ("pageSize", size.as_str())];
        let answer = self.api.ask(connector, (Interface::Journey, Method::GET, "/engagements"), &query, None).await;
        match answer {
            Err(AvayaError::Refused(404, _, body)) if avaya::says_nobody_is_known(&body) => Ok(Vec::new()),
            answer => {
                let answer = answer?;
                let found = avaya::engagements(&answer).map_err(AvayaError::Away)?;
                Ok(found.into_iter().cloned().collect())
            }
        }
    }

    fn with_refused(&self, place: &Place, act: impl FnOnce(&mut Vec<String>)) {
        let mut all = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        let refused = all.entry(place.connector.clone()).or_default();
        if refused.version != place.version {
            *refused = Refused { version: place.version, names: Vec::new() };
        }
        act(&mut refused.names);
    }
}

/// Which of an account's identifiers is which kind of identity, as it is stored: `[["customerId", "universalIds"]]`.
pub(super) fn names_of(stored: &str) -> Names {
    let pairs: Vec<(String, String)> = serde_json::from_str(stored).unwrap_or_default();
    let pairs = pairs.into_iter().filter_map(|(kind, name)| Some((IdentityType::from_word(&kind)?, name)));
    Names::new(&pairs.collect::<Vec<_>>())
}
