//! What the service does for a connector by itself. Each may go wrong and well without the others, and is told by itself.

use serde::Serialize;

/// A task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = ConnectorTask)]
pub(crate) enum Task {
    /// Renewing tokens.
    Tokens,
    /// Looking after what the contact center is to tell.
    Subscriptions,
    /// Asking for what it told of.
    Events,
    /// Asking for what happened, where nothing is told.
    Asking,
    /// Asking for whom somebody looks up.
    Lookups,
}

impl Task {
    const ALL: [Self; 5] = [Self::Tokens, Self::Subscriptions, Self::Events, Self::Asking, Self::Lookups];

    /// The word in the database and in answers.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Tokens => "tokens",
            Self::Subscriptions => "subscriptions",
            Self::Events => "events",
            Self::Asking => "asking",
            Self::Lookups => "lookups",
        }
    }

    pub(crate) fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|task| task.as_str() == word)
    }
}
