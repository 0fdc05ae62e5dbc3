//! Short names for what the wasm takes from the script: wasm-bindgen's carry a hash each, in both files, and a hash does
//! not compress. Two hundred of them are 4 KB of the first paint.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{ImportSection, Module, RawSection};
use wasmparser::{Parser, Payload};

/// What wasm-bindgen's names of functions begin with.
const PREFIX: &str = "__wbg_";

/// The same glue and wasm with short names.
///
/// # Errors
/// The wasm is none, or it takes something that the glue does not name exactly once.
pub(crate) fn shorten(glue: &str, wasm: &[u8]) -> Result<(String, Vec<u8>)> {
    let mut short: BTreeMap<String, String> = BTreeMap::new();
    let mut kept = Module::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload.context("the widget is no wasm")?;
        match &payload {
            Payload::ImportSection(imports) => {
                let mut section = ImportSection::new();
                for import in imports.clone().into_imports() {
                    let import = import?;
                    let kind = RoundtripReencoder.entity_type(import.ty)?;
                    if import.name.starts_with(PREFIX) {
                        let next = format!("_{}", short.len());
                        let name = short.entry(import.name.to_owned()).or_insert(next);
                        section.import(import.module, name, kind);
                    } else {
                        section.import(import.module, import.name, kind);
                    }
                }
                kept.section(&section);
            }
            _ => {
                if let Some((id, range)) = payload.as_section() {
                    let range = usize::try_from(range.start)?..usize::try_from(range.end)?;
                    kept.section(&RawSection {
                        id,
                        data: wasm.get(range).context("the widget's wasm ends too early")?,
                    });
                }
            }
        }
    }
    Ok((renamed(glue, &short)?, kept.finish()))
}

/// The text with every whole word of `short` in its short form.
fn renamed(glue: &str, short: &BTreeMap<String, String>) -> Result<String> {
    let mut text = String::with_capacity(glue.len());
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut rest = glue;
    while let Some((before, from)) = rest.find(PREFIX).and_then(|at| rest.split_at_checked(at)) {
        let end = from.find(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != '$');
        let (word, after) = from.split_at(end.unwrap_or(from.len()));
        text.push_str(before);
        text.push_str(short.get(word).map_or(word, String::as_str));
        *seen.entry(word).or_default() += 1;
        rest = after;
    }
    text.push_str(rest);
    if let Some(name) = short.keys().find(|name| seen.get(name.as_str()) != Some(&1)) {
        bail!("wasm-bindgen's script does not name {name} exactly once");
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{EntityType, TypeSection};

    use super::*;

    #[test]
    fn both_files_say_the_same_short_name_and_all_else_stays() {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        imports.import("wbg", "__wbg_then_0123456789abcdef", EntityType::Function(0));
        imports.import("wbg", "__wbindgen_throw", EntityType::Function(0));
        let wasm = Module::new().section(&types).section(&imports).clone().finish();
        let glue = "wasm.__wbg_handle_free(p);\nx = { __wbg_then_0123456789abcdef: f, __wbindgen_throw: g };";

        let (glue, wasm) = shorten(glue, &wasm).unwrap();

        assert_eq!(glue, "wasm.__wbg_handle_free(p);\nx = { _0: f, __wbindgen_throw: g };");
        let text = String::from_utf8_lossy(&wasm);
        assert!(text.contains("_0") && text.contains("__wbindgen_throw") && !text.contains("then"), "{text}");
    }

    #[test]
    fn a_name_that_the_glue_does_not_have_is_an_error() {
        let short = BTreeMap::from([("__wbg_then_01".to_owned(), "_0".to_owned())]);
        assert!(renamed("x = { __wbg_then_012: f };", &short).is_err());
    }
}
