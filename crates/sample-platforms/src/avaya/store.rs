//! What the platform has: journeys, which their identifiers hold together.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard};

use serde_json::{Map, Value, json};

use super::engagement::Engagement;
use super::notifications::{Service, Subscription};
use super::{Token, history};
use crate::World;
use crate::control::held;

/// A journey: by what somebody is known, and what happened, newest first.
#[derive(Clone)]
pub(super) struct Journey {
    pub(super) identifiers: Map<String, Value>,
    pub(super) engagements: Vec<Engagement>,
}

/// What the platform has, and what came to it since.
pub struct Avaya {
    pub(super) client: reqwest::Client,
    service: Mutex<Service>,
    journeys: Mutex<Vec<Journey>>,
    expired: Mutex<HashSet<&'static str>>,
}

impl Avaya {
    pub(crate) fn new(world: &World) -> Self {
        let journeys = world.customers.iter().filter_map(|customer| history::of(world, customer)).collect();
        // Without it nothing can be sent, and there is nothing to say of why.
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap_or_default();
        Self { client, service: Mutex::default(), journeys: Mutex::new(journeys), expired: Mutex::default() }
    }

    pub(super) fn with_service<T>(&self, act: impl FnOnce(&mut Service) -> T) -> T {
        act(&mut held(&self.service))
    }

    /// Has all tokens of clients end that were given until now.
    pub fn end_tokens(&self) {
        self.with_service(|service| service.ended = service.given);
    }

    /// How many tokens of clients were given.
    pub fn tokens(&self) -> u32 {
        self.with_service(|service| service.given)
    }

    /// Whether the account has notifications; it has from its start on.
    pub fn have_notifications(&self, has: bool) {
        self.with_service(|service| service.has_none = !has);
    }

    /// The subscriptions as they are answered.
    pub fn subscriptions(&self) -> Vec<Value> {
        self.with_service(|service| service.subscriptions.iter().map(Subscription::answer).collect())
    }

    /// Whether somebody is told what happens.
    pub(super) fn is_subscribed(&self) -> bool {
        self.with_service(|service| service.subscriptions.iter().any(Subscription::is_active))
    }

    /// Has all subscriptions end, as when nobody renewed them.
    pub fn end_subscriptions(&self) {
        self.with_service(|service| service.subscriptions.iter_mut().for_each(Subscription::end));
    }

    pub(super) fn journeys(&self) -> MutexGuard<'_, Vec<Journey>> {
        held(&self.journeys)
    }

    /// This token's time is over.
    pub(super) fn expire(&self, token: Token) {
        held(&self.expired).insert(token.name());
    }

    pub(super) fn has_expired(&self, token: Token) -> bool {
        token == Token::Expired || held(&self.expired).contains(token.name())
    }

    /// Does something with an engagement; `None`: there is none of this id.
    pub(super) fn with<T>(&self, id: &str, act: impl FnOnce(&mut Engagement) -> T) -> Option<T> {
        let mut journeys = self.journeys();
        let mut all = journeys.iter_mut().flat_map(|journey| &mut journey.engagements);
        all.find(|engagement| engagement.id() == id).map(act)
    }
}

impl Journey {
    /// Whether it is known by one of these identifiers, letter by letter but for what stands between digits.
    pub(super) fn is_known_by(&self, asked: &Map<String, Value>) -> bool {
        asked.iter().any(|(name, values)| {
            let known = self.identifiers.get(name);
            texts(values).any(|value| texts(known.unwrap_or(&Value::Null)).any(|own| plain(own) == plain(value)))
        })
    }

    /// Learns another identifier.
    pub(super) fn learn(&mut self, added: &Map<String, Value>) {
        for (name, values) in added {
            if let Some(known) = self.identifiers.entry(name.clone()).or_insert_with(|| json!([])).as_array_mut() {
                for value in texts(values) {
                    if !known.iter().any(|own| own.as_str() == Some(value)) {
                        known.push(json!(value));
                    }
                }
            }
        }
    }

    /// Forgets one; whether it had it.
    pub(super) fn forget(&mut self, name: &str, value: &str) -> bool {
        let Some(known) = self.identifiers.get_mut(name).and_then(Value::as_array_mut) else { return false };
        let before = known.len();
        known.retain(|own| own.as_str() != Some(value));
        let (after, is_empty) = (known.len(), known.is_empty());
        if is_empty {
            self.identifiers.remove(name);
        }
        after < before
    }
}

pub(super) fn texts(values: &Value) -> impl Iterator<Item = &str> {
    values.as_array().into_iter().flatten().filter_map(Value::as_str)
}

fn plain(text: &str) -> String {
    let text = text.trim();
    if text.contains('@') {
        return text.to_lowercase();
    }
    text.chars().filter(|letter| !matches!(letter, ' ' | '-' | '(' | ')' | '.')).collect()
}
