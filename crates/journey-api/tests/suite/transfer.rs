//! Imports and exports, by the program.

use std::collections::HashSet;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::json;

use super::harness::{TestService, event};
use crate::database::Database;

fn run(arguments: &[&str], database: &Database, workspace: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_journey-api"));
    command.args(arguments).args(["--database", &database.url, "--workspace", workspace]).output().expect("run")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn write(directory: &Path, name: &str, text: &str) -> String {
    let path = directory.join(name);
    std::fs::write(&path, text).expect("written");
    path.display().to_string()
}

async fn reopened(database: Database, workspace: String) -> TestService {
    let mut service = TestService::start_on(database, |_| ()).await;
    service.workspace = workspace;
    service
}

const TABLE: &str = "\u{feff}Id,First Name,Last Name,Email Addresses,Phone Numbers,Customer Ids
,Ann,Petersen,ann@example.com|a.petersen@example.com,+1 202 555 0143,7
,\"Wójcik, Ł.\",,,+13125550117|+13125550118,
x1,Eve,,eve@example.com,,
,Nobody,,,,
,Bad,,no-address,,
,Both,,ann@example.com,+13125550117,
,Ann,,ANN@example.com,,8
";

#[tokio::test]
async fn good_rows_of_a_table_are_imported_and_bad_ones_named_by_line() {
    let service = TestService::start().await;
    let workspace = service.workspace.clone();
    let database = service.stop().await;
    let files = tempfile::tempdir().expect("a directory");
    let file = write(files.path(), "identities.csv", TABLE);

    let refused = run(&["import-identities", &file, "--all-or-nothing"], &database, &workspace);
    assert_eq!(refused.status.code(), Some(1));
    assert!(said(&refused).contains("nothing was imported"), "{}", said(&refused));

    let output = run(&["import-identities", &file], &database, &workspace);
    assert_eq!(output.status.code(), Some(1));
    for line in [
        "line 4: Id: must be left empty",
        "line 5: there is no e-mail",
        "line 6: Email Addresses: \"no-address\"",
        "line 7: its identities belong to different persons",
        "3 imported, 0 were there already",
        "4 bad rows",
    ] {
        assert!(said(&output).contains(line), "{line} in {}", said(&output));
    }
    let again = run(&["import-identities", &file], &database, &workspace);
    assert!(said(&again).contains("0 imported, 3 were there already"), "{}", said(&again));

    let service = reopened(database, workspace).await;
    let ann = service.person("12025550143").await;
    assert_eq!(ann["customerId"], json!(["7", "8"]));
    assert_eq!(ann["email"], json!(["ann@example.com", "a.petersen@example.com"]));
    assert_eq!(service.person("+13125550118").await["firstName"], "Wójcik, Ł.");
}

#[tokio::test]
async fn a_table_with_other_columns_is_refused_as_a_whole() {
    let service = TestService::start().await;
    let workspace = service.workspace.clone();
    let database = service.stop().await;
    let files = tempfile::tempdir().expect("a directory");
    let file = write(files.path(), "other.csv", "Name,Phone\nAnn,+12025550143\n");
    let output = run(&["import-identities", &file], &database, &workspace);
    assert!(said(&output).contains("there is no column \"Id\""), "{}", said(&output));
    let output = run(&["import-identities", &file], &database, "none");
    assert!(said(&output).contains("there is no workspace none"), "{}", said(&output));
}

#[tokio::test]
async fn exported_events_and_persons_are_all_there_and_events_go_in_again() {
    let service = TestService::start().await;
    for number in 0..3 {
        service
            .publish(event(&number.to_string(), "Order", "ann@example.com", json!({"n": number, "text": "ü\n二"})))
            .await;
    }
    let history = service.history(&[]).await;
    let workspace = service.workspace.clone();
    let database = service.stop().await;
    let exported = run(&["export", "events"], &database, &workspace);
    assert!(exported.status.success(), "{}", said(&exported));
    assert!(said(&exported).contains("3 events; go on with --after 3"), "{}", said(&exported));
    assert!(run(&["export", "events", "--after", "3"], &database, &workspace).stdout.is_empty());
    let persons = run(&["export", "persons"], &database, &workspace);
    assert_eq!(String::from_utf8_lossy(&persons.stdout).lines().count(), 1);

    let other = TestService::start().await;
    let other_workspace = other.workspace.clone();
    let other_database = other.stop().await;
    let files = tempfile::tempdir().expect("a directory");
    let text = String::from_utf8(exported.stdout).expect("UTF-8") + "{oops\n\n{\"type\": \"x\", \"data\": {}}\n";
    let file = write(files.path(), "events.ndjson", &text);
    let output = run(&["import-events", &file], &other_database, &other_workspace);
    for line in ["line 4: not JSON", "line 6: ", "3 imported, 0 were there already", "2 bad rows"] {
        assert!(said(&output).contains(line), "{line} in {}", said(&output));
    }
    let again = run(&["import-events", &file], &other_database, &other_workspace);
    assert!(said(&again).contains("0 imported, 3 were there already"), "{}", said(&again));
    let other = reopened(other_database, other_workspace).await;
    assert_eq!(other.history(&[]).await, history);
}

#[tokio::test]
async fn an_import_that_was_killed_is_taken_up_by_importing_again() {
    let service = TestService::start().await;
    let workspace = service.workspace.clone();
    let database = service.stop().await;
    let line = |number: usize| event(&number.to_string(), "Visit", "ann@example.com", json!({})).to_string() + "\n";
    let mut child = Command::new(env!("CARGO_BIN_EXE_journey-api"))
        .args(["import-events", "-", "--database", &database.url, "--workspace", &workspace])
        .stdin(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("started");
    let mut input = child.stdin.take().expect("a pipe");
    // Half of the file, until it says that it is under way; then the machine goes down.
    for number in 0..12_000 {
        std::io::Write::write_all(&mut input, line(number).as_bytes()).expect("written");
    }
    let mut lines = std::io::BufReader::new(child.stderr.take().expect("a pipe"));
    let mut progress = String::new();
    std::io::BufRead::read_line(&mut lines, &mut progress).expect("a line");
    assert!(progress.starts_with("10000 rows"), "{progress}");
    child.kill().expect("killed, as by kill -9");
    child.wait().expect("gone");
    drop(input);

    let files = tempfile::tempdir().expect("a directory");
    let file = write(files.path(), "events.ndjson", &(0..13_000).map(line).collect::<String>());
    let output = run(&["import-events", &file], &database, &workspace);
    let text = said_numbers(&output);
    assert_eq!(text.0 + text.1, 13_000, "{}", said(&output));
    assert!(text.1 >= 8_000, "what was imported stayed: {}", said(&output));
    let again = run(&["import-events", &file], &database, &workspace);
    assert_eq!(said_numbers(&again), (0, 13_000));
    assert!(said(&again).contains("10000 rows: 0 imported, 10000 were there already"), "{}", said(&again));
    let exported = String::from_utf8(run(&["export", "events"], &database, &workspace).stdout).expect("UTF-8");
    let once: HashSet<&str> = exported.lines().collect();
    assert_eq!((exported.lines().count(), once.len()), (13_000, 13_000), "each is there once");
}

#[tokio::test]
async fn an_import_of_identities_that_was_killed_is_taken_up_by_importing_again() {
    let service = TestService::start().await;
    let workspace = service.workspace.clone();
    let database = service.stop().await;
    let head = TABLE.lines().next().expect("a head").to_owned() + "\n";
    let row = |number: usize| format!(",Ann,No {number},ann{number}@example.com|a{number}@example.com,,{number}\n");
    let mut child = Command::new(env!("CARGO_BIN_EXE_journey-api"))
        .args(["import-identities", "-", "--database", &database.url, "--workspace", &workspace])
        .stdin(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("started");
    let mut input = child.stdin.take().expect("a pipe");
    let part = head.clone() + &(0..1_300).map(row).collect::<String>();
    let writer = std::thread::spawn(move || {
        // What the program did not read any more is lost with it.
        let _ = std::io::Write::write_all(&mut input, part.as_bytes());
        input
    });
    let mut progress = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(child.stderr.take().expect("a pipe")), &mut progress)
        .expect("a line");
    assert!(progress.starts_with("1000 rows: 1000 imported"), "{progress}");
    child.kill().expect("killed, as by kill -9");
    child.wait().expect("gone");
    drop(writer.join().expect("written"));

    let files = tempfile::tempdir().expect("a directory");
    let file = write(files.path(), "identities.csv", &(head + &(0..1_500).map(row).collect::<String>()));
    let output = run(&["import-identities", &file], &database, &workspace);
    let (imported, unchanged) = said_numbers(&output);
    assert_eq!(imported + unchanged, 1_500, "{}", said(&output));
    assert!(unchanged >= 500, "what was written stayed: {}", said(&output));
    assert_eq!(said_numbers(&run(&["import-identities", &file], &database, &workspace)), (0, 1_500));
    let exported = String::from_utf8(run(&["export", "persons"], &database, &workspace).stdout).expect("UTF-8");
    let persons: Vec<serde_json::Value> =
        exported.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let names: HashSet<String> = persons.iter().map(|person| person["lastName"].to_string()).collect();
    assert_eq!((persons.len(), names.len()), (1_500, 1_500), "each is there once");
    assert!(persons.iter().all(|person| person["email"].as_array().is_some_and(|emails| emails.len() == 2)));
}

/// How many were imported, and how many were there already.
fn said_numbers(output: &Output) -> (usize, usize) {
    let text = said(output);
    let line = text.lines().last().expect("a line");
    let numbers: Vec<usize> = line.split(' ').filter_map(|word| word.parse().ok()).collect();
    (numbers[0], numbers[1])
}

#[tokio::test]
async fn events_with_a_bad_row_are_refused_as_a_whole_where_that_is_wanted() {
    let service = TestService::start().await;
    let workspace = service.workspace.clone();
    let database = service.stop().await;
    let files = tempfile::tempdir().expect("a directory");
    let good = event("1", "Visit", "ann@example.com", json!({})).to_string();
    let file = write(files.path(), "events.ndjson", &format!("{good}\n{{oops\n"));
    let refused = run(&["import-events", &file, "--all-or-nothing"], &database, &workspace);
    assert_eq!(refused.status.code(), Some(1));
    assert!(said(&refused).contains("line 2: not JSON") && said(&refused).contains("nothing was imported"));
    assert_eq!(
        said_numbers(&run(&["import-events", &write(files.path(), "good", &good)], &database, &workspace)),
        (1, 0)
    );
}
