//! Reading of senders' values: by any of several keys, in whatever JSON type they chose.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::word::is_word;

/// A string, number or boolean as trimmed text; `None` for everything else and for blank text.
pub fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// A label is no longer than this, letters; the whole text is among the fields.
const LONGEST_LABEL: usize = 200;

/// A text as a label stands beside others: on one line, without signs that turn what stands around it to the other
/// direction, and not endless.
pub fn label(text: &str) -> String {
    line(text, LONGEST_LABEL)
}

/// The same with a length of its own.
pub(crate) fn line(text: &str, longest: usize) -> String {
    // Nearly all are such: it is seen byte by byte, not letter by letter.
    if text.len() <= longest && text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    let is_harmful = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
    };
    let text = match text.char_indices().nth(longest) {
        Some(_) => Cow::Owned(shortened(text, longest)),
        None => Cow::Borrowed(text),
    };
    if !text.contains(is_harmful) {
        return text.into_owned();
    }
    let replaced = |letter: char| match letter {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
        letter => (!is_harmful(letter)).then_some(letter),
    };
    text.chars().filter_map(replaced).collect::<String>().trim().to_owned()
}

/// The first of `keys` that holds text, as a label.
pub(crate) fn first_label(data: &Map<String, Value>, keys: &[&str]) -> Option<String> {
    first_text(data, keys).map(|text| label(&text)).filter(|label| !label.is_empty())
}

/// So many keys are looked through sooner than one is hashed.
const FEW_KEYS: usize = 16;

/// What stands under a key. An event is asked for some fifty keys, most of which it does not have.
pub(crate) fn get<'a>(data: &'a Map<String, Value>, key: &str) -> Option<&'a Value> {
    if data.len() > FEW_KEYS {
        return data.get(key);
    }
    data.iter().find(|(known, _)| *known == key).map(|(_, value)| value)
}

/// The first of `keys` that holds text; the spelling must match.
pub(crate) fn first_text(data: &Map<String, Value>, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| get(data, key).and_then(text))
}

/// Like [`first_text`], in any case: `WrapUpName` for `wrapupName`.
pub(crate) fn first_text_in_any_case(data: &Map<String, Value>, keys: &[&str]) -> Option<String> {
    first_text(data, keys).or_else(|| {
        keys.iter().find_map(|key| {
            data.iter().find(|(candidate, _)| candidate.eq_ignore_ascii_case(key)).and_then(|(_, value)| text(value))
        })
    })
}

/// The first of `names` that is a name: not a GUID, and not one of the event's own ids, which some senders put there.
pub(crate) fn first_name(data: &Map<String, Value>, names: &[&str], ids: &[&str]) -> Option<String> {
    let more = get(data, "additionalFields").and_then(Value::as_object);
    let is_id = |name: &String| {
        is_guid(name)
            || [Some(data), more].into_iter().flatten().any(|data| first_text(data, ids).as_ref() == Some(name))
    };
    names
        .iter()
        .find_map(|name| first_text(data, &[name]).filter(|name| !is_id(name)))
        .map(|name| label(&name))
        .filter(|label| !label.is_empty())
}

/// 8-4-4-4-12 hexadecimal digits: an id that somebody put where the name belongs.
pub fn is_guid(text: &str) -> bool {
    let mut parts = text.split('-');
    [8, 4, 4, 4, 12].iter().all(|length| {
        parts.next().is_some_and(|part| part.len() == *length && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
    }) && parts.next().is_none()
}

/// The first of `keys` that holds a duration in seconds, also as text. Fractions of a second are cut: no stage of a
/// contact is told that exactly, and a widget that never reads a float does not carry the tables for it.
pub(crate) fn first_seconds(data: &Map<String, Value>, keys: &[&str]) -> Option<i64> {
    keys.iter().find_map(|key| {
        let text = text(get(data, key).filter(|value| !value.is_boolean())?)?;
        let (seconds, fraction) = text.split_once('.').unwrap_or((&text, ""));
        fraction.bytes().all(|digit| digit.is_ascii_digit()).then(|| seconds.parse().ok())?
    })
}

/// Whether a flag is set. Any value that says something sets it; `"false"`, `"no"` and `"0"` say no.
pub(crate) fn is_set(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(flag) => *flag,
        Value::Number(number) => number.to_string().bytes().any(|digit| matches!(digit, b'1'..=b'9')),
        Value::String(text) => !["", "false", "no", "0"].iter().any(|no| text.trim().eq_ignore_ascii_case(no)),
        Value::Array(_) | Value::Object(_) => true,
    }
}

/// A key by which others find it however it is spelled: `Global_Variables` and `globalVariables` are one.
pub(crate) fn plain_key(key: &str) -> String {
    let letters: String = key.chars().filter(|letter| is_word(*letter)).collect();
    letters.to_lowercase()
}

/// Whether two words that people typed by hand are meant to be one: without regard to case and blanks.
pub(crate) fn is_same_word(one: &str, other: &str) -> bool {
    one == other || folded(one) == folded(other)
}

/// A word that people typed by hand, as it is compared.
pub(crate) fn folded(word: &str) -> String {
    word.split_whitespace().collect::<String>().to_lowercase()
}

/// A list of texts: a list, or one text on its own.
pub(crate) fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().filter_map(text).collect(),
        value => text(value).into_iter().collect(),
    }
}

/// A key as words: `customerNumber` and `customer_number` are both "Customer number". A key with blanks was written
/// for people and stays as it is.
pub fn words(key: &str) -> String {
    if key.trim().contains(' ') {
        return key.trim().to_owned();
    }
    let mut words = String::with_capacity(key.len() + 4);
    let mut previous = ' ';
    let mut letters = key.trim().chars().peekable();
    while let Some(letter) = letters.next() {
        let is_break = matches!(letter, '_' | '-' | ' ' | '.');
        if is_break {
            if !words.ends_with(' ') && !words.is_empty() {
                words.push(' ');
            }
            previous = ' ';
            continue;
        }
        let starts_word = letter.is_uppercase()
            && (previous.is_lowercase()
                || previous.is_ascii_digit()
                || (previous.is_uppercase() && letters.peek().is_some_and(|next| next.is_lowercase())));
        if starts_word {
            words.push(' ');
        }
        // A single letter or an acronym keeps its capitals.
        let begins_plain_word = words.ends_with(' ') && letters.peek().is_some_and(|next| next.is_lowercase());
        if words.is_empty() {
            words.extend(letter.to_uppercase());
        } else if begins_plain_word {
            words.extend(letter.to_lowercase());
        } else {
            words.push(letter);
        }
        previous = letter;
    }
    words.truncate(words.trim_end().len());
    words
}

/// The first `limit` characters, with "…" if some are left out.
pub(crate) fn shortened(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((end, _)) => {
            let mut short = text.get(..end).unwrap_or_default().trim_end().to_owned();
            short.push('…');
            short
        }
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_key_is_read_as_words() {
        for (key, expected) in [
            ("customerNumber", "Customer number"),
            ("order_id", "Order id"),
            ("Policy Holder", "Policy Holder"),
            ("Order ID", "Order ID"),
            ("orderID", "Order ID"),
            ("URLOfPage", "URL of page"),
            ("item2Name", "Item2 name"),
            ("größeÄnderung", "Größe änderung"),
            ("", ""),
            ("__", ""),
        ] {
            assert_eq!(words(key), expected, "{key}");
        }
    }

    #[test]
    fn the_word_false_does_not_set_a_flag() {
        for value in [json!("false"), json!("False"), json!(""), json!("0"), json!(0), json!(null), json!(false)] {
            assert!(!is_set(&value), "{value}");
        }
        for value in [json!(true), json!("true"), json!("yes"), json!(1), json!("hidden"), json!({})] {
            assert!(is_set(&value), "{value}");
        }
    }

    #[test]
    fn shortening_never_cuts_a_letter() {
        assert_eq!(shortened("李李李", 2), "李李…");
        assert_eq!(shortened("José", 4), "José");
    }

    #[test]
    fn a_label_is_short_and_turns_nothing_around() {
        assert_eq!(label("Ann \u{202e}rehcrA"), "Ann rehcrA");
        assert_eq!(label("one\ntwo\u{0}three\u{2029}"), "one twothree");
        assert_eq!(label(&"x".repeat(1_000_000)).chars().count(), 201);
        assert_eq!(label("José Łukasz 李 עברית"), "José Łukasz 李 עברית");
        assert_eq!(label("\u{202e}"), "");
    }
}
