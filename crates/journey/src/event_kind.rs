//! What a contact-center event says happened, and the words for it.

use serde_json::{Map, Value};

use super::values::first_text;

/// What a contact-center event says happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EventKind {
    /// The contact began.
    New,
    /// It left self-service and looks for an agent.
    Connect,
    /// It waits in a queue.
    Parked,
    /// An agent is there.
    Connected,
    /// The agent put it on hold.
    Hold,
    /// The agent took it back.
    Unhold,
    /// It goes to another agent or queue.
    Transferred,
    /// The agent writes up how it went.
    WrapUp,
    /// No agent is there any more; whether one writes up is not said.
    Left,
    /// It is over.
    Ended,
    /// The agent's work on it is over, usually with a wrap-up code.
    WrapUpDone,
    /// An agent was found for it.
    Routed,
    /// It is an agent's now.
    Assigned,
    /// The contact center wrote to the customer.
    Sent,
    /// What was said.
    Transcript,
    /// Another change of the agent's state.
    AgentState,
    /// A summary of the conversation.
    Summary,
    /// An analysis of the conversation.
    Analysis,
    /// What an agent noted of the customer, or of a contact.
    Note,
    /// Anything else.
    #[default]
    Other,
}

impl EventKind {
    /// Reads a platform's word for it, in any spelling, with what the event says: some words are of several kinds.
    pub fn from_word(kind: &str, data: &Map<String, Value>) -> Self {
        let plain = kind.trim().to_ascii_lowercase().replace(['_', ' '], "-").replace("wrap-up", "wrapup");
        match plain.as_str() {
            "task:new" | "contact:new" => Self::New,
            "task:connect" => Self::Connect,
            "task:parked" | "task:queued" => Self::Parked,
            "task:connected" => Self::Connected,
            "task:hold" => Self::Hold,
            "task:unhold" => Self::Unhold,
            "task:transferred" => Self::Transferred,
            "task:wrapup" => Self::WrapUp,
            "task:left" => Self::Left,
            "task:ended" | "task:closed" | "contact:ended" | "contact:closed" => Self::Ended,
            "task:wrapup-done" | "agent:wrapup-done" | "contact:wrapup-done" => Self::WrapUpDone,
            "task:assigned" | "agent:assigned" => Self::Assigned,
            "agent:routed" => Self::Routed,
            "email:out" | "email:reply-sent" => Self::Sent,
            "chat:transcript" => Self::Transcript,
            "task:wrapup-summary" | "email:wrapup-summary" | "email:ai-summary" => Self::Summary,
            "empath:data" => Self::Analysis,
            "journey:note" => Self::Note,
            "agent:state-change" | "agent:channel-state-change" => {
                let state = first_text(data, &["currentState"]).unwrap_or_default();
                let is_done = ["wrapup-done", "wrapup_done", "wrapupdone"];
                if is_done.iter().any(|done| state.eq_ignore_ascii_case(done)) {
                    Self::WrapUpDone
                } else {
                    Self::AgentState
                }
            }
            _ => Self::Other,
        }
    }

    /// The contract's word for it, as [`Self::from_word`] reads it; `None`: the sender's own word stays.
    pub fn word(self) -> Option<&'static str> {
        Some(match self {
            Self::New => "task:new",
            Self::Connect => "task:connect",
            Self::Parked => "task:parked",
            Self::Connected => "task:connected",
            Self::Hold => "task:hold",
            Self::Unhold => "task:unhold",
            Self::Transferred => "task:transferred",
            Self::WrapUp => "task:wrapup",
            // The contract has none; a journey service says so of platforms that tell it.
            Self::Left => "task:left",
            Self::Ended => "task:ended",
            Self::WrapUpDone => "task:wrapup-done",
            Self::Routed => "agent:routed",
            Self::Assigned => "agent:assigned",
            Self::Sent => "email:out",
            Self::Transcript => "chat:transcript",
            Self::AgentState => "agent:state_change",
            Self::Summary => "task:wrapup-summary",
            Self::Analysis => "empath:data",
            // A note is an agent's own, by the journey service: no other platform's event passes for one.
            Self::Note | Self::Other => return None,
        })
    }

    /// A stable word for it, for keys of words; `None` for an event that the contact center's contract does not name.
    pub fn key(self) -> Option<&'static str> {
        Some(match self {
            Self::New => "new",
            Self::Connect => "connect",
            Self::Parked => "parked",
            Self::Connected => "connected",
            Self::Hold => "hold",
            Self::Unhold => "unhold",
            Self::Transferred => "transferred",
            Self::WrapUp => "wrapup",
            Self::Ended => "ended",
            Self::WrapUpDone => "wrapup-done",
            Self::Routed => "routed",
            Self::Assigned => "assigned",
            Self::Sent => "sent",
            Self::Transcript => "transcript",
            Self::AgentState => "agent-state",
            Self::Summary => "summary",
            Self::Analysis => "analysis",
            Self::Note => "note",
            // It has no word in that contract.
            Self::Left | Self::Other => return None,
        })
    }
}
