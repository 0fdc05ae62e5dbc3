//! The files of words: checked against the source and against each other, and written beside the script, where the widget
//! fetches the one that it needs. English is compiled in, so its file is not shipped.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

use crate::bundle::write_file;
use crate::workspace;

const ENGLISH: &str = "en";

/// The plural forms that counts of a language take (CLDR, by way of Intl.PluralRules; a browser test compares them).
/// French, Spanish, Portuguese and Italian have "many" for whole millions, which no customer's history reaches.
const PLURALS: [(&str, &[&str]); 14] = [
    ("en", &["one", "other"]),
    ("de", &["one", "other"]),
    ("fr", &["one", "other"]),
    ("es", &["one", "other"]),
    ("pt-BR", &["one", "other"]),
    ("it", &["one", "other"]),
    ("nl", &["one", "other"]),
    ("pl", &["one", "few", "many", "other"]),
    ("ja", &["other"]),
    ("ko", &["other"]),
    ("zh-Hans", &["other"]),
    ("zh-Hant", &["other"]),
    ("ar", &["zero", "one", "two", "few", "many", "other"]),
    ("he", &["one", "two", "other"]),
];

/// A language's words, by key.
type Table = BTreeMap<String, String>;

/// Writes the files that are fetched to `out/locales/`, without blanks, and tells what is wrong with them. That does not
/// end a build: what a language lacks is said in English, and a test of these commands fails.
///
/// # Errors
/// A file is no list of words, or cannot be written.
pub(crate) fn write(out: &Path) -> Result<()> {
    write_those_of(&WIDGET, out)
}

/// The words of one of the programs that have some.
pub(crate) struct Words {
    /// Where a file for each language lies.
    folder: &'static str,
    /// The English words that lie elsewhere: those of the widget's second file, which they are compiled into.
    more_english: Option<&'static str>,
    /// Where the source lies that asks for them.
    source: &'static str,
    /// Which of its files lists the languages.
    list: &'static str,
}

/// The widget's.
const WIDGET: Words = Words {
    folder: "locales",
    more_english: Some("src/locale/en.later.json"),
    source: "src",
    list: "src/locale/language.rs",
};
/// The console's.
pub(crate) const CONSOLE: Words = Words {
    folder: "crates/console/locales",
    more_english: None,
    source: "crates/console/src",
    list: "crates/console/src/words.rs",
};

/// The same for the words of one program.
///
/// # Errors
/// A file is no list of words, or cannot be written.
pub(crate) fn write_those_of(words: &Words, out: &Path) -> Result<()> {
    let languages = read_all(words)?;
    let problems = problems(&languages, &sources_in(words.source)?, words.list);
    if !problems.is_empty() {
        eprintln!("warning: {}/:\n  {}", words.folder, problems.join("\n  "));
    }
    let folder = out.join("locales");
    fs::create_dir_all(&folder).with_context(|| format!("{} could not be made", folder.display()))?;
    for (tag, words) in languages.iter().filter(|(tag, _)| *tag != ENGLISH) {
        write_file(&folder.join(format!("{tag}.json")), serde_json::to_string(words)?.as_bytes())?;
    }
    Ok(())
}

fn read_all(words: &Words) -> Result<BTreeMap<String, Table>> {
    let folder = workspace::root().join(words.folder);
    let mut languages = BTreeMap::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        let path = entry?.path();
        let tag = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
        let text = fs::read_to_string(&path)?;
        languages.insert(tag, read(&text).with_context(|| path.display().to_string())?);
    }
    if let (Some(more), Some(english)) = (words.more_english, languages.get_mut(ENGLISH)) {
        let path = workspace::root().join(more);
        let text = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        for (key, words) in read(&text).with_context(|| path.display().to_string())? {
            if english.insert(key.clone(), words).is_some() {
                bail!("{key} is in {ENGLISH}.json and in {more}");
            }
        }
    }
    Ok(languages)
}

fn read(text: &str) -> Result<Table> {
    let map: Map<String, Value> = serde_json::from_str(text)?;
    // A reader of JSON takes the last of two; a person sees the first.
    let lines = text.lines().filter(|line| line.trim_start().starts_with('"')).count();
    if lines != map.len() {
        bail!("{lines} lines and {} keys: a key is there twice, or two stand on one line", map.len());
    }
    map.into_iter()
        .map(|(key, value)| match value {
            Value::String(words) => Ok((key, words)),
            _ => bail!("{key} is no text"),
        })
        .collect()
}

/// The widget's source without its tests.
///
/// # Errors
/// It cannot be read.
#[cfg(test)]
pub(crate) fn sources() -> Result<String> {
    sources_in(WIDGET.source)
}

/// A program's source without its tests.
fn sources_in(folder: &str) -> Result<String> {
    let mut all = String::new();
    let mut folders = vec![workspace::root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))? {
            let path = entry?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if path.is_dir() {
                if !["tests", "preview", "layout"].contains(&name) {
                    folders.push(path);
                }
            } else if name == "card.js" {
                all.push_str(&fs::read_to_string(&path)?);
            } else if name.ends_with(".rs") && name != "tests.rs" {
                let text = fs::read_to_string(&path)?;
                all.push_str(text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default());
            }
        }
    }
    Ok(all)
}

/// Everything that is wrong, a line each.
fn problems(languages: &BTreeMap<String, Table>, source: &str, list: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let Some(english) = languages.get(ENGLISH) else { return vec!["en.json is missing".to_owned()] };
    let literals = literals(source);
    problems.extend(unused(english, &literals).into_iter().map(|key| format!("en.json: nobody asks for {key}")));
    problems.extend(unknown(english, &literals).into_iter().map(|key| format!("en.json has no {key}")));
    for tag in listed(source).difference(&languages.keys().cloned().collect()) {
        problems.push(format!("{tag}.json is missing ({list} names it)"));
    }
    for (tag, words) in languages {
        if !listed(source).contains(tag) {
            problems.push(format!("{tag}.json: {list} does not name {tag}"));
        }
        let Some((_, forms)) = PLURALS.iter().find(|(known, _)| known == tag) else {
            problems.push(format!("{tag}.json: xtask/src/locales.rs does not know its plural forms"));
            continue;
        };
        problems
            .extend(against_english(english, words, forms).into_iter().map(|problem| format!("{tag}.json: {problem}")));
    }
    problems
}

/// What a language has too much, too little or otherwise than English.
fn against_english(english: &Table, words: &Table, forms: &[&str]) -> Vec<String> {
    let mut problems = Vec::new();
    let mut wanted: BTreeMap<String, &str> = BTreeMap::new();
    for (key, text) in english {
        match plural_of(key, english) {
            Some(base) => wanted.extend(forms.iter().map(|form| (format!("{base}.{form}"), text.as_str()))),
            None => drop(wanted.insert(key.clone(), text)),
        }
    }
    for (key, text) in &wanted {
        let Some(said) = words.get(key) else {
            problems.push(format!("{key} is missing (in English: {text})"));
            continue;
        };
        if said.trim().is_empty() || said.trim() != said {
            problems.push(format!("{key} is empty or has blanks around it"));
        }
        let (theirs, mut ours) = (placeholders(said), placeholders(text));
        // "One contact", "two contacts" may be said without a digit.
        if ["zero", "one", "two"].iter().any(|form| key.ends_with(&format!(".{form}"))) && !theirs.contains("count") {
            ours.remove("count");
        }
        if theirs != ours {
            problems.push(format!("{key} has the arguments {theirs:?} instead of {ours:?}"));
        }
    }
    problems
        .extend(words.keys().filter(|key| !wanted.contains_key(*key)).map(|key| format!("{key} is not in English")));
    problems
}

/// `timeline.new` for `timeline.new.one` and `timeline.new.other`.
fn plural_of<'a>(key: &'a str, english: &Table) -> Option<&'a str> {
    let base = key.strip_suffix(".one").or_else(|| key.strip_suffix(".other"))?;
    let has = |form: &str| english.contains_key(&format!("{base}.{form}"));
    (has("one") && has("other")).then_some(base)
}

fn placeholders(words: &str) -> BTreeSet<&str> {
    words.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}

/// Every string literal of the source.
fn literals(source: &str) -> BTreeSet<&str> {
    let mut literals = BTreeSet::new();
    // Line by line: a quote in a comment then spoils no more than its line.
    for line in source.lines().filter(|line| !line.trim_start().starts_with("//")) {
        literals.extend(line.split('"').skip(1).step_by(2));
    }
    literals
}

/// Keys that no literal names, nor begins (`"channel."` begins all channels').
fn unused(english: &Table, literals: &BTreeSet<&str>) -> Vec<String> {
    let is_used = |key: &str| {
        let base = plural_of(key, english).unwrap_or(key);
        let titled = base.strip_suffix(".title").is_some_and(|base| literals.contains(base));
        titled
            || literals.contains(base)
            || base.match_indices('.').any(|(place, _)| base.get(..=place).is_some_and(|start| literals.contains(start)))
            // `t_named("summary", …)`
            || base.match_indices('.').any(|(place, _)| base.get(..place).is_some_and(|start| NAMED.contains(&start)))
    };
    english.keys().filter(|key| !is_used(key)).cloned().collect()
}

/// Families whose last word comes from outside, by `t_named`.
const NAMED: [&str; 1] = ["summary"];

/// Literals that look like keys of a family that is there, and are none.
fn unknown(english: &Table, literals: &BTreeSet<&str>) -> Vec<String> {
    let families: BTreeSet<&str> = english.keys().filter_map(|key| Some(key.split_once('.')?.0)).collect();
    let looks_like_a_key = |literal: &str| {
        let word =
            |part: &str| !part.is_empty() && part.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
        literal.split_once('.').is_some_and(|(family, rest)| families.contains(family) && rest.split('.').all(word))
    };
    let is_known = |literal: &str| english.contains_key(literal) || english.contains_key(&format!("{literal}.other"));
    let unknown = literals.iter().filter(|literal| looks_like_a_key(literal) && !is_known(literal));
    unknown.map(|literal| (*literal).to_owned()).collect()
}

/// The languages that the program's list names, without those that tests make.
fn listed(source: &str) -> BTreeSet<String> {
    let list = source.split("const LANGUAGES").nth(1).and_then(|rest| rest.split_once('=')?.1.split_once(']'));
    let list = list.map(|(list, _)| list).unwrap_or_default();
    let tags = list.split('"').skip(1).step_by(2).filter(|tag| !["en-XA", "ar-XB"].contains(tag));
    tags.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(entries: &[(&str, &str)]) -> Table {
        entries.iter().map(|(key, words)| ((*key).to_owned(), (*words).to_owned())).collect()
    }

    fn english() -> Table {
        words(&[("a.new.one", "{count} new"), ("a.new.other", "{count} new"), ("a.copy", "Copy {what}")])
    }

    #[test]
    fn every_language_says_everything_and_nothing_else() {
        for words in [WIDGET, CONSOLE] {
            let source = sources_in(words.source).unwrap();
            let found = problems(&read_all(&words).unwrap(), &source, words.list);
            assert!(found.is_empty(), "{}:\n{}", words.folder, found.join("\n"));
        }
    }

    #[test]
    fn the_card_without_wasm_says_in_english_what_the_other_languages_say() {
        let script = include_str!("../../src/element/card.js");
        let english = &read_all(&WIDGET).unwrap()["en"];
        let said: Vec<_> = english.iter().filter(|(key, _)| key.starts_with("card.")).collect();
        assert!(!said.is_empty());
        for (key, words) in said {
            assert!(script.contains(&format!("\"{words}\"")), "{key}: {words}");
        }
    }

    #[test]
    fn a_missing_a_needless_and_a_mistyped_one_are_told() {
        let polish = words(&[
            ("a.new.one", "nowe"),
            ("a.new.few", "{count} nowe"),
            ("a.new.other", "{liczba} nowych"),
            ("a.copy", " "),
            ("a.old", "stare"),
        ]);
        let found = against_english(&english(), &polish, &["one", "few", "many", "other"]).join("\n");
        for part in
            ["a.new.many is missing", "a.new.other has the arguments", "a.copy is empty", "a.old is not in English"]
        {
            assert!(found.contains(part), "{part}: {found}");
        }
        assert!(!found.contains("a.new.one"), "one may be said without a digit: {found}");
    }

    #[test]
    fn what_the_source_asks_for_is_there_and_what_is_there_is_asked_for() {
        let source = "t_count(\"a.new\", 2, \"2\"); t(\"a.gone\"); // \"a.copy\"\nlet b = \"no.key\";";
        let literals = literals(source);
        assert_eq!(unknown(&english(), &literals), ["a.gone"]);
        assert_eq!(unused(&english(), &literals), Vec::<String>::new());
        let literals = BTreeSet::from(["b."]);
        assert_eq!(unused(&english(), &literals).len(), 3);
    }

    #[test]
    fn a_key_that_is_there_twice_is_refused() {
        assert!(read("{\n\"a\": \"1\",\n\"a\": \"2\"\n}").unwrap_err().to_string().contains("twice"));
    }
}
