//! Brings the console's files into the program, where a build is told in which folder they lie
//! (`JOURNEY_API_CONSOLE_FILES`; `cargo xtask service` does that). Any other build has none, and its service says so.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

const FOLDER: &str = "JOURNEY_API_CONSOLE_FILES";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-env-changed={FOLDER}");
    let mut files = Vec::new();
    if let Some(folder) = env::var_os(FOLDER).filter(|folder| !folder.is_empty()) {
        let folder = fs::canonicalize(&folder)
            .map_err(|error| io::Error::other(format!("{FOLDER}={}: {error}", folder.display())))?;
        println!("cargo::rerun-if-changed={}", folder.display());
        gather(&folder, &folder, &mut files)?;
    }
    files.sort();
    let entries = files.iter().map(|(name, path)| format!("    ({name:?}, include_bytes!({path:?})),\n"));
    let list = format!("[\n{}]\n", entries.collect::<String>());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("console.rs"), format!("&{list}"))
}

/// Every file below a folder, by its path from the root with slashes.
fn gather(root: &Path, folder: &Path, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(root, &path, files)?;
        } else if let Ok(name) = path.strip_prefix(root) {
            files.push((name.to_string_lossy().replace('\\', "/"), path));
        }
    }
    Ok(())
}
