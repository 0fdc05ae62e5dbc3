//! What the domain's things are called.

use journey::IdentityType;

use super::Language;
use crate::session::LiveStatus;
use journey::{Channel, Contact, CustomEvent, Direction, EventKind, Sentiment, Speaker, StageKind, Summary, TimeRange};

impl Language {
    /// "Call", "Chat" …; the tenant's own word for a channel without a name of ours.
    pub(crate) fn channel(&self, channel: Option<&Channel>) -> String {
        match channel {
            Some(Channel::Other(word)) => word.to_string(),
            Some(channel) => self.t(&["channel.", channel.key()].concat()),
            None => self.t("channel.unknown"),
        }
    }

    /// "Inbound call", "Outbound e-mail", "Chat".
    pub(crate) fn contact(&self, contact: &Contact) -> String {
        self.contact_by(contact.channel.as_ref(), contact.direction)
    }

    /// The same, of a contact of which no more is known than by which way it comes.
    pub(crate) fn contact_by(&self, channel: Option<&Channel>, direction: Option<Direction>) -> String {
        let way = match direction {
            Some(Direction::Inbound) => ".inbound",
            Some(Direction::Outbound) => ".outbound",
            None => ".alone",
        };
        match channel {
            Some(Channel::Other(word)) if direction.is_none() => word.to_string(),
            Some(Channel::Other(word)) => self.t_with(&["contact", way].concat(), &[("what", word)]),
            // Whole phrases: in most languages the channel's word decides the form of the other.
            channel => self.t(&["contact.", channel.map_or("unknown", Channel::key), way].concat()),
        }
    }

    /// "Inbound", "Outbound".
    pub(crate) fn contact_direction(&self, direction: Direction) -> String {
        self.t(match direction {
            Direction::Inbound => "direction.inbound",
            Direction::Outbound => "direction.outbound",
        })
    }

    /// The sender's title; for the contact center's own events our name for what happened; else the type as it came.
    pub(crate) fn custom_event(&self, custom: &CustomEvent) -> String {
        if let Some(title) = &custom.title {
            return title.clone();
        }
        let kind = &custom.event.key.kind;
        self.event_kind(custom.event.kind)
            .or_else(|| (!kind.trim().is_empty()).then(|| kind.clone()))
            .unwrap_or_else(|| self.t("event.unnamed"))
    }

    /// What a contact-center event says; `None` for one that the contract does not name.
    pub(crate) fn event_kind(&self, kind: EventKind) -> Option<String> {
        kind.key().map(|key| self.t(&["event.", key].concat()))
    }

    /// "Queue", "Talk" …; what a call's menu is for other channels is their bot or flow.
    pub(crate) fn stage(&self, kind: StageKind, channel: Option<&Channel>) -> String {
        match (kind, channel) {
            (StageKind::Ivr, Some(channel)) if *channel != Channel::Voice => self.t("stage.flow"),
            (StageKind::Talk, Some(channel)) if *channel != Channel::Voice => self.t("stage.work"),
            _ => self.t(&["stage.", kind.key()].concat()),
        }
    }

    /// "Positive" …
    pub(crate) fn sentiment(&self, sentiment: Sentiment) -> String {
        self.t(&["sentiment.", sentiment.key()].concat())
    }

    /// Who spoke.
    pub(crate) fn speaker(&self, speaker: &Speaker) -> String {
        match speaker {
            Speaker::Customer => self.t("speaker.customer"),
            Speaker::Agent => self.t("speaker.agent"),
            Speaker::Bot => self.t("speaker.bot"),
            Speaker::Named(name) => name.clone(),
            Speaker::Unknown => String::new(),
        }
    }

    /// A section of a summary.
    pub(crate) fn summary_section(&self, key: &str) -> String {
        self.t_named("summary", key).unwrap_or_else(|| Summary::label_of(key))
    }

    /// A time range as an option: "Last 24 hours".
    pub(crate) fn range(&self, range: TimeRange) -> String {
        self.t(&["range.", range.key()].concat())
    }

    /// A time range in a sentence: "the last 24 hours".
    pub(crate) fn range_in_sentence(&self, range: TimeRange) -> String {
        self.t(&["range.", range.key(), ".sentence"].concat())
    }

    /// The kind of an identity.
    pub(crate) fn identity_kind(&self, kind: Option<IdentityType>) -> String {
        self.t(&["identity.", kind.map_or("other", IdentityType::as_str)].concat())
    }

    /// How new events come in: the word, and a sentence that says what it means. `None`: nothing to say.
    pub(crate) fn live(&self, status: LiveStatus) -> Option<(String, String)> {
        let key = match status {
            LiveStatus::Off => return None,
            LiveStatus::Connecting => "connecting",
            LiveStatus::Live => "live",
            LiveStatus::Paused => "paused",
            LiveStatus::Reconnecting => "reconnecting",
            LiveStatus::Polling => "polling",
            LiveStatus::Offline => "offline",
            LiveStatus::WaitingForToken => "token",
        };
        Some((self.t(&["live.", key].concat()), self.t(&["live.", key, ".means"].concat())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use journey::{EventKind, Journey, Origin, Reported, TaskId};
    use wasm_bindgen_test::wasm_bindgen_test;

    fn contact_of(data: serde_json::Value) -> String {
        let mut journey = Journey::default();
        journey.add([Reported {
            kind: EventKind::New,
            origin: Origin::Platform,
            task: TaskId::new("1"),
            data: data.as_object().cloned().expect("fields"),
            ..Reported::default()
        }]);
        let name = journey.contacts().map(|one| Language::ENGLISH.contact(one)).next();
        name.expect("a contact")
    }

    #[wasm_bindgen_test]
    fn a_contact_is_called_what_it_is() {
        use serde_json::json;
        assert_eq!(
            contact_of(json!({"taskId": "1", "channelType": "telephony", "direction": "INBOUND"})),
            "Inbound call"
        );
        assert_eq!(
            contact_of(json!({"taskId": "1", "channelType": "email", "direction": "OUTBOUND"})),
            "Outbound e-mail"
        );
        assert_eq!(contact_of(json!({"taskId": "1", "channelType": "chat"})), "Chat");
        assert_eq!(contact_of(json!({"taskId": "1", "channelType": "Kiosk", "direction": "INBOUND"})), "Inbound Kiosk");
        assert_eq!(contact_of(json!({"taskId": "1"})), "Contact");
    }

    #[wasm_bindgen_test]
    fn everything_has_a_name() {
        for kind in ["telephony", "chat", "email", "sms", "social", "web", "workItem"] {
            assert!(!Language::ENGLISH.channel(Channel::from_word(kind).as_ref()).contains('.'));
        }
        for kind in [StageKind::Ivr, StageKind::Queue, StageKind::Talk, StageKind::Hold, StageKind::WrapUp] {
            assert!(!Language::ENGLISH.stage(kind, None).contains('.'));
        }
        for kind in TimeRange::ALL {
            assert!(
                !Language::ENGLISH.range(kind).contains('.')
                    && !Language::ENGLISH.range_in_sentence(kind).contains('.')
            );
        }
        for kind in IdentityType::ALL {
            assert!(!Language::ENGLISH.identity_kind(Some(kind)).contains('.'));
        }
        for kind in [
            EventKind::New,
            EventKind::Connect,
            EventKind::Parked,
            EventKind::Connected,
            EventKind::Hold,
            EventKind::Unhold,
            EventKind::Transferred,
            EventKind::WrapUp,
            EventKind::Ended,
            EventKind::WrapUpDone,
            EventKind::Routed,
            EventKind::Assigned,
            EventKind::Sent,
            EventKind::Transcript,
            EventKind::AgentState,
            EventKind::Summary,
            EventKind::Analysis,
            EventKind::Note,
        ] {
            assert!(Language::ENGLISH.event_kind(kind).is_some());
        }
        for status in [
            LiveStatus::Connecting,
            LiveStatus::Live,
            LiveStatus::Paused,
            LiveStatus::Reconnecting,
            LiveStatus::Polling,
            LiveStatus::Offline,
            LiveStatus::WaitingForToken,
        ] {
            assert!(Language::ENGLISH.live(status).is_some());
        }
        for mood in [Sentiment::Positive, Sentiment::Neutral, Sentiment::Negative] {
            assert!(!Language::ENGLISH.sentiment(mood).contains('.'));
        }
        for who in [Speaker::Customer, Speaker::Agent, Speaker::Bot] {
            assert!(!Language::ENGLISH.speaker(&who).contains('.'));
        }
    }
}
