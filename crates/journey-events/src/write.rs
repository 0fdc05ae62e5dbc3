//! What a platform reports as an event of the contract, such that it is read as the same part of the same contact.

use cjds::{IdentityType, write_time};
use journey::{EventKind, Reported, WrapUp};
use serde_json::{Map, Value, json};

/// The event, of the customer with that identity; `None` where it does not say when it happened: an event that is stored
/// needs a time, and one that is made up differs each time.
pub fn written(reported: &Reported, identity: &str, kind: IdentityType) -> Option<Value> {
    Some(json!({
        "id": id_of(reported),
        "specversion": "1.0",
        "type": word_of(reported),
        "source": reported.platform.sender(),
        "time": write_time(reported.time?),
        "identity": identity,
        "identitytype": kind.as_str(),
        "datacontenttype": "application/json",
        "data": data_of(reported),
    }))
}

/// The id that it has however often the platform reports it, and whatever names it has by then. With its time it tells it
/// from others. A wrap-up code that is chosen later, or another one, is something else that happened.
pub fn id_of(reported: &Reported) -> String {
    let code = (reported.kind == EventKind::WrapUpDone).then(|| WrapUp::read(&reported.data).id).flatten();
    let parts = [Some(reported.id.as_str()), Some(reported.word.as_str()), code.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The contract's word, or the platform's own for what the contract does not name: one that means nothing else.
fn word_of(reported: &Reported) -> String {
    match reported.kind.word() {
        Some(word) => word.to_owned(),
        None if EventKind::from_word(&reported.word, &reported.data) == EventKind::Other => reported.word.clone(),
        None => ["other ", &reported.word].concat(),
    }
}

/// What happened, and in which contact.
fn data_of(reported: &Reported) -> Map<String, Value> {
    let task = reported.task.as_ref().map(|task| ("interactionId", task));
    // Where the platform has one name for it, that is the task's as well.
    let other = reported.other_task.as_ref().or(reported.task.as_ref()).map(|task| ("taskId", task));
    let named = other.into_iter().chain(task).map(|(key, task)| (key.to_owned(), json!(task.as_str())));
    let ids = ["taskId", "interactionId"];
    let said = reported.data.iter().filter(|(key, _)| !ids.contains(&key.as_str()));
    named.chain(said.map(|(key, value)| (key.clone(), value.clone()))).collect()
}
