//! By which way a contact came, and in which direction.

use std::sync::Arc;

use crate::word::is_word;

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

/// What systems write where there is no channel.
const NOTHING: [&str; 8] = ["unknown", "undefined", "null", "none", "na", "notavailable", "other", "unspecified"];

/// Names of messengers and networks, as they stand in longer ones: "WhatsApp Business", "facebookMessenger",
/// "Apple Messages for Business".
const NETWORKS: [&str; 24] = [
    "whatsapp",
    "messenger",
    "facebook",
    "instagram",
    "telegram",
    "wechat",
    "weixin",
    "viber",
    "imessage",
    "applemessages",
    "applebusiness",
    "messagesforbusiness",
    "googlebusiness",
    "googlemessages",
    "twitter",
    "linkedin",
    "kakao",
    "tiktok",
    "snapchat",
    "youtube",
    "zalo",
    "socialmedia",
    "socialmessag",
    "socialchannel",
];

impl Channel {
    /// Reads the sender's word, in any case and with any blanks, dashes or underscores; `None` for one that says nothing.
    pub fn from_word(word: &str) -> Option<Self> {
        let plain = plain(word);
        if plain.is_empty() || NOTHING.contains(&plain.as_str()) {
            return None;
        }
        let channel = Self::exactly(&plain).or_else(|| Self::alike(&plain));
        Some(channel.unwrap_or_else(|| Self::Other(super::label(word.trim()).into())))
    }

    /// Reads a word that means a channel wherever it stands: in a filter, where "Video" may be a tag, or among values.
    pub fn named(word: &str) -> Option<Self> {
        Self::exactly(&plain(word))
    }

    /// Whether it is one of this widget's own, and not just a tenant's word.
    pub fn is_known(&self) -> bool {
        !matches!(self, Self::Other(_))
    }

    fn exactly(plain: &str) -> Option<Self> {
        Some(match plain {
            "telephony" | "voice" | "call" | "phone" | "voicecall" | "voicecontact" => Self::Voice,
            "chat" | "webchat" | "livechat" => Self::Chat,
            "email" | "mail" => Self::Email,
            "sms" | "text" | "smsnotification" => Self::Sms,
            "social" | "facebook" | "messenger" | "whatsapp" | "applemessages" | "instagram" | "twitter" => {
                Self::Social
            }
            "web" | "website" | "webpage" | "browser" => Self::Web,
            "workitem" | "work" => Self::WorkItem,
            _ => return None,
        })
    }

    /// The longer names that Webex Connect, its partners and tenants have for the same channels. The order matters: a
    /// voicemail is no mail, and WeChat no chat.
    fn alike(plain: &str) -> Option<Self> {
        let has = |part: &&str| plain.contains(part);
        let begins = |starts: &[&str]| starts.iter().any(|start| plain.starts_with(start));
        let ends = |ends: &[&str]| ends.iter().any(|end| plain.ends_with(end));
        let is_network = NETWORKS.iter().any(has)
            || matches!(plain, "x" | "xcom" | "xtwitter" | "fb" | "wa" | "line" | "lineapp" | "signal" | "threads")
            || begins(&["linemessag", "lineofficial", "linebusiness"]);
        Some(if is_network {
            Self::Social
        } else if begins(&["rcs", "richcommunication", "textmessag", "shortmessage"]) || has(&"sms") || plain == "mms" {
            Self::Sms
        } else if begins(&["voice", "telephon", "phone", "pstn", "voip"])
            || ends(&["call", "calls", "callback", "voicemail", "voice", "telephony"])
            || matches!(plain, "video" | "callbacks" | "webrtc")
        {
            Self::Voice
        } else if begins(&["chat", "webmessag", "inapp", "appmessag"])
            || ends(&["chat", "chatbot", "inapp"])
            || matches!(plain, "messaging" | "custommessaging")
        {
            Self::Chat
        } else if ends(&["email", "emails", "gmail"]) || begins(&["email"]) {
            Self::Email
        } else if begins(&["website", "webpage", "webvisit", "webform", "pagevisit"]) {
            Self::Web
        } else if begins(&["workitem"]) || ends(&["workitem"]) {
            Self::WorkItem
        } else {
            return None;
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

/// Its letters and digits in lower case.
fn plain(word: &str) -> String {
    let word = word.replace("%20", " ");
    word.chars().filter(|letter| is_word(*letter)).map(|letter| letter.to_ascii_lowercase()).collect()
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
    /// Reads `INBOUND` or `OUTBOUND`, or another word for it, in any case.
    pub fn from_word(word: &str) -> Option<Self> {
        let is = |words: &[&str]| words.iter().any(|known| word.trim().eq_ignore_ascii_case(known));
        if is(&["inbound", "incoming", "in"]) {
            Some(Self::Inbound)
        } else if is(&["outbound", "outgoing", "out", "outdial"]) {
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

    #[test]
    fn channels_of_webex_connect_and_its_partners_are_channels() {
        let case: Vec<String> =
            serde_json::from_str(include_str!("../../../tests/cases/33-channel-names/channels.json")).expect("JSON");
        for word in case.iter().map(String::as_str).chain([
            "whatsapp_business",
            "WHATSAPP",
            "WhatsApp%20Business",
            "Apple Messages for Business",
            "Apple Business Chat",
            "iMessage",
            "Messenger",
            "Facebook Messenger",
            "fb-messenger",
            "Instagram DM",
            "telegram",
            "Telegram Bot",
            "LINE",
            "Line Messaging API",
            "WeChat",
            "weixin",
            "Viber",
            "X",
            "X/Twitter",
            "X (Twitter)",
            "Twitter DM",
            "Google Business Messages",
            "KakaoTalk",
            "TikTok",
            "social_media",
        ]) {
            assert_eq!(Channel::from_word(word), Some(Channel::Social), "{word}");
        }
        for (words, channel) in [
            (
                ["RCS", "rcs_business_messaging", "MMS", "Text Message", "two-way SMS", "smsMessage"].as_slice(),
                Channel::Sms,
            ),
            (
                &[
                    "voicemail",
                    "Voice Mail",
                    "Callback",
                    "web callback",
                    "Video",
                    "video call",
                    "Outbound Call",
                    "VoIP",
                ],
                Channel::Voice,
            ),
            (
                &["In-App Messaging", "in_app", "Web Chat", "customMessaging", "Chat Bot", "Video Chat", "liveChat"],
                Channel::Chat,
            ),
            (&["E-Mail", "inbound-email", "email message", "Gmail"], Channel::Email),
            (&["Work_Item", "Work Items"], Channel::WorkItem),
        ] {
            for word in words {
                assert_eq!(Channel::from_word(word), Some(channel.clone()), "{word}");
            }
        }
        for word in
            ["Fax", "Kiosk", "Linear", "Boxed", "Xbox", "Snail mail", "Transmission", "Branch visit", "キオスク"]
        {
            assert_eq!(Channel::from_word(word), Some(Channel::Other(word.into())), "{word}");
        }
        for word in ["unknown", "N/A", "null", "undefined", "-"] {
            assert_eq!(Channel::from_word(word), None, "{word}");
        }
    }

    #[test]
    fn a_word_that_may_be_a_tag_is_no_channel_in_a_filter() {
        for word in ["Callback", "Video", "X", "Line", "Sales call", "Mortgage"] {
            assert_eq!(Channel::named(word), None, "{word}");
        }
        assert_eq!(Channel::named("WhatsApp"), Some(Channel::Social));
    }
}
