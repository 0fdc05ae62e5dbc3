//! What wasm-bindgen would export although nobody calls it: a crate's own JavaScript classes stay in the wasm and in the
//! script for being exported. Leptos brings some by way of its server functions, which a widget has none of.

use anyhow::{Context, Result};
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{CustomSection, ExportSection, Module, RawSection};
use wasmparser::{Parser, Payload};

/// wasm-streams' classes (leptos, server_fn): streams of Rust handed to JavaScript.
const UNUSED: &str = "intounderlying";

/// Where wasm-bindgen's macro leaves what its command reads, crate by crate.
const DESCRIPTIONS: &str = "__wasm_bindgen_unstable";

/// The same wasm without those exports. It must be done before the widget is cut in two, which drops what nothing reaches.
///
/// # Errors
/// It is no wasm, or wasm-bindgen's section is of another form.
pub(crate) fn without_unused_exports(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut kept = Module::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload.context("the widget is no wasm")?;
        match &payload {
            Payload::ExportSection(exports) => {
                let mut section = ExportSection::new();
                for export in exports.clone() {
                    let export = export?;
                    if !export.name.contains(UNUSED) {
                        section.export(export.name, RoundtripReencoder.export_kind(export.kind)?, export.index);
                    }
                }
                kept.section(&section);
            }
            Payload::CustomSection(custom) if custom.name() == DESCRIPTIONS => {
                let data = without_descriptions(custom.data())?;
                kept.section(&CustomSection { name: DESCRIPTIONS.into(), data: data.into() });
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
    Ok(kept.finish())
}

/// The section is a list of pairs, each of them a version and a description, each with its length before it.
fn without_descriptions(mut data: &[u8]) -> Result<Vec<u8>> {
    let mut kept = Vec::new();
    while !data.is_empty() {
        let pair =
            (4 + length(data)?).checked_add(4 + length(data.get(4 + length(data)?..).context("no description")?)?);
        let (pair, rest) =
            pair.and_then(|length| data.split_at_checked(length)).context("wasm-bindgen's section ends too early")?;
        let is_unused = String::from_utf8_lossy(pair).to_lowercase().contains(UNUSED);
        if !is_unused {
            kept.extend_from_slice(pair);
        }
        data = rest;
    }
    Ok(kept)
}

fn length(data: &[u8]) -> Result<usize> {
    let bytes: [u8; 4] =
        data.get(..4).and_then(|bytes| bytes.try_into().ok()).context("no length in wasm-bindgen's section")?;
    Ok(usize::try_from(u32::from_le_bytes(bytes))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(description: &[u8]) -> Vec<u8> {
        let part = |bytes: &[u8]| [&u32::try_from(bytes.len()).unwrap().to_le_bytes(), bytes].concat();
        [part(b"version"), part(description)].concat()
    }

    #[test]
    fn descriptions_of_unused_classes_go_and_all_others_stay() {
        let (ours, theirs) = (pair(b"Handle"), pair(b"IntoUnderlyingSink"));
        let all = [ours.clone(), theirs, ours.clone()].concat();
        assert_eq!(without_descriptions(&all).unwrap(), [ours.clone(), ours].concat());
        assert!(without_descriptions(&[9, 0, 0, 0, 1]).is_err());
    }
}
