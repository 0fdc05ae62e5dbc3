//! What must not be kept of an event: secure values, addresses of recordings (they are signed and expire), and what its
//! sender calls transient. It is dropped at the door (`event.rs`), so no view, search, copy or file can have it.

use serde_json::{Map, Value};

use super::values::{is_set, plain_key, text};

/// Drops it at any depth, also inside of values that are JSON written as text. (The depth is bounded: the JSON reader
/// takes no more than 128 levels, and a text in a text is shorter each time.)
///
/// What one place calls secure is secure in the whole event: the same variable stands in several of its lists, and not
/// each of them repeats the flag.
pub(crate) fn scrub(data: &mut Map<String, Value>) {
    let mut secret = Vec::new();
    drop_flagged(data, &mut secret);
    if !secret.is_empty() {
        drop_named(data, &secret);
    }
}

/// Whether a variable is one that nobody may see: `isSecure`, however it is spelled.
pub(crate) fn is_secure(value: &Value) -> bool {
    let Value::Object(fields) = value else { return false };
    // Asked of every object of a history: most keys are told by their end.
    let is_like = |key: &str| {
        key.len().checked_sub(6).and_then(|at| key.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case("secure"))
    };
    fields.iter().any(|(key, flag)| {
        is_like(key)
            && match plain_key(key).as_str() {
                "issecure" => is_set(flag),
                // A word that others use for other things, too: only a flag is one.
                "secure" => is_yes(flag),
                _ => false,
            }
    })
}

fn is_yes(flag: &Value) -> bool {
    text(flag).is_some_and(|word| ["true", "yes", "y", "on", "1"].iter().any(|yes| word.eq_ignore_ascii_case(yes)))
}

fn is_dropped(key: &str) -> bool {
    key.starts_with(['r', 'R', 't', 'T'])
        && matches!(plain_key(key).as_str(), "recurl" | "recordingurl" | "transientfields")
}

fn drop_flagged(data: &mut Map<String, Value>, secret: &mut Vec<String>) {
    data.retain(|key, value| {
        let is_secret = is_secure(value);
        if is_secret {
            secret.push(plain_key(key));
            secret.extend(name_of(value));
        }
        !is_secret && !is_dropped(key)
    });
    data.values_mut().for_each(|value| drop_flagged_in(value, secret));
}

fn drop_flagged_in(value: &mut Value, secret: &mut Vec<String>) {
    match value {
        Value::Object(fields) => drop_flagged(fields, secret),
        Value::Array(values) => {
            values.retain(|value| {
                let is_secret = is_secure(value);
                if is_secret {
                    secret.extend(name_of(value));
                }
                !is_secret
            });
            values.iter_mut().for_each(|value| drop_flagged_in(value, secret));
        }
        Value::String(text) => in_text(text, |value| drop_flagged_in(value, secret)),
        _ => {}
    }
}

/// Drops what has one of these names, as a key or as a variable in a list.
fn drop_named(data: &mut Map<String, Value>, secret: &[String]) {
    data.retain(|key, _| !secret.contains(&plain_key(key)));
    data.values_mut().for_each(|value| drop_named_in(value, secret));
}

fn drop_named_in(value: &mut Value, secret: &[String]) {
    match value {
        Value::Object(fields) => drop_named(fields, secret),
        Value::Array(values) => {
            values.retain(|value| !name_of(value).is_some_and(|name| secret.contains(&name)));
            values.iter_mut().for_each(|value| drop_named_in(value, secret));
        }
        Value::String(text) => in_text(text, |value| drop_named_in(value, secret)),
        _ => {}
    }
}

/// The name of a variable in a list.
fn name_of(value: &Value) -> Option<String> {
    let fields = value.as_object()?;
    let name = fields.iter().find(|(key, _)| matches!(plain_key(key).as_str(), "name" | "key"))?;
    text(name.1).map(|name| plain_key(&name)).filter(|name| !name.is_empty())
}

/// Changes JSON that is written as text.
fn in_text(text: &mut String, change: impl FnOnce(&mut Value)) {
    if !text.trim_start().starts_with(['{', '[']) {
        return;
    }
    let Ok(mut value @ (Value::Object(_) | Value::Array(_))) = basics::json::parse(text.trim()) else { return };
    let before = value.clone();
    // A list of its own is no variable: only what is inside of it can be.
    let mut outer = Value::Array(vec![value]);
    change(&mut outer);
    value = match outer {
        Value::Array(mut values) => values.pop().unwrap_or(Value::Null),
        other => other,
    };
    if value != before {
        *text = if value.is_null() { String::new() } else { value.to_string() };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn left(data: Value) -> String {
        let Value::Object(mut data) = data else { panic!("no object") };
        scrub(&mut data);
        Value::Object(data).to_string()
    }

    #[test]
    fn a_secure_value_is_nowhere_however_its_flag_is_spelled() {
        for flag in [
            json!({"isSecure": true}),
            json!({"isSecure": "true"}),
            json!({"IsSecure": "True"}),
            json!({"is_secure": 1}),
            json!({"ISSECURE": "yes"}),
            json!({"secure": true}),
            json!({"Secure": "true"}),
            json!({"secure": 1}),
        ] {
            let mut variable = flag.clone();
            variable["name"] = json!("Pin");
            variable["value"] = json!("4711-secret");
            for data in [
                json!({"cad": {"Pin": variable}}),
                json!({"stringGlobalVariables": [variable, {"name": "Plan", "value": "Gold"}]}),
                json!({"flowAttributes": json!({"Pin": variable}).to_string()}),
                json!({"deep": [{"deeper": [variable]}]}),
                json!({"texts": json!([json!({"a": variable}).to_string()]).to_string()}),
            ] {
                let text = left(data);
                assert!(!text.contains("4711-secret"), "{flag}: {text}");
            }
        }
    }

    #[test]
    fn what_one_list_calls_secure_no_other_one_gives_away() {
        let text = left(json!({
            "cad": {"Pin": {"value": "4711", "isSecure": true}, "Plan": {"value": "Gold", "isSecure": false}},
            "stringGlobalVariables": [{"name": "PIN", "value": "4711"}, {"name": "Plan", "value": "Gold"}],
            "flowAttributes": {"pin": "4711", "lang": "de"},
            "pin": "4711",
        }));
        assert!(!text.contains("4711") && text.contains("Gold") && text.contains("de"), "{text}");
    }

    #[test]
    fn what_is_not_secure_stays() {
        for data in [
            json!({"plan": {"value": "kept", "isSecure": false}}),
            json!({"plan": {"value": "kept", "isSecure": "false"}}),
            json!({"plan": {"value": "kept", "secure": "https"}}),
            json!({"site": {"secure": {"url": "kept"}}}),
            json!({"note": "{kept, but no JSON, secure: true}"}),
            json!({"note": "[\"kept\",  1.50]"}),
        ] {
            assert_eq!(left(data.clone()), data.to_string());
        }
    }

    #[test]
    fn recordings_and_transient_fields_do_not_come_in() {
        let text = left(
            json!({"recUrl": "gone", "a": [{"RecordingURL": "gone", "kept": 1}], "transientFields": {"b": "gone"},
            "c": {"transient_fields": ["gone"]}, "d": "{\"recUrl\": \"gone\", \"e\": 2}"}),
        );
        assert!(!text.contains("gone") && text.contains("kept"), "{text}");
    }
}
