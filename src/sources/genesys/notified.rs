//! What is told of a customer by a notification channel, and when the history is asked for it.
//!
//! A message says that something happened, and the newest page of the history says what: so there is one door for records.
//! The analytics know some of it only seconds later, and of a contact with other agents nothing may be told; so it is asked
//! once more soon, and now and then without a message.

use std::rc::Rc;
use std::task::{Context, Poll};

use genesys::{list, text_of};
use journey::Sought;
use serde_json::Value;

use super::ask::Line;
use super::whose::Whose;
use crate::http::{MessageStream, Next};

/// What the platform tells of one conversation; attributes are no contact's.
const OF_A_CONVERSATION: [&str; 13] = [
    "acd.start",
    "acd.end",
    "acw",
    "contact",
    "customer.start",
    "customer.end",
    "flow.start",
    "flow.end",
    "flow.outcome",
    "outbound",
    "user.start",
    "user.end",
    "wrapup",
];
/// So soon after it was asked, it is asked again at the earliest, ms.
const SHORTEST_MS: f64 = 2_000.0;
/// What happened is asked for once more after so long, ms.
const ONCE_MORE_MS: f64 = 10_000.0;
/// Without a message it is asked so often, ms.
const SELDOM_MS: f64 = 60_000.0;
/// The platform lets hear of itself every 30 s; who was silent for so long is asked whether they are there, ms.
const SILENT_MS: f64 = 45_000.0;
/// So long may the answer take, ms.
const ANSWER_MS: f64 = 15_000.0;
const PING: &str = r#"{"message":"ping"}"#;

/// What a channel is subscribed to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Topics {
    /// What tells of the customer.
    pub(super) of_customer: Vec<String>,
    /// What tells of the agent's own conversations, which are with others, too.
    pub(super) of_agent: Option<String>,
}

impl Topics {
    /// What there is for a customer. `conversation`: the one that the desktop shows; `agent`: the id of the token's user.
    pub(super) fn of(whose: &Whose, conversation: Option<&str>, agent: Option<&str>) -> Self {
        let of_contact =
            whose.ids().iter().map(|id| ["v2.externalcontacts.contacts.", id, ".journey.sessions"].concat());
        let of_conversation = conversation.into_iter().flat_map(|id| {
            OF_A_CONVERSATION.iter().map(move |what| ["v2.detail.events.conversation.", id, ".", what].concat())
        });
        Self {
            of_customer: of_contact.chain(of_conversation).collect(),
            of_agent: agent.map(|id| ["v2.users.", id, ".conversations"].concat()),
        }
    }

    /// All of them.
    pub(super) fn all(&self) -> Vec<String> {
        self.of_customer.iter().chain(&self.of_agent).cloned().collect()
    }

    /// Whether anything of the customer is told, by what the platform answered to the topics.
    pub(super) fn are_told(&self, answer: &Value) -> bool {
        let topics = list(answer, "entities");
        let is_told = |topic: &&Value| {
            let is_permitted = text_of(topic, "state").is_none_or(|state| state.eq_ignore_ascii_case("permitted"));
            is_permitted && text_of(topic, "id").is_some_and(|id| self.of_customer.contains(&id))
        };
        topics.iter().any(|topic| is_told(&topic))
    }
}

/// Whom messages are about.
pub(super) struct About {
    pub(super) whose: Rc<Whose>,
    pub(super) sought: Sought,
    pub(super) conversation: Option<String>,
}

#[derive(Debug, PartialEq)]
enum Heard {
    /// Something happened to the customer.
    News,
    /// The connection ends within a minute.
    Closing,
    Nothing,
}

/// What it says of the channel itself: heartbeats, and answers to a ping.
fn is_of_the_channel(topic: &str) -> bool {
    topic.split_once('.') == Some(("channel", "metadata"))
}

impl About {
    fn hear(&self, message: &Value) -> Heard {
        let (Some(topic), Some(body)) = (text_of(message, "topicName"), message.get("eventBody")) else {
            return Heard::Nothing;
        };
        if topic == "v2.system.socket_closing" {
            Heard::Closing
        } else if is_of_the_channel(&topic) || (topic.starts_with("v2.users.") && !self.is_in(body)) {
            Heard::Nothing
        } else {
            Heard::News
        }
    }

    /// Whether a conversation is the customer's.
    fn is_in(&self, conversation: &Value) -> bool {
        let id = text_of(conversation, "id");
        (id.is_some() && id == self.conversation) || self.whose.takes_part_in(conversation, &self.sought)
    }
}

/// When the history is asked, ms.
#[derive(Debug)]
struct Looks {
    last: f64,
    /// Because something happened.
    soon: Option<f64>,
    /// Because more of that may be known by then.
    once_more: Option<f64>,
}

impl Looks {
    /// The history was read before the connection was there.
    fn new(now: f64) -> Self {
        Self { last: now, soon: Some(now + SHORTEST_MS), once_more: None }
    }

    fn happened(&mut self, now: f64) {
        self.soon.get_or_insert(now.max(self.last + SHORTEST_MS));
        self.once_more = Some(now + ONCE_MORE_MS);
    }

    fn next(&self) -> f64 {
        [self.soon, self.once_more].into_iter().flatten().fold(self.last + SELDOM_MS, f64::min)
    }

    /// Whether it is time.
    fn take(&mut self, now: f64) -> bool {
        let is_time = now >= self.next();
        if is_time {
            self.last = now;
            let is_ahead = |time: &f64| *time > now;
            self.soon = self.soon.filter(is_ahead);
            self.once_more = self.once_more.filter(is_ahead);
        }
        is_time
    }
}

/// What happens to a customer, as long as the connection lasts. Each message of it says that the newest page has news.
pub(super) struct Notified<L> {
    line: L,
    about: About,
    looks: Looks,
    heard_at: f64,
    /// When it was asked whether somebody is there.
    pinged_at: Option<f64>,
}

impl<L: Line> Notified<L> {
    pub(super) fn new(line: L, about: About) -> Self {
        let now = line.now();
        Self { line, about, looks: Looks::new(now), heard_at: now, pinged_at: None }
    }

    /// When the connection is looked after next, ms.
    fn patience(&self) -> f64 {
        self.pinged_at.map_or(self.heard_at + SILENT_MS, |pinged_at| pinged_at + ANSWER_MS)
    }
}

impl<L: Line> MessageStream for Notified<L> {
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Next<Value>> {
        loop {
            match self.line.poll_next(context) {
                Poll::Ready(Next::This(text)) => {
                    let now = self.line.now();
                    (self.heard_at, self.pinged_at) = (now, None);
                    // What is no JSON is no news.
                    match self.about.hear(&basics::json::parse(&text).unwrap_or_default()) {
                        Heard::News => self.looks.happened(now),
                        Heard::Closing => return Poll::Ready(Next::Outdated),
                        Heard::Nothing => {}
                    }
                    continue;
                }
                Poll::Ready(Next::Outdated) => return Poll::Ready(Next::Outdated),
                Poll::Ready(Next::Over) => return Poll::Ready(Next::Over),
                Poll::Pending => {}
            }
            let now = self.line.now();
            if self.looks.take(now) {
                return Poll::Ready(Next::This(Value::Null));
            }
            if now >= self.patience() {
                if self.pinged_at.is_some() {
                    return Poll::Ready(Next::Over);
                }
                self.line.send(PING);
                self.pinged_at = Some(now);
            }
            let until = self.patience().min(self.looks.next());
            if self.line.poll_until(until, context).is_pending() {
                return Poll::Pending;
            }
        }
    }

    fn retry(&self) -> Option<u32> {
        None
    }

    fn opening(&self) -> u32 {
        0
    }
}
