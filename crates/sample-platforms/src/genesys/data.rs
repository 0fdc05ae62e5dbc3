//! What the platform has, and what came to it since.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

use super::admin::Admin;
use super::jobs::Jobs;
use super::made::{self, contact_id};
use super::notifications::Notifications;
use super::service::{self, Service};
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
    pub(super) service: Mutex<Service>,
    pub(super) jobs: Mutex<Jobs>,
    pub(super) notifications: Notifications,
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
        Self {
            data: Mutex::new(data),
            admin: Mutex::default(),
            sign_ins: Mutex::default(),
            service: Mutex::default(),
            jobs: Mutex::default(),
            notifications: Notifications::default(),
        }
    }

    pub(super) fn data(&self) -> MutexGuard<'_, Data> {
        held(&self.data)
    }

    /// Lets something happen now: `{"kind": "call" | "page", "customer": identity}` for a conversation that begins and for a
    /// page that is looked at; `{"kind": "end", "conversation": id}` for one that ends, with its wrap-up; `{"kind": "tokens",
    /// "expiresIn": seconds}` for how long the tokens of later sign-ins are good; `{"kind": "record", "record": …}` for a
    /// conversation that the analytics know from now on, in place of what they knew of it, and `{"kind": "forget"}` for all; `{"kind": "names", "names": {id:
    /// name}}`; what `service` and `lake` are, their modules say. What the notification channels tell of these
    /// they tell; `"quiet": true` lets them miss it. [`Notifications::happen`] says what happens to them.
    pub(crate) fn happen(&self, world: &World, what: &Value, now: DateTime<Utc>) -> Result<Value, String> {
        let text = |key: &str| what.get(key).and_then(Value::as_str).unwrap_or_default();
        let customer = || world.customer(text("customer")).ok_or_else(|| format!("no customer {}", text("customer")));
        let is_told = what.get("quiet") != Some(&json!(true));
        let tell = |topic: &str, body: &Value| {
            if is_told {
                self.notifications.tell(topic, body);
            }
        };
        let mut data = self.data();
        match text("kind") {
            "call" => {
                let customer = customer()?;
                let id = uuid_of(&format!("{} {now}", customer.seed));
                let call = talk::ongoing(&id, &contact_id(customer), &phone_of(customer), now, &mut data.names);
                data.conversations.push(call);
                if is_told {
                    // It is a call of whoever is signed in.
                    let participant = json!({"purpose": "customer", "externalContactId": contact_id(customer), "address": phone_of(customer)});
                    let is_users = |topic: &str| topic.starts_with("v2.users.");
                    let conversation = json!({"id": id, "participants": [participant]});
                    self.notifications.tell_where(is_users, &conversation);
                }
                Ok(json!({"conversationId": id}))
            }
            "end" => {
                let names = &mut HashMap::new();
                let of =
                    |one: &&mut Value| one.get("conversationId").and_then(Value::as_str) == Some(text("conversation"));
                let call = data.conversations.iter_mut().find(of).ok_or("no such conversation")?;
                talk::end(call, now, names);
                data.names.extend(std::mem::take(names));
                let topic = |what: &str| format!("v2.detail.events.conversation.{}.{what}", text("conversation"));
                tell(
                    &topic("customer.end"),
                    &json!({"conversationId": text("conversation"), "eventTime": now.timestamp_millis()}),
                );
                Ok(json!({}))
            }
            "page" => {
                let contact = contact_id(customer()?);
                let id = made::page_seen(&mut data, &contact, text("title"), now);
                let topic = format!("v2.externalcontacts.contacts.{contact}.journey.sessions");
                tell(&topic, &json!({"id": id, "type": "web", "externalContact": {"id": contact}}));
                Ok(json!({"sessionId": id}))
            }
            "tokens" => {
                let seconds = what.get("expiresIn").and_then(Value::as_u64).ok_or("expiresIn: a number of seconds")?;
                held(&self.sign_ins)
                    .good_for(Duration::seconds(i64::try_from(seconds).unwrap_or(i64::MAX / 1_000_000)));
                Ok(json!({}))
            }
            "record" => {
                let record = what.get("record").cloned().ok_or("record: is missing")?;
                let id = record.get("conversationId").cloned();
                data.conversations.retain(|one| id.is_none() || one.get("conversationId") != id.as_ref());
                data.conversations.push(record);
                Ok(json!({}))
            }
            "forget" => {
                data.conversations.clear();
                Ok(json!({}))
            }
            "names" => {
                let named = what.get("names").and_then(Value::as_object).ok_or("names: is missing")?;
                let named = named.iter().filter_map(|(id, name)| Some((id.clone(), name.as_str()?.to_owned())));
                data.names.extend(named);
                Ok(json!({}))
            }
            "service" => Ok(service::happen(&mut held(&self.service), what)),
            "lake" => Ok(held(&self.jobs).happen(what)),
            "cut" | "closing" | "silence" | "channels" => Ok(self.notifications.happen(what)),
            kind => Err(format!(
                "nothing is called {kind}: call, end, page, record, forget, names, tokens, service, lake, cut, closing, silence, channels"
            )),
        }
    }
}

fn phone_of(customer: &Customer) -> String {
    customer.identities.phone.first().cloned().unwrap_or_default()
}
