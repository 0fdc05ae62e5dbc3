//! The file is locked by another process: the commands of the program that are run meanwhile wait, and say for what.

use std::io::{BufRead, BufReader, Lines};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::time::Duration;

use serde_json::json;
use sqlx::{Connection, Executor, SqliteConnection};

use crate::database::Database;
use crate::suite::{TestService, event};

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(40);

/// A command that runs.
struct Running {
    child: Child,
    said: Lines<BufReader<ChildStderr>>,
}

impl Running {
    fn start(arguments: &[&str], database: &Database) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_journey-api"));
        command.args(arguments).args(["--database", &database.url]).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("started");
        let said = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        Self { child, said }
    }

    /// The first that it says, and itself.
    async fn first_words(mut self) -> (String, Self) {
        let words = tokio::task::spawn_blocking(move || {
            let words = self.said.next().expect("words").expect("text");
            (words, self)
        });
        tokio::time::timeout(PATIENCE, words).await.expect("in time").expect("ran")
    }

    /// What it says until its end, which is a good one.
    async fn end(mut self) -> String {
        let rest = tokio::task::spawn_blocking(move || {
            let rest: Vec<String> = self.said.by_ref().map_while(Result::ok).collect();
            (self.child.wait().expect("ended"), rest.join("\n"))
        });
        let (status, rest) = tokio::time::timeout(PATIENCE, rest).await.expect("in time").expect("ran");
        assert!(status.success(), "{rest}");
        rest
    }
}

/// A database with an event, a workspace of it, and a file of one more event and one with a person.
async fn filled(files: &std::path::Path) -> (Database, String, [String; 2]) {
    let service = TestService::start().await;
    service.publish(event("1", "Order", "ann@example.com", json!({}))).await;
    let workspace = service.workspace.clone();
    let (events, persons) = (files.join("events.ndjson"), files.join("persons.csv"));
    std::fs::write(&events, event("2", "Order", "ann@example.com", json!({})).to_string()).expect("written");
    let table = "Id,First Name,Last Name,Email Addresses,Phone Numbers,Customer Ids\n,Bob,,bob@example.com,,\n";
    std::fs::write(&persons, table).expect("written");
    (service.stop().await, workspace, [events, persons].map(|file| file.display().to_string()))
}

#[tokio::test(flavor = "multi_thread")]
async fn who_reads_does_not_wait_for_who_writes_and_who_imports_waits_for_a_turn() {
    let files = tempfile::tempdir().expect("a directory");
    let (database, workspace, [events, persons]) = filled(files.path()).await;
    let mut other = SqliteConnection::connect(&database.url).await.expect("open");
    other.execute("BEGIN IMMEDIATE").await.expect("locked");
    let exported = Running::start(&["export", "events", "--workspace", &workspace], &database).end().await;
    assert!(exported.contains("1 events"), "{exported}");
    Running::start(&["retention", "--dry-run"], &database).end().await;
    let imports = [("import-events", &events), ("import-identities", &persons)]
        .map(|(command, file)| Running::start(&[command, file, "--workspace", &workspace], &database).first_words());
    let imports = futures_util::future::join_all(imports).await;
    other.execute("ROLLBACK").await.expect("let go");
    for (words, import) in imports {
        assert!(words.contains("locked by another process"), "{words}");
        let said = import.end().await;
        assert!(said.contains("1 imported"), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_waits_for_whoever_has_the_file_alone() {
    let files = tempfile::tempdir().expect("a directory");
    let (database, workspace, [events, persons]) = filled(files.path()).await;
    let mut other = SqliteConnection::connect(&database.url).await.expect("open");
    // As when its log is made or cleared away.
    other.execute("PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; COMMIT").await.expect("locked");
    let place = ["--workspace", &workspace];
    let commands = [
        [&["export", "events"], place.as_slice()].concat(),
        [&["export", "persons"], place.as_slice()].concat(),
        [&["import-events", &events], place.as_slice()].concat(),
        [&["import-identities", &persons], place.as_slice()].concat(),
        vec!["retention"],
    ];
    let waiting = commands.iter().map(|command| Running::start(command, &database).first_words());
    let waiting = futures_util::future::join_all(waiting).await;
    other.close().await.expect("let go");
    for (words, command) in waiting {
        assert!(words.contains("not open yet"), "{words}");
        command.end().await;
    }
}
