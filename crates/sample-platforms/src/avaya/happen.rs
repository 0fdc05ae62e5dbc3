//! What a test lets happen now:
//! - `{"customer": "+1…", "channel"?, "id"?, "queue"?}` begins an engagement, whose id is answered;
//! - `{"engagement": id, …}` goes on with it: `"agent": name` takes it, `"note": text` is written on it, `"data": {…}` is kept with
//!   it, `"ended": true` ends it, `"record": {…}` puts fields in place of its own;
//! - with either, `"lose": true` has nobody notified, and `"repeat": n` everybody so often again;
//! - `{"expire": "agent"}` ends a sample token's time.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::engagement::{Engagement, Plan, note};
use super::store::{Avaya, Journey};
use super::{Token, history};
use crate::random::uuid_of;
use crate::{Direction, World};

impl Avaya {
    pub(crate) fn happen(&self, world: &World, what: &Value, now: DateTime<Utc>) -> Result<Value, String> {
        let text = |key: &str| what.get(key).and_then(Value::as_str);
        if let Some(name) = text("expire") {
            let token = Token::named(name).ok_or_else(|| format!("there is no sample token {name}"))?;
            self.expire(token);
            return Ok(json!({ "expired": name }));
        }
        match (text("customer"), text("engagement")) {
            (Some(customer), _) => Ok(json!({"id": self.begin(world, customer, what, now)})),
            (_, Some(id)) => {
                let done = self.with(id, |engagement| go_on(engagement, what, now));
                done.map(|()| json!({ "id": id })).ok_or_else(|| format!("there is no engagement {id}"))
            }
            _ => Err("it needs a customer, an engagement or a token to expire".to_owned()),
        }
    }

    fn begin(&self, world: &World, customer: &str, what: &Value, now: DateTime<Utc>) -> String {
        let text = |key: &str| what.get(key).and_then(Value::as_str);
        let channel = text("channel").unwrap_or("telephony");
        let known = world.customer(customer);
        let identifiers = known.map_or_else(|| of_a_stranger(customer), history::identifiers);
        let party = known.map_or_else(|| customer.to_owned(), |known| history::party(known, channel));
        let mut journeys = self.journeys();
        let count: usize = journeys.iter().map(|journey| journey.engagements.len()).sum();
        let id = text("id").map_or_else(|| uuid_of(&format!("happened {count} {now}")), str::to_owned);
        let direction =
            if what.get("outbound") == Some(&json!(true)) { Direction::Outbound } else { Direction::Inbound };
        let plan = Plan { id, channel, direction, party: &party, start: now, end: None, agent: None, queue: None };
        let mut engagement = Engagement::begun(&plan, &json!(identifiers));
        engagement.queued(text("queue").unwrap_or("Warranty Desk"), now);
        match journeys.iter_mut().find(|journey| journey.is_known_by(&identifiers)) {
            Some(journey) => journey.engagements.insert(0, engagement),
            None => journeys.push(Journey { identifiers, engagements: vec![engagement] }),
        }
        plan.id
    }
}

fn of_a_stranger(identity: &str) -> Map<String, Value> {
    let name = if identity.contains('@') { "emailAddresses" } else { "phoneNumbers" };
    [(name.to_owned(), json!([identity]))].into_iter().collect()
}

fn go_on(engagement: &mut Engagement, what: &Value, now: DateTime<Utc>) {
    if let Some(agent) = what.get("agent").and_then(Value::as_str) {
        engagement.accepted(agent, now);
    }
    if let Some(text) = what.get("note").and_then(Value::as_str) {
        engagement.notes = vec![note(&engagement.id(), text, "Sam Rivera", now)];
        engagement.tells_notes = true;
    }
    if let Some(data) = what.get("data").and_then(Value::as_object)
        && let Some(kept) = engagement.record.entry("data").or_insert_with(|| json!({})).as_object_mut()
    {
        kept.extend(data.clone());
    }
    if let Some(fields) = what.get("record").and_then(Value::as_object) {
        engagement.record.extend(fields.clone());
    }
    if what.get("ended") == Some(&json!(true)) {
        engagement.ended(now);
    }
}
