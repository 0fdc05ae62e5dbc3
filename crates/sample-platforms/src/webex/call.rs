//! A call: what webhooks say of it, and the record that is found later.

use serde_json::{Map, Value, json};

use super::names::{AGENTS, CODES, ENTRY_POINTS, QUEUES, TEAMS, agent_id, code_id, entry_point_id, queue_id, team_id};
use crate::random::Random;

const HOTLINE: &str = "+18005550100";

/// Something that happened in a call, as webhooks say it.
#[derive(Clone, Debug)]
pub(super) struct Happening {
    pub(super) kind: &'static str,
    /// When (epoch ms).
    pub(super) time: i64,
    pub(super) data: Value,
}

/// A call from its beginning to its end.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) task: String,
    pub(super) happenings: Vec<Happening>,
    /// As the search finds it.
    pub(super) record: Value,
}

impl Call {
    /// A call of this customer that began at that time (epoch ms).
    pub(super) fn of(party: &str, is_outbound: bool, start: i64, random: &mut Random) -> Self {
        let task = random.uuid();
        let (queue, agent) = (random.word(&QUEUES), random.word(&AGENTS));
        let (team, code, entry) = (random.word(&TEAMS), random.word(&CODES), random.word(&ENTRY_POINTS));
        let (direction, origin, destination) =
            if is_outbound { ("OUTBOUND", HOTLINE, party) } else { ("INBOUND", party, HOTLINE) };
        let base = json!({"taskId": task, "channelType": "telephony", "direction": direction, "origin": origin,
            "destination": destination, "outboundType": if is_outbound { json!("OUTDIAL") } else { Value::Null }, "workflowManager": null});
        let queued = with(&base, json!({"queueId": queue_id(queue)}));
        let by = |state: &str| {
            json!({"agentId": agent_id(agent), "teamId": team_id(team), "queueId": queue_id(queue), "taskId": task,
                "channelType": "telephony", "currentState": state})
        };
        let held = json!({"taskId": task, "channelType": "telephony"});
        let wrapped = with(&by("wrapup-done"), json!({"wrapUpAuxCodeId": code_id(code)}));
        let ended = with(&base, json!({"reason": "Agent Left", "terminatingParty": "Agent"}));
        const STATE: &str = "agent:channel_state_change";
        let steps = [
            ("task:new", 0, with(&base, json!({"entryPointId": entry_point_id(entry)})), "new"),
            ("task:connect", 20, queued.clone(), ""),
            ("task:parked", 22, queued.clone(), "parked"),
            (STATE, 35, by("ringing"), "ringing"),
            ("task:connected", 40, queued, "connected"),
            (STATE, 40, by("connected"), ""),
            ("task:on-hold", 55, held.clone(), "on-hold"),
            ("task:hold-done", 65, held, "hold-done"),
            ("task:ended", 80, ended, "ended"),
            (STATE, 81, by("wrapup"), "wrapup"),
            (STATE, 88, wrapped, "wrapup-done"),
        ];
        let mut happenings = Vec::new();
        let mut nodes = Vec::new();
        for (kind, after, data, state) in steps {
            let time = start + after * 1000 + random.number(0, 400);
            happenings.push(Happening { kind, time, data: with(&data, json!({"createdTime": time})) });
            if state.is_empty() {
                continue;
            }
            // What the desktop tells and the record keep their own clocks.
            let node_time = time + random.number(-300, 300);
            let has_agent = after >= 35 && state != "ended";
            let of =
                |id: String, name: &str| if has_agent { (json!(id), json!(name)) } else { (Value::Null, Value::Null) };
            let ((agent_id, agent_name), (team_id, team_name)) = (of(agent_id(agent), agent), of(team_id(team), team));
            nodes.push(json!({"id": random.uuid(), "createdTime": if state == "new" { time } else { node_time }, "eventName": state,
                "nextState": state, "previousState": null, "agentId": agent_id, "agentName": agent_name,
                "queueId": if after >= 20 { json!(queue_id(queue)) } else { Value::Null }, "queueName": if after >= 20 { json!(queue) } else { Value::Null },
                "teamId": team_id, "teamName": team_name, "entrypointId": entry_point_id(entry), "entrypointName": entry}));
        }
        let ended_at = happenings.iter().find(|one| one.kind == "task:ended").map_or(start, |one| one.time);
        let created_at = happenings.first().map_or(start, |one| one.time);
        let record = json!({"id": task, "status": "ended", "isActive": false, "channelType": "telephony", "direction": direction,
            "origin": origin, "destination": destination, "createdTime": created_at, "endedTime": ended_at,
            "terminationReason": "Agent Left", "terminationType": "normal", "terminatingEnd": "Agent",
            "lastQueue": {"id": queue_id(queue), "name": queue}, "lastAgent": {"id": agent_id(agent), "name": agent},
            "lastTeam": {"id": team_id(team), "name": team}, "lastEntryPoint": {"id": entry_point_id(entry), "name": entry},
            "lastWrapUpCodeId": code_id(code), "lastWrapupCodeName": code, "outdialType": if is_outbound { json!("OUTDIAL") } else { Value::Null },
            "activities": {"totalCount": nodes.len(), "nodes": nodes}});
        Self { task, happenings, record }
    }
}

fn with(value: &Value, more: Value) -> Value {
    let mut all: Map<String, Value> = value.as_object().cloned().unwrap_or_default();
    all.extend(more.as_object().cloned().unwrap_or_default());
    Value::Object(all)
}
