//! The words of a language, by key; what it lacks, in English, which is compiled in.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::language::Language;
use crate::later::{self, later};

thread_local! {
    static WORDS: Map<String, Value> = read(include_str!("../../locales/en.json"));
    /// What only code of the second file says; read when it first does.
    static LATER: Map<String, Value> = read(later_words());
}

later! {
    fn later_words() -> &'static str = words_of_later, "3032d500000000000000000000000001"
}

fn words_of_later() -> &'static str {
    include_str!("en.later.json")
}

fn read(words: &str) -> Map<String, Value> {
    match basics::json::parse(words) {
        Ok(Value::Object(words)) => words,
        _ => Map::new(),
    }
}

impl Language {
    /// The words under `key`. A key without words is a mistake of ours: it shows itself, and stops a debug build.
    pub(crate) fn t(&self, key: &str) -> String {
        let words = self.find(key);
        debug_assert!(words.is_some(), "no words for {key}");
        words.unwrap_or_else(|| key.to_owned())
    }

    /// The words under `key`, with `{name}` replaced by each argument's value.
    pub(crate) fn t_with(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        arguments
            .iter()
            .fold(self.t(key), |words, (name, value)| words.replace(&["{", name, "}"].concat(), &self.isolated(value)))
    }

    /// The words for this many, in the form that the language has for it (`key.one`, `key.few`, `key.other` …), with the
    /// number, written by the caller, in `{count}`.
    pub(crate) fn t_count(&self, key: &str, count: usize, written: &str) -> String {
        let form = self.form(count);
        let words = self.find(&[key, ".", &form].concat()).unwrap_or_else(|| self.t(&[key, ".other"].concat()));
        words.replace("{count}", written)
    }

    /// Somebody's words as they stand among ours: where lines run from right to left, a name or a number keeps its own
    /// direction and leaves its neighbours theirs.
    pub(crate) fn isolated<'a>(&self, text: &'a str) -> Cow<'a, str> {
        match self.direction() {
            "rtl" => ["\u{2068}", text, "\u{2069}"].concat().into(),
            _ => text.into(),
        }
    }

    /// The words under `prefix.name`, if there are some: for names that come from outside.
    pub(crate) fn t_named(&self, prefix: &str, name: &str) -> Option<String> {
        self.find(&[prefix, ".", name].concat())
    }

    fn find(&self, key: &str) -> Option<String> {
        let of = |words: &Map<String, Value>| words.get(key).and_then(Value::as_str).map(str::to_owned);
        let later = || if later::is_there() { LATER.with(of) } else { None };
        self.words(key).or_else(|| WORDS.with(of)).or_else(later)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn words_are_found_and_arguments_put_in() {
        assert_eq!(
            Language::ENGLISH.t_with("timeline.outside", &[("range", "the last 24 hours")]),
            "Nothing in the last 24 hours"
        );
        assert_eq!(Language::ENGLISH.t_count("timeline.new", 1, "1"), "1 new");
    }

    #[wasm_bindgen_test]
    fn a_value_that_looks_like_an_argument_is_left_alone() {
        assert_eq!(Language::ENGLISH.t_with("filters.text", &[("text", "{count}")]), "“{count}”");
    }

    #[wasm_bindgen_test]
    fn every_plural_has_both_forms_and_no_words_are_empty() {
        WORDS.with(|words| {
            assert!(words.len() > 100);
            for (key, text) in words {
                assert!(text.as_str().is_some_and(|text| !text.trim().is_empty()), "{key}");
                if let Some(base) = key.strip_suffix(".one") {
                    assert!(words.contains_key(&format!("{base}.other")), "{base}");
                }
            }
        });
    }
}
