//! An interaction: one attempt of a campaign to reach somebody, or a call that came in. It is a contact of which only its
//! end is known.

use std::cmp::Reverse;

use basics::IdentityType;
use chrono::{DateTime, Utc};
use journey::{Arrival, Channel, EventKind, Origin, Platform, Problem, Reported, TaskId, Unread, Zone, text};
use serde_json::{Map, Value, json};

use super::answer::get;
use super::completed;

/// The platform's name where the sender of an event is said.
const SOURCE: &str = "Acqueon LCM";

/// What people read, by what the platform calls it. The domain reads some of these by the same names.
const FIELDS: [(&str, &str); 12] = [
    ("CampaignName", "campaignName"),
    ("Mode", "mode"),
    ("Outcome", "outcome"),
    ("AgentName", "agentName"),
    ("AgentComment", "comment"),
    ("PreviousLeadScore", "leadScoreBefore"),
    ("CurrentLeadScore", "leadScoreAfter"),
    ("TargetValue", "targetValue"),
    ("CallType", "direction"),
    ("ContactID", "contactId"),
    ("ModeID", "modeId"),
    ("OutcomeID", "outcomeId"),
];

/// Of these its time, its channel and its party are made.
const READ: [&str; 7] = [
    "CallCompletedTime",
    "CallCompletedDate",
    "CallCompletedMonth",
    "CallCompletedYear",
    "CallCompletedTimeFormat",
    "ChannelType",
    "ContactValue",
];

/// The interactions as what a journey takes, the newest first.
pub(super) fn arrivals(interactions: &[Value], zone: Zone) -> Vec<Arrival> {
    let mut arrivals: Vec<Arrival> = Vec::with_capacity(interactions.len());
    for interaction in interactions {
        let arrival = arrival(interaction, zone);
        let time = Reverse(arrival.time());
        let place = arrivals.partition_point(|other| Reverse(other.time()) <= time);
        arrivals.insert(place, arrival);
    }
    arrivals
}

fn arrival(interaction: &Value, zone: Zone) -> Arrival {
    let Value::Object(fields) = interaction else { return unread(interaction, "no interaction") };
    let say = |key: &str| get(fields, key).and_then(text);
    let (time, when) = completed(fields, zone);
    let id = ["CampaignName", "ContactID", "ModeID"].map(|key| say(key).unwrap_or_default());
    if id.iter().all(String::is_empty) && when.is_empty() {
        return unread(interaction, "no ContactID");
    }
    let Some(task) = TaskId::new(&["lcm ", &id.join(" "), " ", &when].concat()) else {
        return unread(interaction, "no ContactID");
    };
    let (channel, channel_word) = channel(say("ChannelType"));
    let party = say("ContactValue").unwrap_or_default();
    let is_outbound = say("CallType").is_none_or(|word| !word.to_ascii_lowercase().starts_with("in"));
    let mut data = Map::new();
    let named = |(key, name): (&str, &str)| Some((name.to_owned(), json!(say(key)?)));
    data.extend(FIELDS.into_iter().filter_map(named));
    data.extend(channel_word.map(|word| ("channelType".to_owned(), json!(word))));
    if !party.is_empty() {
        data.insert(if is_outbound { "destination" } else { "origin" }.to_owned(), json!(party));
    }
    // What the platform says besides, as it says it.
    let is_known =
        |key: &str| FIELDS.iter().map(|(known, _)| known).chain(&READ).any(|known| known.eq_ignore_ascii_case(key));
    data.extend(fields.iter().filter(|(key, _)| !is_known(key)).map(|(key, value)| (key.clone(), value.clone())));
    let looks = match channel {
        Some(Channel::Voice | Channel::Sms) => Some(IdentityType::Phone),
        _ => party.contains('@').then_some(IdentityType::Email),
    };
    Reported {
        platform: Platform::Lcm,
        id: task.to_string(),
        word: "Interaction".to_owned(),
        kind: EventKind::Ended,
        time,
        source: SOURCE.to_owned(),
        origin: Origin::Platform,
        task: Some(task),
        identity_type: looks.filter(|_| !party.is_empty()),
        identity: party,
        data,
        problems: if time.is_none() { vec![Problem::new("CallCompletedTime", &when)] } else { Vec::new() },
        ..Reported::default()
    }
    .into()
}

/// When it was completed, and the words of that.
fn completed(fields: &Map<String, Value>, zone: Zone) -> (Option<DateTime<Utc>>, String) {
    let say = |key: &str| get(fields, key).and_then(text).unwrap_or_default();
    let [day, month, year] = ["CallCompletedDate", "CallCompletedMonth", "CallCompletedYear"].map(say);
    let (short, whole) = (say("CallCompletedTimeFormat"), say("CallCompletedTime"));
    let time = completed::of_parts(&day, &month, &year, &short, zone).or_else(|| completed::of_text(&whole, zone));
    let parts = || [day, month, year, short].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    (time, if whole.is_empty() { parts() } else { whole })
}

/// The channel by the platform's number for it, or by a word; and the word as the domain reads it.
fn channel(said: Option<String>) -> (Option<Channel>, Option<String>) {
    let word = said.map(|said| match said.as_str() {
        "1" => "sms".to_owned(),
        "2" => "voice".to_owned(),
        "3" => "email".to_owned(),
        _ => said,
    });
    // A number that nobody has explained is no channel's name.
    let word = word.filter(|word| word.parse::<i64>().is_err());
    (word.as_deref().and_then(Channel::from_word), word)
}

fn unread(interaction: &Value, found: &str) -> Arrival {
    let raw = interaction.as_str().map_or_else(|| interaction.to_string(), str::to_owned);
    Unread { platform: Platform::Lcm, problem: Problem::new("response", found), permission: None, raw: Some(raw) }
        .into()
}
