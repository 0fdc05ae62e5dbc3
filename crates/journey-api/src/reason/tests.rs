use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::*;

type Words = BTreeMap<String, String>;

/// The words of the console, by language.
fn words() -> BTreeMap<String, Words> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../console/locales");
    let files = std::fs::read_dir(folder).expect("the console's words");
    let language = |file: std::io::Result<std::fs::DirEntry>| {
        let path = file.expect("a file").path();
        let tag = path.file_stem().expect("a name").to_string_lossy().into_owned();
        (tag, serde_json::from_str(&std::fs::read_to_string(path).expect("read")).expect("words"))
    };
    files.map(language).collect()
}

#[test]
fn the_console_has_words_in_each_language_for_every_reason_that_the_service_knows_and_for_no_other() {
    let words = words();
    assert_eq!(words.len(), 14);
    let known: BTreeSet<String> = Fault::CODES.iter().map(|(code, _)| format!("reason.{code}")).collect();
    assert_eq!(known.len(), Fault::CODES.len(), "a code is there twice");
    for (tag, words) in words {
        let said: BTreeSet<String> = words.keys().filter(|key| key.starts_with("reason.")).cloned().collect();
        assert_eq!(known.difference(&said).collect::<Vec<_>>(), Vec::<&String>::new(), "{tag} lacks these");
        assert_eq!(said.difference(&known).collect::<Vec<_>>(), Vec::<&String>::new(), "{tag} has these too many");
    }
}

#[test]
fn the_consoles_words_ask_for_no_value_that_the_reason_does_not_have() {
    for (tag, words) in words() {
        for (code, names) in Fault::CODES {
            let said = words.get(&format!("reason.{code}")).map_or("", String::as_str);
            for asked in said.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)) {
                assert!(names.contains(&asked), "{tag}: {code} has no {asked}");
            }
        }
    }
}

#[test]
fn a_reason_is_told_to_people_by_its_place_and_sentence_and_to_programs_by_its_code() {
    let reason = Reason::at("attributes[2]", Reason::at("limit", Fault::AtLeast { least: 0 }));
    assert_eq!(reason.to_string(), "attributes[2].limit: must be at least 0");
    let told = serde_json::to_value(reason.detail()).expect("told");
    let wanted = serde_json::json!({"place": "attributes[2].limit", "code": "number.at-least", "params": {"least": 0},
        "message": "must be at least 0"});
    assert_eq!(told, wanted);
    let unknown = serde_json::to_value(Reason::from("so not").detail()).expect("told");
    assert_eq!(unknown, serde_json::json!({"message": "so not"}));
}
