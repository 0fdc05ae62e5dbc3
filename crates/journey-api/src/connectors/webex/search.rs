//! Records of the vendor's search: how they are asked for, and what webhooks would have said of them. Nothing here asks anybody.

use serde_json::{Map, Value, json};

use super::envelope::Webhook;
use super::envelope::{key_of, text};
use super::signature::milliseconds;
use super::stages::stage;

/// Where an agent's state stands in for a webhook of the task.
const STATE: &str = "agent:channel_state_change";

/// A task as it is on record.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub(crate) task: String,
    /// What webhooks would have said, the oldest first, each with its part of the task.
    pub(crate) happenings: Vec<(String, Webhook)>,
}

/// The query for tasks that ended from one time to another (epoch ms), by pages.
pub(crate) fn query(from: i64, to: i64, cursor: &str) -> String {
    // A cursor is the vendor's, and a text all the same.
    let cursor = Value::from(cursor);
    let named = "{id name}";
    format!(
        "{{taskDetails(from:{from},to:{to},timeComparator:endedTime,pagination:{{cursor:{cursor}}}){{tasks{{id isActive \
         channelType direction origin destination createdTime(sort:asc) endedTime terminationReason terminatingEnd \
         lastQueue{named} lastAgent{named} lastTeam{named} lastEntryPoint{named} lastWrapUpCodeId lastWrapupCodeName \
         activities{{nodes{{createdTime eventName nextState agentId agentName queueId queueName teamId teamName \
         entrypointId entrypointName}}}}}}pageInfo{{hasNextPage endCursor}}}}}}"
    )
}

/// The tasks of an answer, and the cursor of the next page.
///
/// # Errors
/// Why it is no answer.
pub(crate) fn page(answer: &Value) -> Result<(Vec<Record>, Option<String>), &'static str> {
    let details = answer.pointer("/data/taskDetails").ok_or("the answer of the search has no taskDetails")?;
    let tasks = details.get("tasks").and_then(Value::as_array).ok_or("the answer of the search has no tasks")?;
    let info = details.get("pageInfo").and_then(Value::as_object);
    let has_next = info.and_then(|info| info.get("hasNextPage")).and_then(Value::as_bool).unwrap_or_default();
    let next = info.and_then(|info| text(info, "endCursor")).filter(|_| has_next);
    if has_next && next.is_none() {
        return Err("the answer of the search has a next page and no cursor");
    }
    Ok((tasks.iter().filter_map(Value::as_object).filter_map(record).collect(), next))
}

fn record(task: &Map<String, Value>) -> Option<Record> {
    let id = text(task, "id")?;
    let mut base = Map::from_iter([("taskId".to_owned(), Value::String(id.clone()))]);
    for key in ["channelType", "direction", "origin", "destination"] {
        base.extend(text(task, key).map(|value| (key.to_owned(), Value::String(value))));
    }
    let mut happenings = Vec::new();
    let mut add = |kind: &str, time: Option<i64>, more: Map<String, Value>| {
        let Some(time) = time else { return };
        let mut data = base.clone();
        data.extend(more);
        data.insert("createdTime".to_owned(), json!(time));
        let webhook =
            Webhook { key: key_of(kind, &id, time, &data), kind: kind.to_owned(), task: id.clone(), time, data };
        happenings.push((stage(&webhook), webhook));
    };
    let time = |object: &Map<String, Value>, key| object.get(key).and_then(milliseconds);
    let named = |key: &str, id: &str, name: &str| -> Map<String, Value> {
        let of = task.get(key).and_then(Value::as_object);
        let pair = |from: &str, to: &str| Some((to.to_owned(), Value::String(text(of?, from)?)));
        [pair("id", id), pair("name", name)].into_iter().flatten().collect()
    };
    add("task:new", time(task, "createdTime"), named("lastEntryPoint", "entryPointId", "entrypointName"));
    let nodes = task.get("activities").and_then(|activities| activities.get("nodes")).and_then(Value::as_array);
    let mut is_written_up = false;
    for node in nodes.into_iter().flatten().filter_map(Value::as_object) {
        let at = time(node, "createdTime");
        let state = state_of(node);
        let some = |keys: &[(&str, &str)]| -> Map<String, Value> {
            let one = |(from, to): &(&str, &str)| Some(((*to).to_owned(), Value::String(text(node, from)?)));
            keys.iter().filter_map(one).collect()
        };
        let queue = || some(&[("queueId", "queueId"), ("queueName", "queueName")]);
        let agent = |state: &str| {
            let mut all = queue();
            all.extend(some(&[
                ("agentId", "agentId"),
                ("agentName", "agentName"),
                ("teamId", "teamId"),
                ("teamName", "teamName"),
            ]));
            all.insert("currentState".to_owned(), state.into());
            all
        };
        match state.as_str() {
            "parked" => add("task:parked", at, queue()),
            "ringing" => add(STATE, at, agent("ringing")),
            "connected" => {
                add("task:connected", at, queue());
                add(STATE, at, agent("connected"));
            }
            "hold" | "onhold" => add("task:on-hold", at, queue()),
            "holddone" => add("task:hold-done", at, queue()),
            "wrapup" => add(STATE, at, agent("wrapup")),
            "wrapupdone" => {
                is_written_up = true;
                let mut done = agent("wrapup-done");
                done.extend(code(task));
                add(STATE, at, done);
            }
            _ => {}
        }
    }
    let ended = time(task, "endedTime").filter(|_| task.get("isActive") != Some(&Value::Bool(true)));
    let mut how = Map::new();
    for (from, to) in [("terminationReason", "reason"), ("terminatingEnd", "terminatingParty")] {
        how.extend(text(task, from).map(|value| (to.to_owned(), Value::String(value))));
    }
    add("task:ended", ended, how);
    if !is_written_up && !code(task).is_empty() {
        let mut done = named("lastAgent", "agentId", "agentName");
        done.extend(named("lastTeam", "teamId", "teamName"));
        done.extend(named("lastQueue", "queueId", "queueName"));
        done.extend(code(task));
        done.insert("currentState".to_owned(), "wrapup-done".into());
        add(STATE, ended, done);
    }
    happenings.sort_by_key(|(_, webhook)| webhook.time);
    Some(Record { task: id, happenings })
}

/// The last code by which an agent wrote it up.
fn code(task: &Map<String, Value>) -> Map<String, Value> {
    let pairs = [("lastWrapUpCodeId", "wrapUpAuxCodeId"), ("lastWrapupCodeName", "wrapUpAuxCodeName")];
    let pair = |(from, to): (&str, &str)| Some((to.to_owned(), Value::String(text(task, from)?)));
    pairs.into_iter().filter_map(pair).collect()
}

/// The state that an activity leads to, in one spelling.
fn state_of(node: &Map<String, Value>) -> String {
    let word = text(node, "nextState").or_else(|| text(node, "eventName")).unwrap_or_default();
    word.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

/// The webhook as it would have come.
pub(crate) fn envelope(webhook: &Webhook) -> Value {
    json!({"id": webhook.key, "specversion": "1.0", "type": webhook.kind, "source": "/com/cisco/wxcc/search",
        "datacontenttype": "application/json", "data": webhook.data})
}

#[cfg(test)]
mod tests {
    use super::super::envelope::{Came, read};
    use super::*;

    fn answer() -> Value {
        let node = |time: i64, state: &str| {
            json!({"createdTime": time, "eventName": state, "nextState": state, "agentId": "a", "agentName": "Ann", "queueId": "q",
                "queueName": "Orders", "teamId": null, "teamName": null})
        };
        let nodes =
            [node(5, "NEW"), node(10, "Parked"), node(20, "connected"), node(30, "HOLD_DONE"), node(60, "wrapup-done")];
        json!({"data": {"taskDetails": {"tasks": [{"id": "t", "isActive": false, "channelType": "telephony", "direction": "INBOUND",
            "origin": "+15550100111", "destination": "+18005550100", "createdTime": 5, "endedTime": 50, "terminationReason": "Agent Left",
            "terminatingEnd": "Agent", "lastEntryPoint": {"id": "e", "name": "Main"}, "lastWrapUpCodeId": "w", "lastWrapupCodeName": "Solved",
            "activities": {"nodes": nodes}}], "pageInfo": {"hasNextPage": true, "endCursor": "x"}}}})
    }

    #[test]
    fn a_record_says_what_webhooks_would_have_said() {
        let (records, next) = page(&answer()).expect("an answer");
        assert_eq!(next.as_deref(), Some("x"));
        let stages: Vec<&str> = records[0].happenings.iter().map(|(stage, _)| stage.as_str()).collect();
        let wanted = [
            "task:new",
            "task:parked",
            "task:connected",
            "agent:connected",
            "task:hold-done",
            "task:ended",
            "agent:wrapup-done",
        ];
        assert_eq!(stages, wanted);
        for (_, webhook) in &records[0].happenings {
            assert_eq!(
                read(&envelope(webhook), None, 0),
                Ok(Came::Journey(webhook.clone())),
                "it is read as if it came"
            );
        }
        let (_, done) = records[0].happenings.last().expect("the last");
        let said =
            ["agentName", "queueName", "wrapUpAuxCodeName", "wrapUpAuxCodeId"].map(|key| done.data[key].as_str());
        assert_eq!(said, [Some("Ann"), Some("Orders"), Some("Solved"), Some("w")]);
    }

    #[test]
    fn without_activities_the_code_is_told_when_the_task_ended_and_an_active_one_has_not() {
        let mut answer = answer();
        let task = &mut answer["data"]["taskDetails"]["tasks"][0];
        task["activities"] = Value::Null;
        task["lastAgent"] = json!({"id": "a", "name": "Ann"});
        let stages = |answer: &Value| -> Vec<String> {
            page(answer).expect("an answer").0[0].happenings.iter().map(|(stage, _)| stage.clone()).collect()
        };
        assert_eq!(stages(&answer), ["task:new", "task:ended", "agent:wrapup-done"]);
        answer["data"]["taskDetails"]["tasks"][0]["isActive"] = json!(true);
        assert_eq!(stages(&answer), ["task:new"]);
    }

    #[test]
    fn what_is_no_answer_is_told() {
        for odd in [json!({}), json!({"data": {"taskDetails": {}}}), json!({"errors": [{"message": "no"}]})] {
            assert!(page(&odd).is_err(), "{odd}");
        }
        let endless = json!({"data": {"taskDetails": {"tasks": [], "pageInfo": {"hasNextPage": true}}}});
        assert!(page(&endless).is_err());
        let odd = json!({"data": {"taskDetails": {"tasks": [5, {}, {"id": "t"}], "pageInfo": null}}});
        assert_eq!(page(&odd).expect("an answer").0.len(), 1);
        assert!(query(1, 2, "a\"b").contains("cursor:\"a\\\"b\""));
    }
}
