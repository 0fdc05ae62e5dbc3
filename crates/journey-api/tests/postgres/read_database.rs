//! Histories, profiles and searches read from a replica of the database: a real one, which can be held back.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;
use sqlx::{AnyPool, Executor};

use crate::database::{Database, fresh};
use crate::server::{binaries, server_url};
use crate::suite::{TestService, event};

/// A replica of the tests' server; it ends with its standard input.
struct Standby {
    child: Child,
    port: u16,
}

impl Standby {
    #[expect(clippy::zombie_processes, reason = "it ends with its standard input, also where it does not start")]
    fn start() -> Self {
        let bin: PathBuf = binaries().expect("PostgreSQL");
        let primary = server_url("postgres")
            .rsplit_once(':')
            .and_then(|(_, it)| it.split_once('/'))
            .expect("a port")
            .0
            .to_owned();
        let port = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port").port();
        let is_root = std::fs::metadata("/proc/self").is_ok_and(|it| std::os::unix::fs::MetadataExt::uid(&it) == 0);
        let script = format!(
            "set -e; dir=$(mktemp -d); trap 'rm -rf \"$dir\"' EXIT; \
             {bin}/pg_basebackup -h 127.0.0.1 -p {primary} -U postgres -D \"$dir/data\" -R -X stream -c fast --no-sync; \
             {bin}/postgres -D \"$dir/data\" -p {port} -k \"$dir\" -c listen_addresses=127.0.0.1 -c fsync=off \
             -c max_connections=400 </dev/null & server=$!; cat >/dev/null; kill -INT $server; wait $server || true",
            bin = bin.display()
        );
        let mut command = if is_root { Command::new("runuser") } else { Command::new("sh") };
        if is_root {
            command.args(["-u", "postgres", "--", "sh"]);
        }
        let command = command.args(["-c", &script]).current_dir("/tmp");
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("a shell");
        let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        let mut said = Vec::new();
        loop {
            let Some(line) = lines.next() else { panic!("the replica did not start: {}", said.join("\n")) };
            let line = line.expect("a line");
            if line.contains("ready to accept read-only connections") {
                std::thread::spawn(move || lines.for_each(drop));
                return Self { child, port };
            }
            said.push(line);
        }
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{}", self.port, database.rsplit_once('/').expect("a name").1)
    }
}

impl Drop for Standby {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// How many rows of the table of events a server has read by indexes or otherwise: who answers is told by it.
async fn reads(pool: &AnyPool) -> i64 {
    let sql = "SELECT CAST(COALESCE(SUM(seq_scan + COALESCE(idx_scan, 0)), 0) AS BIGINT) FROM pg_stat_user_tables WHERE relname = 'events'";
    sqlx::query_scalar(sql).fetch_one(pool).await.expect("counted")
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_answered_finds_what_was_published_also_while_the_replica_is_behind_or_gone() {
    let database = fresh().await;
    let primary = database.url.clone();
    let standby = Standby::start();
    let there = standby.url(&primary);
    let mut service = TestService::start_on(Database { url: primary.clone() }, |config| {
        config.database_options.read_database = Some(there.clone());
    })
    .await;
    let body = json!({"name": "Main", "description": ""});
    service
        .call(reqwest::Method::POST, journey_api::auth::Role::Admin, "/admin/v1/api/workspace", Some(body))
        .await
        .expect(200);
    service.workspace = service.workspaces().await[0]["id"].as_str().expect("an id").to_owned();
    // Another process, which has no replica, publishes: what it was answered is found here, too.
    let mut other = TestService::start_on(Database { url: primary.clone() }, |_| ()).await;
    other.workspace.clone_from(&service.workspace);

    for number in 0..30 {
        other.publish(event(&number.to_string(), "Order", "ann@example.com", json!({}))).await;
        assert_eq!(service.history(&[("identity", "ann@example.com")]).await.len(), number + 1);
    }
    let replica = Database { url: there }.open().await;
    let started = Instant::now();
    while reads(&replica).await == 0 {
        assert!(started.elapsed() < Duration::from_secs(30), "the replica answered nothing");
        service.history(&[]).await;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }

    // Held back: it has nothing of what is published from now on.
    replica.execute("SELECT pg_wal_replay_pause()").await.expect("paused");
    for number in 30..35 {
        other.publish(event(&number.to_string(), "Order", "ann@example.com", json!({}))).await;
        assert_eq!(service.history(&[("identity", "ann@example.com")]).await.len(), number + 1);
    }
    let stale: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM events").fetch_one(&replica).await.expect("counted");
    assert!(stale < 35, "it was not held back");
    replica.execute("SELECT pg_wal_replay_resume()").await.expect("resumed");
    replica.close().await;

    // Gone.
    drop(standby);
    other.publish(event("35", "Order", "ann@example.com", json!({}))).await;
    assert_eq!(service.history(&[("identity", "ann@example.com")]).await.len(), 36);
    assert_eq!(service.history(&[]).await.len(), 36);
}
