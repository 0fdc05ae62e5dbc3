//! The bot's part of a contact: why the customer came to it, what was said, why it handed over, how long it took. From the
//! events alone; where nothing tells of a bot, there is no such part.

use chrono::Duration;

use super::values::first_label;
use super::{Contact, Event, EventKind, Speaker, Transcript, Turn};

/// What a bot did in a contact.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BotPart {
    /// What it is called.
    pub name: Option<String>,
    /// Why the customer came, as it understood.
    pub why: Option<String>,
    /// Why it handed over.
    pub handed_over: Option<String>,
    /// How long it took, by the events' times.
    pub took: Option<Duration>,
    /// What was said with it; none where nobody tells.
    pub turns: Vec<Turn>,
    /// What was said after it: with an agent.
    pub rest: Vec<Turn>,
}

const NAMES: [&str; 5] = ["botName", "virtualAgentName", "assistantName", "flowName", "bot"];
const WHY: [&str; 5] = ["intentName", "intent", "topIntent", "botIntent", "customerIntent"];
const HANDED_OVER: [&str; 5] =
    ["escalationReason", "handoverReason", "handOverReason", "handoffReason", "escalationTrigger"];
/// Under these keys stands what kind of self-service it was.
const KINDS: [&str; 2] = ["selfService", "automationType"];

impl BotPart {
    /// Of a contact; `None`: no bot had a part in it, as far as is told.
    pub fn of(contact: &Contact) -> Option<Self> {
        let own = || contact.events.iter().filter(|event| is_bots(event));
        let said = |keys: &[&str]| own().find_map(|event| first_label(&event.data, keys));
        let (turns, rest) = turns(contact);
        if own().next().is_none() && turns.is_empty() {
            return None;
        }
        Some(Self {
            name: said(&NAMES),
            why: said(&WHY),
            // Whoever tells of the handing over, the bot's part ended with it.
            handed_over: contact.events.iter().find_map(|event| first_label(&event.data, &HANDED_OVER)),
            took: took(contact),
            turns,
            rest,
        })
    }

    /// Whether nothing is known of it but that there was one.
    pub fn is_bare(&self) -> bool {
        let Self { name, why, handed_over, took, turns, rest: _ } = self;
        name.is_none() && why.is_none() && handed_over.is_none() && took.is_none() && turns.is_empty()
    }
}

/// Whether a bot did it: its type, its sender or its data say so. A menu of an IVR is none.
fn is_bots(event: &Event) -> bool {
    let kind = first_label(&event.data, &KINDS).unwrap_or_default();
    let is_named = ["botName", "virtualAgentName", "assistantName"].iter().any(|key| event.data.contains_key(*key));
    is_named || [event.key.kind.as_str(), &event.source, &kind].into_iter().any(names_a_bot)
}

/// Whether one of its words is one for a bot.
fn names_a_bot(text: &str) -> bool {
    let mut words = text.split(|letter: char| !letter.is_alphanumeric()).map(str::to_ascii_lowercase);
    words.any(|word| matches!(word.as_str(), "bot" | "chatbot" | "voicebot" | "botflow" | "virtualagent"))
}

/// From the bot's first event until what happened next without it; else until its own last one.
fn took(contact: &Contact) -> Option<Duration> {
    let happened = || contact.events.iter().filter(|event| event.kind != EventKind::Note);
    let timed = || happened().filter_map(|event| Some((event.key.time?, is_bots(event))));
    let first = timed().find(|(_, is_bots)| *is_bots)?.0;
    let last = timed().rfind(|(_, is_bots)| *is_bots)?.0;
    let next = timed().find(|(time, is_bots)| !is_bots && *time >= last && *time > first).map(|(time, _)| time);
    Some(next.unwrap_or(last) - first).filter(|took| *took > Duration::zero())
}

/// What was said with the bot, and after it. Where an agent speaks too, what stands before the agent's first words is the
/// bot's part, if the bot speaks there.
fn turns(contact: &Contact) -> (Vec<Turn>, Vec<Turn>) {
    let of_contact = match &contact.transcript {
        Some(Transcript::Turns(turns)) => turns.as_slice(),
        _ => &[],
    };
    let until = of_contact
        .iter()
        .position(|turn| !matches!(turn.speaker, Speaker::Bot | Speaker::Customer))
        .unwrap_or(of_contact.len());
    let (bots, agents) = of_contact.split_at(until);
    if let Some(last) = bots.iter().rposition(|turn| turn.speaker == Speaker::Bot) {
        // What the customer says after the bot's last words is said to the agent, if there is one.
        let end = if agents.is_empty() { until } else { last + 1 };
        let (bots, agents) = of_contact.split_at(end);
        // "Ann has joined", and nobody answers: that is the system's word, and no conversation.
        if bots.iter().any(|turn| turn.speaker == Speaker::Customer) {
            return (bots.to_vec(), agents.to_vec());
        }
    }
    // The contact's is with the agent alone; the bot's own event may have another.
    let heard = contact.events.iter().filter(|event| is_bots(event)).find_map(|event| {
        let heard = Transcript::of_data(&event.data)?;
        if let Transcript::Turns(turns) = heard.transcript { Some(turns) } else { None }
    });
    match heard {
        Some(turns) if turns != of_contact => (turns, of_contact.to_vec()),
        _ => (Vec::new(), of_contact.to_vec()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TaskId;
    use crate::samples::task;
    use serde_json::{Value, json};

    fn part(events: &[(&str, &str, Value)]) -> Option<BotPart> {
        let events =
            events.iter().map(|(kind, time, data)| task("t", kind, &format!("2026-03-01T{time}Z"), data.clone()));
        BotPart::of(&Contact::of(TaskId::new("t").expect("an id"), events.collect()))
    }

    fn texts(turns: &[Turn]) -> Vec<&str> {
        turns.iter().map(|turn| turn.text.as_str()).collect()
    }

    #[test]
    fn a_bot_says_why_it_was_asked_and_why_it_handed_over() {
        let bot = part(&[
            ("task:new", "10:00:00", json!({"channelType": "chat"})),
            ("bot:conversation", "10:00:05", json!({"botName": "Kettle bot", "intent": "Broken kettle"})),
            ("bot:handover", "10:02:00", json!({"escalationReason": "Asked for a person"})),
            ("task:parked", "10:02:05", json!({})),
            ("task:connected", "10:03:00", json!({"agentName": "Ann"})),
        ])
        .expect("a bot");
        assert_eq!(bot.name.as_deref(), Some("Kettle bot"));
        assert_eq!(bot.why.as_deref(), Some("Broken kettle"));
        assert_eq!(bot.handed_over.as_deref(), Some("Asked for a person"));
        assert_eq!(bot.took, Some(Duration::minutes(2)));
    }

    #[test]
    fn what_is_said_before_the_agents_first_words_is_the_bots_if_the_bot_speaks_there() {
        let chat = json!([
            {"role": "bot", "text": "Hello"}, {"role": "customer", "text": "My kettle is broken"},
            {"role": "bot", "text": "I get somebody"}, {"role": "customer", "text": "Thanks"},
            {"role": "agent", "text": "Ann here"}, {"role": "bot", "text": "(ticket made)"},
        ]);
        let bot = part(&[("task:ended", "10:00:00", json!({"transcript": chat}))]).expect("a bot");
        assert_eq!(texts(&bot.turns), ["Hello", "My kettle is broken", "I get somebody"]);
        assert_eq!(texts(&bot.rest), ["Thanks", "Ann here", "(ticket made)"]);
        let alone = json!([{"role": "bot", "text": "Hello"}, {"role": "customer", "text": "Bye"}]);
        let bot = part(&[("task:ended", "10:00:00", json!({"transcript": alone}))]).expect("a bot");
        assert_eq!((texts(&bot.turns), bot.rest.len()), (vec!["Hello", "Bye"], 0));
    }

    #[test]
    fn the_bots_own_conversation_stands_beside_the_agents() {
        let with_bot = json!([{"role": "bot", "text": "Hello"}, {"role": "customer", "text": "A person, please"}]);
        let with_agent = json!([{"role": "agent", "text": "Ann here"}, {"role": "customer", "text": "Hi"}, {"role": "agent", "text": "Bye"}]);
        let bot = part(&[
            ("chatbot.ended", "10:00:00", json!({"transcript": with_bot})),
            ("task:ended", "10:05:00", json!({"transcript": with_agent})),
        ])
        .expect("a bot");
        assert_eq!(texts(&bot.turns), ["Hello", "A person, please"]);
        assert_eq!(texts(&bot.rest), ["Ann here", "Hi", "Bye"]);
    }

    #[test]
    fn where_nobody_tells_of_a_bot_there_is_none() {
        let talk = json!([{"role": "agent", "text": "Ann here"}, {"role": "customer", "text": "Hi"}]);
        assert_eq!(part(&[("task:ended", "10:00:00", json!({"transcript": talk, "selfService": "ivr"}))]), None);
        let joined = json!([{"role": "system", "text": "Ann has joined"}, {"role": "customer", "text": "Hi"}, {"role": "agent", "text": "Hello"}]);
        assert_eq!(part(&[("task:ended", "10:00:00", json!({"transcript": joined}))]), None);
        assert_eq!(part(&[("robotics:order", "10:00:00", json!({"intent": "Buy"}))]), None);
    }

    #[test]
    fn a_bot_that_had_the_whole_contact_took_it_until_its_last_event() {
        let bot = part(&[
            ("conversation:self-service", "10:00:00", json!({"selfService": "botflow", "flowName": "Orders"})),
            ("conversation:ended", "10:01:30", json!({})),
        ])
        .expect("a bot");
        assert_eq!((bot.name.as_deref(), bot.took), (Some("Orders"), Some(Duration::seconds(90))));
        assert!(!bot.is_bare());
    }
}
