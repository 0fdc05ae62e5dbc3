//! The program itself, as a process of its own.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use journey_api::auth::{Authority, Role};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};

use super::harness::SECRET;

/// The running service. Its process ends with it, however the test ended.
pub(crate) struct Program {
    child: Child,
    database: String,
    pub(crate) url: String,
    pub(crate) token: String,
    pub(crate) client: Client,
    /// A workspace without anything in it.
    pub(crate) workspace: String,
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Program {
    /// Starts it with sample data, which brings an empty workspace; where the data is there, it stays as it is.
    pub(crate) async fn start(database: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_journey-api"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--seed", "--database", database]);
        Self::start_by(command, database).await
    }

    /// Likewise by another command line.
    pub(crate) async fn start_by(mut command: Command, database: &str) -> Self {
        let command = command.env("JOURNEY_API_SECRET", SECRET).env("NO_COLOR", "1").stderr(Stdio::piped());
        let mut child = command.spawn().expect("started");
        let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        let url = lines
            .find_map(|line| line.expect("a line").split_once("listening on ").map(|(_, url)| url.trim().to_owned()))
            .expect("it says where it listens");
        // It never waits for its log to be read.
        std::thread::spawn(move || lines.for_each(drop));
        let authority = Authority::from_secret(SECRET).expect("long enough");
        let lifetime = chrono::Duration::seconds(600);
        let issued = authority.issue(Role::Admin, journey_api::seed::ORGANIZATION_ID, None, lifetime);
        // None of its answers takes so long: whoever waits longer hangs.
        let client = Client::builder().timeout(Duration::from_secs(60)).build().expect("a client");
        let (database, token) = (database.to_owned(), issued.expect("issued").text);
        let mut program = Self { child, database, url, token, client, workspace: String::new() };
        let workspaces = program.get("/admin/v1/api/workspace").await;
        // The sample data has two, made in the same moment, so that either may come first.
        let workspaces = workspaces["data"].as_array().expect("a list");
        let empty = workspaces.iter().find(|it| it["wxccSubscriptionIds"] == json!([])).expect("an empty workspace");
        program.workspace = empty["id"].as_str().expect("an id").to_owned();
        program
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// A request; `{ws}` in the path stands for the workspace.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let path = path.replace("{ws}", &self.workspace);
        self.client.request(method, format!("{}{path}", self.url)).bearer_auth(&self.token)
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let answer = self.request(Method::GET, path).send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK);
        answer.json().await.expect("JSON")
    }

    /// The ids of all events of the workspace.
    pub(crate) async fn event_ids(&self) -> HashSet<String> {
        let history = self.get("/v1/api/events/workspace-id/{ws}?pageSize=10000").await;
        let events = history["data"].as_array().expect("a list");
        events.iter().map(|event| event["id"].as_str().expect("an id").to_owned()).collect()
    }

    /// Brings in events beside the running service.
    pub(crate) fn import(&self, events: impl Iterator<Item = Value>) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_journey-api"));
        command.args(["import-events", "-", "--workspace", &self.workspace, "--database", &self.database]);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("started");
        let mut input = child.stdin.take().expect("a pipe");
        for event in events {
            writeln!(input, "{event}").expect("taken");
        }
        drop(input);
        assert!(child.wait().expect("ended").success());
    }
}
