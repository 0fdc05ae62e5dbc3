//! `custom-elements.json` and the types for TypeScript: printed by an example of the widget, from the same lists that the
//! element reads itself by, and checked here before they are shipped.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::bundle::NAME;
use crate::esbuild::check_types;
use crate::{steps, workspace};

/// The manifest's text.
///
/// # Errors
/// It could not be made, or is not what tools that read manifests expect.
pub(crate) fn make() -> Result<String> {
    let text = printed(&[])?;
    let manifest = check(&text).context("custom-elements.json is not well made")?;
    let element = &manifest["modules"][0]["declarations"][0];
    let root = workspace::root();
    let sources = read_all(&root.join("src/view"), "rs")? + &read_all(&root.join("src/element"), "js")?;
    same("CSS parts", &names(element, "cssParts"), &parts_in(&sources))?;
    let styles = read_all(&root.join("style"), "css")?;
    same("CSS variables", &names(element, "cssProperties"), &words_after(&styles, "var(--cjw-", "--cjw-"))?;
    let readme = read(&root.join("README.md"))?;
    for list in ["attributes", "members"] {
        if let Some(name) = names(element, list).iter().find(|name| !readme.contains(&format!("`{name}`"))) {
            bail!("README.md does not tell of `{name}` ({list})");
        }
    }
    Ok(text)
}

/// The text of `customer-journey-widget.d.ts`, from the same lists.
///
/// # Errors
/// It could not be made, or is no TypeScript.
pub(crate) fn types() -> Result<String> {
    let text = printed(&["types"])?;
    check_types(&text).context("the types are not well made")?;
    Ok(text)
}

fn printed(arguments: &[&str]) -> Result<String> {
    let mut cargo = workspace::cargo();
    cargo.args(["run", "--quiet", "--package", NAME, "--example", "custom-elements", "--"]).args(arguments);
    steps::output(&mut cargo)
}

/// Schema 1.0.0 of the manifest, as far as we use it.
fn check(text: &str) -> Result<Value> {
    let manifest: Value = serde_json::from_str(text)?;
    if manifest["schemaVersion"] != "1.0.0" {
        bail!("schemaVersion is {}", manifest["schemaVersion"]);
    }
    let element = &manifest["modules"][0]["declarations"][0];
    if element["tagName"] != NAME || element["customElement"] != true {
        bail!("the first declaration is not <{NAME}>");
    }
    for list in ["attributes", "members", "events", "cssParts", "cssProperties"] {
        let entries = element[list].as_array().with_context(|| format!("`{list}` is missing"))?;
        let mut names = HashSet::new();
        for entry in entries {
            let name = entry["name"].as_str().with_context(|| format!("an entry of `{list}` has no name"))?;
            if !names.insert(name) {
                bail!("`{name}` is twice in `{list}`");
            }
            if entry["description"].as_str().is_none_or(|words| words.is_empty()) {
                bail!("`{name}` in `{list}` has no description");
            }
        }
        if names.is_empty() {
            bail!("`{list}` is empty");
        }
    }
    Ok(manifest)
}

fn names(element: &Value, list: &str) -> BTreeSet<String> {
    let entries = element[list].as_array().into_iter().flatten();
    entries.filter_map(|entry| entry["name"].as_str()).map(str::to_owned).collect()
}

/// What is told of must be there, and what is there must be told of.
fn same(what: &str, told: &BTreeSet<String>, there: &BTreeSet<String>) -> Result<()> {
    let untold: Vec<_> = there.difference(told).collect();
    let absent: Vec<_> = told.difference(there).collect();
    if !untold.is_empty() || !absent.is_empty() {
        bail!(
            "{what} of examples/custom-elements: there but not told of: {untold:?}; told of but not there: {absent:?}"
        );
    }
    Ok(())
}

/// The values of `part="…"` in components, those that components take as `name="…"` for it, those that a `let part = …;`
/// chooses from, and those of the element's own failure card.
fn parts_in(sources: &str) -> BTreeSet<String> {
    let tags = ["p", "div", "button", "strong"].map(|tag| format!("part(\"{tag}\", \""));
    let written = tags.iter().map(String::as_str).chain([" part=\""]).flat_map(|start| words_after(sources, start, ""));
    // A section's and a field's `name` is no part.
    let named =
        sources.split(['<', '>']).filter(|tag| ["Dialog ", "FilterButton "].iter().any(|is| tag.starts_with(is)));
    let named = named.flat_map(|tag| words_after(tag, " name=\"", ""));
    let choices = sources.split("let part = ").skip(1).filter_map(|rest| rest.split(';').next());
    let chosen = choices.flat_map(|choice| words_after(choice, "\"", ""));
    written.chain(named).chain(chosen).collect()
}

/// The words that follow each `start`, with `prefix` before them.
fn words_after(text: &str, start: &str, prefix: &str) -> BTreeSet<String> {
    let is_word = |letter: char| letter.is_ascii_lowercase() || letter == '-';
    let words = text.split(start).skip(1).map(|rest| rest.split(|letter| !is_word(letter)).next().unwrap_or_default());
    words.filter(|word| !word.is_empty()).map(|word| format!("{prefix}{word}")).collect()
}

fn read_all(folder: &Path, extension: &str) -> Result<String> {
    let mut all = String::new();
    for entry in fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "tests") {
            all += &read_all(&path, extension)?;
        }
        // Tests name parts that they look for, not parts that are there.
        if path.extension().is_some_and(|found| found == extension)
            && path.file_stem().is_none_or(|name| name != "tests")
        {
            all += &read(&path)?;
        }
    }
    Ok(all)
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(attributes: &str) -> String {
        let entry = r#"[{"name": "a", "description": "A."}]"#;
        format!(
            r#"{{"schemaVersion": "1.0.0", "modules": [{{"declarations": [{{"tagName": "{NAME}", "customElement": true,
            "attributes": {attributes}, "members": {entry}, "events": {entry}, "cssParts": {entry}, "cssProperties": {entry}}}]}}]}}"#
        )
    }

    #[test]
    fn a_complete_manifest_passes() {
        check(&manifest(r#"[{"name": "limit", "description": "How many."}]"#)).unwrap();
    }

    #[test]
    fn a_name_that_comes_twice_or_says_nothing_is_refused() {
        let twice = r#"[{"name": "limit", "description": "A."}, {"name": "limit", "description": "B."}]"#;
        assert!(check(&manifest(twice)).unwrap_err().to_string().contains("twice"));
        assert!(check(&manifest(r#"[{"name": "limit"}]"#)).unwrap_err().to_string().contains("no description"));
    }

    #[test]
    fn a_part_that_is_told_of_and_not_there_is_refused_and_the_other_way_round() {
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
        same("parts", &set(&["name"]), &set(&["name"])).unwrap();
        assert!(same("parts", &set(&["name", "gone"]), &set(&["name"])).unwrap_err().to_string().contains("gone"));
        assert!(same("parts", &set(&["name"]), &set(&["name", "new"])).unwrap_err().to_string().contains("new"));
    }

    #[test]
    fn parts_and_variables_are_found_in_sources() {
        let source = "<p part=\"load-more\"> <Dialog title=\"a\" name=\"export\"> <Section name=\"profile\">
            let part = match kind { A => \"contact\", _ => \"event\" }; part(\"div\", \"error\", words)";
        assert_eq!(
            parts_in(source).into_iter().collect::<Vec<_>>(),
            ["contact", "error", "event", "export", "load-more"]
        );
        let style = "color: var(--cjw-text, var(--mds-x)); font: var(--cjw-font)";
        assert_eq!(
            words_after(style, "var(--cjw-", "--cjw-").into_iter().collect::<Vec<_>>(),
            ["--cjw-font", "--cjw-text"]
        );
    }
}
