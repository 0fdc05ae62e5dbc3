//! Reading JSON text.
//!
//! In a browser the browser reads it: it has a parser, and the one of serde_json, with its tables for floats, would be
//! an eighth of what the widget downloads. Everywhere else serde_json does.

#[cfg(not(target_arch = "wasm32"))]
#[cfg(not(target_arch = "wasm32"))]
use serde_json::Value;

/// Reads JSON text.
///
/// In a browser a number that is no whole one becomes its text, and so does one beyond 2^53, where a browser no longer
/// tells one whole number from the next; readers of this crate take both.
///
/// # Errors
/// When the text is not JSON, with the parser's own words.
#[cfg(not(target_arch = "wasm32"))]
pub fn parse(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

#[cfg(target_arch = "wasm32")]
pub use browser::{from_js, parse, parse_js, parse_kept, rows_kept};

#[cfg(target_arch = "wasm32")]
mod browser {
    use js_sys::{Array, Number, Object, Reflect};
    use serde_json::{Map, Value};
    use wasm_bindgen::prelude::*;

    /// Deeper than anything that people wrote; what lies deeper becomes text.
    const DEEPEST: usize = 128;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_namespace = JSON, js_name = parse, catch)]
        fn json_parse(text: &JsValue) -> Result<JsValue, JsValue>;
        #[wasm_bindgen(js_name = String)]
        fn to_text(value: &JsValue) -> String;
    }

    /// Reads JSON text.
    pub fn parse(text: &str) -> Result<Value, String> {
        parse_js(&JsValue::from_str(text))
    }

    /// Reads JSON text that is still JavaScript's.
    pub fn parse_js(text: &JsValue) -> Result<Value, String> {
        parse_kept(text).map(|value| from_js(&value))
    }

    /// Reads JSON text, and leaves what it says with JavaScript: taking over a long list at once would hold up the page.
    pub fn parse_kept(text: &JsValue) -> Result<JsValue, String> {
        json_parse(text).map_err(|error| to_text(&error))
    }

    /// The rows of an answer ([`crate::rows`]), still JavaScript's.
    pub fn rows_kept(answer: &JsValue) -> Option<Array> {
        let is_row = |value: &JsValue| value.is_object() && Object::keys(value.unchecked_ref::<Object>()).length() > 0;
        if Array::is_array(answer) {
            return Some(answer.clone().unchecked_into());
        }
        let data = Some(answer).filter(|answer| answer.is_object())?;
        match Reflect::get(data, &"data".into()).ok()? {
            rows if Array::is_array(&rows) => Some(rows.unchecked_into()),
            row if is_row(&row) => Some(Array::of1(&row)),
            _ => None,
        }
    }

    /// Takes over a value that JSON can hold.
    pub fn from_js(value: &JsValue) -> Value {
        read(value, 0)
    }

    fn read(value: &JsValue, depth: usize) -> Value {
        if let Some(text) = value.as_string() {
            return Value::String(text);
        }
        if let Some(number) = value.as_f64() {
            let is_exact = Number::is_safe_integer(value);
            return if is_exact { Value::from(number as i64) } else { Value::String(to_text(value)) };
        }
        if let Some(flag) = value.as_bool() {
            return Value::Bool(flag);
        }
        if !value.is_object() {
            return Value::Null;
        }
        if depth == DEEPEST {
            return Value::String("…".to_owned());
        }
        if Array::is_array(value) {
            return Array::from(value).iter().map(|element| read(&element, depth + 1)).collect();
        }
        let keys = Object::keys(value.unchecked_ref::<Object>());
        let field = |key: JsValue| {
            let field = Reflect::get(value, &key).unwrap_or(JsValue::NULL);
            Some((key.as_string()?, read(&field, depth + 1)))
        };
        Value::Object(keys.iter().filter_map(field).collect::<Map<_, _>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_json_is_said() {
        assert!(parse("{\"a\": ").is_err());
        assert_eq!(parse("[1, \"a\", null]"), Ok(serde_json::json!([1, "a", null])));
    }
}
