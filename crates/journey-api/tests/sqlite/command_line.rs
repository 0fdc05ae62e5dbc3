//! The program, as it is started from a shell.

use std::io::{BufRead, BufReader};
use std::process::{Command, Output, Stdio};

use futures_util::StreamExt;

const SECRET: &str = "a secret for the command line, long enough";

fn program(arguments: &[&str], secret: Option<&str>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_journey-api"));
    command.args(arguments).env_remove("JOURNEY_API_SECRET").env_remove("RUST_LOG");
    if let Some(secret) = secret {
        command.env("JOURNEY_API_SECRET", secret);
    }
    command.output().expect("started")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

#[test]
fn token_prints_a_token_and_nothing_else() {
    let output = program(&["token", "--role", "agent", "--organization", "org-1", "--expires-in", "60"], Some(SECRET));
    assert!(output.status.success(), "{}", text(&output.stderr));
    let token = text(&output.stdout);
    let claims = journey_api::auth::Authority::from_secret(SECRET).expect("long enough").check(token.trim());
    assert_eq!(claims.map(|claims| claims.org).as_deref(), Some("org-1"));
}

#[test]
fn a_missing_or_short_secret_and_an_unknown_scope_are_named() {
    for (arguments, secret, word) in [
        (vec!["token", "--role", "agent"], None, "JOURNEY_API_SECRET is not set"),
        (vec!["serve"], None, "JOURNEY_API_SECRET is not set"),
        (vec!["token", "--role", "agent"], Some("short"), "at least 32"),
        (vec!["token", "--role", "agent", "--scopes", "cjp:everything"], Some(SECRET), "cjp:everything"),
        (vec!["serve", "--listen", "0.0.0.0:0", "--preview-tokens"], Some(SECRET), "loopback"),
        (
            vec!["serve", "--listen", "127.0.0.1:0", "--database", "mysql://x"],
            Some(SECRET),
            "sqlite://FILE or postgres://",
        ),
    ] {
        let output = program(&arguments, secret);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(text(&output.stderr).contains(word), "{arguments:?}: {}", text(&output.stderr));
    }
}

#[test]
fn an_identity_provider_needs_its_issuer_and_an_audience_or_a_loud_word() {
    let url = ["--jwks-url", "https://id.example.com/jwks"];
    for rest in [
        vec![],
        vec!["--issuer", "https://id.example.com/"],
        vec!["--audience", "journeys"],
        vec!["--any-audience"],
        vec!["--issuer", "https://id.example.com/", "--audience", "journeys", "--any-audience"],
    ] {
        let output = program(&[&["serve"], url.as_slice(), rest.as_slice()].concat(), Some(SECRET));
        assert_eq!(output.status.code(), Some(2), "{rest:?}");
    }
    let directory = tempfile::tempdir().expect("a directory");
    // Where no database can be made it ends by itself, when it has said what it has to say.
    let database = format!("sqlite://{}", directory.path().join("none/x.sqlite").display());
    let issuer = "https://id.example.com/";
    let arguments = ["serve", "--issuer", issuer, "--any-audience", "--listen", "127.0.0.1:0", "--database"];
    let output = program(&[arguments.as_slice(), &[&database], url.as_slice()].concat(), Some(SECRET));
    assert!(text(&output.stderr).contains("also one that was given for another service"), "{}", text(&output.stderr));
}

#[test]
fn help_explains_every_flag_and_its_variable() {
    let help = text(&program(&["serve", "--help"], None).stdout);
    for word in
        ["--listen", "--database", "--seed", "--allow-origin", "--preview-tokens", "JOURNEY_API_DATABASE", "loopback"]
    {
        assert!(help.contains(word), "{word} in {help}");
    }
}

#[tokio::test]
async fn a_signal_ends_the_program_and_its_streams() {
    let directory = tempfile::tempdir().expect("a directory");
    let database = format!("sqlite://{}", directory.path().join("x.sqlite").display());
    let mut child = Command::new(env!("CARGO_BIN_EXE_journey-api"))
        .args(["serve", "--listen", "127.0.0.1:0", "--seed", "--preview-tokens", "--database", &database])
        .env("JOURNEY_API_SECRET", SECRET)
        .env("NO_COLOR", "1")
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
    let url = lines
        .find_map(|line| line.expect("a line").split_once("listening on ").map(|(_, url)| url.trim().to_owned()))
        .expect("it says where it listens");
    // Goes on reading, so that the program never waits for its log to be read.
    let log = std::thread::spawn(move || lines.map_while(Result::ok).collect::<Vec<_>>().join("\n"));
    let client = reqwest::Client::new();
    let request = client.post(format!("{url}/preview/v1/token")).json(&serde_json::json!({"role": "agent"}));
    let token: serde_json::Value = request.send().await.expect("an answer").json().await.expect("JSON");
    let workspace = token["workspaceId"].as_str().expect("a workspace");
    let stream = format!("{url}/v1/api/events/stream/workspace-id/{workspace}/identity/12025550143");
    let response =
        client.get(stream).bearer_auth(token["token"].as_str().expect("a token")).send().await.expect("open");
    let killed = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().expect("kill");
    assert!(killed.success());
    let chunks: Vec<_> = response.bytes_stream().collect().await;
    let body: Vec<u8> = chunks.into_iter().flat_map(|chunk| chunk.expect("whole").to_vec()).collect();
    assert!(text(&body).contains("retry: "), "{}", text(&body));
    assert!(child.wait().expect("ended").success());
    assert!(log.join().expect("read").contains("ending"));
}
