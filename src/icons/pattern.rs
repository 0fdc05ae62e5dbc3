//! A key of the map: words that are looked for, or an expression that the browser tries.

use wasm_bindgen::prelude::*;

use super::guard::{is_expression, is_harmless};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = RegExp)]
    type Expression;
    #[wasm_bindgen(constructor, catch, js_class = "RegExp")]
    fn new(source: &str, flags: &str) -> Result<Expression, JsValue>;
    #[wasm_bindgen(method)]
    fn test(this: &Expression, text: &str) -> bool;
}

pub(super) struct Pattern {
    /// In lower case.
    key: String,
    expression: Option<Expression>,
}

impl Pattern {
    /// The pattern, and what is odd about it. An expression that is none, or that could take for ever, is taken for the
    /// words that it is written with.
    pub(super) fn read(key: &str) -> (Self, Option<&'static str>) {
        let (expression, odd) = match key {
            _ if !is_expression(key) => (None, None),
            _ if !is_harmless(key) => (None, Some("could take for ever to try; it is taken as plain words")),
            _ => match Expression::new(key, "i") {
                Ok(expression) => (Some(expression), None),
                Err(_) => (None, Some("is no regular expression; it is taken as plain words")),
            },
        };
        (Self { key: key.trim().to_lowercase(), expression }, odd)
    }

    /// Whether it is this very word, in any case.
    pub(super) fn is(&self, word: &str) -> bool {
        self.key == word
    }

    /// Whether it occurs in a word, which is short and in lower case.
    pub(super) fn occurs_in(&self, word: &str) -> bool {
        match &self.expression {
            Some(expression) => expression.test(word),
            None => !self.key.is_empty() && word.contains(&self.key),
        }
    }
}
