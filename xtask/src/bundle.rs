//! `cargo xtask bundle`: compiles the widget to WebAssembly and writes the script that a desktop loads, and its wasm.
//! The preview page's build calls it too, so that the page always runs the real script.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::compress::integrity;
use crate::coverage::Counting;
use crate::esbuild::{Format, Script};
use crate::tools::Tools;
use crate::{coverage, locales, split, steps, workspace};

/// The file name that the script, the files beside it and the tag share.
pub(crate) const NAME: &str = "customer-journey-widget";

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

/// What was built.
pub(crate) struct Bundle {
    /// Where `glue.js` (wasm-bindgen's), `first.wasm` and, for release, `later.wasm` lie.
    folder: Scratch,
    /// Whether there is a second file; quick builds have all in one.
    has_later: bool,
    profile: Profile,
}

impl Bundle {
    fn file(&self, name: &str) -> PathBuf {
        self.folder.0.join(name)
    }

    /// The second file's hash: of another build, the browser refuses it.
    fn integrity(&self) -> Result<String> {
        if !self.has_later {
            return Ok(String::new());
        }
        let later = self.file("later.wasm");
        Ok(integrity(&fs::read(&later).with_context(|| format!("{} could not be read", later.display()))?))
    }

    fn script(&self, entry: &str, out: &Path) -> Result<()> {
        let entry = workspace::root().join("src/element").join(entry);
        let texts = [("VERSION", workspace::VERSION), ("LATER_INTEGRITY", &self.integrity()?)];
        write_whole(out, |out| {
            Script {
                entry: &entry,
                out,
                format: Format::Classic,
                small: self.profile == Profile::Release,
                texts: &texts,
                built: Some(&self.folder.0),
            }
            .write()
        })
    }

    /// Writes the script that has everything inside.
    ///
    /// # Errors
    /// esbuild refuses it, or the file cannot be written.
    pub(crate) fn write_standalone(&self, out: &Path) -> Result<()> {
        // A script runs a module once; after a panic a fresh instance of the glue is needed, so here it is a function.
        let (entry, global) = (self.file("glue.js"), self.file("global.js"));
        let format = Format::Global("glue");
        Script { entry: &entry, out: &global, format, small: true, texts: &[], built: None }.write()?;
        let glue = fs::read_to_string(&global).with_context(|| format!("{} could not be read", global.display()))?;
        let fresh = format!("export const freshGlue = () => {{\n{glue}\nreturn glue;\n}};\n");
        write_file(&self.file("fresh.js"), fresh.as_bytes())?;
        self.script("standalone.js", out)
    }
}

/// Builds the widget and writes `customer-journey-widget.js`, `.module.js`, `.wasm`, for release `.later.wasm`, and the words
/// of its languages to `out`.
///
/// # Errors
/// A step of the build failed, or `out` cannot be written.
pub(crate) fn write(tools: &Tools, profile: Profile, out: &Path) -> Result<Bundle> {
    let bundle = build(tools, profile)?;
    fs::create_dir_all(out).with_context(|| format!("{} could not be made", out.display()))?;
    let small = profile == Profile::Release;
    write_whole(&out.join(format!("{NAME}.module.js")), |out| {
        let entry = bundle.file("glue.js");
        Script { entry: &entry, out, format: Format::Module, small, texts: &[], built: None }.write()
    })?;
    copy(&bundle.file("first.wasm"), &out.join(format!("{NAME}.wasm")))?;
    let later = out.join(format!("{NAME}.later.wasm"));
    if bundle.has_later {
        copy(&bundle.file("later.wasm"), &later)?;
    } else if later.exists() {
        // One of another build must not lie there.
        fs::remove_file(&later).with_context(|| format!("{} could not be removed", later.display()))?;
    }
    locales::write(out)?;
    other_pages(out)?;
    // Last: who loads it finds the rest of the same build.
    bundle.script("loader.js", &out.join(format!("{NAME}.js")))?;
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
    let compiled = compiled.join("customer_journey_widget.wasm");
    let scratch = Scratch::new(folder.join("xtask").join(format!("glue-{}", std::process::id())))?;
    let made = scratch.0.clone();
    let first = made.join("first.wasm");
    let has_later = profile == Profile::Release;
    if has_later {
        write_file(&made.join("later.wasm"), &split::split(&compiled, &made, &first)?)?;
    }

    let mut bindgen = tools.command("wasm-bindgen")?;
    bindgen.args(["--target", "web", "--omit-default-module-path", "--no-typescript"]);
    bindgen.args(["--out-name", "glue", "--out-dir"]).arg(&made);
    if has_later {
        // The second file takes the table of functions, which is one of the linker's own exports.
        bindgen.args(["--remove-name-section", "--remove-producers-section", "--keep-lld-exports"]);
    }
    steps::run(bindgen.arg(if has_later { &first } else { &compiled }))?;
    let made_wasm = made.join("glue_bg.wasm");
    fs::rename(&made_wasm, &first).with_context(|| format!("{} was not written", made_wasm.display()))?;
    Ok(Bundle { folder: scratch, has_later, profile })
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
    let flags = flags.map(|folder| format!("--remap-path-prefix={folder}="));
    // As in .cargo/config.toml, whose flags the variable replaces.
    let flags: Vec<String> = ["--cfg=erase_components".to_owned()].into_iter().chain(flags).collect();
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

/// Writes a file whole: whoever reads it meanwhile sees the old one or the new one.
///
/// # Errors
/// The file cannot be written.
pub(crate) fn write_file(path: &Path, content: &[u8]) -> Result<()> {
    let fresh = path.with_extension(format!("{}.new", std::process::id()));
    let written = fs::write(&fresh, content).and_then(|()| fs::rename(&fresh, path));
    written.with_context(|| format!("{} could not be written", path.display()))
}

/// The same for what another program writes.
fn write_whole(path: &Path, write: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let fresh = path.with_extension(format!("{}.new.js", std::process::id()));
    write(&fresh)?;
    fs::rename(&fresh, path).with_context(|| format!("{} could not be written", path.display()))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    write_file(to, &fs::read(from).with_context(|| format!("{} could not be read", from.display()))?)
}
