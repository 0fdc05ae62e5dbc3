//! What is asked, and what becomes of each answer.

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
