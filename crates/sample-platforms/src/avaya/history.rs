//! What the platform has of a sample customer: contacts of its own, and some that the journey service has, too. Some of
//! these have one conversation id in both, the others only one time and one party.

use chrono::{DateTime, Datelike, Duration, TimeZone, Utc, Weekday};
use serde_json::{Map, Value, json};

use super::engagement::{Engagement, Plan};
use super::scenarios::SCENARIOS;
use super::store::Journey;
use crate::random::Random;
use crate::{Customer, Direction, World};

/// Of so many contacts of the journey service one is known here by its id.
const ONE_OF_SAME_ID: usize = 5;
/// And of so many another one by its time.
const ONE_OF_SAME_TIME: usize = 9;

/// The journey of a customer; nothing of one who was never in touch.
pub(super) fn of(world: &World, customer: &Customer) -> Option<Journey> {
    if customer.contacts.len() < 2 {
        return None;
    }
    let mut random = Random::new(customer.seed.wrapping_mul(7_919));
    let identifiers = identifiers(customer);
    let told = Value::Object(identifiers.clone());
    let mut engagements = shared(world, customer, &told, &mut random);
    for place in 0..customer.contacts.len() / 3 + 2 {
        let start = if place < 2 && customer.contacts.len() > 10 {
            // Two of the last days.
            world.now - Duration::minutes(170 + 2_900 * i64::try_from(place).unwrap_or(0) + random.number(0, 600))
        } else {
            moment(world, &mut random)
        };
        engagements.push(own(world, customer, &told, start, &mut random));
    }
    engagements.sort_by_key(|engagement| std::cmp::Reverse(engagement.start()));
    Some(Journey { identifiers, engagements })
}

/// By what the platform knows a customer: it keeps numbers as they came.
pub(super) fn identifiers(customer: &Customer) -> Map<String, Value> {
    let ids = &customer.identities;
    let phones: Vec<String> = ids.phone.iter().map(|phone| as_it_came(phone, customer.seed)).collect();
    let social =
        |prefix: &str| -> Vec<&str> { ids.social_id.iter().filter_map(|id| id.strip_prefix(prefix)).collect() };
    let all = [
        ("phoneNumbers", json!(phones)),
        ("emailAddresses", json!(ids.email)),
        ("accountIds", json!(ids.customer_id)),
        ("whatsappIds", json!(social("whatsapp:"))),
        ("instagramIds", json!(social("instagram:"))),
    ];
    let all = all.into_iter().filter(|(_, values)| values.as_array().is_some_and(|values| !values.is_empty()));
    all.map(|(name, values)| (name.to_owned(), values)).collect()
}

fn as_it_came(phone: &str, seed: u64) -> String {
    let digits = phone.trim_start_matches('+');
    let (area, rest) = digits.strip_prefix('1').unwrap_or(digits).split_at_checked(3).unwrap_or_default();
    let (office, line) = rest.split_at_checked(3).unwrap_or_default();
    match seed % 5 {
        0 => digits.to_owned(),
        1 => format!("+1 {area}-{office}-{line}"),
        2 => format!("({area}) {office}-{line}"),
        3 => ["00", digits].concat(),
        _ => phone.to_owned(),
    }
}

fn own(world: &World, customer: &Customer, told: &Value, start: DateTime<Utc>, random: &mut Random) -> Engagement {
    let has_mail = !customer.identities.email.is_empty();
    let channel = match random.number(0, 9) {
        0..=1 if has_mail => "chat",
        2..=3 if has_mail => "email",
        4 => "sms",
        _ => "telephony",
    };
    let direction = if channel == "telephony" && random.chance(20) { Direction::Outbound } else { Direction::Inbound };
    let party = party(customer, channel);
    let scenario = random.one_of(&SCENARIOS).unwrap_or(&SCENARIOS[0]);
    let plan =
        Plan { id: random.uuid(), channel, direction, party: &party, start, end: None, agent: None, queue: None };
    Engagement::finished(world, &plan, told, scenario, random)
}

/// The contacts that the journey service has as well.
fn shared(world: &World, customer: &Customer, told: &Value, random: &mut Random) -> Vec<Engagement> {
    let mut engagements = Vec::new();
    let fitting = customer.contacts.iter().filter(|contact| contact.channel != "web" && contact.agent.is_some());
    for (place, contact) in fitting.enumerate() {
        let id = random.uuid();
        let (id, start) = if place % ONE_OF_SAME_ID == 0 {
            (contact.id.clone(), contact.start + Duration::seconds(4))
        } else if place % ONE_OF_SAME_TIME == 4 {
            (id, contact.start + Duration::seconds(11))
        } else {
            continue;
        };
        let is_phone = matches!(contact.channel.as_str(), "telephony" | "sms");
        let plan = Plan {
            id,
            channel: &contact.channel,
            direction: contact.direction,
            party: &if is_phone { party(customer, &contact.channel) } else { contact.party.clone() },
            start,
            end: Some(contact.end - Duration::seconds(2)),
            agent: contact.agent.as_deref(),
            queue: contact.queue.as_deref(),
        };
        let scenario = random.one_of(&SCENARIOS).unwrap_or(&SCENARIOS[0]);
        let mut engagement = Engagement::finished(world, &plan, told, scenario, random);
        // What it was about the other one says.
        engagement.record.remove("conversations");
        engagement.notes.clear();
        engagements.push(engagement);
    }
    engagements
}

/// The customer's number or address as the platform has it.
pub(super) fn party(customer: &Customer, channel: &str) -> String {
    let ids = &customer.identities;
    let phone = || ids.phone.first().map(|phone| as_it_came(phone, customer.seed));
    match channel {
        "chat" | "email" => ids.email.first().cloned().or_else(phone),
        _ => phone().or_else(|| ids.email.first().cloned()),
    }
    .unwrap_or_default()
}

/// A working hour of the last two years, the more recent the likelier.
fn moment(world: &World, random: &mut Random) -> DateTime<Utc> {
    let days = 5 + random.number(0, 720).min(random.number(0, 720));
    let mut day = (world.now - Duration::days(days)).date_naive();
    while matches!(day.weekday(), Weekday::Sun) {
        day -= Duration::days(1);
    }
    let midnight = Utc.from_utc_datetime(&day.and_hms_opt(0, 0, 0).unwrap_or_default());
    midnight + random.seconds(14 * 3600, 23 * 3600)
}
