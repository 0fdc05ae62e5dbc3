//! In which order the rows of an event's data stand. Events of today have some 200 keys, most of them ids and flags of
//! machines; what an agent needs must not lie behind "more".

use serde_json::Value;

use super::Event;
use super::sorted::sorted_by_key;
use super::values::{plain_key, words};
use super::variables::holds_variables;

/// What has no more keys than this stays in its sender's order.
const FEW: usize = 30;

/// Each key of each event, with the event's place: what matters most first, then as they came; of one key the earliest
/// event first.
pub(super) fn ordered<'a>(events: &[&'a Event]) -> Vec<(usize, &'a Event, &'a str, &'a Value)> {
    let found: Vec<_> = (events.iter().enumerate())
        .flat_map(|(place, event)| event.data.iter().map(move |(key, value)| (place, *event, key.as_str(), value)))
        .collect();
    if events.iter().any(|event| event.data.len() > FEW) {
        return sorted_by_key(found, |(_, _, key, _)| rank(key));
    }
    found
}

/// The lower, the more it says to a person.
fn rank(key: &str) -> u8 {
    let plain = plain_key(key);
    let is_technical = is_technical(key);
    match plain.as_str() {
        "summary" | "sections" | "sentiment" | "transcript" | "messages" | "uidata" => 0,
        _ if holds_variables(key) => 1,
        plain if !is_technical && TELLING.iter().any(|word| plain.contains(word)) => 2,
        _ if is_technical => 4,
        _ => 3,
    }
}

/// Words of keys that say how it went, and with whom.
const TELLING: &[&str] = &[
    "reason",
    "outcome",
    "name",
    "summary",
    "sentiment",
    "topic",
    "subject",
    "score",
    "csat",
    "wrapup",
    "risk",
    "escalation",
    "disposition",
    "status",
    "channel",
    "direction",
    "note",
    "comment",
];

/// Ids, and what machines tell machines.
fn is_technical(key: &str) -> bool {
    let words = words(key).to_ascii_lowercase();
    let last = words.rsplit(' ').next().unwrap_or_default();
    matches!(last, "id" | "ids" | "guid" | "uuid" | "version" | "timestamp" | "hash" | "token" | "index" | "sequence")
        || words.starts_with("is ")
        || words.starts_with("has ")
        || ["internal", "debug", "trace", "metadata"].iter().any(|word| words.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_most_to_a_person_comes_first() {
        let order = ["summary", "cad", "wrapupName", "orderTotal", "agentSessionId"];
        assert!(order.is_sorted_by_key(|key| rank(key)), "{:?}", order.map(rank));
        for technical in ["callLegId", "agent_session_id", "orgID", "isOutdial", "schemaVersion", "internalName"] {
            assert_eq!(rank(technical), 4, "{technical}");
        }
        for telling in ["contactReason", "terminationReason", "customerName", "csatScore", "channelType"] {
            assert_eq!(rank(telling), 2, "{telling}");
        }
    }
}
