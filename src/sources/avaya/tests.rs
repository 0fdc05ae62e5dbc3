//! What is asked, what becomes of each answer, and what stands in a journey then.

mod contacts;
mod requests;

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use basics::IdentityType;
use serde_json::{Value, json};

use super::Avaya;
use super::ask::{Ask, Deed, Question, Told};
use crate::http::HttpError;
use journey::{Identity, KnownIdentity, Sought};

/// A platform that answers in turn, and knows what it was asked.
#[derive(Clone, Default)]
struct Fake {
    answers: Rc<RefCell<VecDeque<Result<Value, HttpError>>>>,
    asked: Rc<RefCell<Vec<Value>>>,
}

impl Fake {
    fn answering(answers: impl IntoIterator<Item = Result<Value, HttpError>>) -> Self {
        Self { answers: Rc::new(RefCell::new(answers.into_iter().collect())), asked: Rc::default() }
    }

    fn next(&self, asked: Value) -> Result<Told, HttpError> {
        self.asked.borrow_mut().push(asked);
        let value = self.answers.borrow_mut().pop_front().expect("nothing more is asked")?;
        Ok(Told { letters: value.to_string().len(), value })
    }

    /// What was asked since it was asked about that last.
    fn asked(&self) -> Vec<Value> {
        self.asked.take()
    }
}

impl Ask for Fake {
    async fn ask(&self, question: Question<'_>) -> Result<Told, HttpError> {
        self.next(match question {
            Question::Search(identifiers, page) => json!({"search": identifiers, "page": page}),
            Question::Kinds => json!("kinds"),
            Question::Notes(engagement) => json!({ "notes": engagement }),
        })
    }

    async fn tell(&self, deed: Deed<'_>) -> Result<Told, HttpError> {
        self.next(match deed {
            Deed::Append(engagement, identifiers) => json!({"append": identifiers, "to": engagement}),
            Deed::Unlink(all, (name, value)) => json!({"unlink": {name: value}, "of": all}),
            Deed::WriteNote(engagement, note) => json!({"write": note, "on": engagement}),
            Deed::EditNote(engagement, id, note) => json!({"edit": note, "id": id, "on": engagement}),
        })
    }
}

/// Of an account that nobody knows anything of yet.
fn another_address() -> String {
    thread_local! {
        static COUNT: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
    }
    COUNT.set(COUNT.get() + 1);
    format!("account {}", COUNT.get())
}

/// A source that asks this platform.
fn source(answers: impl IntoIterator<Item = Result<Value, HttpError>>) -> (Avaya<Fake>, Fake) {
    let fake = Fake::answering(answers);
    (Avaya::of(fake.clone(), &another_address(), &[]), fake)
}

fn refusal(status: u16, body: Value) -> Result<Value, HttpError> {
    Err(HttpError::Status { status, body: Rc::new(body), retry_after: None })
}

fn problem(status: u16, title: &str, anchor: &str, more: Value) -> Result<Value, HttpError> {
    let kind = format!("https://developers.avayacloud.com/avaya-experience-platform/docs/error-handling#{anchor}");
    let mut body = json!({"type": kind, "title": title, "status": status, "detail": title});
    if let (Some(body), Some(more)) = (body.as_object_mut(), more.as_object()) {
        body.extend(more.clone());
    }
    refusal(status, body)
}

fn customer(kind: IdentityType, text: &str) -> Sought {
    Sought::of_kind(Identity::new(text).expect("an identity"), Some(kind))
}

fn known(kind: IdentityType, text: &str) -> KnownIdentity {
    KnownIdentity::of(Some(kind), Identity::new(text).expect("an identity"))
}

fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits for nothing"),
    }
}

/// The contract's example of a search, with its two engagements (other-desktops-and-sources.md, A.2).
fn example() -> Value {
    json!({"pagination": {"pageNumber": 1, "pageSize": 50, "total": 2},
     "identifiers": {"phoneNumbers": ["019 718 0171", "188-115-7717", "+353 628 9848"],
       "emailAddresses": ["melinda14@example.org", "cmartin@example.org"], "universalIds": ["7fdf89aa-70e6-4de9-8d7a-e1bbc4edcbaf"]},
     "engagements": [
      {"id": "8e557fd6-580a-43b3-8cf9-db8169f4af5a", "status": "COMPLETED", "direction": "INBOUND",
       "startDate": "2019-07-23T17:45:21.002Z", "updateDate": "2019-07-23T17:47:21.002Z", "endDate": "2019-07-23T17:58:32.002Z",
       "channels": [{"id": "Voice", "type": "VOICE"}],
       "identifiers": {"emailAddresses": ["cmartin@example.org"], "phoneNumbers": ["188-115-7717", "+353 628 9848"]},
       "agentNotes": [{"id": "n1", "engagementId": "8e557fd6-580a-43b3-8cf9-db8169f4af5a", "createdBy": {"id": "u1", "name": "John Smith"},
                      "updatedBy": {"id": "u1", "name": "John Smith"}, "text": "The Agent Note Text",
                      "createdAt": "2019-07-23T17:59:21.001Z", "updatedAt": "2019-07-23T17:59:21.001Z"}],
       "participants": [
         {"id": "443f413f", "type": "EXTERNAL", "joinedAt": "2019-07-23T17:45:21.002Z", "leftAt": "2019-07-23T17:58:32.002Z",
          "channelId": "Voice", "channelType": "VOICE", "callingNumber": "087 12345", "dialledNumber": "1590 12345", "dialogId": "67ec5131"},
         {"id": "b0t", "type": "TREATMENT", "automationType": "SELF_SERVICE", "joinedAt": "2019-07-23T17:45:22Z", "leftAt": "2019-07-23T17:45:51.002+00:00"},
         {"id": "e5e8b989", "type": "AGENT", "agentDisplayName": "John Smith", "joinedAt": "2019-07-23T17:46:51.1Z",
          "leftAt": "2019-07-23T17:56:51.1Z", "channelId": "Voice", "channelType": "VOICE", "extension": "ext/1234", "dialogId": "67ec5131"}],
       "conversations": ["Mortgage Application", "First-time Buyer"],
       "data": {"referenceNumber": "ref-4bf68d57", "currentStatus": "Under review"},
       "attributes": ["Language.English", "Support.Technical"],
       "queues": [{"queueId": "a12d14a2", "queueName": "Default", "channelId": "Voice", "priority": 1, "rank": 2147483647,
                  "proficiencyRangeMin": 4, "proficiencyRangeMax": 10, "queuedAt": "2019-07-23T17:45:51.1Z",
                  "agentId": "93649e2e", "acceptedAt": "2019-07-23T17:46:51.1Z"}],
       "transfers": []},
      {"id": "94594028", "status": "ACTIVE", "direction": "OUTBOUND", "startDate": "2019-07-20T10:00:00.1Z", "channels": [{"id": "Chat", "type": "WEBCHAT"}],
       "identifiers": {"emailAddresses": ["cmartin@example.org"]},
       "participants": [{"id": "x", "type": "EXTERNAL", "joinedAt": "2019-07-20T10:00:00.1Z", "channelId": "Chat", "channelType": "WEBCHAT"}],
       "conversations": ["Mortgage Application"], "data": {}}]})
}
