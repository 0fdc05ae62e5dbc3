//! Calls of tracking libraries, in Segment's form: `identify` and `alias` say who is one person, `track`, `page` and `screen`
//! say what somebody did, and `batch` brings many of them. A user's id is a customer number, an anonymous one a temporary id.

use std::collections::BTreeMap;

use crate::json_body::{json_of, read_each, read_json};
use crate::reason::{Fault, Reason};
use cjds::IdentitiesRequest;
use cjds::json::settle;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{Item, Known, Step};

/// Who is written down as the sender of events.
const SOURCE: &str = "track";
/// By which libraries without a header of their own say their key. It is kept nowhere.
const KEY: &str = "writeKey";

/// The key that a body says, whatever else in it cannot be read.
pub(crate) fn key_in(body: &[u8]) -> Option<String> {
    let json = json_of(body).ok()?;
    let parts: BTreeMap<String, &RawValue> = serde_json::from_str(&json).ok()?;
    serde_json::from_str(parts.get(KEY)?.get()).ok()
}

/// A call that cannot be read, without the key that it may say.
fn without_key(came: String) -> String {
    let Ok(mut parts) = serde_json::from_str::<BTreeMap<String, &RawValue>>(&came) else { return came };
    match parts.remove(KEY) {
        Some(_) => serde_json::to_string(&parts).unwrap_or_default(),
        None => came,
    }
}

/// Reads a body.
///
/// # Errors
/// Why nothing of it can be read.
pub(crate) fn read(body: &[u8], name: Option<&str>) -> Result<Vec<Item>, Reason> {
    match read_json(body) {
        Ok(body) => Ok(of_call(body, name)),
        // It may be one call of many that cannot be read.
        Err(reason) => each(&json_of(body)?, name).ok_or(reason),
    }
}

/// The calls of a batch, each by itself; `None`: it is no batch, or what it says of all of them cannot be read.
fn each(json: &str, name: Option<&str>) -> Option<Vec<Item>> {
    let mut parts: BTreeMap<String, &RawValue> = serde_json::from_str(json).ok()?;
    let calls = read_each(parts.remove("batch")?.get())?;
    let read = |(name, raw): (String, &RawValue)| Some((name, serde_json::from_str(raw.get()).ok()?));
    let mut batch: Map<String, Value> = parts.into_iter().map(read).collect::<Option<_>>()?;
    batch.insert("batch".to_owned(), calls.iter().filter_map(|call| call.clone().ok()).collect());
    let mut good = of_call(Value::Object(batch), name.or(Some("batch"))).into_iter();
    let of_each = |call: Result<Value, _>| match call {
        Ok(_) => good.next(),
        Err((came, reason)) => Some(Item::unread((without_key(came), reason))),
    };
    calls.into_iter().map(of_each).collect()
}

/// Reads a call, and each call of a batch. `name`: what the address calls it; else `type` says so.
pub(crate) fn of_call(body: Value, name: Option<&str>) -> Vec<Item> {
    let name = name.map(whole_name);
    let name = name.as_deref();
    let Value::Object(mut call) = body else { return vec![refused(body, Fault::NoObject)] };
    let is_batch = name.is_some_and(|name| name == "batch") || name.is_none() && call.contains_key("batch");
    if !is_batch {
        return vec![one(call, name)];
    }
    // Whoever sends it knows it anyway, and it is kept nowhere.
    call.remove(KEY);
    let Some(Value::Array(items)) = call.remove("batch") else {
        return vec![refused(Value::Object(call), Reason::at("batch", Fault::NoList))];
    };
    let context = call.remove("context");
    let item = |item: Value| match item {
        Value::Object(mut item) => {
            share(&context, &mut item);
            one(item, None)
        }
        other => refused(other, Fault::NoObject),
    };
    items.into_iter().map(item).collect()
}

/// What the address calls a call: libraries for browsers write the first letter alone, and servers `import` for many at once.
fn whole_name(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    if name == "import" {
        return "batch".to_owned();
    }
    let whole = ["identify", "track", "alias", "page", "screen", "group", "batch"];
    let found = whole.iter().find(|whole| name.len() == 1 && whole.starts_with(&name));
    found.map_or(name, |whole| (*whole).to_owned())
}

/// What a batch says of all its calls; what a call says itself stays.
fn share(context: &Option<Value>, item: &mut Map<String, Value>) {
    let Some(Value::Object(shared)) = context else { return };
    let own = item.entry("context").or_insert(Value::Null);
    if own.is_null() {
        *own = Value::Object(Map::new());
    }
    if let Value::Object(own) = own {
        for (name, value) in shared {
            own.entry(name).or_insert_with(|| value.clone());
        }
    }
}

fn refused(payload: Value, reason: impl Into<Reason>) -> Item {
    Item { payload, read: Err(vec![reason.into()]), fields: Vec::new() }
}

/// What the call has of what the service calls otherwise.
fn fields(call: &Map<String, Value>, kind: &str) -> Vec<(&'static str, &'static str)> {
    let has = |name: &str| call.get(name).is_some_and(|value| !value.is_null());
    let is_known = text(call, "userId").is_some();
    vec![
        ("identity", if is_known { "userId" } else { "anonymousId" }),
        ("time", if has("timestamp") || !has("originalTimestamp") { "timestamp" } else { "originalTimestamp" }),
        ("id", "messageId"),
        ("type", if kind == "track" { "event" } else { "type" }),
        ("customerId", "userId"),
        ("temporaryId", if kind == "alias" { "previousId" } else { "anonymousId" }),
        ("email", "traits.email"),
        ("phone", "traits.phone"),
    ]
}

fn one(mut call: Map<String, Value>, name: Option<&str>) -> Item {
    call.remove(KEY);
    if let Some(name) = name {
        // Kept with it, so that it can be read again without its address.
        call.insert("type".to_owned(), name.into());
    }
    let kind = call.get("type").and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase();
    let fields = fields(&call, &kind);
    let read = match kind.as_str() {
        "track" => match text(&call, "event") {
            Some(event) => happened(&call, &event, "properties"),
            None => Err(vec![Reason::at("event", Fault::Missing)]),
        },
        kind @ ("page" | "screen") => happened(&call, kind, "properties"),
        "identify" => identify(&call),
        "alias" => alias(&call),
        "" => Err(vec![Reason::at("type", Fault::Missing)]),
        "group" => Err(vec![Reason::at("type", Fault::TrackGroup)]),
        _ => Err(vec![Reason::at("type", Fault::TrackKind)]),
    };
    Item { payload: Value::Object(call), read, fields }
}

/// A text, or a number for one.
fn text(object: &Map<String, Value>, name: &str) -> Option<String> {
    object.get(name).and_then(text_of)
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(_) => {
            // Tables with gaps have their ids as 17.0.
            let mut number = value.clone();
            settle(&mut number);
            Some(number.to_string())
        }
        _ => None,
    }
}

/// One text or a list of them, as somebody has two telephones.
fn texts(object: &Map<String, Value>, name: &str) -> Vec<String> {
    match object.get(name) {
        Some(Value::Array(values)) => values.iter().filter_map(text_of).collect(),
        value => value.and_then(text_of).into_iter().collect(),
    }
}

fn happened(call: &Map<String, Value>, kind: &str, data: &str) -> Result<Step, Vec<Reason>> {
    let (identity, identity_type) = match (text(call, "userId"), text(call, "anonymousId")) {
        (Some(user), _) => (user, "customerId"),
        (None, Some(anonymous)) => (anonymous, "temporaryId"),
        (None, None) => return Err(vec![Reason::at("userId", Fault::NoUserId)]),
    };
    let mut said = match call.get(data) {
        Some(Value::Object(said)) => said.clone(),
        None | Some(Value::Null) => Map::new(),
        Some(_) => return Err(vec![Reason::at(data, Fault::NoObject)]),
    };
    for name in ["name", "category", "context"] {
        if let Some(value) = call.get(name).filter(|value| !value.is_null()) {
            said.entry(name).or_insert_with(|| value.clone());
        }
    }
    // Without an id it is never the same one again.
    let id = text(call, "messageId").unwrap_or_else(|| Uuid::new_v4().to_string());
    let mut event = json!({"id": id, "specversion": "1.0", "type": kind, "source": SOURCE, "identity": identity,
        "identitytype": identity_type, "datacontenttype": "application/json", "data": said});
    let time = ["timestamp", "originalTimestamp"].into_iter().find_map(|name| call.get(name));
    if let (Some(time), Some(event)) = (time.filter(|time| !time.is_null()), event.as_object_mut()) {
        event.insert("time".to_owned(), time.clone());
    }
    Ok(Step::Event(event))
}

fn identify(call: &Map<String, Value>) -> Result<Step, Vec<Reason>> {
    let nothing = Map::new();
    let traits = match call.get("traits") {
        Some(Value::Object(traits)) => traits,
        None | Some(Value::Null) => &nothing,
        Some(_) => return Err(vec![Reason::at("traits", Fault::NoObject)]),
    };
    let list = |value: Option<String>| value.into_iter().collect::<Vec<_>>();
    let identities = IdentitiesRequest {
        customer_id: list(text(call, "userId")),
        temporary_id: list(text(call, "anonymousId")),
        email: texts(traits, "email"),
        phone: texts(traits, "phone"),
        ..IdentitiesRequest::default()
    };
    if identities.customer_id.is_empty() && identities.temporary_id.is_empty() {
        return Err(vec![Reason::at("userId", Fault::NoUserId)]);
    }
    let any = |names: [&str; 3]| names.into_iter().find_map(|name| text(traits, name));
    let first = any(["firstName", "first_name", "firstname"]);
    let last = any(["lastName", "last_name", "lastname"]);
    let (first_name, last_name) = match (first, last, text(traits, "name")) {
        (None, None, Some(name)) => match name.rsplit_once(' ') {
            Some((first, last)) => (Some(first.trim().to_owned()), Some(last.to_owned())),
            None => (Some(name), None),
        },
        (first, last, _) => (first, last),
    };
    Ok(Step::Person(Box::new(Known { identities, first_name, last_name })))
}

fn alias(call: &Map<String, Value>) -> Result<Step, Vec<Reason>> {
    match (text(call, "userId"), text(call, "previousId")) {
        (Some(user), Some(previous)) => {
            let (customer_id, temporary_id) = (vec![user], vec![previous]);
            let identities = IdentitiesRequest { customer_id, temporary_id, ..IdentitiesRequest::default() };
            Ok(Step::Person(Box::new(Known { identities, ..Known::default() })))
        }
        (user, previous) => {
            let missing = [("userId", user.is_none()), ("previousId", previous.is_none())];
            Err(missing.iter().filter(|(_, is)| *is).map(|(name, _)| Reason::at(*name, Fault::Missing)).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: Value, name: Option<&str>) -> Vec<Result<Step, Vec<Reason>>> {
        of_call(body, name).into_iter().map(|item| item.read).collect()
    }

    #[test]
    fn what_somebody_did_is_an_event_of_that_user() {
        let call = json!({"event": "Order Placed", "userId": 1001, "anonymousId": "a", "messageId": "m-2",
            "properties": {"total": 12.5}, "context": {"ip": "10.0.0.1"}, "timestamp": "2026-11-28T10:00:00Z"});
        let wanted = json!({"id": "m-2", "specversion": "1.0", "type": "Order Placed", "source": "track",
            "identity": "1001", "identitytype": "customerId", "datacontenttype": "application/json",
            "time": "2026-11-28T10:00:00Z", "data": {"total": 12.5, "context": {"ip": "10.0.0.1"}}});
        assert_eq!(read(call, Some("track")), [Ok(Step::Event(wanted))]);
        let page = json!({"type": "page", "anonymousId": "a", "messageId": "m", "name": "Home", "writeKey": "jck_x"});
        let mut items = of_call(page, None);
        assert!(items[0].payload.get("writeKey").is_none(), "a key is kept nowhere");
        let Some(Ok(Step::Event(event))) = items.pop().map(|item| item.read) else { panic!("no event") };
        assert_eq!((&event["type"], &event["identitytype"]), (&json!("page"), &json!("temporaryId")));
        assert_eq!(event["data"], json!({"name": "Home"}));
    }

    #[test]
    fn who_somebody_is_joins_what_is_known() {
        let call = json!({"userId": "C-1", "anonymousId": "a-1",
            "traits": {"email": "ann@example.com", "phone": "+15550100111", "name": "Ann Mary Smith"}});
        let identities = IdentitiesRequest {
            customer_id: vec!["C-1".to_owned()],
            temporary_id: vec!["a-1".to_owned()],
            email: vec!["ann@example.com".to_owned()],
            phone: vec!["+15550100111".to_owned()],
            ..IdentitiesRequest::default()
        };
        let (first_name, last_name) = (Some("Ann Mary".to_owned()), Some("Smith".to_owned()));
        let known = Known { identities, first_name, last_name };
        assert_eq!(read(call, Some("identify")), [Ok(Step::Person(Box::new(known)))]);
        let read = read(json!({"type": "alias", "previousId": "a-1"}), None);
        assert_eq!(read, [Err(vec![Reason::at("userId", Fault::Missing)])]);
    }

    #[test]
    fn a_call_is_known_by_each_name_that_libraries_have_for_it() {
        let call = json!({"event": "A", "name": "A", "userId": "1", "previousId": "2", "category": "Docs",
            "batch": [{"type": "Track", "event": "A", "userId": "1"}]});
        for name in ["t", "track", "Track", "i", "p", "s", "a", "b", "import", "batch"] {
            assert!(read(call.clone(), Some(name)).iter().all(Result::is_ok), "{name}");
        }
        for name in ["g", "group", "x", "tr", ""] {
            assert!(read(call.clone(), Some(name)).iter().all(Result::is_err), "{name}");
        }
        let Some(Ok(Step::Event(event))) = read(call, Some("p")).pop() else { panic!("no event") };
        assert_eq!(event["data"], json!({"name": "A", "category": "Docs"}));
    }

    #[test]
    fn ids_of_tables_are_whole_and_lists_are_each_of_theirs() {
        let call = json!({"userId": 17.0, "traits": {"phone": ["+15550100111", "", null, "+15550100112"], "email": 5}});
        let Some(Ok(Step::Person(known))) = read(call, Some("identify")).pop() else { panic!("nobody") };
        assert_eq!(known.identities.customer_id, ["17"]);
        assert_eq!(known.identities.phone, ["+15550100111", "+15550100112"]);
    }

    #[test]
    fn a_batch_is_read_call_by_call_with_what_they_share() {
        let batch = json!({"context": {"app": "x"}, "batch": [
            {"type": "track", "event": "A", "userId": "1", "context": {"ip": "::1"}}, 5, {"type": "track", "userId": "1"}, {"type": "group"},
            {"event": "B", "userId": "1"}, {"type": "screen"}, {"type": "page", "userId": "1", "properties": 5}]});
        let read = read(batch, None);
        let good: Vec<bool> = read.iter().map(Result::is_ok).collect();
        assert_eq!(good, [true, false, false, false, false, false, false]);
        let Some(Ok(Step::Event(event))) = read.first() else { panic!("no event") };
        assert_eq!(event["data"]["context"], json!({"ip": "::1", "app": "x"}));
        assert!(of_call(json!([]), Some("track")).iter().all(|item| item.read.is_err()));
        assert!(of_call(json!({"batch": 1}), Some("batch")).iter().all(|item| item.read.is_err()));
    }
}
