//! The process is killed while many publish: what was answered is there when it is started again.

use std::collections::HashSet;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use journey_api::auth::{Authority, Role};
use serde_json::Value;
use tokio::sync::Notify;

use super::harness::{SECRET, event};
use crate::database::fresh;

/// Starts the program; its process and where it listens.
fn start(database: &str, seed: bool) -> (Child, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_journey-api"));
    command.args(["serve", "--listen", "127.0.0.1:0", "--database", database]);
    if seed {
        command.arg("--seed");
    }
    let command = command.env("JOURNEY_API_SECRET", SECRET).env("NO_COLOR", "1").stderr(Stdio::piped());
    let mut child = command.spawn().expect("started");
    let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
    let url = lines
        .find_map(|line| line.expect("a line").split_once("listening on ").map(|(_, url)| url.trim().to_owned()))
        .expect("it says where it listens");
    std::thread::spawn(move || lines.for_each(drop));
    (child, url)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_before_a_kill_is_there_afterwards() {
    let database = fresh().await;
    let (mut child, url) = start(&database.url, true);
    let authority = Authority::from_secret(SECRET).expect("long enough");
    let lifetime = chrono::Duration::seconds(600);
    let token = authority.issue(Role::Admin, journey_api::seed::ORGANIZATION_ID, None, lifetime).expect("issued").text;
    let client = reqwest::Client::new();
    let answer =
        client.get(format!("{url}/admin/v1/api/workspace")).bearer_auth(&token).send().await.expect("an answer");
    let workspaces: Value = answer.json().await.expect("JSON");
    let workspace = workspaces["data"][1]["id"].as_str().expect("an empty workspace").to_owned();

    let (answered, enough) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
    let writers: Vec<_> = (0..8)
        .map(|writer| {
            let (client, token, answered, enough) = (client.clone(), token.clone(), answered.clone(), enough.clone());
            let publish = format!("{url}/publish/v1/api/event?workspaceId={workspace}");
            tokio::spawn(async move {
                let mut mine = Vec::new();
                for number in 0.. {
                    let id = format!("{writer}-{number}");
                    let event = event(&id, "Order", &format!("person-{writer}@example.com"), serde_json::json!({}));
                    // Until the process is gone.
                    let Ok(answer) = client.post(&publish).bearer_auth(&token).json(&event).send().await else { break };
                    assert_eq!(answer.status(), 202);
                    mine.push(id);
                    if answered.fetch_add(1, Ordering::Relaxed) == 200 {
                        enough.notify_one();
                    }
                }
                mine
            })
        })
        .collect();
    enough.notified().await;
    child.kill().expect("killed, as by kill -9");
    child.wait().expect("gone");
    let mut expected = HashSet::new();
    for writer in writers {
        expected.extend(writer.await.expect("published"));
    }

    let (mut child, url) = start(&database.url, false);
    let history = format!("{url}/v1/api/events/workspace-id/{workspace}?pageSize=10000");
    let answer = client.get(history).bearer_auth(&token).send().await.expect("an answer");
    let found: Value = answer.json().await.expect("JSON");
    child.kill().expect("killed");
    child.wait().expect("gone");
    let found: HashSet<String> = found["data"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|event| event["id"].as_str().expect("an id").to_owned())
        .collect();
    let lost: Vec<_> = expected.difference(&found).collect();
    assert!(lost.is_empty(), "{lost:?}");
    assert!(expected.len() > 200);
}
