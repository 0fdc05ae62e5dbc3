//! What an agent may do next from an identity or a contact: call, call back, write. Which of it is done, the desktop around
//! the widget says; here is which of it fits an identity. Called by `settings` and `view`.

use basics::identity::{nobody, phone};

use super::{Contact, Direction, IdentityType};

/// One way to follow up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FollowUp {
    /// Call a number now.
    Call,
    /// Arrange a call back.
    Callback,
    /// Write an e-mail.
    Email,
    /// Write a message: SMS, WhatsApp, a social network.
    Message,
}

impl FollowUp {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Call, Self::Callback, Self::Email, Self::Message];

    /// The word for it: in the attribute `follow-up`, in `journey-action`, and in keys of words.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Callback => "callback",
            Self::Email => "email",
            Self::Message => "message",
        }
    }

    /// Reads a word, in any case, with or without dashes.
    pub fn from_word(word: &str) -> Option<Self> {
        let plain = word.trim().replace('-', "").to_ascii_lowercase();
        Self::ALL.into_iter().find(|one| one.key() == plain)
    }

    /// The words of a list, each once and in the order of [`Self::ALL`]. What is none is left out.
    pub fn of_list(list: &str) -> Vec<Self> {
        let named: Vec<Self> = words_of(list).filter_map(Self::from_word).collect();
        Self::ALL.into_iter().filter(|one| named.contains(one)).collect()
    }

    /// The first word of a list that names none.
    pub fn unknown_in(list: &str) -> Option<&str> {
        words_of(list).find(|word| Self::from_word(word).is_none())
    }

    /// Whether it can be done with an identity of this kind; what kind it is shows in it, where nobody says.
    pub fn fits(self, identity: &str, kind: Option<IdentityType>) -> bool {
        if nobody(identity, kind).is_some() {
            return false;
        }
        let kind = kind.or_else(|| looks_like(identity));
        match self {
            Self::Call | Self::Callback => kind == Some(IdentityType::Phone),
            Self::Email => kind == Some(IdentityType::Email),
            Self::Message => matches!(kind, Some(IdentityType::Phone | IdentityType::SocialId)),
        }
    }
}

impl Contact {
    /// The customer's own number or address in this contact; `None`: it is not told, or withheld.
    pub fn customer_address(&self) -> Option<&str> {
        let address = match self.direction {
            Some(Direction::Outbound) => self.destination.as_deref(),
            Some(Direction::Inbound) => self.origin.as_deref(),
            // Which of the two is the customer's, nobody knows.
            None => None,
        };
        address.filter(|address| nobody(address, None).is_none())
    }
}

fn words_of(list: &str) -> impl Iterator<Item = &str> {
    list.split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | '|')).filter(|word| !word.is_empty())
}

fn looks_like(identity: &str) -> Option<IdentityType> {
    if identity.contains('@') {
        return Some(IdentityType::Email);
    }
    phone(identity).is_ok_and(|phone| phone.is_international()).then_some(IdentityType::Phone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use FollowUp::{Call, Callback, Email, Message};

    #[test]
    fn a_number_can_be_called_and_an_address_written_to() {
        let fitting = |identity: &str, kind: Option<IdentityType>| -> Vec<FollowUp> {
            FollowUp::ALL.into_iter().filter(|one| one.fits(identity, kind)).collect()
        };
        let phone = Some(IdentityType::Phone);
        assert_eq!(fitting("+15550100", phone), [Call, Callback, Message]);
        assert_eq!(fitting("030 123456", phone), [Call, Callback, Message]);
        assert_eq!(fitting("+15550100", None), [Call, Callback, Message]);
        assert_eq!(fitting("ann@example.com", Some(IdentityType::Email)), [Email]);
        assert_eq!(fitting("ann@example.com", None), [Email]);
        assert_eq!(fitting("ann.weibo", Some(IdentityType::SocialId)), [Message]);
        // A customer number looks like a telephone number, and is none.
        assert_eq!(fitting("10015550100", Some(IdentityType::CustomerId)), []);
        assert_eq!(fitting("10015550100", None), []);
        assert_eq!(fitting("session-1", Some(IdentityType::TemporaryId)), []);
    }

    #[test]
    fn nobody_is_called_at_a_withheld_number() {
        for withheld in ["anonymous", "Restricted", "unknown"] {
            assert!(FollowUp::ALL.into_iter().all(|one| !one.fits(withheld, Some(IdentityType::Phone))), "{withheld}");
        }
    }

    #[test]
    fn an_administrator_names_what_the_desktop_does_in_any_spelling() {
        assert_eq!(FollowUp::of_list("E-Mail, call|CALL nothing"), [Call, Email]);
        assert_eq!(FollowUp::of_list(" "), []);
        assert_eq!(FollowUp::unknown_in("call, fax, pigeon"), Some("fax"));
        assert_eq!(FollowUp::unknown_in("call,callback,email,message"), None);
    }
}
