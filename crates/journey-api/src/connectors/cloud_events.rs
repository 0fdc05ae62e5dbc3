//! CloudEvents by HTTP (`http-protocol-binding.md` and `json-format.md` of the specification): one whole, one in headers, or a
//! list. What comes is made an event of the contract, which knows whose it is (`identity`); attributes that the contract
//! does not know are kept with the data.

use std::borrow::Cow;

use axum::http::HeaderMap;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cjds::json::kept;
use encoding_rs::Encoding;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use super::{Item, Step};
use crate::error::Error;
use crate::ids::guessed_kind;
use crate::json_body::{json_of, read_each, read_json};
use crate::reason::{Fault, Reason};

const STRUCTURED: &str = "application/cloudevents";
const BATCH: &str = "application/cloudevents-batch";
/// Where attributes are kept that the contract does not know.
const ATTRIBUTES: &str = "cloudEventAttributes";
const JSON: &str = "application/json";

/// Reads what came by one request.
///
/// # Errors
/// Why nothing of it can be read.
pub(crate) fn read(headers: &HeaderMap, body: &[u8]) -> Result<Vec<Item>, Error> {
    let media = headers.get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let body = &*in_utf8(media, body);
    // The one prefix begins with the other.
    let is_batch = essence.starts_with(BATCH);
    if !is_batch && !essence.starts_with(STRUCTURED) {
        return Ok(vec![one(binary(headers, &essence, body).map_err(Error::invalid)?)]);
    }
    if essence.split_once('+').is_some_and(|(_, format)| format != "json") {
        return Err(Error::Unsupported(Fault::FormatNotRead { media: essence }.into()));
    }
    if is_batch && let Some(events) = read_each(&json_of(body).map_err(Error::invalid)?) {
        return Ok(events.into_iter().map(|event| event.map_or_else(Item::unread, one)).collect());
    }
    match (is_batch, read_json(body).map_err(Error::invalid)?) {
        (true, _) => Err(Error::invalid(Fault::NoBatch)),
        (false, Value::Array(_)) => Err(Error::invalid(Fault::ListOfEvents)),
        (false, event) => Ok(vec![one(event)]),
    }
}

/// The body in UTF-8, where its media type says that it is in one of the older character sets.
fn in_utf8<'a>(media: &str, body: &'a [u8]) -> Cow<'a, [u8]> {
    let charset = media.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let mut charset = charset.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    let set = charset.next().and_then(|(_, set)| Encoding::for_label(set.trim().trim_matches('"').as_bytes()));
    let Some(set) = set.filter(|set| set.is_single_byte()) else { return Cow::Borrowed(body) };
    match set.decode_without_bom_handling(body) {
        (text, false) => Cow::Owned(text.into_owned().into_bytes()),
        (_, true) => Cow::Borrowed(body),
    }
}

/// Reads an event or a list of them that was kept.
pub(super) fn of_value(payload: Value) -> Vec<Item> {
    match payload {
        Value::Array(events) => events.into_iter().map(one).collect(),
        event => vec![one(event)],
    }
}

fn one(payload: Value) -> Item {
    Item { read: complete(&payload).map(Step::Event), payload, fields: Vec::new() }
}

/// The event of a request whose headers are the attributes, and whose body is the data.
fn binary(headers: &HeaderMap, essence: &str, body: &[u8]) -> Result<Value, Reason> {
    let mut event = Map::new();
    for (name, value) in headers {
        let Some(name) = name.as_str().strip_prefix("ce-") else { continue };
        let text = attribute(value.as_bytes()).ok_or_else(|| Reason::at(format!("ce-{name}"), Fault::NotUtf8))?;
        event.insert(name.to_owned(), Value::String(text));
    }
    let missing: Vec<&str> =
        ["id", "source", "specversion", "type"].into_iter().filter(|name| !event.contains_key(*name)).collect();
    if !missing.is_empty() {
        return Err(Fault::NoCloudEvent { headers: format!("ce-{}", missing.join(", ce-")) }.into());
    }
    if !essence.is_empty() {
        event.insert("datacontenttype".to_owned(), Value::String(essence.to_owned()));
    }
    if !body.is_empty() {
        let is_json = essence.is_empty() || essence.ends_with("/json") || essence.ends_with("+json");
        let data = if is_json {
            read_json(body)?
        } else {
            let text = std::str::from_utf8(body).map_err(|_| Fault::NoTextOf { media: essence.to_owned() })?;
            Value::String(text.to_owned())
        };
        event.insert("data".to_owned(), data);
    }
    Ok(Value::Object(event))
}

/// A header's value: in quotes, where a backslash stands before what is meant, or not; and percent-encoded once.
fn attribute(value: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(value).ok()?.trim();
    let quoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).map(|text| {
        let mut letters = text.chars();
        std::iter::from_fn(|| letters.next().and_then(|it| if it == '\\' { letters.next() } else { Some(it) }))
            .collect()
    });
    let text: String = quoted.unwrap_or_else(|| text.to_owned());
    percent_decode_str(&text).decode_utf8().ok().map(Into::into)
}

/// The event of the contract: JSON, of an identity whose kind is known or guessed, with data that is an object.
fn complete(event: &Value) -> Result<Value, Vec<Reason>> {
    let Value::Object(given) = event else { return Err(vec![Fault::NoObject.into()]) };
    let mut reasons = Vec::new();
    let mut known = Map::new();
    let mut others = Map::new();
    // What is null is not there, says the format.
    for (name, value) in given.iter().filter(|(_, value)| !value.is_null()) {
        let is_known = cjds::CloudEvent::field(name).is_some() || name == "data_base64";
        if is_known { &mut known } else { &mut others }.insert(name.clone(), value.clone());
    }
    if known.get("specversion").is_some_and(|version| version != "1.0") {
        reasons.push(Reason::at("specversion", Fault::SpecVersion));
    }
    let data = match (known.remove("data"), known.remove("data_base64")) {
        (Some(data), None) => Ok(data),
        (None, None) => Ok(Value::Null),
        (None, Some(Value::String(text))) => decoded(&text).map_err(|fault| Reason::at("data_base64", fault)),
        (None, Some(_)) => Err(Reason::at("data_base64", Fault::NotText)),
        (Some(_), Some(_)) => Err(Reason::at("data", Fault::DataTwice)),
    };
    match data {
        Ok(data) => drop(known.insert("data".to_owned(), object(data, others))),
        Err(reason) => reasons.push(reason),
    }
    known.entry("datacontenttype").or_insert_with(|| JSON.into());
    if !known.contains_key("identitytype") {
        let identity = match known.get("identity") {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            // That it is missing is said; its kind is nothing that anybody has to send.
            _ => String::new(),
        };
        known.insert("identitytype".to_owned(), guessed_kind(&identity).as_str().into());
    }
    if reasons.is_empty() { Ok(Value::Object(known)) } else { Err(reasons) }
}

fn decoded(text: &str) -> Result<Value, Fault> {
    let bytes = STANDARD.decode(text).map_err(|_| Fault::NotBase64)?;
    let text = String::from_utf8(bytes).map_err(|_| Fault::NeitherJsonNorText)?;
    Ok(serde_json::from_str(&kept(&text)).unwrap_or(Value::String(text)))
}

/// Data that is no object is the `value` of one.
fn object(data: Value, others: Map<String, Value>) -> Value {
    let mut object = match data {
        Value::Object(object) => object,
        Value::Null => Map::new(),
        Value::String(text) => match serde_json::from_str(&kept(&text)) {
            // Senders encode it twice.
            Ok(Value::Object(object)) => object,
            _ => Map::from_iter([("value".to_owned(), Value::String(text))]),
        },
        other => Map::from_iter([("value".to_owned(), other)]),
    };
    if !others.is_empty() && !object.contains_key(ATTRIBUTES) {
        object.insert(ATTRIBUTES.to_owned(), json!(others));
    }
    Value::Object(object)
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn headers(given: &[(&str, &str)]) -> HeaderMap {
        let pair = |(name, value): &(&str, &str)| {
            let name = HeaderName::from_bytes(name.as_bytes()).expect("a name");
            (name, HeaderValue::from_bytes(value.as_bytes()).expect("a value"))
        };
        given.iter().map(pair).collect()
    }

    fn event(read: Result<Vec<Item>, Error>) -> Value {
        match read.expect("read").pop().expect("one").read {
            Ok(Step::Event(event)) => event,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_three_forms_of_an_event_are_the_same_event() {
        let whole = json!({"id": "1", "source": "/shop", "specversion": "1.0", "type": "Order Placed",
            "identity": "ann@example.com", "traceparent": "00-1", "data": {"total": 5}});
        let wanted = json!({"id": "1", "source": "/shop", "specversion": "1.0", "type": "Order Placed",
            "identity": "ann@example.com", "identitytype": "email", "datacontenttype": "application/json",
            "data": {"total": 5, "cloudEventAttributes": {"traceparent": "00-1"}}});
        let media = |media| headers(&[("content-type", media)]);
        let read_whole = read(&media("application/CloudEvents+json; charset=utf-8"), whole.to_string().as_bytes());
        assert_eq!(event(read_whole), wanted);
        let list = json!([whole]).to_string();
        assert_eq!(event(read(&media("application/cloudevents-batch+json"), list.as_bytes())), wanted);
        let in_headers = headers(&[
            ("content-type", "application/json"),
            ("ce-id", "1"),
            ("ce-source", "/shop"),
            ("ce-specversion", "1.0"),
            ("ce-type", "Order%20Placed"),
            ("ce-identity", "\"ann@example.com\""),
            ("ce-traceparent", "00-1"),
        ]);
        assert_eq!(event(read(&in_headers, br#"{"total": 5}"#)), wanted);
    }

    #[test]
    fn what_is_null_is_not_there_and_a_kind_is_guessed_of_a_number_too() {
        let read = |more: Value| {
            let mut event = json!({"id": "1", "source": "s", "type": "t", "specversion": "1.0"});
            for (name, value) in more.as_object().expect("an object") {
                event[name] = value.clone();
            }
            complete(&event).expect("an event")
        };
        let nulls = json!({"data": {"a": 1}, "data_base64": null, "datacontenttype": null, "identitytype": null,
            "identity": 15_550_100_111_u64, "subject": null});
        let event = read(nulls);
        assert_eq!(event["data"], json!({"a": 1}));
        assert_eq!((&event["datacontenttype"], &event["identitytype"]), (&json!(JSON), &json!("customerId")));
        let reasons = crate::http::publish::read(&read(json!({}))).expect_err("nobody's").in_words();
        assert_eq!(reasons, "identity: is missing");
    }

    #[test]
    fn headers_are_unquoted_and_decoded_once() {
        for (written, meant) in [
            ("\"a \\\"b\\\" \\\\ c\"", "a \"b\" \\ c"),
            ("%22quoted%22", "\"quoted\""),
            ("100%2525", "100%25"),
            ("%e2%82%ac", "€"),
            ("\"open", "\"open"),
            ("\"", "\""),
            ("", ""),
        ] {
            assert_eq!(attribute(written.as_bytes()).as_deref(), Some(meant), "{written}");
        }
        assert_eq!(attribute(b"%c0%80"), None);
    }

    #[test]
    fn texts_of_older_character_sets_are_read_and_other_formats_named() {
        let given = [("ce-id", "1"), ("ce-source", "s"), ("ce-specversion", "1.0"), ("ce-type", "t")];
        let read_text =
            |media| read(&headers(&[given.as_slice(), &[("content-type", media)]].concat()), b"gr\xfc\xdfe");
        assert_eq!(event(read_text("text/plain; charset=ISO-8859-1"))["data"], json!({"value": "grüße"}));
        assert_eq!(
            event(read_text("Text/Plain;format=flowed; Charset=\"windows-1252\""))["datacontenttype"],
            "text/plain"
        );
        assert!(read_text("text/plain").is_err());
        for format in ["application/cloudevents+avro", "application/cloudevents-batch+protobuf; x=y"] {
            let refused = read(&headers(&[("content-type", format)]), b"\0\x01").expect_err("refused");
            assert!(matches!(refused, Error::Unsupported(_)), "{refused:?}");
        }
        let list = read(&headers(&[("content-type", "application/cloudevents+json")]), b"[{}]").expect_err("a batch");
        assert!(list.in_words().contains("application/cloudevents-batch+json"));
    }

    #[test]
    fn data_of_any_form_is_kept() {
        let read_data = |name: &str, data: Value| {
            let mut event = json!({"id": "1", "source": "s", "type": "t", "specversion": "1.0"});
            event[name] = data;
            complete(&event).map(|event| event["data"].clone())
        };
        for (name, data, kept) in [
            ("data", json!(null), json!({})),
            ("data", json!([1, 2]), json!({"value": [1, 2]})),
            ("data", json!("text"), json!({"value": "text"})),
            ("data", json!("{\"a\": 1}"), json!({"a": 1})),
            ("data_base64", json!("eyJhIjogMX0="), json!({"a": 1})),
            ("data_base64", json!("dGV4dA=="), json!({"value": "text"})),
        ] {
            assert_eq!(read_data(name, data.clone()), Ok(kept), "{name} {data}");
        }
        for (name, data) in [("data_base64", json!("%")), ("data_base64", json!(5)), ("data_base64", json!("/w=="))] {
            assert!(read_data(name, data.clone()).is_err(), "{name} {data}");
        }
    }

    #[test]
    fn what_is_no_event_is_refused_in_words() {
        let structured = headers(&[("content-type", "application/cloudevents+json")]);
        let batch = headers(&[("content-type", "application/cloudevents-batch+json")]);
        assert!(read(&structured, b"{").is_err());
        assert!(read(&batch, b"{}").is_err());
        assert!(read(&batch, b"[]").expect("an empty one").is_empty());
        let said = read(&headers(&[("content-type", "application/json"), ("ce-id", "1")]), b"{}").expect_err("none");
        let said = said.in_words();
        assert!(said.contains("ce-source, ce-specversion, ce-type"), "{said}");
        let broken = headers(&[("ce-id", "%ff"), ("ce-source", "s"), ("ce-specversion", "1.0"), ("ce-type", "t")]);
        assert!(read(&broken, b"").is_err());
        assert_eq!(complete(&json!(5)), Err(vec![Fault::NoObject.into()]));
        let old = json!({"id": "1", "source": "s", "type": "t", "specversion": "0.3", "data": 1, "data_base64": ""});
        assert_eq!(complete(&old).expect_err("refused").len(), 2);
    }
}
