//! A request's path and query, in which every outside value is percent-encoded once.

use std::fmt::Write;

use js_sys::encode_uri_component;

/// A path below the base URL. Literal parts are the contract's; values are encoded, `+`, `/` and `@` too.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    /// Values stand in braces here: in an encoded value there is none, and no literal part has one.
    text: String,
    has_query: bool,
}

impl Path {
    /// Begins with a literal part of the contract, `/v1/api/events`.
    pub(crate) fn new(literal: &str) -> Self {
        Self { text: literal.to_owned(), has_query: false }
    }

    /// Adds `/literal/value`.
    pub(crate) fn with(mut self, literal: &str, value: &str) -> Self {
        // Writing to a String cannot fail.
        let _ = write!(self.text, "/{literal}/{{{}}}", encoded(value));
        self
    }

    /// Adds another literal part.
    pub(crate) fn then(mut self, literal: &str) -> Self {
        // Writing to a String cannot fail.
        let _ = write!(self.text, "/{literal}");
        self
    }

    /// Adds what is to be done with it: `:verb`.
    pub(crate) fn verb(mut self, literal: &str) -> Self {
        // Writing to a String cannot fail.
        let _ = write!(self.text, ":{literal}");
        self
    }

    /// Adds a query parameter.
    pub(crate) fn query(mut self, name: &str, value: &str) -> Self {
        let mark = if self.has_query { '&' } else { '?' };
        self.has_query = true;
        let _ = write!(self.text, "{mark}{name}={{{}}}", encoded(value));
        self
    }

    /// The whole URL.
    pub(crate) fn on(&self, base_url: &str) -> String {
        format!("{}{}", base_url.trim_end_matches('/'), self.text.replace(['{', '}'], ""))
    }

    /// The path with its values in braces, for whoever must not show them.
    pub(super) fn marked(&self) -> &str {
        &self.text
    }
}

fn encoded(value: &str) -> String {
    encode_uri_component(value).into()
}
