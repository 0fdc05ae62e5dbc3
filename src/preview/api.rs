//! The journey API as the preview needs it: tokens and sample customers of `--preview-tokens`, and publishing.
//!
//! Not the widget's way to the API; the widget has its own and is told only the address and a token.

use std::fmt::Display;

use chrono::{DateTime, Utc};
use cjds::{ApiError, CloudEvent, IdentityType, read_time};
use futures_util::future::{Either, select};
use gloo_net::http::{Request, RequestBuilder, Response};
use gloo_timers::future::TimeoutFuture;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::simulate::contact::{Channel, Party};

/// How long a request may take, in milliseconds.
const LIMIT_MS: u32 = 10_000;

/// Why a request failed, in words for the page.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub(crate) enum ApiFailure {
    /// Nobody answers there, or the browser may not ask (CORS).
    #[error("No answer from {0}. It is not running, or it does not allow this page's origin.")]
    Unreachable(String),
    /// No answer in time.
    #[error("{0} did not answer within {limit} seconds.", limit = LIMIT_MS / 1000)]
    TooSlow(String),
    /// The service runs without the preview's own paths.
    #[error("{0} answers, but gives no preview tokens: it was started without --preview-tokens.")]
    NoPreviewTokens(String),
    /// There is nowhere to publish to.
    #[error("The organization has no workspace with a subscription, so nothing can be published.")]
    NoWorkspace,
    /// Any other status.
    #[error("The journey API answered {status}: {message}{}", tracking.as_ref().map(|id| format!(" (tracking id {id})")).unwrap_or_default())]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The service's own words, or what kind of answer it was.
        message: String,
        /// What support asks for.
        tracking: Option<String>,
    },
    /// A good status, and a body that is not what was promised.
    #[error("The journey API's answer could not be read: {0}")]
    NotUnderstood(String),
}

/// What a token is for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TokenAnswer {
    pub(crate) token: String,
    pub(crate) expires_at: DateTime<Utc>,
    pub(crate) organization: String,
    /// Where the organization's contacts are; `None` without such a workspace.
    pub(crate) workspace: Option<String>,
}

/// A customer of the sample data.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct Customer {
    /// The name, where one is known.
    pub(crate) name: Option<String>,
    /// The identities, by kind.
    pub(crate) identities: Identities,
    /// What is special about this one, in a few words.
    pub(crate) about: String,
}

/// The identities of a customer, by kind.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Identities {
    phone: Vec<String>,
    email: Vec<String>,
    customer_id: Vec<String>,
    social_id: Vec<String>,
    temporary_id: Vec<String>,
}

impl Customer {
    /// The customer at the other end of this channel: by telephone, or by address; else by what there is.
    pub(crate) fn party(&self, channel: Channel) -> Option<Party> {
        let ids = &self.identities;
        let phone = (IdentityType::Phone, ids.phone.first());
        let email = (IdentityType::Email, ids.email.first());
        let rest = [
            (IdentityType::CustomerId, ids.customer_id.first()),
            (IdentityType::SocialId, ids.social_id.first()),
            (IdentityType::TemporaryId, ids.temporary_id.first()),
        ];
        let preferred = if channel == Channel::Voice { [phone, email] } else { [email, phone] };
        let (identity_type, identity) =
            preferred.into_iter().chain(rest).find_map(|(kind, identity)| Some((kind, identity?.clone())))?;
        Some(Party {
            name: self.name.clone().unwrap_or_default(),
            identity,
            identity_type,
            customer_id: ids.customer_id.first().cloned(),
        })
    }

    /// The name, or what there is of an unknown one.
    pub(crate) fn title(&self) -> String {
        self.name.clone().filter(|name| !name.is_empty()).unwrap_or_else(|| self.first_identity())
    }

    /// One identity, to tell two of a name apart.
    pub(crate) fn first_identity(&self) -> String {
        self.party(Channel::Voice).map(|party| party.identity).unwrap_or_default()
    }
}

/// Where the journey API is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Api {
    base: String,
}

impl Api {
    /// The address without a slash at its end.
    pub(crate) fn at(base: &str) -> Self {
        Self { base: base.trim().trim_end_matches('/').to_owned() }
    }

    /// The address.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// A token for this role; `seconds` until it expires, or the service's usual time.
    pub(crate) async fn token(&self, role: &str, seconds: Option<u32>) -> Result<TokenAnswer, ApiFailure> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Answer {
            token: String,
            expires_at: Value,
            organization_id: String,
            workspace_id: Option<String>,
        }
        let mut body = json!({"role": role});
        if let Some(seconds) = seconds {
            body["expiresInSeconds"] = json!(seconds);
        }
        let request = self.json_request(Request::post(&format!("{}/preview/v1/token", self.base)), &body)?;
        let answer: Answer = self.read(self.preview_paths(self.send(request).await)?).await?;
        let expires_at = read_time(&answer.expires_at).ok_or_else(|| not_understood("the token has no expiresAt"))?;
        Ok(TokenAnswer {
            token: answer.token,
            expires_at,
            organization: answer.organization_id,
            workspace: answer.workspace_id,
        })
    }

    /// The customers of the sample data.
    pub(crate) async fn customers(&self) -> Result<Vec<Customer>, ApiFailure> {
        let request = Request::get(&format!("{}/preview/v1/customers", self.base)).build().map_err(not_understood)?;
        self.read(self.preview_paths(self.send(request).await)?).await
    }

    /// Publishes one event; gives the status.
    pub(crate) async fn publish(&self, token: &str, workspace: &str, event: &CloudEvent) -> Result<u16, ApiFailure> {
        let address = format!("{}/publish/v1/api/event", self.base);
        let builder = Request::post(&address)
            .query([("workspaceId", workspace)])
            .header("Authorization", &format!("Bearer {token}"));
        Ok(self.send(self.json_request(builder, &event.write())?).await?.status())
    }

    fn json_request(&self, builder: RequestBuilder, body: &Value) -> Result<Request, ApiFailure> {
        builder.header("Content-Type", "application/json").body(body.to_string()).map_err(not_understood)
    }

    async fn send(&self, request: Request) -> Result<Response, ApiFailure> {
        let answer = match select(std::pin::pin!(request.send()), TimeoutFuture::new(LIMIT_MS)).await {
            Either::Left((answer, _)) => answer.map_err(|_| ApiFailure::Unreachable(self.base.clone()))?,
            Either::Right(_) => return Err(ApiFailure::TooSlow(self.base.clone())),
        };
        if answer.ok() {
            return Ok(answer);
        }
        let status = answer.status();
        let text = answer.text().await.unwrap_or_default();
        let (message, tracking) = match serde_json::from_str::<ApiError>(&text) {
            Ok(error) => (
                std::iter::once(error.message)
                    .chain(error.errors)
                    .filter(|words| !words.is_empty())
                    .collect::<Vec<_>>()
                    .join(": "),
                Some(error.tracking_id).filter(|id| !id.is_empty()),
            ),
            Err(_) => (answer.status_text(), None),
        };
        Err(ApiFailure::Refused { status, message, tracking })
    }

    /// A 404 on the preview's own paths means that the service was started without them.
    fn preview_paths(&self, answer: Result<Response, ApiFailure>) -> Result<Response, ApiFailure> {
        answer.map_err(|failure| match failure {
            ApiFailure::Refused { status: 404, .. } => ApiFailure::NoPreviewTokens(self.base.clone()),
            other => other,
        })
    }

    async fn read<T: DeserializeOwned>(&self, answer: Response) -> Result<T, ApiFailure> {
        let text = answer.text().await.map_err(not_understood)?;
        serde_json::from_str(&text).map_err(not_understood)
    }
}

fn not_understood(error: impl Display) -> ApiFailure {
    ApiFailure::NotUnderstood(error.to_string())
}
