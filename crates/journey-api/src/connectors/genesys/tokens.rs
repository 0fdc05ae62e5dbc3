//! Tokens of an OAuth client by client credentials (contracts/connectors.md, B.1). They are stored nowhere: whoever has the client's
//! secret gets one. One is asked for at a time, ahead of the end of the one before, and when the platform refuses it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::Deserialize;

use crate::connectors::vendor::{ApiError, read};
use crate::store::GenesysAccount;
use crate::vault::Vault;

/// So long before its end a token is not used any more; of one for a short time a tenth of it.
const AHEAD: Duration = Duration::from_secs(300);

/// What encrypts the secret of a connector's client.
fn purpose(connector: &str) -> String {
    format!("genesys account of connector {connector}")
}

/// A token, of the account's version.
#[derive(Clone)]
struct Token {
    text: String,
    version: i64,
    good_until: Instant,
}

type Turn = Arc<tokio::sync::Mutex<Option<Token>>>;

/// Has tokens. Cheap to clone.
#[derive(Clone)]
pub(super) struct Tokens {
    vault: Vault,
    http: reqwest::Client,
    /// By connector; who holds it asks for one.
    turns: Arc<Mutex<HashMap<String, Turn>>>,
}

#[derive(Deserialize)]
struct Given {
    access_token: String,
    expires_in: u64,
}

impl Tokens {
    pub(super) fn new(vault: Vault, http: reqwest::Client) -> Self {
        Self { vault, http, turns: Arc::default() }
    }

    /// The secret of a connector's client, as it is stored.
    pub(super) fn seal(&self, connector: &str, secret: &str) -> Result<String, ApiError> {
        Ok(self.vault.seal(&purpose(connector), secret)?)
    }

    /// A token that is good for a while; `refused`: one that the platform did not take.
    pub(super) async fn token(
        &self,
        connector: &str,
        login: &str,
        account: &GenesysAccount,
        refused: Option<&str>,
    ) -> Result<String, ApiError> {
        let turn = {
            let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
            turns.entry(connector.to_owned()).or_default().clone()
        };
        let mut known = turn.lock().await;
        let is_good = |token: &Token| {
            token.version == account.version
                && token.good_until > Instant::now()
                && refused != Some(token.text.as_str())
        };
        if let Some(token) = known.as_ref().filter(|token| is_good(token)) {
            return Ok(token.text.clone());
        }
        let secret = self.vault.open(&purpose(connector), &account.client_secret)?;
        let (text, lifetime) = self.ask(login, &account.client_id, &secret).await?;
        let good_until = Instant::now() + lifetime.saturating_sub(AHEAD.min(lifetime / 10));
        *known = Some(Token { text: text.clone(), version: account.version, good_until });
        Ok(text)
    }

    /// Asks for a token: it, and how long it is good.
    pub(super) async fn ask(&self, login: &str, client: &str, secret: &str) -> Result<(String, Duration), ApiError> {
        let form = [("grant_type", "client_credentials")];
        let asked = self.http.post(format!("{login}/oauth/token")).basic_auth(client, Some(secret)).form(&form).send();
        let answer = read(asked.await).await?;
        let given: Given = serde_json::from_value(answer)
            .map_err(|_| ApiError::Away("the answer to the question for a token is none".to_owned()))?;
        Ok((given.access_token, Duration::from_secs(given.expires_in)))
    }
}
