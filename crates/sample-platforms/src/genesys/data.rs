//! What the platform has, and what came to it since.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

use super::admin::Admin;
use super::made::{self, contact_id};
use super::sign_in::SignIns;
use super::talk;
use crate::control::held;
use crate::random::uuid_of;
use crate::{Customer, World};

/// What the platform has, and what came to it since.
pub(crate) struct Genesys {
    data: Mutex<Data>,
    pub(super) admin: Mutex<Admin>,
    pub(super) sign_ins: Mutex<SignIns>,
}

/// Records in the shapes of the contract.
#[derive(Default)]
pub(super) struct Data {
    pub(super) contacts: Vec<Value>,
    /// Of the analytics, in no order.
    pub(super) conversations: Vec<Value>,
    /// Newest first.
    pub(super) sessions: Vec<Value>,
    /// By session, the oldest first.
    pub(super) events: HashMap<String, Vec<Value>>,
    /// Ids of queues, users and wrap-up codes, and their names.
    pub(super) names: HashMap<String, String>,
}

impl Genesys {
    pub(crate) fn new(world: &World) -> Self {
        let data = made::data(world);
        Self { data: Mutex::new(data), admin: Mutex::default(), sign_ins: Mutex::default() }
    }

    pub(super) fn data(&self) -> MutexGuard<'_, Data> {
        held(&self.data)
    }

    /// Lets something happen now: `{"kind": "call" | "page", "customer": identity}` for a conversation that begins and for a
    /// page that is looked at; `{"kind": "end", "conversation": id}` for one that ends, with its wrap-up; `{"kind": "tokens",
    /// "expiresIn": seconds}` for how long the tokens of later sign-ins are good.
    pub(crate) fn happen(&self, world: &World, what: &Value, now: DateTime<Utc>) -> Result<Value, String> {
        let text = |key: &str| what.get(key).and_then(Value::as_str).unwrap_or_default();
        let customer = || world.customer(text("customer")).ok_or_else(|| format!("no customer {}", text("customer")));
        let mut data = self.data();
        match text("kind") {
            "call" => {
                let customer = customer()?;
                let id = uuid_of(&format!("{} {now}", customer.seed));
                let call = talk::ongoing(&id, &contact_id(customer), &phone_of(customer), now, &mut data.names);
                data.conversations.push(call);
                Ok(json!({"conversationId": id}))
            }
            "end" => {
                let names = &mut HashMap::new();
                let of =
                    |one: &&mut Value| one.get("conversationId").and_then(Value::as_str) == Some(text("conversation"));
                let call = data.conversations.iter_mut().find(of).ok_or("no such conversation")?;
                talk::end(call, now, names);
                data.names.extend(std::mem::take(names));
                Ok(json!({}))
            }
            "page" => {
                let id = made::page_seen(&mut data, &contact_id(customer()?), text("title"), now);
                Ok(json!({"sessionId": id}))
            }
            "tokens" => {
                let seconds = what.get("expiresIn").and_then(Value::as_u64).ok_or("expiresIn: a number of seconds")?;
                held(&self.sign_ins)
                    .good_for(Duration::seconds(i64::try_from(seconds).unwrap_or(i64::MAX / 1_000_000)));
                Ok(json!({}))
            }
            kind => Err(format!("nothing is called {kind}: call, end, page, tokens")),
        }
    }
}

fn phone_of(customer: &Customer) -> String {
    customer.identities.phone.first().cloned().unwrap_or_default()
}
