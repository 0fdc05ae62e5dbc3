//! Asks an account of the Avaya Experience Platform for a connector, by its client's tokens. It is asked again after a 401 with a new
//! token and after a 429 when it says so; everything else is for who asks.

use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Method, Response};
use serde_json::Value;

use super::error::{AvayaError, words_of};
use super::tokens::{Client, Tokens};
use crate::connectors::vendor::{NoAnswer, body_of};
use crate::store::{AvayaAccount, NewAvayaAccount, Store};
use crate::vault::Vault;

/// How long an answer may take.
const TIMEOUT: Duration = Duration::from_secs(20);
/// Where it says that it was asked too often, nobody waits longer than this, in s.
const LONGEST_WAIT: u64 = 30;
const MOST_WAITS: u32 = 3;
/// Hosts of the vendor.
const DOMAIN: &str = ".api.avayacloud.com";

/// Which of the account's interfaces is asked.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Interface {
    Journey,
    Notification,
}

/// Asks. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Api {
    pub(super) store: Store,
    http: reqwest::Client,
    tokens: Tokens,
    /// What is asked in the vendor's place: for development and tests.
    stand_in: Option<String>,
}

/// An access that is to be tried.
#[derive(Debug)]
pub(crate) struct Access<'a> {
    pub(crate) host: &'a str,
    pub(crate) account: &'a str,
    pub(crate) client_id: &'a str,
    pub(crate) client_secret: &'a str,
    pub(crate) app_key: &'a str,
    /// Which of the account's identifiers is which kind of identity, in JSON.
    pub(crate) identifiers: &'a str,
    pub(crate) wants_notifications: bool,
}

impl Api {
    /// # Errors
    /// When no client can be made.
    pub(crate) fn new(store: Store, vault: Vault, stand_in: Option<String>) -> reqwest::Result<Self> {
        // A token goes where it was meant to, and no further.
        let http =
            reqwest::Client::builder().timeout(TIMEOUT).redirect(Policy::none()).user_agent("journey-api").build()?;
        let stand_in = stand_in.map(|stand_in| stand_in.trim_end_matches('/').to_owned());
        Ok(Self { store, tokens: Tokens::new(vault, http.clone()), http, stand_in })
    }

    /// Whether a stand-in is asked.
    pub(crate) fn has_stand_in(&self) -> bool {
        self.stand_in.is_some()
    }

    /// Gives a connector an access, which is tried by that.
    pub(crate) async fn connect(&self, connector: &str, access: &Access<'_>, by: &str) -> Result<(), AvayaError> {
        let Access { host, account, client_id, client_secret, app_key, identifiers, wants_notifications } = *access;
        // Before anybody is asked: without a key for secrets nothing could be stored.
        let (secret, key) = (self.tokens.seal(connector, client_secret)?, self.tokens.seal(connector, app_key)?);
        self.tokens.ask(&Client { base: self.base(host), account, client_id, client_secret, app_key }).await?;
        let new = NewAvayaAccount {
            host,
            account,
            client_id,
            client_secret: &secret,
            app_key: &key,
            identifiers,
            wants_notifications,
        };
        Ok(self.store.put_avaya_account(connector, &new, by).await?)
    }

    /// Asks for `path` of an account's interface, with a query and a body.
    pub(crate) async fn ask(
        &self,
        connector: &str,
        (interface, method, path): (Interface, Method, &str),
        query: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Result<Value, AvayaError> {
        let account = self.store.avaya_account(connector).await?.ok_or(AvayaError::NotConnected)?;
        let AvayaAccount { host, app_key, .. } = &account;
        let base = self.base(host);
        let interface = match interface {
            Interface::Journey => "journey",
            Interface::Notification => "notification",
        };
        let address = format!("{base}/api/{interface}/v1/accounts/{}{path}", account.account);
        let app_key = self.tokens.open(connector, app_key)?;
        let mut token = self.tokens.access(connector, (base, &account), None).await?;
        let (mut is_renewed, mut waits) = (false, 0);
        loop {
            let mut request = self.http.request(method.clone(), &address).bearer_auth(&token).query(query);
            request = request.header("appkey", &app_key).header("accept", "application/json");
            if let Some(body) = body {
                request = request.header("content-type", "application/json").body(body.to_string());
            }
            let answer = request.send().await;
            match answer.as_ref().map(Response::status) {
                Ok(status) if status == 401 && !is_renewed => {
                    token = self.tokens.access(connector, (base, &account), Some(&token)).await?;
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

    fn base<'a>(&'a self, host: &'a str) -> &'a str {
        self.stand_in.as_deref().unwrap_or(host)
    }
}

/// The address of a host of the vendor's: `eu` and `eu.api.avayacloud.com` are `https://eu.api.avayacloud.com`. Secrets go nowhere else.
pub(crate) fn host_of(said: &str) -> Option<String> {
    let said = said.trim().trim_end_matches('/').to_ascii_lowercase();
    let host = said.strip_prefix("https://").unwrap_or(&said);
    let name = host.strip_suffix(DOMAIN).unwrap_or(host);
    let is_name =
        !name.is_empty() && name.len() <= 63 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_name.then(|| format!("https://{name}{DOMAIN}"))
}

/// What was answered, or why it is no answer.
pub(super) async fn read(answer: reqwest::Result<Response>) -> Result<Value, AvayaError> {
    body_of(answer).await.map_err(|no_answer| match no_answer {
        NoAnswer::Status(status, body) if status.is_client_error() => {
            AvayaError::Refused(status.as_u16(), words_of(&body), Box::new(body))
        }
        NoAnswer::Status(status, body) => AvayaError::Away(format!("{status}, {}", words_of(&body))),
        NoAnswer::Away(cause) => AvayaError::Away(cause),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_go_to_hosts_of_the_vendor_alone() {
        let eu = Some("https://eu.api.avayacloud.com".to_owned());
        for said in ["eu", "EU", "eu.api.avayacloud.com", " https://eu.api.avayacloud.com/ "] {
            assert_eq!(host_of(said), eu, "{said}");
        }
        for said in [
            "",
            "http://eu.api.avayacloud.com",
            "https://evil.example.com",
            "eu.api.avayacloud.com.evil.com",
            "a/b",
            "eu@x",
        ] {
            assert_eq!(host_of(said), None, "{said}");
        }
    }
}
