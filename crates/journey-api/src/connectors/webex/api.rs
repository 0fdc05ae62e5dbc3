//! Asks the API of Webex Contact Center for a connector, by its service app's tokens. It is asked again after a 401 with new tokens
//! and after a 429 when it says so; everything else is for who asks.

use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, Method, Response};
use serde_json::Value;

use super::tokens::{App, Tokens};
pub(crate) use crate::connectors::vendor::ApiError;
use crate::connectors::vendor::read;
use crate::error::Error;
use crate::store::{SealedTokens, Store};
use crate::vault::Vault;

/// How long an answer may take.
const TIMEOUT: Duration = Duration::from_secs(20);
/// Where it says that it was asked too often, nobody waits longer than this.
const LONGEST_WAIT: u64 = 60;
const MOST_WAITS: u32 = 3;

/// Asks. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Api {
    store: Store,
    http: Client,
    tokens: Tokens,
    /// What is asked in the vendor's place: for development and tests.
    stand_in: Option<String>,
}

impl Api {
    /// # Errors
    /// When no client can be made.
    pub(crate) fn new(store: Store, vault: Vault, stand_in: Option<String>) -> reqwest::Result<Self> {
        // A token goes where it was meant to, and no further.
        let http = Client::builder().timeout(TIMEOUT).redirect(Policy::none()).user_agent("journey-api").build()?;
        let tokens = Tokens::new(store.clone(), vault, http.clone(), stand_in.as_deref());
        Ok(Self { store, http, tokens, stand_in })
    }

    /// Waits for tokens that are being renewed: when the service ends.
    pub(crate) async fn settle(&self) {
        self.tokens.settle().await;
    }

    /// Whether a stand-in is asked.
    pub(crate) fn has_stand_in(&self) -> bool {
        self.stand_in.is_some()
    }

    /// Where the API of a region is; `None`: there is no such region.
    pub(crate) fn base(&self, region: &str) -> Option<String> {
        let vendors = cjds::base_url(&format!("prod{region}"))?;
        Some(self.stand_in.clone().unwrap_or(vendors).trim_end_matches('/').to_owned())
    }

    /// Gives a connector an access by a service app, which is tried by that.
    pub(crate) async fn connect(
        &self,
        connector: &str,
        (region, org_id): (&str, &str),
        app: &App<'_>,
        by: &str,
    ) -> Result<(), ApiError> {
        let secret = self.tokens.seal(connector, app.client_secret)?;
        let (_, sealed) = self.tokens.exchange(connector, app).await?;
        let client = (app.client_id, secret.as_str());
        Ok(self.store.put_webex_account(connector, (region, org_id), client, &sealed, by).await?)
    }

    /// Likewise by an access token alone, which is tried, too, and ends at that time (epoch ms; 0: when the vendor says so).
    pub(crate) async fn connect_for_now(
        &self,
        connector: &str,
        (region, org_id): (&str, &str),
        (token, ends): (&str, i64),
        by: &str,
    ) -> Result<(), ApiError> {
        let access = self.tokens.seal(connector, token)?;
        let unknown = || ApiError::Here(Error::Internal(format!("a connector of the region {region}")));
        let address = format!("{}/v2/event-types", self.base(region).ok_or_else(unknown)?);
        let asked = self.http.get(address).bearer_auth(token).query(&[("orgId", org_id)]).send();
        read(asked.await).await?;
        let (refresh, refresh_expires_at) = (String::new(), 0);
        let sealed = SealedTokens { access, access_expires_at: ends, refresh, refresh_expires_at };
        Ok(self.store.put_webex_account(connector, (region, org_id), ("", ""), &sealed, by).await?)
    }

    /// The organization of a connector's access.
    pub(crate) async fn organization(&self, connector: &str) -> Result<String, ApiError> {
        Ok(self.store.webex_account(connector).await?.ok_or(ApiError::NotConnected)?.org_id)
    }

    /// Asks for `path`, with a query and a body.
    pub(crate) async fn ask(
        &self,
        connector: &str,
        method: Method,
        path: &str,
        query: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Result<Value, ApiError> {
        let account = self.store.webex_account(connector).await?.ok_or(ApiError::NotConnected)?;
        let base = self
            .base(&account.region)
            .ok_or_else(|| ApiError::Here(Error::Internal(format!("a connector of the region {}", account.region))))?;
        let (mut token, mut version) = self.tokens.access(connector, account).await?;
        let (mut is_renewed, mut waits) = (false, 0);
        loop {
            let mut request =
                self.http.request(method.clone(), format!("{base}{path}")).bearer_auth(&token).query(query);
            if let Some(body) = body {
                request = request.header("content-type", "application/json").body(body.to_string());
            }
            let answer = request.send().await;
            match answer.as_ref().map(Response::status) {
                Ok(status) if status == 401 && !is_renewed => {
                    (token, version) = self.tokens.renew(connector, version).await?;
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
}
