//! The sample customers' other half of history: what they did at a tenant of Genesys Cloud, some of it the very contacts that
//! the journey service has.

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

use super::data::Data;
use super::talk::{Talk, at};
use crate::random::{Random, uuid_of};
use crate::{Customer, Direction, World};

/// Two who live together, and share a telephone that is neither's alone.
const HOUSEHOLD: &str = "+12065550159";
const QUEUES: [(&str, &[&str]); 4] = [
    ("Warranty", &["Ingrid Solberg", "Marcus Bell"]),
    ("Deliveries", &["Tom Hale", "Beatriz Nogueira"]),
    ("Loyalty", &["Helen Ostrander"]),
    ("Billing", &["Ann Petersen", "Camille Durand"]),
];
const WRAP_UPS: [&str; 6] =
    ["Resolved", "Replacement sent", "Refund", "Information given", "Call back agreed", "Escalated"];
const NOTES: [&str; 4] = [
    "Sent a new lid.",
    "Wants to hear by Friday.",
    "Asked for a manager; calmed down.",
    "Measured the door with the customer.",
];
const SUBJECTS: [&str; 3] = ["The lamp flickers", "Second reminder", "About my order"];
const PAGES: [(&str, &str); 6] = [
    ("Kettles – Larkfield Home", "/kettles"),
    ("Copper kettle, 1.7 l – Larkfield Home", "/kettles/copper"),
    ("Basket – Larkfield Home", "/basket"),
    ("Delivery times – Larkfield Home", "/help/delivery"),
    ("Returns – Larkfield Home", "/help/returns"),
    ("Thank you for your order – Larkfield Home", "/thanks"),
];
/// Of the journey service's contacts one in so many is the platform's, too.
const SHARED: usize = 5;
/// The platform keeps no more.
const KEPT_DAYS: i64 = 395;

pub(super) fn contact_id(customer: &Customer) -> String {
    uuid_of(&format!("external contact {}", customer.seed))
}

pub(super) fn data(world: &World) -> Data {
    let mut data = Data::default();
    for customer in &world.customers {
        let mut random = Random::new(customer.seed ^ 0x6e73_7973);
        // A caller whom nobody knows by name is no contact of the platform's.
        let contact = customer.name.as_ref().map(|_| contact_id(customer));
        if let (Some(id), Some(name)) = (&contact, &customer.name) {
            data.contacts.push(external_contact(id, name, customer));
        }
        shared(&mut data, world, customer, contact.as_deref());
        own(&mut data, world, customer, contact.as_deref(), &mut random);
        if let Some(contact) = &contact {
            visits(&mut data, world, contact, &mut random);
        }
    }
    for name in ["Rosa Lindqvist", "Emil Lindqvist"] {
        let mut person = json!({"id": uuid_of(name), "type": "Curated", "homePhone": {"display": HOUSEHOLD, "e164": HOUSEHOLD}, "identifiers": []});
        if let (Some((first, last)), Some(fields)) = (name.split_once(' '), person.as_object_mut()) {
            fields.insert("firstName".to_owned(), json!(first));
            fields.insert("lastName".to_owned(), json!(last));
        }
        data.contacts.push(person);
    }
    data.sessions.sort_by_key(|session| std::cmp::Reverse(session.get("createdDate").map(Value::to_string)));
    data
}

fn external_contact(id: &str, name: &str, customer: &Customer) -> Value {
    let ids = &customer.identities;
    let (first, last) = name.split_once(' ').unwrap_or((name, ""));
    let phone = |place: usize| {
        ids.phone
            .get(place)
            .map(|number| json!({"display": number, "userInput": number, "e164": number, "countryCode": "US"}))
    };
    let social = ids.social_id.iter().filter_map(|text| text.split_once(':'));
    let identifier =
        |kind: &str, value: &str| json!({"type": kind, "value": value, "dateCreated": "2024-01-15T09:00:00Z"});
    let mut identifiers: Vec<Value> = ids.phone.iter().map(|number| identifier("Phone", number)).collect();
    identifiers.extend(ids.email.iter().map(|address| identifier("Email", address)));
    identifiers.extend(ids.customer_id.iter().map(|number| identifier("ExternalId", number)));
    identifiers.extend(ids.temporary_id.iter().map(|cookie| identifier("Cookie", cookie)));
    identifiers.extend(social.filter_map(|(network, id)| {
        let kind = match network {
            "whatsapp" => "SocialWhatsapp",
            "instagram" => "SocialInstagram",
            "x" => "SocialTwitter",
            _ => return None,
        };
        Some(identifier(kind, id))
    }));
    let external: Vec<Value> = ids
        .customer_id
        .iter()
        .map(|number| json!({"externalSource": {"id": uuid_of("Larkfield shop")}, "value": number}))
        .collect();
    json!({"id": id, "type": "Curated", "firstName": first, "lastName": last, "cellPhone": phone(0), "workPhone": phone(1),
        "personalEmail": ids.email.first(), "workEmail": ids.email.get(1), "externalIds": external, "identifiers": identifiers,
        "createDate": "2024-01-15T09:00:00Z", "modifyDate": "2026-01-15T09:00:00Z", "surveyOptOut": false,
        "selfUri": format!("/api/v2/externalcontacts/contacts/{id}")})
}

fn media_of(channel: &str) -> (&'static str, Option<&'static str>) {
    match channel {
        "telephony" => ("voice", None),
        "email" => ("email", None),
        "sms" => ("message", Some("sms")),
        "social" => ("message", Some("whatsapp")),
        _ => ("message", Some("webmessaging")),
    }
}

/// Contacts that the journey service has, told by the platform in its way.
fn shared(data: &mut Data, world: &World, customer: &Customer, contact: Option<&str>) {
    let oldest = world.now - Duration::days(KEPT_DAYS);
    let recent = customer.contacts.iter().rev().filter(|one| one.channel != "web" && one.start > oldest);
    for one in recent.step_by(SHARED) {
        let queue = one.queue.as_deref().unwrap_or("Customer Relations");
        let talk = Talk {
            id: &one.id,
            contact,
            media: media_of(&one.channel),
            is_inbound: one.direction == Direction::Inbound,
            party: &one.party,
            start: one.start,
            end: one.end,
            legs: vec![(queue, one.agent.as_deref())],
            has_self_service: one.channel == "telephony" && one.direction == Direction::Inbound,
            has_hold: false,
            wrap_up: one.wrap_up.as_deref(),
            note: None,
            subject: None,
        };
        let record = talk.record(&mut data.names);
        data.conversations.push(record);
    }
}

/// Conversations of the platform's alone.
fn own(data: &mut Data, world: &World, customer: &Customer, contact: Option<&str>, random: &mut Random) {
    let count = if contact.is_some() { random.number(4, 14) } else { 1 };
    for number in 0..count {
        let days = if number < 2 { number * 9 } else { random.number(12, KEPT_DAYS) };
        let start = world.now - Duration::days(days) - random.seconds(3 * 3600, 9 * 3600);
        let phone = customer.identities.phone.first().map(String::as_str).unwrap_or_default();
        let email = customer.identities.email.first().map(String::as_str);
        let (media, party) = match (random.number(0, 5), email) {
            (0, Some(email)) => (("email", None), email),
            (1, _) => (("message", Some("whatsapp")), phone),
            (2, _) => (("message", Some("sms")), phone),
            _ => (("voice", None), phone),
        };
        let mut legs = Vec::new();
        for _ in 0..if random.chance(25) { 2 } else { 1 } {
            let Some((queue, agents)) = random.one_of(&QUEUES) else { continue };
            let agent = random.word(agents);
            legs.push((*queue, Some(agent).filter(|_| !random.chance(12))));
        }
        let is_inbound = media.0 != "voice" || !random.chance(20);
        let id = uuid_of(&format!("conversation {} {number}", customer.seed));
        let talk = Talk {
            id: &id,
            contact,
            media,
            is_inbound,
            party,
            start,
            end: start + random.seconds(180, 1500),
            legs,
            has_self_service: is_inbound && media.0 != "email" && random.chance(70),
            has_hold: random.chance(40),
            wrap_up: Some(random.word(&WRAP_UPS)),
            note: Some(random.word(&NOTES)).filter(|_| random.chance(40)),
            subject: Some(random.word(&SUBJECTS)).filter(|_| media.0 == "email"),
        };
        let record = talk.record(&mut data.names);
        data.conversations.push(record);
    }
}

fn visits(data: &mut Data, world: &World, contact: &str, random: &mut Random) {
    for number in 0..random.number(2, 6) {
        let start = world.now - Duration::days(number * random.number(5, 40)) - random.seconds(4 * 3600, 11 * 3600);
        let id = uuid_of(&format!("session {contact} {number}"));
        let from = usize::try_from(random.number(0, 2)).unwrap_or_default();
        let to = usize::try_from(random.number(3, 6)).unwrap_or_default();
        let mut time = start;
        let mut events = Vec::new();
        for (title, path) in PAGES.get(from..to).unwrap_or_default() {
            events.push(viewed(&id, events.len(), time, title, path));
            time += random.seconds(15, 180);
        }
        let last = events.last().cloned().unwrap_or_default();
        let mut session = session(&id, contact, start, &last, events.len());
        if let Some(fields) = session.as_object_mut() {
            fields.insert("endedDate".to_owned(), at(time));
            fields.insert("durationInSeconds".to_owned(), json!((time - start).num_seconds()));
        }
        data.sessions.push(session);
        data.events.insert(id, events);
    }
}

fn session(id: &str, contact: &str, start: DateTime<Utc>, last: &Value, count: usize) -> Value {
    json!({"id": id, "type": "web", "eventCount": count, "pageviewCount": count, "authenticated": false, "createdDate": at(start),
        "externalContact": {"id": contact, "selfUri": format!("/api/v2/externalcontacts/contacts/{contact}")},
        "customerId": uuid_of(contact), "customerIdType": "cookie", "browser": {"family": "Firefox", "version": "148.0", "lang": "en-us"},
        "device": {"category": "desktop", "type": "Other", "isMobile": false, "osFamily": "Windows"},
        "geolocation": {"country": "US", "countryName": "United States", "locality": "Columbus", "region": "OH"},
        "referrer": {"url": "https://search.example.com/", "hostname": "search.example.com", "medium": "search"},
        "lastEvent": {"id": last.get("id"), "eventName": "page_viewed", "createdDate": last.get("createdDate")},
        "lastPage": last.pointer("/webEvent/page"), "selfUri": format!("/api/v2/journey/sessions/{id}")})
}

fn viewed(session: &str, number: usize, time: DateTime<Utc>, title: &str, path: &str) -> Value {
    json!({"id": uuid_of(&format!("{session} {number}")), "correlationId": uuid_of(session), "createdDate": at(time),
        "session": {"id": session, "type": "web", "selfUri": format!("/api/v2/journey/sessions/{session}")},
        "eventType": "com.genesys.journey.WebEvent",
        "webEvent": {"eventName": "page_viewed", "totalEventCount": number + 1, "totalPageviewCount": number + 1, "authenticated": false,
            "page": {"title": title, "url": format!("https://shop.larkfield.example.com{path}"), "pathname": path}, "attributes": {}, "traits": {}}})
}

/// A page that is looked at now: in the visit that goes on, or in a new one. Says which.
pub(super) fn page_seen(data: &mut Data, contact: &str, title: &str, now: DateTime<Utc>) -> String {
    let title = if title.is_empty() { "Kettles – Larkfield Home" } else { title };
    let goes_on = |session: &Value| {
        session.pointer("/externalContact/id") == Some(&json!(contact)) && session.get("endedDate").is_none()
    };
    let place = data.sessions.iter().position(goes_on);
    let id = place.and_then(|place| data.sessions.get(place)?.get("id")?.as_str().map(str::to_owned));
    let id = id.unwrap_or_else(|| uuid_of(&format!("session {contact} {now}")));
    let events = data.events.entry(id.clone()).or_default();
    events.push(viewed(&id, events.len(), now, title, "/now"));
    let (count, last) = (events.len(), events.last().cloned().unwrap_or_default());
    let start = events.first().and_then(|first| first.get("createdDate")).and_then(basics::read_time).unwrap_or(now);
    let seen = session(&id, contact, start, &last, count);
    match place.and_then(|place| data.sessions.get_mut(place)) {
        Some(known) => *known = seen,
        None => data.sessions.insert(0, seen),
    }
    id
}
