//! The contract's records become the domain's types here, and nowhere else: persons and profiles; events by `journey-events`. Pure.

#![cfg_attr(not(target_arch = "wasm32"), allow(unused_imports, reason = "called by what is compiled for the browser"))]

mod callback;
#[cfg(target_arch = "wasm32")]
mod note;
mod person;
mod profile;
mod summary;

use cjds::rows;
use serde_json::Value;

pub(super) use callback::callback;
pub(in crate::sources) use journey_events::arrival;
pub(super) use journey_events::arrival_of_json;
#[cfg(target_arch = "wasm32")]
pub(super) use note::note;
pub(super) use person::person;
pub(super) use profile::profile;
pub(super) use summary::summary;

/// A message of a stream holds one value, or an envelope, or a list of them.
pub(super) fn each(message: Value) -> Vec<Value> {
    match message {
        Value::Array(values) => values,
        Value::Object(fields)
            if !fields.contains_key("type")
                && fields.get("data").is_some_and(|data| data.is_array() || fields.contains_key("meta")) =>
        {
            rows(Value::Object(fields)).unwrap_or_default()
        }
        value => vec![value],
    }
}
