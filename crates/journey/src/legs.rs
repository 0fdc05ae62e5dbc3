//! Which contacts of different platforms are one contact, told twice. Each platform's telling of it is a leg.
//!
//! Two legs are one contact if both have the same conversation id; or the same party, channel and direction, with times
//! that overlap or begin within a minute. An end that nobody told reaches as far as a contact goes on in silence
//! ([`Contact::reach`]): to now, while it goes on; and no contact whose end was lost swallows those of a year.
//!
//! Of several that would do, those join that are each other's nearest. So what joins depends on the legs alone, and not on
//! the order in which they arrived; and who must be asked again when one leg changes is only who is near it.

use std::collections::HashMap;
use std::sync::Arc;

use basics::IdentityType;
use basics::identity::{comparable, nobody};
use chrono::{DateTime, Duration, Utc};

use super::{Channel, Contact, Direction, EntryId, Event, EventKind, Platform, TaskId};

/// Clocks differ, and a transfer between platforms takes a moment.
const NEAR: Duration = Duration::seconds(60);

/// A contact as one platform tells it.
pub(super) type LegKey = (Platform, TaskId);

/// A row: where it stands and which.
pub(super) type Row = (Option<DateTime<Utc>>, EntryId);

/// What is known of one leg.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Leg {
    /// In order of time; of the same time, in the order of [`Event::before`].
    pub(super) events: Vec<Arc<Event>>,
    /// Its row, or that of the contact of which it is a leg, once there is one.
    pub(super) row: Option<Row>,
    /// Its row is to be built again.
    pub(super) is_touched: bool,
    /// It was told of: nothing joins a leg whose events are only coming in.
    is_noted: bool,
    facts: Option<Arc<Facts>>,
}

/// By what a leg is known to be one with another platform's. A leg that lacks any of it joins by its id alone.
#[derive(Debug, PartialEq)]
struct Facts {
    key: LegKey,
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    channel: Channel,
    direction: Direction,
    parties: Vec<String>,
}

/// All legs of a journey.
#[derive(Clone, Debug, Default)]
pub(super) struct Legs {
    pub(super) known: HashMap<LegKey, Leg>,
    /// The latest beginning first, as histories come.
    by_start: Vec<Arc<Facts>>,
    /// No leg was ever longer: so far back lies what may reach into a time.
    longest: Duration,
    /// Whose legs there are, a bit each.
    platforms: u8,
}

/// `longest` is a bound, which a leg that became shorter leaves as it was.
impl PartialEq for Legs {
    fn eq(&self, other: &Self) -> bool {
        self.known == other.known && self.by_start == other.by_start
    }
}

impl Facts {
    fn of(contact: &Contact) -> Option<Self> {
        let (start, end) = contact.reach()?;
        let (channel, direction) = (contact.channel.clone()?, contact.direction?);
        let party = match direction {
            Direction::Inbound => &contact.origin,
            Direction::Outbound => &contact.destination,
        };
        let is_phone = matches!(channel, Channel::Voice | Channel::Sms);
        let mut parties = Vec::new();
        let mut add = |text: &str, kind| {
            let party = comparable(text, kind);
            if nobody(text, kind).is_none() && !party.is_empty() && !parties.contains(&party) {
                parties.push(party);
            }
        };
        party.iter().for_each(|text| add(text, is_phone.then_some(IdentityType::Phone)));
        let mut before = "";
        for event in contact.events.iter().filter(|event| event.kind != EventKind::Note) {
            let is_party = matches!(event.identity_type, Some(IdentityType::Phone | IdentityType::Email));
            if is_party && event.identity != before {
                before = &event.identity;
                add(before, event.identity_type);
            }
        }
        let key = (contact.platform, contact.task.clone());
        (!parties.is_empty()).then_some(Self { key, start, end, channel, direction, parties })
    }

    /// How far apart they begin, if they are one contact.
    fn distance(&self, other: &Self) -> Option<Duration> {
        let distance = (self.start - other.start).abs();
        let is_one = self.key.0 != other.key.0
            && (distance <= NEAR || (self.start <= other.end && other.start <= self.end))
            && self.channel == other.channel
            && self.direction == other.direction
            && self.parties.iter().any(|party| other.parties.contains(party));
        is_one.then_some(distance)
    }
}

impl Legs {
    /// Takes note of what a leg is now; `None`: there is no such leg any more. Returns all legs of the contacts that may have
    /// one leg more or less by that: a leg is a partner of others where this one was nearer, or is now.
    pub(super) fn note(&mut self, key: &LegKey, contact: Option<&Contact>) -> Vec<LegKey> {
        let Some(was) = self.known.get(key).map(|leg| leg.facts.clone()) else { return Vec::new() };
        let is = contact.and_then(Facts::of).map(Arc::new);
        let near = [&was, &is].map(|facts| self.near(key, facts.as_deref())).concat();
        let near = near.into_iter().map(|(_, near)| near).chain([key.clone()]).collect();
        let before = self.partners_of(near);
        match self.known.get_mut(key) {
            Some(leg) if contact.is_some() => (leg.is_noted, leg.facts) = (true, is.clone()),
            _ => _ = self.known.remove(key),
        }
        if was != is {
            self.replace(was, is);
        }
        self.partners_of(before)
    }

    fn replace(&mut self, was: Option<Arc<Facts>>, is: Option<Arc<Facts>>) {
        let order = |one: &Facts, other: &Facts| (other.start, &one.key).cmp(&(one.start, &other.key));
        if let Some(was) = was {
            let place = self.by_start.partition_point(|other| order(other, &was).is_lt());
            if self.by_start.get(place) == Some(&was) {
                self.by_start.remove(place);
            }
        }
        if let Some(is) = is {
            self.longest = self.longest.max(is.end - is.start);
            let place = self.by_start.partition_point(|other| order(other, &is).is_lt());
            self.by_start.insert(place, is);
        }
    }

    /// The leg of this name, with no event if it is there for the first time.
    pub(super) fn of(&mut self, key: &LegKey) -> &mut Leg {
        self.platforms |= 1 << key.0 as u8;
        self.known.entry(key.clone()).or_default()
    }

    /// All platforms' legs of this name.
    pub(super) fn named(&self, task: &TaskId) -> impl Iterator<Item = (LegKey, &Leg)> {
        let leg = |platform| self.known.get_key_value(&(platform, task.clone())).map(|(key, leg)| (key.clone(), leg));
        Platform::ALL.into_iter().filter_map(leg)
    }

    /// These legs, with all that they are joined with over however many others.
    fn partners_of(&self, mut legs: Vec<LegKey>) -> Vec<LegKey> {
        let mut found: Vec<LegKey> = Vec::new();
        while let Some(key) = legs.pop() {
            if !found.contains(&key) {
                legs.extend(self.partners(&key).into_iter().map(|(_, other)| other));
                found.push(key);
            }
        }
        found
    }

    /// The legs of the contact of each of these legs, without those that are gone.
    pub(super) fn contacts(&self, legs: &[LegKey]) -> Vec<Vec<LegKey>> {
        let legs = || legs.iter().filter(|key| self.known.contains_key(key));
        let mut contacts: Vec<Vec<LegKey>> = legs().map(|key| vec![key.clone()]).collect();
        let mut pairs: Vec<(i64, LegKey, LegKey)> = Vec::new();
        for key in legs() {
            for (far, other) in self.partners(key).into_iter().filter(|(_, other)| key < other) {
                let pair = (far, key.clone(), other);
                pairs.insert(pairs.partition_point(|before| *before < pair), pair);
            }
        }
        for (_, one, other) in pairs {
            let place = |key: &LegKey| contacts.iter().position(|contact| contact.contains(key));
            let (Some(one), Some(other)) = (place(&one), place(&other)) else { continue };
            let has = |place: usize, platform| {
                contacts.get(place).is_some_and(|contact| contact.iter().any(|leg| leg.0 == platform))
            };
            // Two of one platform are two contacts, even if a third platform's leg is near both.
            if one != other && !Platform::ALL.into_iter().any(|platform| has(one, platform) && has(other, platform)) {
                let moved = contacts.remove(one.max(other));
                contacts
                    .iter_mut()
                    .skip(one.min(other))
                    .take(1)
                    .for_each(|contact| contact.extend(moved.iter().cloned()));
            }
        }
        contacts
    }

    /// Of each other platform, the leg that is nearest to this one, if this one is the nearest to it; and how far away.
    fn partners(&self, key: &LegKey) -> Vec<(i64, LegKey)> {
        let near = |key: &LegKey| {
            let leg = self.known.get(key).filter(|leg| leg.is_noted);
            leg.map(|leg| self.near(key, leg.facts.as_deref())).unwrap_or_default()
        };
        let nearest =
            |near: &[(i64, LegKey)], platform| near.iter().filter(|(_, key)| key.0 == platform).min().cloned();
        let all = near(key);
        let partners = Platform::ALL.into_iter().filter_map(|platform| nearest(&all, platform));
        partners.filter(|(_, other)| nearest(&near(other), key.0).is_some_and(|(_, back)| back == *key)).collect()
    }

    /// The legs of other platforms with which a leg of these facts may be one contact, and how far apart they begin, ms; less
    /// than nothing for those that have its id.
    fn near(&self, key: &LegKey, facts: Option<&Facts>) -> Vec<(i64, LegKey)> {
        let mut near = Vec::new();
        if self.platforms.is_power_of_two() {
            return near;
        }
        let same = self.named(&key.1).filter(|(other, leg)| other.0 != key.0 && leg.is_noted);
        near.extend(same.map(|(other, _)| (-1, other)));
        let Some(facts) = facts else { return near };
        let latest = facts.end.max(facts.start + NEAR);
        let earliest = facts.start - self.longest.max(NEAR);
        let first = self.by_start.partition_point(|other| other.start > latest);
        for other in self.by_start.iter().skip(first).take_while(|other| other.start >= earliest) {
            if let Some(distance) = facts.distance(other).filter(|_| other.key.1 != key.1) {
                near.push((distance.num_milliseconds(), other.key.clone()));
            }
        }
        near
    }
}

#[cfg(test)]
mod tests;
