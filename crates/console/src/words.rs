//! The words of the console, and how dates and numbers are written: as signals, so that another language changes them where
//! they stand. English is compiled in; the others are files beside the page, and what one of them lacks is said in English.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use js_sys::{Array, Date, Intl, Object, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;
use wasm_bindgen::JsValue;

use crate::reason::{Reason, Said};

/// The languages with a file in `locales/`; `cargo xtask` checks this list against the folder.
pub(crate) const LANGUAGES: [&str; 14] =
    ["en", "de", "fr", "es", "pt-BR", "it", "nl", "pl", "ja", "ko", "zh-Hans", "zh-Hant", "ar", "he"];

/// Under which the browser keeps the language that somebody chose.
const CHOSEN: &str = "journey-console-language";

type Table = BTreeMap<String, String>;

static ENGLISH: LazyLock<Table> =
    LazyLock::new(|| serde_json::from_str(include_str!("../locales/en.json")).unwrap_or_default());

/// A language's words.
#[derive(Clone, Debug, PartialEq)]
struct Language {
    tag: &'static str,
    /// Empty for English.
    words: Arc<Table>,
}

/// The words of the page. A handle: copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Words {
    language: RwSignal<Language>,
}

impl Words {
    /// In the language that somebody chose, else in the browser's; in English until its words are there.
    pub(crate) fn new() -> Self {
        let words = Self { language: RwSignal::new(Language { tag: "en", words: Arc::default() }) };
        let chosen = storage().and_then(|storage| storage.get_item(CHOSEN).ok().flatten());
        let browser = window().navigator().language();
        words.load(language_of(&chosen.or(browser).unwrap_or_default()));
        words
    }

    /// Takes the words of another language, and remembers it.
    pub(crate) fn choose(self, tag: &str) {
        let tag = language_of(tag);
        if let Some(storage) = storage() {
            // Where nothing can be kept, the choice is for this page.
            let _ = storage.set_item(CHOSEN, tag);
        }
        self.load(tag);
    }

    fn load(self, tag: &'static str) {
        if tag == "en" {
            self.show(Language { tag, words: Arc::default() });
            return;
        }
        spawn_local(async move {
            let answer = gloo_net::http::Request::get(&format!("locales/{tag}.json")).send().await;
            let table = match answer {
                Ok(answer) => answer.json::<Table>().await,
                Err(error) => Err(error),
            };
            match table {
                Ok(words) => self.show(Language { tag, words: Arc::new(words) }),
                Err(error) => leptos::logging::warn!("the words of {tag} could not be loaded: {error}"),
            }
        });
    }

    fn show(self, language: Language) {
        if let Some(page) = document().document_element() {
            let direction = if ["ar", "he"].contains(&language.tag) { "rtl" } else { "ltr" };
            // Only a page that is gone refuses.
            let _ = page.set_attribute("lang", language.tag);
            let _ = page.set_attribute("dir", direction);
        }
        self.language.set(language);
    }

    /// The language's tag, BCP 47.
    pub(crate) fn tag(self) -> &'static str {
        self.language.with(|language| language.tag)
    }

    /// The words under a key.
    pub(crate) fn t(self, key: &str) -> String {
        let said = self.language.with(|language| find(language, key));
        debug_assert!(said.is_some(), "no words for {key}");
        said.unwrap_or_else(|| key.to_owned())
    }

    /// The words under a key, as a text or an attribute of a view.
    pub(crate) fn words(self, key: &'static str) -> Signal<String> {
        Signal::derive(move || self.t(key))
    }

    /// The words under a key, with `{name}` replaced by each argument's value.
    pub(crate) fn t_with(self, key: &str, arguments: &[(&str, &str)]) -> String {
        let is_rtl = self.language.with(|language| ["ar", "he"].contains(&language.tag));
        arguments.iter().fold(self.t(key), |words, (name, value)| {
            // A name among words that run from right to left keeps its own direction.
            let value = if is_rtl { format!("\u{2068}{value}\u{2069}") } else { (*value).to_owned() };
            words.replace(&format!("{{{name}}}"), &value)
        })
    }

    /// What is said of a reason, without its place.
    pub(crate) fn reason(self, reason: &Reason) -> Said {
        let key = ["reason.", &reason.code].concat();
        if self.language.with(|language| find(language, &key)).is_none() {
            return Said { words: reason.message.clone(), is_english: true };
        }
        let written = |value: &Value| match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.as_i64().map_or_else(|| number.to_string(), |number| self.number(number)),
            other => other.to_string(),
        };
        let values: Vec<(&str, String)> =
            reason.params.iter().map(|(name, value)| (name.as_str(), written(value))).collect();
        let arguments: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Said { words: self.t_with(&key, &arguments), is_english: false }
    }

    /// The same, with the place where there is one.
    pub(crate) fn reason_at(self, reason: &Reason) -> Said {
        let said = self.reason(reason);
        if reason.place.is_empty() {
            return said;
        }
        let words = match said.is_english {
            true => format!("{}: {}", reason.place, said.words),
            false => self.t_with("problem.at", &[("place", &reason.place), ("reason", &said.words)]),
        };
        Said { words, ..said }
    }

    /// The words for so many, in the form that the language has for it, with the number in `{count}`.
    pub(crate) fn t_count(self, key: &str, count: i64) -> String {
        let tag = self.tag();
        #[expect(clippy::cast_precision_loss, reason = "plural forms of such numbers are all alike")]
        let form = Intl::PluralRules::new(&Array::of1(&tag.into()), &Object::new()).select(count as f64);
        let form = form.as_string().unwrap_or_default();
        let said = self.language.with(|language| find(language, &format!("{key}.{form}")));
        said.unwrap_or_else(|| self.t(&format!("{key}.other"))).replace("{count}", &self.number(count))
    }

    /// A number, as people of the language write it.
    pub(crate) fn number(self, number: i64) -> String {
        #[expect(clippy::cast_precision_loss, reason = "beyond 2^53 nobody counts")]
        let number = js_sys::Number::from(number as f64);
        String::from(number.to_locale_string(self.tag()))
    }

    /// So much of a unit of `Intl` (`megabyte`, `minute`).
    pub(crate) fn measure(self, number: f64, unit: &str) -> String {
        let options = Object::new();
        let is_size = unit.ends_with("byte");
        let display = if is_size { "short" } else { "long" };
        for (name, value) in [("style", "unit"), ("unit", unit), ("unitDisplay", display)] {
            // An object of ours takes any property.
            let _ = Reflect::set(&options, &name.into(), &value.into());
        }
        let _ = Reflect::set(&options, &"maximumFractionDigits".into(), &1.into());
        let format = Intl::NumberFormat::new(&Array::of1(&self.tag().into()), &options).format();
        format.call1(&JsValue::UNDEFINED, &number.into()).ok().and_then(|text| text.as_string()).unwrap_or_default()
    }

    /// A point in time (ISO 8601), in the time zone of the browser.
    pub(crate) fn time(self, written: &str) -> String {
        self.date(written, &[("dateStyle", "medium"), ("timeStyle", "short")])
    }

    /// A point in time of today, to the second.
    pub(crate) fn moment(self, written: &str) -> String {
        self.date(written, &[("timeStyle", "medium")])
    }

    fn date(self, written: &str, styles: &[(&str, &str)]) -> String {
        let date = Date::new(&written.into());
        if date.get_time().is_nan() {
            return written.to_owned();
        }
        let options = Object::new();
        for (name, value) in styles {
            // An object of ours takes any property.
            let _ = Reflect::set(&options, &(*name).into(), &(*value).into());
        }
        String::from(date.to_locale_string(self.tag(), &options))
    }
}

/// What a language calls itself.
pub(crate) fn own_name(tag: &str) -> &'static str {
    match tag {
        "de" => "Deutsch",
        "fr" => "Français",
        "es" => "Español",
        "pt-BR" => "Português (Brasil)",
        "it" => "Italiano",
        "nl" => "Nederlands",
        "pl" => "Polski",
        "ja" => "日本語",
        "ko" => "한국어",
        "zh-Hans" => "简体中文",
        "zh-Hant" => "繁體中文",
        "ar" => "العربية",
        "he" => "עברית",
        _ => "English",
    }
}

fn find(language: &Language, key: &str) -> Option<String> {
    language.words.get(key).or_else(|| ENGLISH.get(key)).cloned()
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// The language with words for a tag such as `de-AT`; English for one that has none.
fn language_of(tag: &str) -> &'static str {
    let parts: Vec<String> = tag.split(['-', '_']).map(str::to_lowercase).collect();
    let primary = parts.first().map_or("", String::as_str);
    if primary == "zh" {
        let is_traditional = parts.iter().any(|part| ["hant", "tw", "hk", "mo"].contains(&part.as_str()))
            && !parts.iter().any(|part| part == "hans");
        return if is_traditional { "zh-Hant" } else { "zh-Hans" };
    }
    let is_of = |known: &&&str| known.split('-').next() == Some(primary);
    LANGUAGES.iter().find(is_of).copied().unwrap_or("en")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    fn a_language_is_found_by_the_browsers_tag() {
        for (tag, language) in [
            ("de-AT", "de"),
            ("pt", "pt-BR"),
            ("zh-TW", "zh-Hant"),
            ("zh-Hans-HK", "zh-Hans"),
            ("zh", "zh-Hans"),
            ("sv-SE", "en"),
            ("", "en"),
        ] {
            assert_eq!(language_of(tag), language, "{tag}");
        }
    }

    #[wasm_bindgen_test]
    fn a_count_takes_the_languages_own_form_and_what_is_lacking_is_said_in_english() {
        let table = [("holds.events.one", "{count} zdarzenie"), ("holds.events.few", "{count} zdarzenia")];
        let table: Table = table.into_iter().map(|(key, said)| (key.to_owned(), said.to_owned())).collect();
        let words = Words { language: RwSignal::new(Language { tag: "pl", words: Arc::new(table) }) };
        assert_eq!(
            [words.t_count("holds.events", 1), words.t_count("holds.events", 3)],
            ["1 zdarzenie", "3 zdarzenia"]
        );
        assert_eq!(words.t_count("holds.events", 5), "5 events");
    }

    #[wasm_bindgen_test]
    fn why_an_event_or_a_call_failed_is_said_in_the_language_of_the_page() {
        let german: Table = serde_json::from_str(include_str!("../locales/de.json")).expect("words");
        let words = Words { language: RwSignal::new(Language { tag: "de", words: Arc::new(german) }) };
        let said = |told: Value| words.reason_at(&serde_json::from_value(told).expect("a reason"));
        for (told, german) in [
            (
                json!({"place": "time", "code": "event.not-a-time", "params": {"value": "\"soon\""}, "message": "x"}),
                "time: Das ist kein Zeitpunkt: \"soon\"",
            ),
            (json!({"place": "type", "code": "event.missing", "message": "missing"}), "type: Das fehlt dem Ereignis."),
            (json!({"code": "body.no-batch", "message": "x"}), "Ein Stapel muss eine Liste von Ereignissen sein."),
            (json!({"code": "call.answered", "params": {"status": 503}, "message": "x"}), "Die Antwort war 503."),
            (json!({"code": "call.timed-out", "message": "x"}), "Es kam nicht rechtzeitig eine Antwort."),
        ] {
            assert_eq!(said(told), Said { words: german.to_owned(), is_english: false });
        }
        let unknown = json!({"place": "type", "code": "of.tomorrow", "message": "so not"});
        assert_eq!(said(unknown), Said { words: "type: so not".to_owned(), is_english: true });
    }
}
