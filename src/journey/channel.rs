//! By which way a contact came, and in which direction.

use std::sync::Arc;

use crate::letters::is_word;

/// A channel of the contact center.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Channel {
    /// A call.
    Voice,
    /// A chat on a web page or in an app.
    Chat,
    /// An e-mail.
    Email,
    /// A text message.
    Sms,
    /// A message on a social network.
    Social,
    /// The web site itself.
    Web,
    /// A task that no customer started directly.
    WorkItem,
    /// A channel that this widget has no name for, by the tenant's word.
    Other(Arc<str>),
}

impl Channel {
    /// Reads the sender's word, in any case; `None` for a blank one.
    pub fn from_word(word: &str) -> Option<Self> {
        let word = word.trim();
        let plain: String =
            word.chars().filter(|letter| is_word(*letter)).map(|letter| letter.to_ascii_lowercase()).collect();
        Some(match plain.as_str() {
            "" => return None,
            "telephony" | "voice" | "call" | "phone" | "voicecall" | "voicecontact" => Self::Voice,
            "chat" | "webchat" | "livechat" => Self::Chat,
            "email" | "mail" => Self::Email,
            "sms" | "text" | "smsnotification" => Self::Sms,
            "social" | "facebook" | "messenger" | "whatsapp" | "applemessages" | "instagram" | "twitter" => {
                Self::Social
            }
            "web" | "website" | "webpage" | "browser" => Self::Web,
            "workitem" | "work" => Self::WorkItem,
            _ => Self::Other(super::label(word).into()),
        })
    }

    /// A word that [`Channel::from_word`] reads as this channel.
    pub fn word(&self) -> &str {
        if let Self::Other(word) = self { word } else { self.key() }
    }

    /// A stable word for it, for style sheets and for keys of words.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Voice => "voice",
            Self::Chat => "chat",
            Self::Email => "email",
            Self::Sms => "sms",
            Self::Social => "social",
            Self::Web => "web",
            Self::WorkItem => "work-item",
            Self::Other(_) => "other",
        }
    }
}

/// Who began a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// The customer.
    Inbound,
    /// The contact center.
    Outbound,
}

impl Direction {
    /// Reads `INBOUND` or `OUTBOUND`, in any case.
    pub fn from_word(word: &str) -> Option<Self> {
        let word = word.trim();
        if word.eq_ignore_ascii_case("inbound") {
            Some(Self::Inbound)
        } else if word.eq_ignore_ascii_case("outbound") {
            Some(Self::Outbound)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_is_known_by_every_tenants_word_for_it() {
        assert_eq!(Channel::from_word("telephony"), Some(Channel::Voice));
        assert_eq!(Channel::from_word("VOICE"), Some(Channel::Voice));
        assert_eq!(Channel::from_word("Voice%20Contact".replace("%20", " ").as_str()), Some(Channel::Voice));
        assert_eq!(Channel::from_word("workItem"), Some(Channel::WorkItem));
        assert_eq!(Channel::from_word("E-Mail"), Some(Channel::Email));
        assert_eq!(Channel::from_word("Kiosk"), Some(Channel::Other("Kiosk".into())));
        assert_eq!(Channel::from_word(" "), None);
    }
}
