//! Prepares what is compiled into the widget as text: style sheets without their indentation, and the English words in
//! two lists, one for each of the widget's files (src/later.rs).

use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Words of these keys are only said by code of the second file.
const LATER: [&str; 24] = [
    "bot.",
    "channels.bar.",
    "channels.chart.",
    "computed.",
    "details.",
    "digest.",
    "doubles.",
    "edit.",
    "export.",
    "filters.",
    "follow-up.",
    "inspect.",
    "links.",
    "menu.",
    "merge.",
    "note.",
    "numbers.",
    "planned.",
    "search.as-identity",
    "search.found",
    "speaker.",
    "stage.",
    "summary.",
    "talks.",
];
/// The one of these that the first file says too.
const NOT_LATER: &str = "\"details.text.more\"";
/// Words that are said where there is no wasm: element.js has the English ones itself.
const WITHOUT_WASM: &str = "card.";

fn main() -> io::Result<()> {
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    println!("cargo::rerun-if-changed=style");
    fs::create_dir_all(out.join("style"))?;
    for entry in fs::read_dir("style")? {
        let path = entry?.path();
        if let Some(name) = path.file_name() {
            fs::write(out.join("style").join(name), small(&fs::read_to_string(&path)?))?;
        }
    }
    words(&out)
}

/// A style sheet without comments, indentation and needless line ends.
fn small(sheet: &str) -> String {
    let mut small = String::new();
    let mut rest = sheet;
    while let Some((before, comment)) = rest.split_once("/*") {
        small.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    small.push_str(rest);
    small.lines().map(str::trim).filter(|line| !line.is_empty()).fold(String::new(), |mut text, line| {
        // Within a value or a selector a line end is a blank.
        if !text.is_empty() && !text.ends_with(['{', '}', ';', ',']) {
            text.push(' ');
        }
        text.push_str(line);
        text
    })
}

/// The words, a key a line, as two lists.
fn words(out: &Path) -> io::Result<()> {
    println!("cargo::rerun-if-changed=locales/en.json");
    let english = fs::read_to_string("locales/en.json")?;
    let entries = english
        .lines()
        .map(|line| line.trim().trim_end_matches(','))
        .filter(|line| line.starts_with('"') && !line[1..].starts_with(WITHOUT_WASM));
    let is_later =
        |line: &&str| !line.starts_with(NOT_LATER) && LATER.iter().any(|prefix| line[1..].starts_with(prefix));
    let (later, first): (Vec<&str>, Vec<&str>) = entries.partition(is_later);
    fs::write(out.join("later.json"), ["{", &later.join(","), "}"].concat())?;
    fs::write(out.join("first.json"), ["{", &first.join(","), "}"].concat())
}
