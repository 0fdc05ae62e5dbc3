//! What is asked of the platform, and what permission each question takes.

use std::task::{Context, Poll};

use genesys::Named;
use serde_json::Value;

use crate::http::{HttpError, Next};
use crate::sources::SourceError;
use crate::sources::said::Said;

/// The way to the platform: a client in the browser, a made-up tenant in tests.
pub(crate) trait Ask {
    /// A connection by which it tells what happens.
    type Line: Line + 'static;
    /// The answer, whole.
    async fn ask(&self, question: &Question) -> Result<Value, HttpError>;
    /// The connection at this address.
    async fn connect(&self, address: &str) -> Result<Self::Line, HttpError>;
}

/// A connection by which the platform tells what happens, and a clock. Dropping it ends the connection.
pub(crate) trait Line {
    /// The next message.
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Next<String>>;
    /// Says something to the platform.
    fn send(&self, text: &str);
    /// The time, ms.
    fn now(&self) -> f64;
    /// Ends when the clock shows this, ms.
    fn poll_until(&mut self, time: f64, context: &mut Context<'_>) -> Poll<()>;
}

/// A question.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Question {
    /// One conversation with its participants, by its id.
    Conversation(String),
    /// One external contact, by its id.
    Contact(String),
    /// The external contact that an identifier belongs to.
    Identifier {
        /// `Phone`, `Email`, `ExternalId`, `Cookie`, `SocialWhatsapp` …
        kind: &'static str,
        /// A telephone number has its plus.
        value: String,
    },
    /// All external contacts with this telephone number or e-mail address. The platform takes it in the address only.
    WhitePages(String),
    /// A page of the sessions of an external contact.
    Sessions {
        /// The contact's id.
        contact: String,
        /// The cursor of the page; `None`: the first one.
        after: Option<String>,
    },
    /// A page of the events of a session.
    SessionEvents {
        /// The session's id.
        session: String,
        /// The cursor of the page; `None`: the first one.
        after: Option<String>,
    },
    /// A page of conversations with all their participants, by a query of the analytics.
    Conversations(Value),
    /// Names by ids, at most [`Named::BATCH`].
    Names(Named, Vec<String>),
    /// The user whose token it is.
    Me,
    /// A new notification channel.
    Channel,
    /// What is told by a channel, in place of what was before.
    Subscriptions {
        /// The channel's id.
        channel: String,
        /// What is to be told.
        topics: Vec<String>,
    },
}

impl Question {
    /// The permission that the answer takes, in the platform's words: for an answer that does not name it.
    fn permission(&self) -> &'static str {
        match self {
            Self::Conversation(_) => "conversation:communication:view",
            Self::Contact(_) | Self::Identifier { .. } | Self::WhitePages(_) => "externalContacts:contact:view",
            Self::Sessions { .. } => "externalContacts:session:view",
            Self::SessionEvents { .. } => "journey:event:view",
            Self::Conversations(_) => "analytics:conversationDetail:view",
            Self::Names(named, _) => named.permission(),
            // Everybody may; what a channel may tell is said topic by topic.
            Self::Me | Self::Channel | Self::Subscriptions { .. } => "",
        }
    }
}

/// What an answer that was refused lacks, if it is a permission: in the platform's own words, else by what was asked.
pub(super) fn missing_permission(question: &Question, error: &HttpError) -> Option<String> {
    let HttpError::Status { status: 403, body, .. } = error else { return None };
    Some(Said::read(body).permission.unwrap_or_else(|| question.permission().to_owned()))
}

/// The error of a question that all else depends on.
pub(super) fn failed(question: &Question, error: HttpError) -> SourceError {
    match missing_permission(question, &error) {
        Some(permission) => SourceError::Permission(permission),
        None => error.into(),
    }
}
