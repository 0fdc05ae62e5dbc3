//! Between JSON and the element's class: plain.js has read what the page set, and writes nothing by itself.

use serde_json::Value;
use wasm_bindgen::JsValue;

use crate::settings::Token;
use crate::settings::names::attribute_name_of_property;

/// A property's value from its JSON; `undefined`: there is none.
pub(super) fn read(json: &JsValue) -> Result<Value, String> {
    if json.is_undefined() {
        return Ok(Value::Null);
    }
    let json = json.as_string().ok_or("cannot be read as JSON: it is no text")?;
    basics::json::parse(&json).map_err(|error| format!("cannot be read as JSON: {error}"))
}

/// The same value, if it is what a property of this name takes. Some take objects, also as JSON in a string.
pub(super) fn fitting(name: &str, value: Value) -> Result<Value, String> {
    let is_nothing = value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty());
    let is_object = || match &value {
        Value::String(text) => basics::json::parse(text).is_ok_and(|value| value.is_object()),
        value => value.is_object(),
    };
    let is_list = || match &value {
        Value::String(text) => basics::json::parse(text).is_ok_and(|value| value.is_array()),
        value => value.is_array(),
    };
    match name {
        _ if is_nothing => Ok(value),
        "interactionData" | "eventIconTemplate" | "flags" | "links" if !is_object() => Err("is no object".to_owned()),
        "identities" if !is_list() => Err("is no list".to_owned()),
        "lcmRequest" if value != Value::Bool(true) => Err("is no function".to_owned()),
        _ if attribute_name_of_property(name).is_some() && (value.is_object() || value.is_array()) => {
            Err("is no text, number, true or false".to_owned())
        }
        "bearerToken" | "avayaToken" | "genesysToken"
            if value.as_str().is_none_or(|text| Token::new(text).is_empty()) =>
        {
            Err("is no token".to_owned())
        }
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

    /// What a page's value is read as, by the element's class and then here.
    fn read_script(script: &str) -> Result<Value, String> {
        let class = include_str!("plain.js").replace("export ", "");
        let json = js_sys::eval(&format!("(() => {{ {class}\nreturn jsonOf({script}); }})()"));
        read(&json.map_err(|error| String::from(js_sys::Error::from(error).message()))?)
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
        for fits in [json!("+15550100"), json!(5), json!(true)] {
            assert_eq!(fitting("customer", fits.clone()), Ok(fits));
        }
        for other in [json!({}), json!(["a"])] {
            assert_eq!(fitting("templateId", other), Err("is no text, number, true or false".to_owned()));
        }
        assert_eq!(fitting("bearerToken", json!("a.b-c")), Ok(json!("a.b-c")));
        for other in [json!("undefined"), json!("a\nb"), json!({"token": "a"})] {
            assert_eq!(fitting("bearerToken", other), Err("is no token".to_owned()));
        }
    }

    #[wasm_bindgen_test]
    fn what_holds_itself_or_throws_is_read_without_that() {
        let script = "(() => { const call = { ani: '+15550100', state: 'new', big: 7n, act() {} }; call.self = call;
            Object.defineProperty(call, 'agent', { enumerable: true, get() { throw new Error('no'); } });
            return call; })()";
        assert_eq!(read_script(script), Ok(json!({"ani": "+15550100", "state": "new", "big": "7"})));
        let deep = "(() => { const data = { Tier: { value: 'gold' }, get odd() { throw new Error('no'); }, list: [1, 2n, () => 1] };
            return { ani: '+15550100', callAssociatedData: data, get media() { return { up: data }; } }; })()";
        let data = json!({"Tier": {"value": "gold"}, "list": [1, "2", null]});
        assert_eq!(
            read_script(deep),
            Ok(json!({"ani": "+15550100", "callAssociatedData": data, "media": {"up": data}})),
            "what lies deep in it throws, and the rest is there"
        );
    }

    #[wasm_bindgen_test]
    fn nothing_that_a_page_may_set_stops_the_reading() {
        for (script, read) in [
            ("undefined", json!(null)),
            ("null", json!(null)),
            ("''", json!("")),
            ("NaN", json!(null)),
            ("5n", json!("5")),
            ("new String('x')", json!("x")),
            ("new Boolean(false)", json!(false)),
            ("({ toJSON: () => ({ ani: '1' }) })", json!({"ani": "1"})),
            ("({ toJSON() { throw 1; }, ani: '1' })", json!({"ani": "1"})),
            ("({ toJSON() { return this; }, ani: '1', big: 1n })", json!({"ani": "1", "big": "1"})),
            ("[{ get ani() { throw null; } }, 1]", json!([{}, 1])),
            ("JSON.parse('{\"__proto__\": {\"ani\": \"1\"}, \"a\": 1}')", json!({"__proto__": {"ani": "1"}, "a": 1})),
            (
                "Object.assign(JSON.parse('{\"__proto__\": {\"ani\": \"1\"}}'), { big: 1n })",
                json!({"__proto__": {"ani": "1"}, "big": "1"}),
            ),
            (
                "(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return { ani: '1', proxy }; })()",
                json!({"ani": "1", "proxy": {}}),
            ),
            (
                "new Proxy({ ani: '1' }, { getPrototypeOf() { throw 1; }, has() { throw 1; }, getOwnPropertyDescriptor: Reflect.getOwnPropertyDescriptor })",
                json!({"ani": "1"}),
            ),
        ] {
            assert_eq!(read_script(script), Ok(read), "{script}");
        }
        for (script, why) in [
            ("() => {}", "is a function"),
            ("Symbol('x')", "is a symbol"),
            ("({ toJSON() { return undefined; } })", "cannot be read as JSON"),
        ] {
            assert_eq!(read_script(script), Err(why.to_owned()), "{script}");
        }
        // An object that gives another one at each look, for ever.
        let endless = "(function more() { return new Proxy({}, {
            ownKeys: () => ['a', 'b'],
            getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true, value: 1 }),
            get: (target, key) => key === 'a' || key === 'b' ? more() : undefined }); })()";
        assert!(read_script(endless).is_ok_and(|value| value.is_object()));
    }
}
