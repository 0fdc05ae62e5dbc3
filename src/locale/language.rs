//! Which language the words are in: the one asked for, if there are words in it, else English, which is compiled in.
//!
//! Widgets of one page may speak different languages: each has its own, in its [`super::I18n`].

use std::fmt;
use std::sync::Arc;

use js_sys::Reflect;
use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type PluralRules;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(language: &str) -> Result<PluralRules, JsValue>;
    #[wasm_bindgen(method)]
    fn select(this: &PluralRules, count: f64) -> String;
}

/// The languages with a file in `locales/`; the last two are made by tests, to find words that are cut or mirrored
/// wrongly. `cargo xtask` checks this list against the folder.
pub(super) const LANGUAGES: [&str; 16] =
    ["en", "de", "fr", "es", "pt-BR", "it", "nl", "pl", "ja", "ko", "zh-Hans", "zh-Hant", "ar", "he", "en-XA", "ar-XB"];

/// A language that words can be asked for in. Copies are the same language.
#[derive(Clone, Default)]
pub(crate) struct Language(Option<Arc<SendWrapper<Loaded>>>);

/// What a language's file says. English has none.
struct Loaded {
    tag: &'static str,
    words: JsValue,
    plurals: PluralRules,
}

impl Language {
    /// What is there at once.
    pub(crate) const ENGLISH: Self = Self(None);

    /// The language of a file's content; `None` for what is none.
    pub(super) fn read(tag: &'static str, words: JsValue) -> Option<Self> {
        let plurals = PluralRules::new(tag).ok()?;
        words.is_object().then(|| Self(Some(Arc::new(SendWrapper::new(Loaded { tag, words, plurals })))))
    }

    /// Its tag, BCP 47.
    pub(crate) fn tag(&self) -> &'static str {
        self.0.as_ref().map_or("en", |loaded| loaded.tag)
    }

    /// `rtl` or `ltr`.
    pub(crate) fn direction(&self) -> &'static str {
        if ["ar", "he", "ar-XB"].contains(&self.tag()) { "rtl" } else { "ltr" }
    }

    /// This language's words under `key`; `None` where the file has none, and in English.
    pub(super) fn words(&self, key: &str) -> Option<String> {
        let loaded = self.0.as_ref()?;
        Reflect::get(&loaded.words, &key.into()).ok()?.as_string()
    }

    /// Which of its plural forms a count takes: `one`, `few` …
    pub(super) fn form(&self, count: usize) -> String {
        match &self.0 {
            Some(loaded) => loaded.plurals.select(count as f64),
            None => if count == 1 { "one" } else { "other" }.to_owned(),
        }
    }
}

impl PartialEq for Language {
    fn eq(&self, other: &Self) -> bool {
        self.tag() == other.tag()
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.tag())
    }
}

/// The language with words for this tag (`de-AT`, `zh_HK`, `iw`); English for one that we do not speak.
pub(crate) fn language_of(tag: &str) -> &'static str {
    let mut parts = tag.split(['-', '_']);
    let primary = parts.next().unwrap_or_default();
    let more: Vec<&str> = parts.collect();
    let is = |word: &str| primary.eq_ignore_ascii_case(word);
    let has = |words: &[&str]| more.iter().any(|part| words.iter().any(|word| part.eq_ignore_ascii_case(word)));
    if is("zh") || is("yue") {
        // Where the script is not said, the place tells it.
        let is_traditional = has(&["Hant"]) || (is("yue") || has(&["TW", "HK", "MO"])) && !has(&["Hans"]);
        return if is_traditional { "zh-Hant" } else { "zh-Hans" };
    }
    if is("iw") {
        return "he";
    }
    let of_primary = || LANGUAGES.into_iter().filter(|known| known.split('-').next().is_some_and(is));
    of_primary().find(|known| known.eq_ignore_ascii_case(tag)).or_else(|| of_primary().next()).unwrap_or("en")
}

/// The language asked for, in full: what the element was told, else the page's, else the browser's. Where the page says
/// just the language and the browser the country, dates and numbers are those of the country.
pub(crate) fn asked(told: Option<&str>) -> String {
    if let Some(told) = told {
        return told.replace('_', "-");
    }
    let window = web_sys::window();
    let browser = window.as_ref().and_then(|window| window.navigator().language()).unwrap_or_default();
    let page = window.and_then(|window| window.document()).and_then(|document| document.document_element());
    match page.and_then(|page| page.get_attribute("lang")).filter(|page| !page.trim().is_empty()) {
        Some(page) if browser.split('-').next() != Some(page.as_str()) => page,
        _ => browser,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn a_language_is_found_by_whatever_tag_a_desktop_writes() {
        for (tag, language) in [
            ("de-AT", "de"),
            ("DE", "de"),
            ("de_DE", "de"),
            ("zh", "zh-Hans"),
            ("zh-CN", "zh-Hans"),
            ("zh-SG", "zh-Hans"),
            ("zh-TW", "zh-Hant"),
            ("zh-HK", "zh-Hant"),
            ("zh-Hant-MO", "zh-Hant"),
            ("zh-Hans-HK", "zh-Hans"),
            ("pt", "pt-BR"),
            ("pt-PT", "pt-BR"),
            ("pt-br", "pt-BR"),
            ("iw", "he"),
            ("he-IL", "he"),
            ("ar-EG", "ar"),
            ("en-GB", "en"),
            ("en-XA", "en-XA"),
            ("sv-SE", "en"),
            ("", "en"),
            ("not a language!", "en"),
        ] {
            assert_eq!(language_of(tag), language, "{tag}");
        }
    }

    #[wasm_bindgen_test]
    fn what_a_file_lacks_is_said_in_english_rather_than_by_its_key() {
        let words = js_sys::JSON::parse(r#"{"day.today": "Heute"}"#).expect("words");
        let german = Language::read("de", words).expect("a language");
        assert_eq!([german.t("day.today"), german.t("day.yesterday")], ["Heute", "Yesterday"]);
        assert_eq!(Language::ENGLISH.t("day.today"), "Today");
    }

    #[wasm_bindgen_test]
    fn a_count_takes_the_languages_own_form() {
        let words =
            r#"{"n.one": "{count} wpis", "n.few": "{count} wpisy", "n.many": "{count} wpisów", "n.other": "x"}"#;
        let polish = Language::read("pl", js_sys::JSON::parse(words).expect("words")).expect("a language");
        let said = |count: usize| polish.t_count("n", count, &count.to_string());
        assert_eq!([said(1), said(2), said(5), said(22)], ["1 wpis", "2 wpisy", "5 wpisów", "22 wpisy"]);
    }
}
