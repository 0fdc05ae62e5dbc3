//! What made an entry: its events, and where each thing that its row shows was read.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::place::{
    Events, FieldPlace, Step, first, last, says, says_direction, says_field, says_in_any_case, says_sentiment,
    says_variable,
};
use crate::contact::CHANNEL_KEYS;
use crate::values::plain_key;
use crate::wrap_up::NAMES;
use crate::{Contact, ContactState, CustomEvent, Entry, EntryKind, Event, EventKind, Problem};

/// What made an entry.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Made {
    /// Its events, in order of time.
    pub events: Vec<Arc<Event>>,
    /// What its row shows, and why.
    pub shown: Vec<Shown>,
    /// What did not fit.
    pub problems: Vec<Problem>,
}

/// One thing that a row shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// A stable word for where on the row it stands: `title`, `outcome`, `line`, `badge`, `icon`.
    pub part: &'static str,
    /// What it says, in the sender's words; `None`: the widget has words of its own for it.
    pub value: Option<String>,
    /// Why.
    pub because: Because,
}

/// Why something is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Because {
    /// A field says so.
    Field(FieldPlace),
    /// The type of an event says so: which event, from 0.
    Type(usize),
    /// A rule says so, by a stable word: `going-on`, `no-channel`, `no-wrap-up`, `not-answered`, `duration`.
    Rule(&'static str),
}

impl Made {
    /// What made `entry`. `badge` and `variables`: the field and the contact variables that the administrator wants on rows.
    pub fn of(entry: &Entry, badge: Option<&str>, variables: &[String], now: DateTime<Utc>) -> Self {
        let mut made = match &entry.kind {
            EntryKind::Contact(contact) => Self {
                events: contact.events.clone(),
                shown: of_contact(contact, variables, now),
                problems: contact.problems.clone(),
            },
            EntryKind::Custom(custom) => Self {
                events: vec![custom.event.clone()],
                shown: of_custom(custom),
                problems: custom.event.problems.clone(),
            },
            EntryKind::Unreadable(unread) => Self { problems: vec![unread.problem.clone()], ..Self::default() },
        };
        let field = badge.and_then(|key| {
            let place = last(&made.events, |event| says_field(event, key))?;
            Some(Shown { part: "badge", value: Some(entry.field(key)?), because: Because::Field(place) })
        });
        made.shown.extend(field);
        made
    }
}

fn shown(part: &'static str, value: Option<&str>, because: Because) -> Shown {
    Shown { part, value: value.map(str::to_owned), because }
}

/// A value that some field says.
fn said(part: &'static str, value: &str, place: Option<FieldPlace>) -> Option<Shown> {
    Some(shown(part, Some(value), Because::Field(place?)))
}

fn of_contact(contact: &Contact, variables: &[String], now: DateTime<Utc>) -> Vec<Shown> {
    let events: Events<'_> = &contact.events;
    let mut all = vec![channel(contact)];
    all.extend(contact.direction.and_then(|direction| {
        let place = first(events, |event| says_direction(event, direction))?;
        Some(shown("title", None, Because::Field(place)))
    }));
    if contact.state(now) == ContactState::Ongoing {
        all.push(shown("badge", None, Because::Rule("going-on")));
    }
    all.extend(contact.sentiment.and_then(|mood| {
        let place = last(events, |event| says_sentiment(event, mood))?;
        Some(shown("badge", None, Because::Field(place)))
    }));
    all.extend(outcome(contact));
    all.extend(variables.iter().filter_map(|name| {
        let plain = plain_key(name);
        said("line", &contact.variable(name)?, last(events, |event| says_variable(event, name, &plain)))
    }));
    all.extend(contact.queues.last().and_then(|queue| {
        let place = first(events, |event| says(event, &["queueName"], queue));
        said("line", queue, place)
    }));
    all.extend(contact.agents.last().and_then(|agent| {
        let names = ["agentName", "agentDisplayName"];
        let is_there = |event: &Event| event.kind != EventKind::Routed;
        let place = first(events, |event| says(event, &names, agent).filter(|_| is_there(event)));
        said("line", agent, place)
    }));
    all.extend(contact.duration().map(|_| shown("line", None, Because::Rule("duration"))));
    all
}

fn channel(contact: &Contact) -> Shown {
    let by_field = contact.channel_name.as_deref().and_then(|name| {
        let place = first(&contact.events, |event| says(event, &CHANNEL_KEYS, name));
        said("title", name, place)
    });
    let by_type = || {
        let place = contact.events.iter().position(|event| event.key.kind.contains(':'))?;
        contact.channel.as_ref().map(|_| shown("title", None, Because::Type(place)))
    };
    by_field.or_else(by_type).unwrap_or_else(|| shown("title", None, Because::Rule("no-channel")))
}

/// What the row says of how it ended, by the same steps.
fn outcome(contact: &Contact) -> Option<Shown> {
    let events: Events<'_> = &contact.events;
    if let Some(code) = contact.wrap_up_code() {
        let place = last(events, |event| says_in_any_case(event, &NAMES, code.as_str()));
        return said("outcome", code.as_str(), place);
    }
    match contact.outcome.as_deref().filter(|_| contact.is_over) {
        Some(outcome) => said("outcome", outcome, last(events, |event| says(event, &["outcome"], outcome))),
        None if contact.is_visit() => ["page", "screen"].into_iter().find_map(|key| {
            let place = last(events, |event| says_field(event, key))?;
            Some(shown("outcome", None, Because::Field(place)))
        }),
        None if !contact.is_over || (contact.was_answered() && !contact.has_wrap_up()) => None,
        None => {
            let rule = if contact.was_answered() { "no-wrap-up" } else { "not-answered" };
            Some(shown("outcome", None, Because::Rule(rule)))
        }
    }
}

fn of_custom(custom: &CustomEvent) -> Vec<Shown> {
    let ui = |key: &'static str| {
        Because::Field(FieldPlace { event: 0, path: vec![Step::Known("uiData"), Step::Known(key)] })
    };
    let title = match &custom.title {
        Some(title) => shown("title", Some(title), ui("title")),
        None => shown("title", Some(&custom.event.key.kind), Because::Type(0)),
    };
    let has = |key: &str| custom.event.data.get("uiData").and_then(|ui| ui.get(key)).is_some();
    let subtitle = if has("subTitle") { "subTitle" } else { "subtitle" };
    let icon = match &custom.icon {
        Some(icon) => shown("icon", Some(icon), ui("iconType")),
        None => shown("icon", Some(&custom.event.key.kind), Because::Type(0)),
    };
    let line = |value: &Option<String>, key| value.as_deref().map(|value| shown("line", Some(value), ui(key)));
    let lines = [line(&custom.subtitle, subtitle), line(&custom.auxiliary, "auxiliary")];
    let channel = custom.channel.as_ref().map(|_| shown("icon", None, ui("channelTypeTag")));
    [title, icon].into_iter().chain(channel).chain(lines.into_iter().flatten()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{at, call, custom, journey, wire};
    use serde_json::{Value, json};

    /// Each thing that the newest row shows: its part, and the path or the rule that it comes from, with the event's type.
    fn told(events: &[Value], badge: Option<&str>, variables: &[&str]) -> Vec<(&'static str, String)> {
        let journey = journey(events);
        let entry = journey.entries().next().expect("an entry");
        let variables: Vec<String> = variables.iter().map(|name| (*name).to_owned()).collect();
        let made = Made::of(entry, badge, &variables, at("2026-03-01T10:30:00Z"));
        let because = |shown: &Shown| match &shown.because {
            Because::Field(place) => [&made.events[place.event].key.kind, " ", &place.path()].concat(),
            Because::Type(event) => made.events[*event].key.kind.clone(),
            Because::Rule(rule) => (*rule).to_owned(),
        };
        made.shown.iter().map(|shown| (shown.part, because(shown))).collect()
    }

    #[test]
    fn a_contact_says_of_each_part_of_its_row_which_field_of_which_event_it_is() {
        let mut events = call("c", "2026-03-01", Some("Sale"));
        let data = json!({"overallSentiment": "positive", "cad": {"Plan": {"value": "Gold"}}, "tier": 2});
        events.push(wire("c", "empath:data", "2026-03-01T10:09:00Z", data));
        let found = told(&events, Some("tier"), &["plan"]);
        let expected = [
            ("title", "task:new data.channelType"),
            ("title", "task:new data.direction"),
            ("badge", "empath:data data.overallSentiment"),
            ("outcome", "agent:state_change data.wrapUpAuxCodeName"),
            ("line", "empath:data data.cad.plan"),
            ("line", "task:connect data.queueName"),
            ("line", "task:connected data.agentName"),
            ("line", "duration"),
            ("badge", "empath:data data.tier"),
        ];
        assert_eq!(found, expected.map(|(part, because)| (part, because.to_owned())));
    }

    #[test]
    fn what_no_field_says_is_said_by_a_rule() {
        let rules = |events: &[Value]| told(events, None, &[]);
        let has = |events: &[Value], part, rule: &str| rules(events).contains(&(part, rule.to_owned()));
        let ended = call("c", "2026-03-01", None);
        assert!(has(&ended, "outcome", "no-wrap-up"));
        assert!(has(&ended[..1], "badge", "going-on") && !has(&ended, "badge", "going-on"));
        assert!(has(&[ended[0].clone(), ended[4].clone()], "outcome", "not-answered"));
        assert!(has(&[wire("c", "task:new", "2026-03-01T10:00:00Z", json!({}))], "title", "no-channel"));
        assert!(has(&[wire("c", "email:out", "2026-03-01T10:00:00Z", json!({}))], "title", "email:out"));
    }

    #[test]
    fn an_event_of_its_own_says_what_of_it_its_sender_wrote_for_people() {
        let ui = json!({"title": "Order placed", "subtitle": "3 items", "iconType": "cart", "channelTypeTag": "web"});
        let found = told(&[custom("Order", "2026-03-01T10:00:00Z", json!({"uiData": ui}))], Some("channelType"), &[]);
        let expected = [
            ("title", "Order data.uiData.title"),
            ("icon", "Order data.uiData.iconType"),
            ("icon", "Order data.uiData.channelTypeTag"),
            ("line", "Order data.uiData.subtitle"),
            ("badge", "Order data.uiData.channelTypeTag"),
        ];
        assert_eq!(found, expected.map(|(part, because)| (part, because.to_owned())));
        let plain = told(&[custom("Order", "2026-03-01T10:00:00Z", json!({}))], None, &[]);
        assert_eq!(plain, [("title", "Order".to_owned()), ("icon", "Order".to_owned())]);
    }

    #[test]
    fn what_could_not_be_read_says_what_was_wrong() {
        let journey = journey(&[json!(7)]);
        let made = Made::of(journey.entries().next().expect("an entry"), None, &[], at("2026-03-01T10:30:00Z"));
        assert_eq!((made.events.len(), made.problems.len()), (0, 1));
    }
}
