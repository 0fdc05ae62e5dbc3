//! How an agent said a contact ended. The name is for people, the id never is.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::values::{first_text_in_any_case, get, is_guid, label};

/// The name of a wrap-up code, as the tenant wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WrapUpCode(pub Arc<str>);

impl WrapUpCode {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What an event says about the wrap-up code.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WrapUp {
    /// The code by name.
    pub code: Option<WrapUpCode>,
    /// The code by the contact center's id; not for people.
    pub id: Option<Arc<str>>,
}

pub(crate) const NAMES: [&str; 5] = ["wrapUpAuxCodeName", "wrapUpName", "wrapupName", "wrapUpReason", "wrapupReason"];
const IDS: [&str; 7] =
    ["wrapUpCode", "wrapupId", "wrapUpAuxCode", "wrapUpAuxCodeId", "wrapUpId", "wrapupCode", "wrapupCodeId"];

impl WrapUp {
    /// Reads every spelling of the contract. A name that only repeats the id is no name.
    pub fn read(data: &Map<String, Value>) -> Self {
        let more = get(data, "additionalFields").and_then(Value::as_object);
        if ![Some(data), more].into_iter().flatten().any(says_any) {
            return Self::default();
        }
        let id = first_text_in_any_case(data, &IDS).or_else(|| first_text_in_any_case(more?, &IDS));
        let is_name = |name: &String| Some(name) != id.as_ref() && !is_guid(name);
        let code = NAMES.iter().find_map(|key| first_text_in_any_case(data, &[key]).filter(is_name));
        Self { code: code.map(|name| WrapUpCode(label(&name).into())), id: id.map(Into::into) }
    }

    /// Takes over what a later event says.
    pub(crate) fn update(&mut self, later: Self) {
        if later.code.is_some() {
            self.code = later.code;
        }
        if later.id.is_some() {
            self.id = later.id;
        }
    }
}

/// Whether there is any such key. Most events have none, and up to 200 others: each of ours is looked for in any case.
fn says_any(data: &Map<String, Value>) -> bool {
    data.keys().any(|key| key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("wrap")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(value: Value) -> WrapUp {
        WrapUp::read(value.as_object().expect("an object"))
    }

    #[test]
    fn a_wrap_up_code_is_found_under_every_spelling() {
        for key in ["wrapUpAuxCodeName", "wrapUpName", "wrapupName", "wrapUpReason", "wrapupReason", "WrapUpName"] {
            let found = read(json!({ key: "Sale" }));
            assert_eq!(found.code.as_ref().map(WrapUpCode::as_str), Some("Sale"), "{key}");
        }
        for key in ["wrapUpCode", "wrapupId", "wrapUpAuxCode"] {
            assert_eq!(read(json!({ key: "17" })).id.as_deref(), Some("17"), "{key}");
        }
    }

    #[test]
    fn an_id_is_never_shown_as_a_name() {
        assert_eq!(read(json!({"wrapupId": "4f2c"})).code, None);
        assert_eq!(read(json!({"wrapUpCode": "4f2c", "wrapUpName": "4f2c"})).code, None);
        assert_eq!(read(json!({"wrapUpName": "0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f"})).code, None);
        let more = json!({"wrapUpName": "4f2c", "additionalFields": {"wrapupCodeId": "4f2c"}});
        assert_eq!(read(more).code, None);
    }
}
