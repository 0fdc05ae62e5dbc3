//! Where people sign in to the console: the identity provider's addresses, found by OpenID Connect discovery
//! (OpenID Connect Discovery 1.0, section 4). The console does the rest in the browser, by authorization code with PKCE.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;
use url::Url;

/// How long addresses are taken for true.
const FRESH: Duration = Duration::from_secs(600);
/// A provider that did not answer is asked again after so long.
const AFTER_A_FAILURE: Duration = Duration::from_secs(5);
/// How long the provider may take.
const TIMEOUT: Duration = Duration::from_secs(5);
/// A longer document is none of a provider.
const LARGEST_DOCUMENT: usize = 256 * 1024;

/// What the console is at the identity provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsoleClient {
    /// Its client id. It is a public client: it has no secret.
    pub id: String,
    /// What it asks for, with blanks between.
    pub scope: String,
}

impl ConsoleClient {
    /// What it asks for where nobody says: all scopes of the contract. What a person does not get is not offered.
    pub const SCOPE: &str = "openid cjp:user cjp:config_read cjp:config_write cjds:admin_org_read cjds:admin_org_write";
}

/// Where people sign in, and as which client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Addresses {
    pub(crate) authorization_endpoint: Url,
    pub(crate) token_endpoint: Url,
    pub(crate) client_id: String,
    pub(crate) scope: String,
    /// What the tokens must be for; asked for by name, as some providers give no such token otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) audience: Option<String>,
}

/// Finds those addresses.
#[derive(Debug)]
pub(crate) struct SignIn {
    issuer: String,
    audience: Option<String>,
    client: ConsoleClient,
    http: reqwest::Client,
    known: Mutex<Option<Look>>,
}

/// A look at the provider: when, and what came of it.
#[derive(Debug)]
struct Look {
    at: Instant,
    found: Option<Addresses>,
}

/// Why there are no addresses.
#[derive(Debug, thiserror::Error)]
enum DiscoveryError {
    #[error(transparent)]
    Http(#[from] reqwest::Error),
    #[error("the answer is no such document: {0}")]
    Json(#[from] serde_json::Error),
    #[error("the answer is longer than {LARGEST_DOCUMENT} bytes")]
    TooLong,
    #[error("the answer is of the issuer {0}")]
    Issuer(String),
    #[error("{0} is neither https nor on this machine")]
    Plain(Url),
}

#[derive(Deserialize)]
struct Document {
    issuer: String,
    authorization_endpoint: Url,
    token_endpoint: Url,
}

impl SignIn {
    /// # Errors
    /// There can be no client for HTTP.
    pub(crate) fn new(issuer: String, audience: Option<String>, client: ConsoleClient) -> reqwest::Result<Self> {
        let http = reqwest::Client::builder().timeout(TIMEOUT).build()?;
        Ok(Self { issuer, audience, client, http, known: Mutex::default() })
    }

    /// Where people sign in; `None`: the provider does not say, and the log has why.
    pub(crate) async fn addresses(&self) -> Option<Addresses> {
        // Whoever comes meanwhile waits for the same answer.
        let mut known = self.known.lock().await;
        if let Some(Look { at, found }) = &*known
            && at.elapsed() < if found.is_some() { FRESH } else { AFTER_A_FAILURE }
        {
            return found.clone();
        }
        let before = known.take().and_then(|look| look.found);
        let found = match self.look().await {
            Ok(found) => Some(found),
            Err(error) => {
                tracing::error!(%error, issuer = self.issuer, "the identity provider does not say where people sign in");
                before
            }
        };
        *known = Some(Look { at: Instant::now(), found: found.clone() });
        found
    }

    async fn look(&self) -> Result<Addresses, DiscoveryError> {
        let url = format!("{}/.well-known/openid-configuration", self.issuer.trim_end_matches('/'));
        let mut answer = self.http.get(url).send().await?.error_for_status()?;
        let mut bytes = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > LARGEST_DOCUMENT {
                return Err(DiscoveryError::TooLong);
            }
        }
        let Document { issuer, authorization_endpoint, token_endpoint } = serde_json::from_slice(&bytes)?;
        if issuer != self.issuer {
            return Err(DiscoveryError::Issuer(issuer));
        }
        for url in [&authorization_endpoint, &token_endpoint] {
            if url.scheme() != "https" && !is_of_this_machine(url) {
                return Err(DiscoveryError::Plain(url.clone()));
            }
        }
        let ConsoleClient { id, scope } = self.client.clone();
        let audience = self.audience.clone();
        Ok(Addresses { authorization_endpoint, token_endpoint, client_id: id, scope, audience })
    }
}

fn is_of_this_machine(url: &Url) -> bool {
    url.scheme() == "http"
        && match url.host() {
            Some(url::Host::Ipv4(address)) => address.is_loopback(),
            Some(url::Host::Ipv6(address)) => address.is_loopback(),
            Some(url::Host::Domain(name)) => name == "localhost",
            None => false,
        }
}
