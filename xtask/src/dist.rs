//! `cargo xtask dist`: everything that is shipped, in dist/, ready for any static host, with its sizes and hashes.
//! Fails when the widget's files weigh more than they may.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::bundle::{self, NAME, Profile, write_file};
use crate::compress::{Sizes, integrity, sizes};
use crate::tools::Tools;
use crate::{hosts, manifest, steps, workspace};

/// What is fetched before the first entry is seen, in English, compressed by brotli: the script and its wasm.
const FIRST_PAINT_LIMIT: usize = 390_000;
/// All of the widget's files together, compressed by brotli; the standalone script is instead of them.
const ALL_FILES_LIMIT: usize = 746_000;

/// Where the files go.
#[derive(Args)]
pub(crate) struct Options {
    /// The folder to write to.
    #[arg(long, default_value = "dist")]
    pub(crate) out: PathBuf,
}

impl Default for Options {
    fn default() -> Self {
        Self { out: "dist".into() }
    }
}

/// Builds and writes it all, and weighs it.
///
/// # Errors
/// A build failed, a file cannot be written, or the files are over their limits.
pub(crate) fn run(options: &Options) -> Result<()> {
    write(options)?;
    weigh(options)
}

/// Builds and writes it all.
///
/// # Errors
/// A build failed, or a file cannot be written.
pub(crate) fn write(options: &Options) -> Result<()> {
    let out = workspace::root().join(&options.out);
    let tools = steps::named("Tools", Tools::all)?;
    // First the page: trunk replaces the whole folder.
    steps::named("Preview page", || {
        let mut trunk = tools.command("trunk")?;
        bundle::without_local_paths(&mut trunk)?;
        steps::run(trunk.args(["build", "--release", "--dist"]).arg(&out))
    })?;
    let bundle = steps::named("Widget", || bundle::write(&tools, Profile::Release, &out))?;
    steps::named("Standalone script", || bundle.write_standalone(&out.join(format!("{NAME}.standalone.js"))))?;
    steps::named("Manifest", || write_file(&out.join("custom-elements.json"), manifest::make()?.as_bytes()))?;
    steps::named("Hosts", || hosts::write(&out.join("hosts")))?;
    steps::named("Types", || write_file(&out.join(format!("{NAME}.d.ts")), manifest::types()?.as_bytes()))?;
    Ok(())
}

/// Prints the table, the hashes and the figure that counts.
///
/// # Errors
/// The first paint is over its budget, or a file cannot be read.
pub(crate) fn weigh(options: &Options) -> Result<()> {
    let out = workspace::root().join(&options.out);
    let mut names: Vec<String> = Vec::new();
    for entry in fs::read_dir(&out).with_context(|| format!("{} cannot be read", out.display()))? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    // The widget's own files first.
    names.sort_by_key(|name| (!name.starts_with(NAME), name.clone()));

    println!("\n{:<52}{:>10}{:>10}{:>10}", "dist/ (bytes)", "raw", "gzip", "brotli");
    let (mut first_paint, mut all) = (0, 0);
    let mut hashes = Vec::new();
    for name in &names {
        let content = fs::read(out.join(name)).with_context(|| format!("{name} cannot be read"))?;
        let Sizes { raw, gzip, brotli } = sizes(&content)?;
        println!("{name:<52}{raw:>10}{gzip:>10}{brotli:>10}");
        if ["js", "module.js", "wasm"].iter().any(|end| *name == format!("{NAME}.{end}")) {
            first_paint += brotli;
        }
        let is_script = name.ends_with(".js") || name.ends_with(".wasm");
        if name.starts_with(NAME) && is_script && *name != format!("{NAME}.standalone.js") {
            all += brotli;
        }
        if name.starts_with(NAME) && (name.ends_with(".js") || name.ends_with(".wasm")) {
            hashes.push((name, integrity(&content)));
        }
    }
    println!("\nSubresource Integrity: for a script's own tag, and to compare what your host serves:");
    for (name, hash) in hashes {
        println!("  {name:<42} {hash}");
    }
    verdict("First paint in English, wasm + js", first_paint, FIRST_PAINT_LIMIT)?;
    verdict("All of the widget's files", all, ALL_FILES_LIMIT)
}

fn verdict(what: &str, bytes: usize, limit: usize) -> Result<()> {
    println!("\n{what}: {bytes} bytes brotli, of {limit} allowed");
    if bytes > limit {
        bail!("{what}: {} bytes over the limit", bytes - limit);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_over_their_limit_fail() {
        assert!(verdict("First paint", 300, 300).is_ok());
        assert!(verdict("First paint", 301, 300).unwrap_err().to_string().contains("1 bytes over"));
    }
}
