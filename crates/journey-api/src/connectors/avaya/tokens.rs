//! Tokens of a client (client credentials; contracts/other-desktops-and-sources.md, A.1): good for a quarter of an hour. They are asked
//! for ahead of their end and when the vendor refuses them, by one of all who notice, and stored nowhere.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::Deserialize;

use super::api::read;
use super::error::AvayaError;
use crate::store::AvayaAccount;
use crate::vault::Vault;

/// So long before its end a token is renewed, or a quarter of its life where that is shorter.
const AHEAD: Duration = Duration::from_secs(120);

/// Who asks: a client of an account.
#[derive(Debug)]
pub(crate) struct Client<'a> {
    /// Where: `https://eu.api.avayacloud.com`.
    pub(crate) base: &'a str,
    pub(crate) account: &'a str,
    pub(crate) client_id: &'a str,
    pub(crate) client_secret: &'a str,
    pub(crate) app_key: &'a str,
}

/// What encrypts the secrets of a connector.
fn purpose(connector: &str) -> String {
    format!("avaya account of connector {connector}")
}

/// A token, until when it is good, and of which version the access was that it was asked for by.
#[derive(Clone)]
struct Held {
    token: String,
    renewed_at: Instant,
    ends: Instant,
    version: i64,
}

type Turn = Arc<tokio::sync::Mutex<Option<Held>>>;

/// Asks for tokens, and keeps them while they are good. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Tokens {
    vault: Vault,
    http: reqwest::Client,
    held: Arc<Mutex<HashMap<String, Turn>>>,
}

#[derive(Deserialize)]
struct Given {
    access_token: String,
    expires_in: Option<u64>,
}

impl Tokens {
    pub(super) fn new(vault: Vault, http: reqwest::Client) -> Self {
        Self { vault, http, held: Arc::default() }
    }

    /// A secret of a connector, as it is stored.
    pub(super) fn seal(&self, connector: &str, secret: &str) -> Result<String, AvayaError> {
        Ok(self.vault.seal(&purpose(connector), secret)?)
    }

    /// A secret of a connector, as it was stored.
    pub(super) fn open(&self, connector: &str, sealed: &str) -> Result<String, AvayaError> {
        Ok(self.vault.open(&purpose(connector), sealed)?)
    }

    /// A token of a connector, good for a while; another one than the one that was `refused`.
    pub(super) async fn access(
        &self,
        connector: &str,
        (base, account): (&str, &AvayaAccount),
        refused: Option<&str>,
    ) -> Result<String, AvayaError> {
        let turn = {
            let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
            held.entry(connector.to_owned()).or_default().clone()
        };
        let mut held = turn.lock().await;
        let before =
            held.clone().filter(|held| held.version == account.version && Some(held.token.as_str()) != refused);
        if let Some(held) = before.as_ref().filter(|held| Instant::now() < held.renewed_at) {
            return Ok(held.token.clone());
        }
        let (secret, app_key) =
            (self.open(connector, &account.client_secret)?, self.open(connector, &account.app_key)?);
        let client = Client {
            base,
            account: &account.account,
            client_id: &account.client_id,
            client_secret: &secret,
            app_key: &app_key,
        };
        match (self.ask(&client).await, before) {
            (Ok((token, life)), _) => {
                let now = Instant::now();
                let renewed_at = now + life.saturating_sub(AHEAD.min(life / 4));
                *held = Some(Held { token: token.clone(), renewed_at, ends: now + life, version: account.version });
                Ok(token)
            }
            // There is a while to try again.
            (Err(error), Some(before)) if Instant::now() < before.ends => {
                tracing::warn!(connector, %error, "a token of Avaya could not be renewed ahead of its end");
                Ok(before.token)
            }
            (Err(error), _) => {
                *held = None;
                Err(error)
            }
        }
    }

    /// Asks for a token; and how long it is good.
    pub(super) async fn ask(&self, client: &Client<'_>) -> Result<(String, Duration), AvayaError> {
        let Client { base, account, client_id, client_secret, app_key } = client;
        let form = [("grant_type", "client_credentials"), ("client_id", *client_id), ("client_secret", *client_secret)];
        let address = format!("{base}/api/auth/v1/{account}/protocol/openid-connect/token");
        let answer = read(self.http.post(address).header("appkey", *app_key).form(&form).send().await).await?;
        let given: Given = serde_json::from_value(answer)
            .map_err(|_| AvayaError::Away("the answer to the request for a token is none".to_owned()))?;
        Ok((given.access_token, Duration::from_secs(given.expires_in.unwrap_or(900))))
    }
}
