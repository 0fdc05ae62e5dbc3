//! `cargo xtask bundle`: compiles the widget to WebAssembly and writes the script that a desktop loads, and its wasm.
//! The preview page's build calls it too, so that the page always runs the real script.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::coverage::Counting;
use crate::element_js::{NAME, Parts, script};
use crate::minify::minify;
use crate::short_names::shorten;
use crate::tools::Tools;
use crate::{coverage, locales, split, steps, workspace};

/// How the widget is compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Quick to make, with checks and names.
    Dev,
    /// As it is shipped.
    Release,
    /// As the quick one, and it counts what of it is run (crate::coverage).
    Counting,
}

/// What was built, for those who make more of it.
pub(crate) struct Bundle {
    pub(crate) glue: String,
    pub(crate) element: String,
    pub(crate) wasm: Vec<u8>,
    /// What the first paint does not need; quick builds have all in one file.
    pub(crate) later: Option<Vec<u8>>,
}

impl Bundle {
    /// The texts that the script is put together from.
    pub(crate) fn parts(&self) -> Parts<'_> {
        Parts { glue: &self.glue, element: &self.element, version: workspace::VERSION }
    }
}

/// Builds the widget and writes `customer-journey-widget.js`, `.wasm`, for release `.later.wasm`, and the words of its
/// languages to `out`.
///
/// # Errors
/// A step of the build failed, a crate brought JavaScript of its own, or `out` cannot be written.
pub(crate) fn write(tools: &Tools, profile: Profile, out: &Path) -> Result<Bundle> {
    let bundle = build(tools, profile)?;
    fs::create_dir_all(out).with_context(|| format!("{} could not be made", out.display()))?;
    let script = script(&bundle.parts(), bundle.later.as_deref());
    let script = if profile == Profile::Release { minify(&script)? } else { script };
    write_file(&out.join(format!("{NAME}.js")), script.as_bytes())?;
    write_file(&out.join(format!("{NAME}.wasm")), &bundle.wasm)?;
    let later = out.join(format!("{NAME}.later.wasm"));
    match &bundle.later {
        Some(wasm) => write_file(&later, wasm)?,
        // One of another build must not lie there.
        None if later.exists() => {
            fs::remove_file(&later).with_context(|| format!("{} could not be removed", later.display()))?
        }
        None => {}
    }
    locales::write(out)?;
    other_pages(out)?;
    Ok(bundle)
}

/// Beside the preview page, the gallery and the supervisor's page: the same page under another address, where the page's
/// program shows something else.
fn other_pages(out: &Path) -> Result<()> {
    let page = out.join("index.html");
    if !page.exists() {
        return Ok(());
    }
    let page = fs::read(&page).with_context(|| format!("{} could not be read", page.display()))?;
    for name in ["gallery", "supervisor"] {
        let folder = out.join(name);
        fs::create_dir_all(&folder).with_context(|| format!("{} could not be made", folder.display()))?;
        write_file(&folder.join("index.html"), &page)?;
    }
    Ok(())
}

fn build(tools: &Tools, profile: Profile) -> Result<Bundle> {
    let mut cargo = workspace::cargo();
    cargo.args(["rustc", "--package", NAME, "--lib", "--crate-type", "cdylib", "--target", "wasm32-unknown-unknown"]);
    if profile == Profile::Release {
        cargo.args(["--release", "--features", "split"]);
        without_local_paths(&mut cargo)?;
        cargo.arg("--").args(split::LINKER_FLAGS);
    }
    let mut folder = workspace::target_directory()?;
    if profile == Profile::Counting {
        let counting = Counting::find()?;
        counting.lend_to(&mut cargo);
        cargo.args(["--features", "coverage", "--"]).args(coverage::FLAGS);
        folder = counting.folder().to_owned();
    }
    steps::run(&mut cargo)?;

    let compiled = folder.join("wasm32-unknown-unknown").join(match profile {
        Profile::Dev | Profile::Counting => "debug",
        Profile::Release => "release",
    });
    let glue_folder = folder.join("xtask").join(format!("glue-{}", std::process::id()));
    let glue_folder = Scratch::new(glue_folder)?;

    let mut compiled = compiled.join("customer_journey_widget.wasm");
    let mut later = None;
    if profile == Profile::Release {
        let first = glue_folder.0.join("first.wasm");
        later = Some(split::split(&compiled, &glue_folder.0, &first)?);
        compiled = first;
    }

    let mut bindgen = tools.command("wasm-bindgen")?;
    bindgen.args(["--target", "no-modules", "--no-typescript", "--out-name", NAME, "--out-dir"]).arg(&glue_folder.0);
    if profile == Profile::Release {
        // The second file takes the table of functions, which is one of the linker's own exports.
        bindgen.args(["--remove-name-section", "--remove-producers-section", "--keep-lld-exports"]);
    }
    steps::run(bindgen.arg(compiled))?;

    if glue_folder.0.join("snippets").exists() {
        bail!(
            "a crate brings JavaScript files of its own (wasm-bindgen's snippets); a classic script cannot carry them"
        );
    }
    let scripts = workspace::root().join("src/element");
    let element = read_text(&scripts.join("plain.js"))? + &read_text(&scripts.join("element.js"))?;
    let mut glue = read_text(&glue_folder.0.join(format!("{NAME}.js")))?;
    let mut wasm = fs::read(glue_folder.0.join(format!("{NAME}_bg.wasm"))).context("wasm-bindgen wrote no wasm")?;
    if profile == Profile::Release {
        (glue, wasm) = shorten(&glue, &wasm)?;
    }
    Ok(Bundle { glue, element, wasm, later })
}

/// Panics name their place in the source: in what is shipped without the folders of whoever built it. Every release build
/// for the browser is told the same, or each would compile everything anew.
///
/// # Errors
/// cargo does not tell where the workspace is.
pub(crate) fn without_local_paths(command: &mut Command) -> Result<()> {
    let metadata = workspace::metadata()?;
    let root = metadata["workspace_root"].as_str().context("cargo metadata names no workspace_root")?;
    let home = std::env::var_os("CARGO_HOME")
        .map_or_else(|| std::env::home_dir().unwrap_or_default().join(".cargo"), PathBuf::from);
    // Cargo puts each registry's crates into a folder of its own.
    let sources = fs::read_dir(home.join("registry/src")).into_iter().flatten().flatten().map(|entry| entry.path());
    let folders = sources.chain([PathBuf::from(root)]).map(|folder| folder.display().to_string());
    // The variable's flags are split at blanks. It is for this target only: build scripts and these commands stay as they are.
    let flags = folders.filter(|folder| !folder.contains(char::is_whitespace));
    let flags: Vec<String> = flags.map(|folder| format!("--remap-path-prefix={folder}=")).collect();
    command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags.join(" "));
    Ok(())
}

/// A folder that goes with the value: two builds at the same time must not meet in it.
struct Scratch(PathBuf);

impl Scratch {
    fn new(folder: PathBuf) -> Result<Self> {
        fs::create_dir_all(&folder).with_context(|| format!("{} could not be made", folder.display()))?;
        Ok(Self(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What stays is overwritten or ignored by the next build; nothing to tell anyone.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} could not be read", path.display()))
}

/// Writes a file whole: whoever reads it meanwhile sees the old one or the new one.
///
/// # Errors
/// The file cannot be written.
pub(crate) fn write_file(path: &Path, content: &[u8]) -> Result<()> {
    let fresh = path.with_extension(format!("{}.new", std::process::id()));
    let written = fs::write(&fresh, content).and_then(|()| fs::rename(&fresh, path));
    written.with_context(|| format!("{} could not be written", path.display()))
}
