//! `cargo xtask console`: compiles the administrator's console to WebAssembly and writes its page; and `cargo xtask
//! service`: the journey service with the console inside.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::bundle::{self, Profile, without_local_paths, write_file};
use crate::compress::brotli;
use crate::locales;
use crate::tools::Tools;
use crate::{steps, workspace};

/// The crate.
pub(crate) const NAME: &str = "console";
/// By which build.rs of the service is told where the console's files lie.
const FILES: &str = "JOURNEY_API_CONSOLE_FILES";
/// The style sheets, in the order in which they are one.
const STYLE: [&str; 6] = ["tokens.css", "base.css", "forms.css", "pages.css", "composing.css", "live.css"];

/// Where the console is written, unless somebody says otherwise.
///
/// # Errors
/// cargo does not tell where it builds.
pub(crate) fn folder(profile: Profile) -> Result<PathBuf> {
    let name = if profile == Profile::Release { "console" } else { "debug-console" };
    Ok(workspace::target_directory()?.join(name))
}

/// Where the widget's files lie in the console's folder: its page of journeys loads them from there.
const WIDGET: &str = "widget";

/// Builds the widget for the console's page of journeys, which says that there is none where this was not done.
///
/// # Errors
/// A step of the build failed, or `out` cannot be written.
pub(crate) fn write_widget(tools: &Tools, profile: Profile, out: &Path) -> Result<()> {
    let folder = out.join(WIDGET);
    bundle::write(tools, profile, &folder)?;
    if profile == Profile::Release { compress(&folder) } else { Ok(()) }
}

/// Builds the console and writes its files; for release, each compressed as well.
///
/// # Errors
/// A step of the build failed, or `out` cannot be written.
pub(crate) fn write(tools: &Tools, profile: Profile, out: &Path) -> Result<()> {
    let mut cargo = workspace::cargo();
    cargo.args(["rustc", "--package", NAME, "--lib", "--crate-type", "cdylib", "--target", "wasm32-unknown-unknown"]);
    let is_release = profile == Profile::Release;
    if is_release {
        cargo.arg("--release");
        without_local_paths(&mut cargo)?;
    }
    steps::run(&mut cargo)?;
    let compiled = workspace::target_directory()?.join("wasm32-unknown-unknown");
    let compiled = compiled.join(if is_release { "release" } else { "debug" }).join(format!("{NAME}.wasm"));

    // What an earlier build left must not be served, or brought into a program.
    if out.exists() {
        fs::remove_dir_all(out).with_context(|| format!("{} could not be removed", out.display()))?;
    }
    fs::create_dir_all(out).with_context(|| format!("{} could not be made", out.display()))?;
    let mut bindgen = tools.command("wasm-bindgen")?;
    bindgen.args(["--target", "web", "--no-typescript", "--out-name", NAME, "--out-dir"]).arg(out);
    if is_release {
        bindgen.args(["--remove-name-section", "--remove-producers-section"]);
    }
    steps::run(bindgen.arg(&compiled))?;

    let source = workspace::root().join("crates").join(NAME);
    let page = source.join("page");
    for entry in fs::read_dir(&page).with_context(|| format!("{} cannot be read", page.display()))? {
        let entry = entry?;
        write_file(&out.join(entry.file_name()), &fs::read(entry.path())?)?;
    }
    let mut style = String::new();
    for sheet in STYLE {
        let sheet = source.join("style").join(sheet);
        style += &fs::read_to_string(&sheet).with_context(|| format!("{} cannot be read", sheet.display()))?;
    }
    write_file(&out.join("console.css"), style.as_bytes())?;
    locales::write_those_of(&locales::CONSOLE, out)?;
    if is_release { compress(out) } else { Ok(()) }
}

/// Beside each file, the same by brotli.
fn compress(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            compress(&path)?;
            continue;
        }
        let mut name = path.clone().into_os_string();
        name.push(".br");
        write_file(Path::new(&name), &brotli(&fs::read(&path)?)?)?;
    }
    Ok(())
}

/// Builds the journey service as it is shipped, with the console inside.
///
/// # Errors
/// A build failed.
pub(crate) fn service() -> Result<()> {
    let tools = steps::named("Tools", Tools::for_bundle)?;
    let files = folder(Profile::Release)?;
    steps::named("Console", || write(&tools, Profile::Release, &files))?;
    steps::named("Widget, for the console's page of journeys", || write_widget(&tools, Profile::Release, &files))?;
    steps::named("Journey service", || {
        let mut cargo = workspace::cargo();
        cargo.env(FILES, &files).args(["build", "--profile", "service", "--locked", "--package", "journey-api"]);
        steps::run(&mut cargo)
    })?;
    let program = workspace::target_directory()?.join("service").join("journey-api");
    println!("The service with its console: {}", program.display());
    Ok(())
}
