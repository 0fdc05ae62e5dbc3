//! What campaigns did to reach a customer: attempts of their own, and the calls out that the journey service has as well.

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

use crate::random::Random;
use crate::{Customer, Direction, World};

const CAMPAIGNS: [&str; 4] = ["Renewals-Spring", "Payment-Reminder", "Winback-2026", "Survey-After-Service"];
const AGENTS: [&str; 4] = ["Mara Lind", "Tomás Rey", "Aiko Sato", "Jan Kowalski"];
const OUTCOMES: [(&str, &str); 6] = [
    ("Success", "Renewed for a year"),
    ("Callback", "Wants to be called on Friday"),
    ("No Answer", ""),
    ("Busy", ""),
    ("Answering Machine", ""),
    ("Not Interested", "Has another offer"),
];
/// Attempts of their own in eleven months.
const ATTEMPTS: i64 = 14;
const DAYS: i64 = 330;

/// The record's key.
pub(super) fn account_number(customer: &Customer) -> String {
    format!("2|3|{}|0|0|44|1", customer.seed)
}

/// All interactions of a customer, the newest first, on a clock that is so far ahead of UTC.
pub(super) fn of(world: &World, customer: &Customer, east: Duration) -> Vec<Value> {
    let Some(phone) = customer.identities.phone.first() else { return Vec::new() };
    let mut random = Random::new(customer.seed.wrapping_mul(31));
    let is_out = |channel: &str, direction| direction == Direction::Outbound && channel == "telephony";
    let known = customer.contacts.iter().filter(|contact| is_out(&contact.channel, contact.direction));
    let mut all: Vec<(DateTime<Utc>, Value)> = Vec::new();
    for contact in known {
        let agent = contact.agent.clone().unwrap_or_default();
        all.push((contact.end, interaction(&mut random, all.len(), contact.end + east, &contact.party, 2, &agent)));
    }
    for _ in 0..ATTEMPTS {
        let time = world.now - Duration::days(random.number(1, DAYS)) + random.seconds(-14_400, 14_400);
        let channel = if random.chance(25) { 1 } else { 2 };
        let agent = if channel == 2 { random.word(&AGENTS).to_owned() } else { String::new() };
        all.push((time, interaction(&mut random, all.len(), time + east, phone, channel, &agent)));
    }
    all.sort_by_key(|(time, _)| std::cmp::Reverse(*time));
    all.into_iter().map(|(_, one)| one).collect()
}

fn interaction(
    random: &mut Random,
    number: usize,
    time: DateTime<Utc>,
    party: &str,
    channel: u8,
    agent: &str,
) -> Value {
    let (outcome, comment) = random.one_of(&OUTCOMES).copied().unwrap_or_default();
    let id = OUTCOMES.iter().position(|(known, _)| *known == outcome);
    let score = random.number(5, 60);
    let after = if outcome == "Success" { score + random.number(5, 40) } else { score };
    json!({
        "ContactID": (1000 + number).to_string(), "CampaignName": random.word(&CAMPAIGNS), "ModeID": 3, "Mode": "Mobile",
        "OutcomeId": id, "Outcome": outcome, "AgentName": agent, "AgentComment": comment,
        "CallCompletedTime": time.format("%-m/%-d/%Y %-I:%M:%S %p").to_string(),
        "CallCompletedDate": time.format("%-d").to_string(),
        "CallCompletedMonth": time.format("%B").to_string(),
        "CallCompletedYear": time.format("%Y").to_string(),
        "CallCompletedTimeFormat": time.format("%I:%M %p").to_string(),
        "ChannelType": channel, "TargetValue": random.number(0, 5).to_string(), "ContactValue": party.trim_start_matches('+'),
        "PreviousLeadScore": score.to_string(), "CurrentLeadScore": after.to_string(), "CallType": "Outbound",
    })
}
