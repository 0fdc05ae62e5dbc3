//! An engagement's note: there is one.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::Utc;
use serde_json::{Value, json};

use super::engagement::{note, written};
use super::problem::Problem;
use super::query::sized;
use super::routes::{Caller, body};
use crate::random::uuid_of;
use crate::server::Shared;

fn missing() -> Problem {
    Problem::of(StatusCode::NOT_FOUND)
}

fn text_of(body: &Value) -> Result<String, Problem> {
    sized("note", body.get("note").unwrap_or(&Value::Null), (1, 512)).map(str::to_owned)
}

pub(super) async fn list(
    State(shared): State<Shared>,
    _: Caller,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<Value>, Problem> {
    let notes = shared.avaya.with(&id, |engagement| engagement.notes.clone()).ok_or_else(missing)?;
    Ok(Json(json!({ "agentNotes": notes })))
}

pub(super) async fn create(
    State(shared): State<Shared>,
    caller: Caller,
    Path((_, id)): Path<(String, String)>,
    text: String,
) -> Result<(StatusCode, Json<Value>), Problem> {
    caller.writes()?;
    let text = text_of(&body(&text)?)?;
    let made = shared.avaya.with(&id, |engagement| {
        if !engagement.notes.is_empty() {
            let problem = Problem::of(StatusCode::UNPROCESSABLE_ENTITY);
            return Err(problem.and("note", "An agent note already exists for this engagement", None));
        }
        let made = note(&id, &text, caller.name(), Utc::now());
        engagement.notes.push(made.clone());
        engagement.tells_notes = true;
        Ok((StatusCode::CREATED, Json(made)))
    });
    made.ok_or_else(missing)?
}

pub(super) async fn update(
    State(shared): State<Shared>,
    caller: Caller,
    Path((_, id, of)): Path<(String, String, String)>,
    text: String,
) -> Result<Json<Value>, Problem> {
    caller.writes()?;
    let text = text_of(&body(&text)?)?;
    let changed = shared.avaya.with(&id, |engagement| {
        let note = engagement.notes.iter_mut().find(|note| note.get("id").and_then(Value::as_str) == Some(&of))?;
        note["note"] = json!(text);
        note["updatedBy"] = json!({"id": uuid_of(caller.name()), "name": caller.name()});
        note["updatedAt"] = json!(written(Utc::now()));
        Some(Json(note.clone()))
    });
    changed.flatten().ok_or_else(missing)
}

pub(super) async fn delete(
    State(shared): State<Shared>,
    caller: Caller,
    Path((_, id, of)): Path<(String, String, String)>,
) -> Result<StatusCode, Problem> {
    caller.writes()?;
    let gone = shared.avaya.with(&id, |engagement| {
        let before = engagement.notes.len();
        engagement.notes.retain(|note| note.get("id").and_then(Value::as_str) != Some(&of));
        engagement.notes.len() < before
    });
    if gone == Some(true) { Ok(StatusCode::NO_CONTENT) } else { Err(missing()) }
}
