//! Cuts the compiled widget in two: what the first paint needs, and what only the functions declared by `later!`
//! (src/later.rs) reach. It runs before wasm-bindgen, which then sees the first file only; the second takes memory and
//! table from it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use wasm_encoder::{Module, RawSection};
use wasm_split_cli_support::{Options, transform};
use wasmparser::{Parser, Payload};

/// The name that the functions in src/later.rs carry, and so the file that the tool writes.
const LATER: &str = "later";

/// What the linker must leave in the wasm for this: where code and data name each other.
pub(crate) const LINKER_FLAGS: [&str; 2] = ["-C", "link-arg=--emit-relocs"];

/// Writes the first file to `first`, and gives the second.
///
/// # Errors
/// The wasm was linked without [`LINKER_FLAGS`], declares nothing for later, or a file cannot be read or written.
pub(crate) fn split(compiled: &Path, folder: &Path, first: &Path) -> Result<Vec<u8>> {
    let wasm = fs::read(compiled).with_context(|| format!("{} could not be read", compiled.display()))?;
    let mut options = Options::new(&wasm);
    options.output_dir = folder;
    options.main_out_path = first;
    let written =
        transform(options).map_err(|report| anyhow::anyhow!("the widget could not be cut in two: {report:#}"))?;
    let [later] = written.split_modules.as_slice() else {
        bail!("the widget was to be cut in two, and became {} files", written.split_modules.len() + 1);
    };
    if !later.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with(LATER)) {
        bail!("{} is not the file that was asked for", later.display());
    }
    let later = fs::read(later).with_context(|| format!("{} could not be read", later.display()))?;
    without_names(&later)
}

/// The same wasm without its custom sections, names of functions for the most part: as wasm-bindgen does for the first file.
fn without_names(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut kept = Module::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload.context("the second file is no wasm")?;
        if let (Some((id, range)), false) = (payload.as_section(), matches!(payload, Payload::CustomSection(_))) {
            let range = usize::try_from(range.start)?..usize::try_from(range.end)?;
            kept.section(&RawSection { id, data: wasm.get(range).context("the second file ends too early")? });
        }
    }
    Ok(kept.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Only the shipped build links what is named by them, many minutes later.
    #[test]
    fn every_function_of_the_second_file_has_an_id_of_its_own() {
        let source = crate::locales::sources().unwrap();
        let is_id = |text: &&str| text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let mut ids: Vec<&str> = source.split('"').filter(is_id).collect();
        let count = ids.len();
        assert!(count > 10, "{ids:?}");
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "{ids:?}");
    }

    #[test]
    fn sections_stay_and_names_go() {
        let header = b"\0asm\x01\0\0\0";
        let types = [1, 4, 1, 0x60, 0, 0];
        let name = [0, 6, 4, b'n', b'a', b'm', b'e', 0];
        let whole = [header.as_slice(), &types, &name].concat();
        assert_eq!(without_names(&whole).unwrap(), [header.as_slice(), &types].concat());
    }
}
