//! Who may ask: sample tokens, which open nothing anywhere else, each with its permissions.

use axum::http::{HeaderMap, StatusCode};
use serde_json::{Map, Value, json};

use super::ErrorBody;
use crate::watch::bearer;

/// The OAuth client of the sample pages: a code grant.
pub const CLIENT: &str = "0c1e9e7a-5a3b-4c1d-9f00-5a3b1e0c1e9e";

/// What an agent needs to see a journey.
const JOURNEY: [&str; 8] = [
    "analytics:conversationDetail:view",
    "conversation:communication:view",
    "directory:user:view",
    "externalContacts:contact:view",
    "externalContacts:session:view",
    "journey:event:view",
    "routing:queue:view",
    "routing:wrapupCode:view",
];
/// What an administrator needs beside, to set it up.
const SET_UP: [&str; 7] = [
    "directory:group:view",
    "integrations:integration:add",
    "integrations:integration:edit",
    "integrations:integration:view",
    "oauth:client:add",
    "oauth:client:edit",
    "oauth:client:view",
];

/// A sample token, by what it may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// An agent's: reads journeys.
    Agent,
    /// The same agent's next one.
    AgentRenewed,
    /// It may set up what the pages need, too.
    Administrator,
    /// An agent's who may not read conversations.
    NoConversations,
    /// An agent's who may not read external contacts.
    NoContacts,
    /// An agent's who sees no wrap-up code's name.
    NoWrapUpCodes,
    /// It is good, and has no permission at all.
    NoRole,
    /// Its time is over.
    Expired,
}

impl Token {
    pub(super) const ALL: [Self; 8] = [
        Self::Agent,
        Self::AgentRenewed,
        Self::Administrator,
        Self::NoConversations,
        Self::NoContacts,
        Self::NoWrapUpCodes,
        Self::NoRole,
        Self::Expired,
    ];

    /// What it is called in answers and notes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::AgentRenewed => "agentRenewed",
            Self::Administrator => "administrator",
            Self::NoConversations => "noConversations",
            Self::NoContacts => "noContacts",
            Self::NoWrapUpCodes => "noWrapUpCodes",
            Self::NoRole => "noRole",
            Self::Expired => "expired",
        }
    }

    /// The token itself.
    pub fn text(self) -> &'static str {
        match self {
            Self::Agent => "sample-genesys-agent",
            Self::AgentRenewed => "sample-genesys-agent-renewed",
            Self::Administrator => "sample-genesys-administrator",
            Self::NoConversations => "sample-genesys-no-conversations",
            Self::NoContacts => "sample-genesys-no-contacts",
            Self::NoWrapUpCodes => "sample-genesys-no-wrap-up-codes",
            Self::NoRole => "sample-genesys-no-role",
            Self::Expired => "sample-genesys-expired",
        }
    }

    pub(super) fn of(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|token| token.text() == text)
    }

    /// By its name, in any case.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|token| token.name().eq_ignore_ascii_case(name))
    }

    /// The token that the same person signs in with next.
    pub(super) fn renewed(self) -> Self {
        if self == Self::Agent { Self::AgentRenewed } else { self }
    }

    pub(super) fn permissions(self) -> Vec<&'static str> {
        let without = |gone: &[&str]| JOURNEY.into_iter().filter(|one| !gone.contains(one)).collect();
        match self {
            Self::Agent | Self::AgentRenewed => JOURNEY.to_vec(),
            Self::Administrator => JOURNEY.into_iter().chain(SET_UP).collect(),
            Self::NoConversations => without(&["analytics:conversationDetail:view"]),
            Self::NoContacts => without(&["externalContacts:contact:view"]),
            Self::NoWrapUpCodes => without(&["routing:wrapupCode:view"]),
            Self::NoRole | Self::Expired => Vec::new(),
        }
    }
}

/// What a page needs to ask it: `{clientId, tokens: {name: token}}`.
pub fn access() -> Value {
    let tokens: Map<String, Value> =
        Token::ALL.iter().map(|token| (token.name().to_owned(), json!(token.text()))).collect();
    json!({"clientId": CLIENT, "tokens": tokens})
}

pub(crate) fn token_name(text: &str) -> Option<&'static str> {
    Token::of(text).map(Token::name).or(super::service::is_token(text).then_some("service"))
}

/// Whose request it is.
pub(super) fn signed_in(headers: &HeaderMap) -> Result<Token, ErrorBody> {
    let token = bearer(headers).and_then(Token::of).filter(|token| *token != Token::Expired);
    token.ok_or_else(|| ErrorBody::of(StatusCode::UNAUTHORIZED))
}

/// Whose request it is, if the token has this permission.
pub(super) fn allowed(headers: &HeaderMap, permission: &str) -> Result<Token, ErrorBody> {
    let token = signed_in(headers)?;
    if token.permissions().contains(&permission) { Ok(token) } else { Err(ErrorBody::missing(permission)) }
}
