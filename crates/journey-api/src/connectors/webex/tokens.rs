//! Tokens of a service app (contracts/connectors.md, A.7): an access token for 14 days, and a refresh token for 90, each used up by the
//! next. They are renewed ahead of their end and when the vendor refuses them, by one of all who notice.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::Deserialize;

use super::api::ApiError;
use crate::error::Error;
use crate::store::{SealedTokens, Store, WebexAccount, now};
use crate::vault::Vault;

/// Where tokens are renewed.
const IDENTITY: &str = "https://webexapis.com";
/// So long before its end a token is renewed, in ms: a day.
const AHEAD: i64 = 86_400_000;
/// Another replica that renews is waited for so long.
const PATIENCE: Duration = Duration::from_secs(40);
const PAUSE: Duration = Duration::from_millis(200);

/// Who asks: a service app.
#[derive(Debug)]
pub(crate) struct App<'a> {
    pub(crate) client_id: &'a str,
    pub(crate) client_secret: &'a str,
    pub(crate) refresh_token: &'a str,
}

/// What encrypts the tokens of a connector.
fn purpose(connector: &str) -> String {
    format!("webex account of connector {connector}")
}

/// Renews tokens, and keeps them. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Tokens {
    store: Store,
    vault: Vault,
    http: reqwest::Client,
    identity: Arc<str>,
    /// In this process they wait for each other without asking the database.
    turns: Arc<Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>>,
}

#[derive(Deserialize)]
struct Renewed {
    access_token: String,
    expires_in: i64,
    refresh_token: Option<String>,
    refresh_token_expires_in: Option<i64>,
}

impl Tokens {
    pub(super) fn new(store: Store, vault: Vault, http: reqwest::Client, stand_in: Option<&str>) -> Self {
        let identity = stand_in.unwrap_or(IDENTITY).trim_end_matches('/').into();
        Self { store, vault, http, identity, turns: Arc::default() }
    }

    /// A secret of a connector, as it is stored.
    pub(super) fn seal(&self, connector: &str, secret: &str) -> Result<String, ApiError> {
        Ok(self.vault.seal(&purpose(connector), secret)?)
    }

    fn open(&self, connector: &str, sealed: &str) -> Result<String, ApiError> {
        if sealed.is_empty() { Ok(String::new()) } else { Ok(self.vault.open(&purpose(connector), sealed)?) }
    }

    /// The access token of a connector, good for a while; and of which version it is.
    pub(super) async fn access(&self, connector: &str, account: WebexAccount) -> Result<(String, i64), ApiError> {
        let at = now();
        let is_ending = account.access_expires_at > 0 && account.access_expires_at.saturating_sub(at) < AHEAD;
        if !is_ending || account.refresh_token.is_empty() {
            return Ok((self.open(connector, &account.access_token)?, account.version));
        }
        match self.renew(connector, account.version).await {
            // There is a day to try again.
            Err(error) if account.access_expires_at > at => {
                tracing::warn!(connector, %error, "tokens of Webex Contact Center could not be renewed ahead of their end");
                Ok((self.open(connector, &account.access_token)?, account.version))
            }
            renewed => renewed,
        }
    }

    /// Renews the tokens of that version, unless somebody has.
    pub(super) async fn renew(&self, connector: &str, version: i64) -> Result<(String, i64), ApiError> {
        let turn = {
            let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
            turns.entry(connector.to_owned()).or_default().clone()
        };
        let turn = turn.lock_owned().await;
        let since = std::time::Instant::now();
        loop {
            let account = self.store.webex_account(connector).await?.ok_or(ApiError::NotConnected)?;
            if account.version != version {
                return Ok((self.open(connector, &account.access_token)?, account.version));
            }
            if account.refresh_token.is_empty() {
                return Err(ApiError::TokenEnded);
            }
            if self.store.take_turn_at_tokens(connector, version).await? {
                // In a task of its own: who asked may go, and the next refresh token must not go with it.
                let (tokens, connector) = (self.clone(), connector.to_owned());
                let renewing = tokio::spawn(async move {
                    let renewed = tokens.renew_now(&connector, &account).await;
                    drop(turn);
                    renewed
                });
                let ended = |error: tokio::task::JoinError| Error::Internal(format!("renewing tokens: {error}"));
                return renewing.await.map_err(ended)?;
            }
            if since.elapsed() > PATIENCE {
                return Err(ApiError::Away("another replica does not end to renew the tokens".to_owned()));
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Waits for renewals that are going on: when the service ends.
    pub(crate) async fn settle(&self) {
        let turns: Vec<_> = {
            let turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
            turns.values().cloned().collect()
        };
        for turn in turns {
            drop(turn.lock().await);
        }
    }

    async fn renew_now(&self, connector: &str, account: &WebexAccount) -> Result<(String, i64), ApiError> {
        let renewed = async {
            let secret = self.open(connector, &account.client_secret)?;
            let refresh = self.open(connector, &account.refresh_token)?;
            let app = App { client_id: &account.client_id, client_secret: &secret, refresh_token: &refresh };
            self.exchange(connector, &app).await
        };
        match renewed.await {
            Ok((access, sealed)) => {
                self.store.end_turn_at_tokens(connector, account.version, Ok(&sealed)).await?;
                tracing::info!(connector, "tokens of Webex Contact Center were renewed");
                Ok((access, account.version.saturating_add(1)))
            }
            Err(error) => {
                self.store.end_turn_at_tokens(connector, account.version, Err(&error.reason())).await?;
                Err(error)
            }
        }
    }

    /// Has a refresh token exchanged for new tokens: the access token, and all of them as they are stored.
    pub(super) async fn exchange(&self, connector: &str, app: &App<'_>) -> Result<(String, SealedTokens), ApiError> {
        let form = [
            ("grant_type", "refresh_token"),
            ("client_id", app.client_id),
            ("client_secret", app.client_secret),
            ("refresh_token", app.refresh_token),
        ];
        let asked = self.http.post(format!("{}/v1/access_token", self.identity)).form(&form).send();
        let answer = crate::connectors::vendor::read(asked.await).await?;
        let renewed: Renewed = serde_json::from_value(answer)
            .map_err(|_| ApiError::Away("the answer to the renewal of tokens is none".to_owned()))?;
        let at = now();
        let end = |seconds: i64| at.saturating_add(seconds.saturating_mul(1000));
        let refresh = renewed.refresh_token.as_deref().unwrap_or(app.refresh_token);
        let sealed = SealedTokens {
            access: self.seal(connector, &renewed.access_token)?,
            access_expires_at: end(renewed.expires_in),
            refresh: self.seal(connector, refresh)?,
            refresh_expires_at: renewed.refresh_token_expires_in.map_or(0, end),
        };
        Ok((renewed.access_token, sealed))
    }
}
