//! The words and formats of one widget, as signals: what is read in a closure of a view is written anew when the language,
//! the formats' tag or the viewer's time zone changes, and nothing else is.

use leptos::prelude::*;

use super::{Formats, Language};

/// How one widget says and writes things. A handle: copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct I18n {
    language: Memo<Language>,
    formats: Memo<Formats>,
}

impl I18n {
    /// `language`: whose words; `tag`: by whose habits dates and numbers are written (BCP 47); `place`: any text that is
    /// another one in another time zone.
    pub(crate) fn new(
        language: impl Fn() -> Language + Send + Sync + 'static,
        tag: impl Fn() -> String + Send + Sync + 'static,
        place: impl Fn() -> String + Send + Sync + 'static,
    ) -> Self {
        let language = Memo::new(move |_| language());
        let formats = Memo::new(move |_| Formats::of(Some(tag())).at(place()).with_words(language.get()));
        Self { language, formats }
    }

    /// The language, for the names of the domain's own things.
    pub(crate) fn language(self) -> Language {
        self.language.get()
    }

    /// The words under `key`.
    pub(crate) fn t(self, key: &str) -> String {
        self.language.with(|language| language.t(key))
    }

    /// The words under `key`, as a text or an attribute of a view.
    pub(crate) fn words(self, key: &'static str) -> impl Fn() -> String + Copy + Send + Sync + 'static {
        move || self.t(key)
    }

    /// The words under `key`, with `{name}` replaced by each argument's value.
    pub(crate) fn t_with(self, key: &str, arguments: &[(&str, &str)]) -> String {
        self.language.with(|language| language.t_with(key, arguments))
    }

    /// The words for this many, in the form that the language has for it, with the number in `{count}`.
    pub(crate) fn t_count(self, key: &str, count: usize) -> String {
        let written = self.count(count);
        self.language.with(|language| language.t_count(key, count, &written))
    }

    /// A count, as people write it.
    pub(crate) fn count(self, count: usize) -> String {
        self.formats(|formats| formats.count(count))
    }

    /// Writes something by the formats.
    pub(crate) fn formats<T>(self, write: impl FnOnce(&Formats) -> T) -> T {
        self.formats.with(write)
    }
}
