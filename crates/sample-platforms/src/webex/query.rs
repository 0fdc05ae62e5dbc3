//! Queries of the search: GraphQL as far as the search has it. Only what is asked for is answered, and nothing by another name.

use serde_json::{Map, Value};

/// A field that is asked for, with what is asked of it.
#[derive(Debug, PartialEq)]
pub(super) struct Field {
    pub(super) name: String,
    /// What stands between its brackets, as it is.
    pub(super) arguments: String,
    pub(super) fields: Vec<Field>,
}

/// Reads a query; `None`: it is none.
pub(super) fn read(query: &str) -> Option<Vec<Field>> {
    let mut rest = query.trim();
    // `query Name {` is another way to begin.
    if let Some(after) = rest.strip_prefix("query") {
        rest = after.get(after.find('{')?..)?;
    }
    let (fields, rest) = selection(rest.strip_prefix('{')?)?;
    rest.trim().is_empty().then_some(fields)
}

fn selection(mut rest: &str) -> Option<(Vec<Field>, &str)> {
    let mut fields = Vec::new();
    loop {
        rest = rest.trim_start_matches([' ', '\n', '\t', ',']);
        if let Some(after) = rest.strip_prefix('}') {
            return Some((fields, after));
        }
        let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').filter(|end| *end > 0)?;
        let (name, after) = rest.split_at(end);
        rest = after.trim_start();
        let mut arguments = "";
        if let Some(after) = rest.strip_prefix('(') {
            let (inner, after) = bracket(after)?;
            (arguments, rest) = (inner, after.trim_start());
        }
        let mut inner = Vec::new();
        if let Some(after) = rest.strip_prefix('{') {
            (inner, rest) = selection(after)?;
        }
        fields.push(Field { name: name.to_owned(), arguments: arguments.to_owned(), fields: inner });
    }
}

fn bracket(text: &str) -> Option<(&str, &str)> {
    let mut depth = 1;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((text.get(..at)?, text.get(at + 1..)?));
        }
    }
    None
}

impl Field {
    /// The value of an argument: a number, a word, or a text without its quotes.
    pub(super) fn argument(&self, name: &str) -> Option<&str> {
        let at = self.arguments.find(&format!("{name}:"))?;
        let value = self.arguments.get(at + name.len() + 1..)?.trim_start();
        let end = value.find([',', ')', '}', '\n', ' ']).unwrap_or(value.len());
        Some(value.get(..end)?.trim_matches('"'))
    }

    pub(super) fn field(&self, name: &str) -> Option<&Self> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// Of a value what is asked for; else which field it has not.
pub(super) fn chosen(value: &Value, fields: &[Field]) -> Result<Value, String> {
    match value {
        Value::Array(list) => list.iter().map(|one| chosen(one, fields)).collect::<Result<_, _>>().map(Value::Array),
        Value::Object(all) if !fields.is_empty() => {
            let mut some = Map::new();
            for field in fields {
                let value = all.get(&field.name).ok_or_else(|| format!("{} is no field of this type", field.name))?;
                some.insert(field.name.clone(), chosen(value, &field.fields)?);
            }
            Ok(Value::Object(some))
        }
        Value::Object(_) => Err("a field needs fields of its own".to_owned()),
        value => Ok(value.clone()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_asked_for_is_answered_and_nothing_else() {
        let text = "{taskDetails(from:1, to: 2, pagination:{cursor:\"a b\"}){tasks{id lastAgent{name} createdTime(sort:asc)}}}";
        let query = read(text).expect("a query");
        assert_eq!((query[0].argument("from"), query[0].argument("to")), (Some("1"), Some("2")));
        let record =
            json!({"taskDetails": {"tasks": [{"id": "t", "lastAgent": {"id": "a", "name": "Ann"}, "createdTime": 5}]}});
        let wanted = json!({"taskDetails": {"tasks": [{"id": "t", "lastAgent": {"name": "Ann"}, "createdTime": 5}]}});
        assert_eq!(chosen(&record, &query), Ok(wanted));
        assert!(chosen(&record, &read("{taskDetails{tasks{nothing}}}").expect("a query")).is_err());
        assert_eq!(read("{taskDetails"), None);
        assert_eq!(read("query X {a}").map(|fields| fields.len()), Some(1));
    }
}
