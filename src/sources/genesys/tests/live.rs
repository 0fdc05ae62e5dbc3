//! What happens to a customer, as the tenant's notification channels tell it.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use super::tenant::contact;
use super::*;
use crate::http::{HttpError, Next};
use crate::sources::genesys::ask::{Line, Question};
use crate::sources::{Happened, Live};
use serde_json::{Value, json};

/// A connection that a test says everything of. Copies are the same one.
#[derive(Clone, Default)]
pub(super) struct Wire(Rc<RefCell<Said>>);

#[derive(Default)]
struct Said {
    /// ms.
    now: f64,
    messages: VecDeque<Next<String>>,
    sent: Vec<String>,
    connected: Vec<String>,
    is_closed: bool,
}

impl Wire {
    pub(super) fn connect(&self, address: &str) -> Result<Self, HttpError> {
        let mut said = self.0.borrow_mut();
        said.connected.push(address.to_owned());
        if said.is_closed { Err(HttpError::Unreachable) } else { Ok(self.clone()) }
    }

    fn tell(&self, topic: &str, body: Value) {
        self.0.borrow_mut().messages.push_back(Next::This(json!({"topicName": topic, "eventBody": body}).to_string()));
    }

    /// Of the channel and of nobody.
    fn tell_of_itself(&self, message: &str) {
        self.tell(&["channel", "metadata"].join("."), json!({"message": message}));
    }

    fn ends(&self) {
        self.0.borrow_mut().messages.push_back(Next::Over);
    }

    fn pass(&self, seconds: f64) {
        self.0.borrow_mut().now += seconds * 1000.0;
    }

    fn sent(&self) -> usize {
        self.0.borrow().sent.len()
    }

    fn connected(&self) -> Vec<String> {
        self.0.borrow().connected.clone()
    }
}

impl Line for Wire {
    fn poll_next(&mut self, _: &mut Context<'_>) -> Poll<Next<String>> {
        self.0.borrow_mut().messages.pop_front().map_or(Poll::Pending, Poll::Ready)
    }

    fn send(&self, text: &str) {
        self.0.borrow_mut().sent.push(text.to_owned());
    }

    fn now(&self) -> f64 {
        self.0.borrow().now
    }

    fn poll_until(&mut self, time: f64, _: &mut Context<'_>) -> Poll<()> {
        if self.0.borrow().now >= time { Poll::Ready(()) } else { Poll::Pending }
    }
}

fn tenant() -> Tenant {
    Tenant { contacts: vec![contact("c1", "+12025550143", json!({}))], ..Tenant::default() }
}

fn followed(source: &Genesys<&Tenant>) -> Result<Live<Happened>, SourceError> {
    now(source.live_events(&jose(), false))
}

/// What comes next; `None`: nothing for now.
fn next(stream: &mut Live<Happened>) -> Option<Next<Happened>> {
    match pin!(stream.next()).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(next) => Some(next),
        Poll::Pending => None,
    }
}

fn topics(tenant: &Tenant) -> Vec<String> {
    let asked = tenant.asked.borrow();
    let last = asked.iter().rev().find_map(|question| match question {
        Question::Subscriptions { topics, .. } => Some(topics.clone()),
        _ => None,
    });
    last.unwrap_or_default()
}

const SOMETHING: Option<Next<Happened>> = Some(Next::This(Happened::Something));

/// A stream of José's that has looked once, and the time after that.
fn settled(tenant: &Tenant) -> Live<Happened> {
    let mut stream = followed(&source(tenant)).expect("a stream");
    tenant.wire.pass(5.0);
    assert_eq!(next(&mut stream), SOMETHING, "what happened while it was opened");
    assert_eq!(next(&mut stream), None);
    stream
}

#[test]
fn a_channel_tells_of_the_contacts_sessions_the_conversation_on_the_desktop_and_the_agents_own() {
    let tenant = tenant();
    let source = Genesys::new(&tenant, &place(Some("conv-1")), time);
    followed(&source).expect("a stream");
    let topics = topics(&tenant);
    for topic in [
        "v2.externalcontacts.contacts.c1.journey.sessions",
        "v2.detail.events.conversation.conv-1.wrapup",
        "v2.detail.events.conversation.conv-1.user.start",
        "v2.users.me.conversations",
    ] {
        assert!(topics.iter().any(|one| one == topic), "{topic}: {topics:?}");
    }
    assert_eq!(tenant.wire.connected(), ["wss://streaming.mypurecloud.de/channels/channel-1"]);
}

#[test]
fn what_is_told_is_looked_at_at_once_and_once_more_and_else_seldom() {
    let tenant = tenant();
    let mut stream = settled(&tenant);
    tenant.wire.pass(5.0);
    for _ in 0..3 {
        tenant.wire.tell("v2.externalcontacts.contacts.c1.journey.sessions", json!({"id": "s1"}));
    }
    assert_eq!(next(&mut stream), SOMETHING);
    assert_eq!(next(&mut stream), None, "once for all three");
    tenant.wire.pass(9.0);
    assert_eq!(next(&mut stream), None);
    tenant.wire.pass(1.0);
    assert_eq!(next(&mut stream), SOMETHING, "the analytics may be late");
    for _ in 0..2 {
        tenant.wire.pass(29.0);
        tenant.wire.tell_of_itself("WebSocket Heartbeat");
        assert_eq!(next(&mut stream), None);
    }
    tenant.wire.pass(2.0);
    assert_eq!(next(&mut stream), SOMETHING, "of what others do with the customer nothing may be told");
    // Many events one after the other are no reason to ask all the time.
    for _ in 0..10 {
        tenant.wire.pass(0.1);
        tenant.wire.tell("v2.detail.events.conversation.conv-1.acw", json!({}));
        assert_eq!(next(&mut stream), None);
    }
    tenant.wire.pass(1.0);
    assert_eq!(next(&mut stream), SOMETHING);
}

#[test]
fn an_agents_conversation_with_somebody_else_is_no_news() {
    let tenant = tenant();
    let mut stream = settled(&tenant);
    tenant.wire.pass(5.0);
    let conversation =
        |participant: Value| json!({"id": "conv-7", "participants": [{"purpose": "agent"}, participant]});
    let topic = "v2.users.me.conversations";
    tenant.wire.tell(
        topic,
        conversation(json!({"purpose": "customer", "externalContactId": "c2", "address": "tel:+12025550100"})),
    );
    tenant.wire.tell(topic, json!({}));
    tenant.wire.tell_of_itself("pong");
    assert_eq!(next(&mut stream), None);
    for participant in [
        json!({"purpose": "customer", "externalContactId": "c1"}),
        json!({"purpose": "external", "calls": [{"self": {"addressNormalized": "tel:+12025550143"}}]}),
    ] {
        tenant.wire.pass(11.0);
        next(&mut stream);
        tenant.wire.pass(3.0);
        tenant.wire.tell(topic, conversation(participant.clone()));
        assert_eq!(next(&mut stream), SOMETHING, "{participant}");
    }
}

#[test]
fn a_connection_that_falls_silent_is_asked_whether_it_is_there_and_then_given_up() {
    let tenant = tenant();
    let mut stream = settled(&tenant);
    tenant.wire.pass(41.0);
    assert_eq!((next(&mut stream), tenant.wire.sent()), (None, 1));
    tenant.wire.tell_of_itself("pong");
    assert_eq!(next(&mut stream), None);
    tenant.wire.pass(30.0);
    tenant.wire.tell_of_itself("WebSocket Heartbeat");
    assert_eq!((next(&mut stream), next(&mut stream), tenant.wire.sent()), (SOMETHING, None, 1));
    // The laptop slept: it is asked first.
    tenant.wire.pass(9_000.0);
    assert_eq!((next(&mut stream), next(&mut stream), tenant.wire.sent()), (SOMETHING, None, 2));
    tenant.wire.pass(14.0);
    assert_eq!(next(&mut stream), None);
    tenant.wire.pass(1.0);
    assert_eq!(next(&mut stream), Some(Next::Over));
}

#[test]
fn a_connection_that_is_to_end_is_changed_for_another_channels_before() {
    let tenant = tenant();
    let source = source(&tenant);
    let mut stream = followed(&source).expect("a stream");
    tenant.wire.tell("v2.system.socket_closing", json!({"message": "bye"}));
    assert_eq!(next(&mut stream), Some(Next::Outdated));
    let mut new = now(source.live_events(&jose(), true)).expect("a stream");
    let places = tenant.wire.connected();
    assert!(places.len() == 2 && places[0] != places[1], "{places:?}");
    tenant.wire.pass(2.0);
    assert_eq!(next(&mut new), SOMETHING, "nothing is missed between the two");
    tenant.wire.ends();
    assert_eq!(next(&mut new), Some(Next::Over));
}

#[test]
fn the_next_customer_is_told_of_by_the_same_channel_for_as_long_as_it_lasts() {
    let tenant = tenant();
    let source = source(&tenant);
    followed(&source).expect("a stream");
    followed(&source).expect("a stream");
    assert_eq!((tenant.asked_for("Channel"), tenant.asked_for("Me"), tenant.asked_for("Subscriptions")), (1, 1, 2));
    tenant.gone.borrow_mut().push("channel-1".to_owned());
    followed(&source).expect("another channel");
    assert_eq!(tenant.asked_for("Channel"), 2);
    assert_eq!(
        tenant.wire.connected().last().map(String::as_str),
        Some("wss://streaming.mypurecloud.de/channels/channel-2")
    );
}

#[test]
fn where_nothing_of_the_customer_may_be_told_it_is_polled() {
    let tenant = tenant();
    tenant.rejected.set(Some("externalcontacts"));
    assert_eq!(followed(&source(&tenant)).err(), Some(SourceError::NoStream));
    // The conversation on the desktop may be.
    assert!(followed(&Genesys::new(&tenant, &place(Some("conv-1")), time)).is_ok());
    let nobody = now(source(&tenant).live_events(&caller("+12025550999"), false));
    assert_eq!(nobody.err(), Some(SourceError::NoStream));
    assert_eq!(tenant.wire.connected().len(), 1);
}

#[test]
fn what_is_refused_for_now_is_tried_again_later_and_what_is_forbidden_is_not() {
    let tenant = tenant();
    let source = source(&tenant);
    for question in ["Channel", "Subscriptions"] {
        for code in [429, 500, 503] {
            tenant.failing.set(Some((question, code)));
            assert_eq!(followed(&source).err(), Some(SourceError::NoStreamNow(None)), "{question} {code}");
        }
        for code in [403, 404] {
            tenant.failing.set(Some((question, code)));
            assert_eq!(followed(&source).err(), Some(SourceError::NoStream), "{question} {code}");
        }
    }
    // Who may not say who they are still hears of the customer.
    tenant.failing.set(Some(("Me", 403)));
    assert!(followed(&source).is_ok());
    tenant.failing.set(None);
    tenant.wire.0.borrow_mut().is_closed = true;
    assert_eq!(followed(&source).err(), Some(SourceError::NoStreamNow(None)), "a proxy without websockets");
}

#[test]
fn a_channel_at_another_host_is_not_followed() {
    let tenant = Tenant { elsewhere: Some("wss://streaming.evil.example/channels/1"), ..tenant() };
    let error = followed(&source(&tenant)).err().expect("no stream");
    assert_eq!(error, SourceError::Elsewhere("streaming.evil.example".to_owned()));
    assert!(error.to_string().contains("streaming.evil.example"), "{error}");
    assert!(tenant.wire.connected().is_empty());
}
