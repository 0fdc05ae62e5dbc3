//! A simulated contact: what it is, how far it has come, and what the desktop hands to widgets about it.
//!
//! Pure: the clock is handed in, and nothing is sent from here (`events` says what is sent).

use chrono::{DateTime, Utc};
use journey::IdentityType;
use serde_json::{Value, json};

/// How the customer and the agent talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Channel {
    /// A telephone call.
    Voice,
    /// A chat on the web site.
    Chat,
    /// An e-mail.
    Email,
}

impl Channel {
    /// All of them, in the order of the buttons.
    pub(crate) const ALL: [Self; 3] = [Self::Voice, Self::Chat, Self::Email];

    /// The word in test ids.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Voice => "voice",
            Self::Chat => "chat",
            Self::Email => "email",
        }
    }

    /// The platform's `channelType` and `mediaType`.
    pub(crate) const fn media_type(self) -> &'static str {
        match self {
            Self::Voice => "telephony",
            Self::Chat => "chat",
            Self::Email => "email",
        }
    }

    /// The name for people.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Voice => "Call",
            Self::Chat => "Chat",
            Self::Email => "E-mail",
        }
    }

    /// Where the customer wrote or called to.
    pub(crate) const fn entry_point(self) -> &'static str {
        match self {
            Self::Voice => "+15550199",
            Self::Chat => "web-chat",
            Self::Email => "care@example.com",
        }
    }

    /// The queue that hands it to the agent.
    pub(crate) const fn queue(self) -> &'static str {
        match self {
            Self::Voice => "Care Voice",
            Self::Chat => "Care Chat",
            Self::Email => "Care E-mail",
        }
    }
}

/// Who began it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// The customer.
    Inbound,
    /// The agent.
    Outbound,
}

impl Direction {
    /// The platform's word.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Inbound => "INBOUND",
            Self::Outbound => "OUTBOUND",
        }
    }
}

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Offered to the agent, not yet accepted.
    Offered,
    /// The two are talking.
    Connected,
    /// The customer waits.
    Held,
    /// The customer has gone; the agent chooses a wrap-up code.
    WrapUp,
}

/// Who is at the other end.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Party {
    /// The name, empty when nobody knows it.
    pub(crate) name: String,
    /// A number or an address.
    pub(crate) identity: String,
    /// What kind of identity that is.
    pub(crate) identity_type: IdentityType,
    /// The tenant's customer number, where there is one.
    pub(crate) customer_id: Option<String>,
}

impl Party {
    /// Somebody whose identity was typed in.
    pub(crate) fn unknown(identity: &str) -> Self {
        let identity = identity.trim().to_owned();
        let identity_type = if identity.contains('@') {
            IdentityType::Email
        } else if identity.chars().all(|letter| letter.is_ascii_digit() || "+() -.".contains(letter)) {
            IdentityType::Phone
        } else {
            IdentityType::CustomerId
        };
        Self { name: String::new(), identity, identity_type, customer_id: None }
    }
}

/// The agent at this desktop.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Agent {
    /// The agent's id.
    pub(crate) id: &'static str,
    /// The agent's name.
    pub(crate) name: &'static str,
    /// The agent's address.
    pub(crate) email: &'static str,
    /// The agent's team.
    pub(crate) team: &'static str,
}

/// Who sits at the preview's desktop.
pub(crate) const AGENT: Agent =
    Agent { id: "agent-preview", name: "Robin Vale", email: "robin.vale@example.com", team: "Customer Care" };

/// One contact at the desktop.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Contact {
    /// The interaction id, which is also the task id.
    pub(crate) id: String,
    /// Call, chat or e-mail.
    pub(crate) channel: Channel,
    /// Who began it.
    pub(crate) direction: Direction,
    /// Who is at the other end.
    pub(crate) party: Party,
    /// How far it has come.
    pub(crate) stage: Stage,
    /// When it began.
    pub(crate) created: DateTime<Utc>,
    /// When the present stage began.
    pub(crate) since: DateTime<Utc>,
    /// What was published about it: the event's type and time, the oldest first.
    pub(crate) published: Vec<(String, DateTime<Utc>)>,
}

impl Contact {
    /// A contact that has just been offered.
    pub(crate) fn offered(
        id: String,
        channel: Channel,
        direction: Direction,
        party: Party,
        now: DateTime<Utc>,
    ) -> Self {
        Self { id, channel, direction, party, stage: Stage::Offered, created: now, since: now, published: Vec::new() }
    }

    /// Who to show as the other end.
    pub(crate) fn title(&self) -> &str {
        if self.party.name.is_empty() { &self.party.identity } else { &self.party.name }
    }

    /// Where it came from and went to: the customer calls us, or we call the customer.
    pub(crate) fn ends(&self) -> (&str, &str) {
        match self.direction {
            Direction::Inbound => (&self.party.identity, self.channel.entry_point()),
            Direction::Outbound => (self.channel.entry_point(), &self.party.identity),
        }
    }

    /// `$STORE.agentContact.taskSelected` while this contact is selected.
    pub(crate) fn interaction_data(&self) -> Value {
        let (ani, dnis) = self.ends();
        let shown = |name: &str, value: &str| json!({"value": value, "displayName": name, "agentViewable": true, "isSecure": false});
        let mut variables = json!({
            "ani": shown("Phone or address", ani),
            "dn": shown("Dialled", dnis),
            "virtualTeamName": shown("Queue", self.channel.queue()),
        });
        if let Some(customer_id) = &self.party.customer_id {
            variables["Customer_ID"] = shown("Customer ID", customer_id);
        }
        json!({
            "interactionId": self.id,
            "ani": ani,
            "dnis": dnis,
            "phoneNumber": self.party.identity,
            "contactDirection": self.direction.word(),
            "outboundType": if self.direction == Direction::Outbound { json!("OUTDIAL") } else { Value::Null },
            "mediaType": self.channel.media_type(),
            "mediaChannel": self.channel.media_type(),
            "agentId": AGENT.id,
            "ownerName": AGENT.name,
            "virtualTeamName": self.channel.queue(),
            "state": match self.stage {
                Stage::Offered => "new",
                Stage::Connected => "connected",
                Stage::Held => "hold",
                Stage::WrapUp => "wrapUp",
            },
            "isTerminated": self.stage == Stage::WrapUp,
            "isWrapUp": self.stage == Stage::WrapUp,
            "callAssociatedData": variables,
        })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn sample(direction: Direction) -> Contact {
        let party = Party {
            name: "Ann Ashby".to_owned(),
            identity: "+15550101".to_owned(),
            identity_type: IdentityType::Phone,
            customer_id: Some("C-7".to_owned()),
        };
        let now = journey::parse_time("2026-03-01T10:00:00Z").expect("a time");
        Contact::offered("t-1".to_owned(), Channel::Voice, direction, party, now)
    }

    #[test]
    fn the_customer_is_the_caller_of_a_call_in_and_the_called_of_a_call_out() {
        let inbound = sample(Direction::Inbound).interaction_data();
        assert_eq!((&inbound["ani"], &inbound["dnis"]), (&json!("+15550101"), &json!("+15550199")));
        let outbound = sample(Direction::Outbound).interaction_data();
        assert_eq!((&outbound["ani"], &outbound["dnis"]), (&json!("+15550199"), &json!("+15550101")));
        assert_eq!(outbound["contactDirection"], "OUTBOUND");
        assert_eq!(outbound["callAssociatedData"]["Customer_ID"]["value"], "C-7");
    }

    #[test]
    fn a_typed_identity_is_a_number_an_address_or_a_customer_number() {
        assert_eq!(Party::unknown(" +1 (555) 0100 ").identity_type, IdentityType::Phone);
        assert_eq!(Party::unknown("ann@example.com").identity_type, IdentityType::Email);
        assert_eq!(Party::unknown("C-0042").identity_type, IdentityType::CustomerId);
    }

    #[test]
    fn a_contact_in_wrap_up_says_that_the_customer_has_gone() {
        let mut contact = sample(Direction::Inbound);
        contact.stage = Stage::WrapUp;
        assert_eq!(contact.interaction_data()["isWrapUp"], true);
        assert_eq!(contact.interaction_data()["isTerminated"], true);
    }
}
