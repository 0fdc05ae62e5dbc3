//! A generator reads `/openapi.json` and makes a client that the compiler takes: openapi-typescript and TypeScript, from npm
//! in the versions of package-lock.json.

use std::path::{Path, PathBuf};
use std::process::Command;

use reqwest::Method;

use crate::suite::TestService;

/// How a client is used. What is expected to be an error shows that the types say something.
const USE: &str = r#"
import type { components, paths } from "./client.js";

type History = paths["/v1/api/events/workspace-id/{workspaceId}"]["get"];
type Events = History["responses"][200]["content"]["application/json"];
type Person = components["schemas"]["Person"];

export function newest(answer: Events): string {
  const workspace: string = answer.meta.workspaceId;
  // @ts-expect-error: it is a number
  const count: string = answer.meta.resultCount;
  return `${workspace} ${count} ${answer.data.length}`;
}

export const asked: History["parameters"]["query"] = { identity: "ann@example.com", pageSize: 100, filter: ["type=='Order'"] };
// @ts-expect-error: no call has it
export const wrong: History["parameters"]["query"] = { pagesize: 100 };

export function name(person: Person): string {
  // @ts-expect-error: it may be left out
  const first: string = person.firstName;
  return first;
}

export type Stream = paths["/v1/api/events/stream/workspace-id/{workspaceId}/identity"]["post"]["requestBody"];
export const body: Stream = { content: { "application/json": { identity: "ann@example.com" } } };
"#;

fn tool(name: &str) -> PathBuf {
    let modules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../node_modules/.bin");
    let tool = modules.join(if cfg!(windows) { format!("{name}.cmd") } else { name.to_owned() });
    assert!(
        tool.exists(),
        "this test needs {name} of package.json: run `cargo xtask tools`, or `npm ci --ignore-scripts`"
    );
    tool
}

fn run(command: &mut Command) {
    let output = command.output().expect("Node is there");
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{command:?}: {}{}", said(&output.stdout), said(&output.stderr));
}

#[tokio::test]
async fn a_generator_makes_a_client_of_the_document_that_compiles_and_knows_its_types() {
    let service = TestService::start().await;
    let document = service.send(service.request(Method::GET, "/openapi.json")).await.expect(200);
    let directory = tempfile::tempdir().expect("a directory");
    let file = |name: &str| directory.path().join(name);
    std::fs::write(file("openapi.json"), document.to_string()).expect("written");
    std::fs::write(file("use.ts"), USE).expect("written");
    run(Command::new(tool("openapi-typescript")).arg(file("openapi.json")).arg("-o").arg(file("client.ts")));
    let strict = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2022"];
    run(Command::new(tool("tsc")).args(strict).arg(file("use.ts")));
}
