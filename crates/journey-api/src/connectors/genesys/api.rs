//! Asks the API of Genesys Cloud for a connector, by its OAuth client, and no more often than a client may. It is asked again after a
//! 401 with a new token and after a 429 when it says so; everything else is for who asks.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use reqwest::redirect::Policy;
use reqwest::{Client, Method, Response};
use serde_json::Value;

use super::pace::Pace;
use super::tokens::Tokens;
use crate::connectors::vendor::{ApiError, read};
use crate::error::Error;
use crate::reason::{Fault, Reason};
use crate::store::{GenesysAccount, Store};
use crate::vault::Vault;

/// How long an answer may take.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Where it says that it was asked too often, nobody waits longer than this.
const LONGEST_WAIT: u64 = 60;
const MOST_WAITS: u32 = 3;

/// Asks. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Api {
    pub(crate) store: Store,
    http: Client,
    tokens: Tokens,
    paces: Arc<Mutex<HashMap<String, Pace>>>,
    /// What is asked in the platform's place: for development and tests.
    stand_in: Option<Arc<str>>,
}

/// What is asked for: the path with its query, and the body of a POST.
#[derive(Clone, Debug)]
pub(crate) struct Question<'a> {
    pub(crate) method: Method,
    pub(crate) path: &'a str,
    pub(crate) query: &'a [(&'a str, &'a str)],
    pub(crate) body: Option<&'a Value>,
}

impl<'a> Question<'a> {
    pub(crate) fn get(path: &'a str, query: &'a [(&'a str, &'a str)]) -> Self {
        Self { method: Method::GET, path, query, body: None }
    }

    pub(crate) fn post(path: &'a str, body: &'a Value) -> Self {
        Self { method: Method::POST, path, query: &[], body: Some(body) }
    }
}

impl Api {
    /// # Errors
    /// When no client can be made.
    pub(crate) fn new(store: Store, vault: Vault, stand_in: Option<&str>) -> reqwest::Result<Self> {
        // A token goes where it was meant to, and no further.
        let http = Client::builder().timeout(TIMEOUT).redirect(Policy::none()).user_agent("journey-api").build()?;
        let tokens = Tokens::new(vault, http.clone());
        let stand_in = stand_in.map(|url| url.trim_end_matches('/').into());
        Ok(Self { store, http, tokens, paces: Arc::default(), stand_in })
    }

    /// A host of a region, or what stands in for it.
    fn host(&self, host: &str, region: &str) -> String {
        self.stand_in.as_deref().map_or_else(|| format!("https://{host}.{region}"), str::to_owned)
    }

    /// Gives a connector an account, which is tried by that. `region`: one of the platform's domains.
    pub(crate) async fn connect(
        &self,
        connector: &str,
        region: &str,
        (client, secret): (&str, &str),
        by: &str,
    ) -> Result<(), ApiError> {
        let sealed = self.tokens.seal(connector, secret)?;
        self.tokens.ask(&self.host("login", region), client, secret).await?;
        Ok(self.store.put_genesys_account(connector, region, (client, &sealed), by).await?)
    }

    /// Asks.
    pub(crate) async fn ask(&self, connector: &str, question: &Question<'_>) -> Result<Value, ApiError> {
        let account = self.store.genesys_account(connector).await?.ok_or(ApiError::NotConnected)?;
        let login = self.host("login", &account.region);
        let mut token = self.tokens.token(connector, &login, &account, None).await?;
        let (mut is_renewed, mut waits) = (false, 0);
        loop {
            tokio::time::sleep(self.wait(connector)).await;
            let answer = self.send(&account, &token, question).await;
            match answer.as_ref().map(Response::status) {
                Ok(status) if status == 401 && !is_renewed => {
                    token = self.tokens.token(connector, &login, &account, Some(&token)).await?;
                    is_renewed = true;
                }
                Ok(status) if status == 429 && waits < MOST_WAITS => {
                    waits += 1;
                    let said =
                        answer.ok().and_then(|answer| answer.headers().get("retry-after")?.to_str().ok()?.parse().ok());
                    tokio::time::sleep(Duration::from_secs(said.unwrap_or(1).min(LONGEST_WAIT))).await;
                }
                _ => return read(answer).await,
            }
        }
    }

    async fn send(&self, account: &GenesysAccount, token: &str, question: &Question<'_>) -> reqwest::Result<Response> {
        let address = format!("{}{}", self.host("api", &account.region), question.path);
        let mut request = self.http.request(question.method.clone(), address).bearer_auth(token).query(question.query);
        if let Some(body) = question.body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        request.send().await
    }

    /// How long the next question for a connector waits.
    fn wait(&self, connector: &str) -> Duration {
        let now = Instant::now();
        let mut paces = self.paces.lock().unwrap_or_else(PoisonError::into_inner);
        paces.entry(connector.to_owned()).or_insert_with(|| Pace::new(now)).next(now)
    }
}

/// The region of that name.
///
/// # Errors
/// When the platform has none.
pub(crate) fn region_of(text: &str) -> Result<&'static str, Error> {
    genesys::region_domain(text)
        .ok_or_else(|| Error::invalid(Reason::at("region", Fault::Region { example: "mypurecloud.de" })))
}
