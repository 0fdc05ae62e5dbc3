//! A made-up tenant: contacts, sessions and conversations, answered as the platform answers them.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use genesys::Named;
pub(super) use genesys::samples::{call, merge, viewed, visit};
use journey::parse_time;
use serde_json::{Value, json};

use super::live::Wire;
use crate::http::HttpError;
use crate::sources::genesys::ask::{Ask, Question};

/// The tenant's data, and what it was asked.
#[derive(Default)]
pub(super) struct Tenant {
    pub(super) contacts: Vec<Value>,
    pub(super) sessions: RefCell<Vec<Value>>,
    pub(super) events: RefCell<Vec<Value>>,
    /// Of the analytics.
    pub(super) conversations: RefCell<Vec<Value>>,
    /// As `conversations/{id}` answers.
    pub(super) ongoing: Option<Value>,
    /// What the token may not ask, by the beginning of the question as it is written for debugging.
    pub(super) refused: Vec<&'static str>,
    /// What fails, in the same way, with which status.
    pub(super) failing: Cell<Option<(&'static str, u16)>>,
    /// Whether a refusal names the permission.
    pub(super) is_talkative: bool,
    pub(super) asked: RefCell<Vec<Question>>,
    /// What follows a channel.
    pub(super) wire: Wire,
    /// Topics with this in them are rejected.
    pub(super) rejected: Cell<Option<&'static str>>,
    /// Where channels are followed, in place of where they usually are.
    pub(super) elsewhere: Option<&'static str>,
    /// Channels that are gone.
    pub(super) gone: RefCell<Vec<String>>,
}

pub(super) fn status(status: u16, body: Value) -> HttpError {
    HttpError::Status { status, body: Rc::new(body), retry_after: None }
}

impl Tenant {
    pub(super) fn asked_for(&self, begins: &str) -> usize {
        self.asked.borrow().iter().filter(|question| format!("{question:?}").starts_with(begins)).count()
    }

    fn answer(&self, question: &Question) -> Option<Value> {
        let has = |record: &Value, text: &str| record.to_string().contains(text);
        match question {
            Question::Conversation(id) => self.ongoing.clone().filter(|one| one["id"] == json!(id)),
            Question::Contact(id) => self.contacts.iter().find(|one| one["id"] == json!(id)).cloned(),
            Question::Identifier { kind, value } => {
                let claimed = json!({"type": kind, "value": value});
                let claims = |one: &&Value| one["identifiers"].as_array().is_some_and(|all| all.contains(&claimed));
                self.contacts.iter().find(claims).cloned()
            }
            Question::WhitePages(value) => {
                let found: Vec<&Value> = self.contacts.iter().filter(|one| has(one, value)).collect();
                Some(json!({"contacts": found}))
            }
            Question::Sessions { contact, after } => {
                let sessions = self.sessions.borrow();
                let of: Vec<&Value> =
                    sessions.iter().filter(|one| one["externalContact"]["id"] == json!(contact)).collect();
                Some(listing(&of, after.as_deref(), 2))
            }
            Question::SessionEvents { session, after } => {
                let events = self.events.borrow();
                let of: Vec<&Value> = events.iter().filter(|one| one["session"]["id"] == json!(session)).collect();
                Some(listing(&of, after.as_deref(), 2))
            }
            Question::Conversations(query) => Some(self.query(query)),
            Question::Names(named, ids) => {
                let name = |id: &String| match named {
                    Named::Queue => format!("Queue {id}"),
                    Named::User => format!("User {id}"),
                    Named::WrapUpCode => format!("Code {id}"),
                };
                let is_known = |id: &&String| !id.starts_with("gone");
                let entities: Vec<Value> =
                    ids.iter().filter(is_known).map(|id| json!({"id": id, "name": name(id)})).collect();
                Some(json!({"entities": entities, "pageSize": 50, "total": entities.len()}))
            }
            Question::Me => Some(json!({"id": "me"})),
            Question::Channel => {
                let id = format!("channel-{}", self.asked_for("Channel"));
                let address = format!("wss://streaming.mypurecloud.de/channels/{id}");
                let address = self.elsewhere.map_or(address, str::to_owned);
                Some(json!({"id": id, "connectUri": address, "expires": "2026-05-03T00:00:00Z"}))
            }
            Question::Subscriptions { channel, topics } => {
                let state = |topic: &str| {
                    let is_rejected = self.rejected.get().is_some_and(|part| topic.contains(part));
                    if is_rejected { "Rejected" } else { "Permitted" }
                };
                let entities: Vec<Value> =
                    topics.iter().map(|topic| json!({"id": topic, "state": state(topic)})).collect();
                (!self.gone.borrow().contains(channel)).then(|| json!({"entities": entities}))
            }
        }
    }

    fn query(&self, query: &Value) -> Value {
        let interval = query["interval"].as_str().expect("an interval");
        let (start, end) = interval.split_once('/').expect("two times");
        let (start, end) = (parse_time(start).expect("a time"), parse_time(end).expect("a time"));
        assert!(end - start <= chrono::Duration::days(31), "{interval}");
        let predicates = query["segmentFilters"][0]["predicates"].as_array().expect("predicates");
        let is_of = |one: &&Value| {
            let text = one.to_string();
            predicates
                .iter()
                .any(|predicate| text.contains(&format!("\"{}\"", predicate["value"].as_str().expect("a value"))))
        };
        let is_in = |one: &&Value| {
            let at = one["conversationStart"].as_str().and_then(parse_time);
            at.is_none_or(|at| start <= at && at < end)
        };
        let conversations = self.conversations.borrow();
        let mut found: Vec<&Value> = conversations.iter().filter(is_of).filter(is_in).collect();
        found.sort_by_key(|one| std::cmp::Reverse(one["conversationStart"].as_str().map(str::to_owned)));
        let size = query["paging"]["pageSize"].as_u64().expect("a size") as usize;
        let number = query["paging"]["pageNumber"].as_u64().expect("a number") as usize;
        let page: Vec<&&Value> = found.iter().skip((number - 1) * size).take(size).collect();
        if found.is_empty() { json!({}) } else { json!({"conversations": page, "totalHits": found.len().to_string()}) }
    }
}

fn listing(all: &[&Value], after: Option<&str>, size: usize) -> Value {
    let from = after.map_or(0, |after| after.strip_prefix("at=").expect("a cursor of ours").parse().expect("a number"));
    let page: Vec<&&Value> = all.iter().skip(from).take(size).collect();
    let next = (from + size < all.len()).then(|| format!("/api/v2/x?pageSize={size}&after=at%3D{}", from + size));
    json!({"entities": page, "nextUri": next, "selfUri": "/api/v2/x"})
}

impl Ask for &Tenant {
    type Line = Wire;

    async fn connect(&self, address: &str) -> Result<Wire, HttpError> {
        self.wire.connect(address)
    }

    async fn ask(&self, question: &Question) -> Result<Value, HttpError> {
        self.asked.borrow_mut().push(question.clone());
        let asked = format!("{question:?}");
        if let Some((begins, code)) = self.failing.get()
            && asked.starts_with(begins)
        {
            return Err(status(code, json!({"message": "no", "status": code})));
        }
        if self.refused.iter().any(|begins| asked.starts_with(begins)) {
            let words =
                "Unable to perform the requested action. You are missing the following permission(s): own:words:view";
            let message = if self.is_talkative { words } else { "not authorized" };
            return Err(status(403, json!({"message": message, "code": "missing.permissions", "status": 403})));
        }
        self.answer(question).ok_or_else(|| status(404, json!({"code": "not.found", "status": 404})))
    }
}

pub(super) fn contact(id: &str, phone: &str, more: Value) -> Value {
    let mut contact = json!({"id": id, "firstName": "José", "lastName": "Álvarez", "type": "Curated",
        "cellPhone": {"display": phone, "e164": phone}, "externalIds": null, "identifiers": [{"type": "Phone", "value": phone}]});
    merge(&mut contact, more);
    contact
}
