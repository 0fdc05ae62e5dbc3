//! A notification: that something happened in an engagement. What it says besides is not believed, as nobody signed it. Its schema is
//! not published: an engagement's id is looked for wherever it may stand.

use serde_json::Value;

/// So deep is it looked for.
const DEEPEST: usize = 8;
/// One notification tells of no more.
const MOST: usize = 50;
/// Ids are UUIDs; nothing else is asked for that is longer.
const LONGEST_ID: usize = 64;

/// The engagements in which something happened, each once; none where it tells of agents alone.
pub(crate) fn engagements(notification: &Value) -> Vec<String> {
    let mut found = Vec::new();
    look(notification, DEEPEST, &mut found);
    found
}

fn look(value: &Value, deep: usize, found: &mut Vec<String>) {
    if deep == 0 || found.len() >= MOST {
        return;
    }
    match value {
        Value::Array(values) => values.iter().for_each(|value| look(value, deep - 1, found)),
        Value::Object(fields) => {
            for (name, value) in fields {
                let id = match value {
                    Value::String(id) if name.eq_ignore_ascii_case("engagementId") => Some(id.as_str()),
                    Value::Object(engagement) if name.eq_ignore_ascii_case("engagement") => {
                        engagement.get("id").and_then(Value::as_str)
                    }
                    _ => None,
                };
                if let Some(id) = id.map(str::trim).filter(|id| is_id(id) && found.len() < MOST)
                    && !found.iter().any(|known| known == id)
                {
                    found.push(id.to_owned());
                }
                look(value, deep - 1, found);
            }
        }
        _ => {}
    }
}

/// Whether it may be the id of an engagement.
pub(crate) fn is_id(id: &str) -> bool {
    !id.is_empty() && id.len() <= LONGEST_ID && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_engagement_is_found_wherever_a_notification_names_it_and_once() {
        for notification in [
            json!({"eventType": "AgentParticipantAdded", "engagementId": "8e557fd6-580a-43b3-8cf9-db8169f4af5a"}),
            json!({"event": {"body": {"EngagementID": " 8e557fd6-580a-43b3-8cf9-db8169f4af5a"}}}),
            json!([{"engagement": {"id": "8e557fd6-580a-43b3-8cf9-db8169f4af5a", "engagementId": "8e557fd6-580a-43b3-8cf9-db8169f4af5a"}}]),
        ] {
            assert_eq!(engagements(&notification), ["8e557fd6-580a-43b3-8cf9-db8169f4af5a"], "{notification}");
        }
    }

    #[test]
    fn what_names_none_or_no_id_tells_of_none() {
        let mut deep = json!({"engagementId": "e"});
        for _ in 0..20 {
            deep = json!({ "in": deep });
        }
        let odd = [
            json!({"eventType": "AgentReady", "agentId": "a"}),
            json!({"engagementId": "../identifiers"}),
            json!({"engagementId": 7}),
            json!("engagementId"),
            json!({"engagementId": "e,f"}),
            deep,
        ];
        for notification in odd {
            assert!(engagements(&notification).is_empty(), "{notification}");
        }
        let many: Vec<Value> = (0..200).map(|at| json!({"engagementId": format!("e{at}")})).collect();
        assert_eq!(engagements(&json!(many)).len(), MOST);
    }
}
