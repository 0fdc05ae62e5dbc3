//! From JavaScript values to JSON.

use js_sys::{Object, Reflect};
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};

use crate::settings::Token;

/// Reads a property's value. Observed objects (MobX) and frozen ones are read as plain objects; what cannot be written
/// as JSON (a function, an object that holds itself) is an error.
pub(super) fn read(value: &JsValue) -> Result<Value, String> {
    if value.is_undefined() || value.is_null() {
        return Ok(Value::Null);
    }
    if let Some(text) = value.as_string() {
        return Ok(Value::String(text));
    }
    if let Some(flag) = value.as_bool() {
        return Ok(Value::Bool(flag));
    }
    if value.is_function() {
        return Err("is a function".to_owned());
    }
    // Through JSON's eyes: what an observed object or one with `toJSON` shows there is what is meant.
    if let Ok(text) = js_sys::JSON::stringify(value) {
        return cjds::json::parse_js(&text).map_err(|error| format!("cannot be read as JSON: {error}"));
    }
    // Something deep in it holds itself, is a BigInt or throws: what can be written is taken, field by field.
    let object: &Object = value.dyn_ref().ok_or("cannot be read as JSON")?;
    let mut fields = serde_json::Map::new();
    for name in Object::keys(object).iter() {
        let field = Reflect::get(object, &name).and_then(|field| js_sys::JSON::stringify(&field));
        let field = field.ok().and_then(|text| cjds::json::parse_js(&text).ok());
        fields.extend(name.as_string().zip(field));
    }
    Ok(Value::Object(fields))
}

/// The same value, if it is what a property of this name takes. Some take objects, also as JSON in a string.
pub(super) fn fitting(name: &str, value: Value) -> Result<Value, String> {
    let is_nothing = value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty());
    let is_object = || match &value {
        Value::String(text) => cjds::json::parse(text).is_ok_and(|value| value.is_object()),
        value => value.is_object(),
    };
    match name {
        _ if is_nothing => Ok(value),
        "interactionData" | "eventIconTemplate" if !is_object() => Err("is no object".to_owned()),
        "bearerToken" if value.as_str().is_none_or(|text| Token::new(text).is_empty()) => Err("is no token".to_owned()),
        _ => Ok(value),
    }
}

/// Writes a value for a page's listener.
pub(super) fn write(value: &Value) -> JsValue {
    // What serde_json writes is JSON, so reading it back cannot fail; a listener would see null.
    js_sys::JSON::parse(&value.to_string()).unwrap_or(JsValue::NULL)
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    fn read_script(script: &str) -> Result<Value, String> {
        read(&js_sys::eval(script).expect("a value"))
    }

    #[wasm_bindgen_test]
    fn observed_and_frozen_objects_are_read_as_plain_ones() {
        let plain = json!({"ani": "+15550100", "callAssociatedData": {"Tier": {"value": "gold"}}});
        let script = "({ani: '+15550100', callAssociatedData: {Tier: {value: 'gold'}}})";
        let observed = "(() => { const observe = (target) => new Proxy(target, { get: (object, key) => {
            const value = Reflect.get(object, key);
            return value && typeof value === 'object' ? observe(value) : value; } });
            return observe(@); })()";
        let frozen =
            "(() => { const value = @; Object.values(value).forEach(Object.freeze); return Object.freeze(value); })()";
        let bare = "Object.assign(Object.create(null), @)";
        for form in ["@", observed, frozen, bare] {
            assert_eq!(read_script(&form.replace('@', script)), Ok(plain.clone()), "{form}");
        }
    }

    #[wasm_bindgen_test]
    fn each_property_takes_what_it_can_be() {
        for fits in [json!(null), json!({}), json!(""), json!(r#"{"ani": "+15550100"}"#)] {
            assert_eq!(fitting("interactionData", fits.clone()), Ok(fits));
        }
        for other in [json!([]), json!("[object Object]"), json!(7), json!("[]")] {
            assert_eq!(fitting("eventIconTemplate", other), Err("is no object".to_owned()));
        }
        assert_eq!(fitting("customer", json!("+15550100")), Ok(json!("+15550100")));
        assert_eq!(fitting("bearerToken", json!("a.b-c")), Ok(json!("a.b-c")));
        for other in [json!("undefined"), json!("a\nb"), json!({"token": "a"})] {
            assert_eq!(fitting("bearerToken", other), Err("is no token".to_owned()));
        }
    }

    #[wasm_bindgen_test]
    fn what_holds_itself_or_throws_is_read_without_that() {
        let script = "(() => { const call = { ani: '+15550100', state: 'new', big: 7n }; call.self = call;
            Object.defineProperty(call, 'agent', { enumerable: true, get() { throw new Error('no'); } });
            return call; })()";
        assert_eq!(read_script(script), Ok(json!({"ani": "+15550100", "state": "new"})));
        assert!(read_script("(() => {})").is_err());
        assert_eq!(read_script("undefined"), Ok(Value::Null));
    }
}
