//! The kinds of identity.

use serde::{Deserialize, Serialize};

/// The kinds of identity that a journey knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum IdentityType {
    /// A telephone number, E.164 where the service normalised it.
    Phone,
    /// An e-mail address.
    Email,
    /// The tenant's own customer number.
    CustomerId,
    /// A web session or another passing identity.
    TemporaryId,
    /// A social network's user.
    SocialId,
}

impl IdentityType {
    /// All kinds, in the order in which they are listed.
    pub const ALL: [Self; 5] = [Self::Phone, Self::Email, Self::CustomerId, Self::SocialId, Self::TemporaryId];

    /// The wire's word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Email => "email",
            Self::CustomerId => "customerId",
            Self::TemporaryId => "temporaryId",
            Self::SocialId => "socialId",
        }
    }

    /// Reads the wire's word, in any case.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str().eq_ignore_ascii_case(word.trim()))
    }
}
