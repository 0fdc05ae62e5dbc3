//! The process is killed while many publish: what was answered is there when it is started again.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use reqwest::Method;
use tokio::sync::Notify;

use super::harness::event;
use super::program::Program;
use crate::database::fresh;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_before_a_kill_is_there_afterwards() {
    let database = fresh().await;
    let program = Program::start(&database.url).await;

    let (answered, enough) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
    let writers: Vec<_> = (0..8)
        .map(|writer| {
            let (answered, enough) = (answered.clone(), enough.clone());
            let publish = program.request(Method::POST, "/publish/v1/api/event?workspaceId={ws}");
            tokio::spawn(async move {
                let mut mine = Vec::new();
                for number in 0.. {
                    let id = format!("{writer}-{number}");
                    let event = event(&id, "Order", &format!("person-{writer}@example.com"), serde_json::json!({}));
                    // Until the process is gone.
                    let publish = publish.try_clone().expect("no body yet");
                    let Ok(answer) = publish.json(&event).send().await else { break };
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
    // As by kill -9.
    drop(program);
    let mut expected = HashSet::new();
    for writer in writers {
        expected.extend(writer.await.expect("published"));
    }

    let found = Program::start(&database.url).await.event_ids().await;
    let lost: Vec<_> = expected.difference(&found).collect();
    assert!(lost.is_empty(), "{lost:?}");
    assert!(expected.len() > 200);
}
