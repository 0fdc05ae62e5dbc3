//! Who may ask: sample tokens, which open nothing anywhere else.

use serde_json::{Map, Value, json};

use super::clients::{CLIENT, CLIENT_SECRET, number};

/// The account of the sample customers.
pub const ACCOUNT: &str = "LARKFD";
/// The application key that belongs to it.
pub const APP_KEY: &str = "sample-application-key";

/// A sample token, by what it may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// An agent's: reads and writes journeys, not the identifiers' settings.
    Agent,
    /// The same agent's next one.
    AgentRenewed,
    /// An agent's who may also see the identifiers' settings.
    Administrator,
    /// It reads, and writes nothing.
    Reader,
    /// It is good, and has no role at all.
    NoRole,
    /// Its time is over.
    Expired,
}

impl Token {
    const ALL: [Self; 6] =
        [Self::Agent, Self::AgentRenewed, Self::Administrator, Self::Reader, Self::NoRole, Self::Expired];

    /// What it is called in answers and notes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::AgentRenewed => "agentRenewed",
            Self::Administrator => "administrator",
            Self::Reader => "reader",
            Self::NoRole => "noRole",
            Self::Expired => "expired",
        }
    }

    /// The token itself.
    pub fn text(self) -> &'static str {
        match self {
            Self::Agent => "sample-avaya-agent",
            Self::AgentRenewed => "sample-avaya-agent-renewed",
            Self::Administrator => "sample-avaya-administrator",
            Self::Reader => "sample-avaya-reader",
            Self::NoRole => "sample-avaya-no-role",
            Self::Expired => "sample-avaya-expired",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|token| token.name() == name)
    }

    pub(super) fn of(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|token| token.text() == text)
    }
}

/// What a page needs to ask it, and a service: `{accountId, appKey, tokens: {name: token}, clientId, clientSecret}`.
pub fn access() -> Value {
    let tokens: Map<String, Value> =
        Token::ALL.iter().map(|token| (token.name().to_owned(), json!(token.text()))).collect();
    json!({"accountId": ACCOUNT, "appKey": APP_KEY, "tokens": tokens, "clientId": CLIENT, "clientSecret": CLIENT_SECRET})
}

pub(crate) fn token_name(text: &str) -> Option<&'static str> {
    Token::of(text).map(Token::name).or_else(|| number(text).map(|_| "service"))
}
