//! Which agent has a contact, step by step, and whose work a wrap-up is: that of the agent who has it, or of one who
//! handed it over. The latter says nothing about the contact: it goes on with somebody else, or waits for somebody.
//!
//! Agents are told apart by their ids, else by their names; where an event names nobody, by where it stands: after a
//! transfer and before the next agent, it is about the one who handed over.

use std::sync::Arc;

use super::values::{first_text, get};
use super::{Event, EventKind};

/// Whose work an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// The agent who has the contact, or had it last.
    Current,
    /// One who handed it over before.
    Earlier,
}

/// An agent, as far as an event names one.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Agent {
    id: Option<String>,
    name: Option<String>,
}

/// The course of a contact through the hands of agents.
#[derive(Clone, Debug, Default)]
pub(super) struct Handling {
    /// Whether being assigned is all that is said about an agent's beginning: of e-mails and work items.
    is_assigned: bool,
    current: Option<Agent>,
    /// Those who handed over and have not finished their work.
    earlier: Vec<Agent>,
    /// Handed over, and nobody has it yet.
    is_waiting: bool,
    /// Somebody was taken in beside the agent: the transfer that follows makes the contact theirs.
    is_consulting: bool,
    /// The agent who has it, or had it last, is writing up.
    is_writing: bool,
}

impl Agent {
    /// The agent that an event names.
    pub(super) fn of(event: &Event) -> Self {
        let more = get(&event.data, "additionalFields").and_then(|more| more.as_object());
        let id = |data| first_text(data, &["agentId", "agentID", "ownerId"]);
        Self {
            id: id(&event.data).or_else(|| more.and_then(id)),
            name: first_text(&event.data, &["agentName", "agentDisplayName"]),
        }
    }

    /// Whether both are the same; `None`: nobody can tell.
    pub(super) fn is(&self, other: &Self) -> Option<bool> {
        let same = |one: &Option<String>, other: &Option<String>| {
            Some(one.as_ref()?.trim().eq_ignore_ascii_case(other.as_ref()?.trim()))
        };
        same(&self.id, &other.id).or_else(|| same(&self.name, &other.name))
    }

    fn is_named(&self) -> bool {
        self.id.is_some() || self.name.is_some()
    }
}

impl Handling {
    /// Before the first of these events.
    pub(super) fn of<'a>(mut events: impl Iterator<Item = &'a Event>) -> Self {
        Self { is_assigned: !events.any(|event| event.kind == EventKind::Connected), ..Self::default() }
    }

    /// Takes the next event over.
    pub(super) fn take(&mut self, event: &Event) -> By {
        match event.kind {
            EventKind::Connected => self.connect(Agent::of(event)),
            EventKind::Assigned if self.is_assigned => self.connect(Agent::of(event)),
            EventKind::Transferred => return self.transfer(Agent::of(event)),
            // Back in a queue: who had it handed it over, whether or not that was told.
            EventKind::Connect | EventKind::Parked if self.current.is_some() => {
                self.hand_over(Agent::default());
                (self.is_consulting, self.is_writing) = (false, false);
            }
            EventKind::WrapUp => {
                let agent = Agent::of(event);
                // It begins with the end of the talk; those who handed over began theirs before the next agent came.
                let is_unnamed = self.current.is_some() && !agent.is_named();
                let by = if is_unnamed { By::Current } else { self.whose(&agent) };
                self.is_writing |= by == By::Current;
                return by;
            }
            EventKind::WrapUpDone => {
                let agent = Agent::of(event);
                let by = self.whose(&agent);
                if by == By::Earlier {
                    let place = self.earlier.iter().position(|earlier| earlier.is(&agent) != Some(false));
                    place.map(|place| self.earlier.remove(place));
                }
                return by;
            }
            EventKind::Ended => {}
            _ => return self.whose(&Agent::of(event)),
        }
        By::Current
    }

    /// Whether the event begins an agent's work on the contact.
    pub(super) fn begins_talk(&self, event: &Event) -> bool {
        event.kind == EventKind::Connected || (event.kind == EventKind::Assigned && self.is_assigned)
    }

    /// Handed over, and nobody has it yet.
    pub(super) fn is_waiting(&self) -> bool {
        self.is_waiting
    }

    /// Somebody who handed over has not finished.
    pub(super) fn has_earlier(&self) -> bool {
        !self.earlier.is_empty()
    }

    fn connect(&mut self, agent: Agent) {
        // Whoever gets it back has nothing from before to write up.
        self.earlier.retain(|earlier| earlier.is(&agent) != Some(true));
        if let Some(before) = self.current.take()
            && before.is(&agent) == Some(false)
            && !self.is_writing
        {
            self.earlier.push(before);
            self.is_consulting = true;
        }
        self.current = Some(agent);
        (self.is_waiting, self.is_writing) = (false, false);
    }

    /// A transfer names the agent who hands over, or the next one, or nobody.
    fn transfer(&mut self, by: Agent) -> By {
        let is_by_earlier = self.earlier.iter().any(|earlier| earlier.is(&by) == Some(true));
        let is_of_consultation = self.is_consulting && !self.earlier.is_empty();
        // The one who was taken in keeps it; who hands over is among the earlier ones already.
        if self.current.is_none() || !(is_by_earlier || is_of_consultation) {
            self.hand_over(by);
        }
        (self.is_consulting, self.is_writing) = (false, false);
        By::Earlier
    }

    fn hand_over(&mut self, by: Agent) {
        match self.current.take() {
            Some(current) => self.earlier.push(if current.is_named() { current } else { by }),
            None if by.is_named() && !self.is_waiting => self.earlier.push(by),
            None => {}
        }
        self.is_waiting = true;
    }

    fn whose(&self, agent: &Agent) -> By {
        let is_current = self.current.as_ref().and_then(|current| current.is(agent));
        let is_earlier = self.earlier.iter().any(|earlier| earlier.is(agent) == Some(true));
        let is_undone = self.current.is_some() && !self.earlier.is_empty() && !self.is_writing;
        match is_current {
            Some(true) => By::Current,
            _ if is_earlier || self.is_waiting => By::Earlier,
            Some(false) => By::Earlier,
            None if is_undone => By::Earlier,
            None => By::Current,
        }
    }
}

/// Wrap-up codes in the order of the agents who gave them.
#[derive(Clone, Debug, Default)]
pub(super) struct Given(Vec<(Agent, Arc<str>)>);

impl Given {
    /// An agent gave a code; the same agent's next one takes the place of the last.
    pub(super) fn add(&mut self, agent: Agent, code: Arc<str>) {
        match self.0.last_mut() {
            Some((by, last)) if by.is(&agent) == Some(true) || *last == code => *last = code,
            _ => self.0.push((agent, code)),
        }
    }

    /// All of them, each once.
    pub(super) fn codes(self) -> Vec<Arc<str>> {
        let mut codes: Vec<Arc<str>> = Vec::new();
        for (_, code) in self.0 {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        codes
    }
}
