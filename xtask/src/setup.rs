//! What the steps of `cargo xtask test` need on the machine: all of it is seen to before the first step, so that a new
//! machine is complete before anything is judged, and one run says everything that is missing.
//! How each thing is found and installed is the matter of `tools`, `browser`, `firefox`, `postgres` and `esbuild`.

use anyhow::Result;

use crate::tools::Tools;
use crate::{browser, esbuild, firefox, postgres, steps, tools};

/// One thing that a step needs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Need {
    /// rustfmt and clippy.
    Components,
    /// The standard library for WebAssembly.
    WasmTarget,
    /// esbuild and axe-core.
    NodeTools,
    /// wasm-bindgen, of the version of the crate.
    WasmBindgen,
    /// trunk, which builds the preview page.
    Trunk,
    /// PostgreSQL's server programs and curl.
    PostgreSql,
    /// Chromium and ChromeDriver.
    Browser,
    /// Firefox and geckodriver.
    Firefox,
}

/// In the order in which they are seen to: what others are compiled by comes first.
const ALL: [Need; 8] = [
    Need::Components,
    Need::WasmTarget,
    Need::NodeTools,
    Need::WasmBindgen,
    Need::Trunk,
    Need::PostgreSql,
    Need::Browser,
    Need::Firefox,
];

/// What could not be had, and why.
#[derive(Default)]
pub(crate) struct Missing(Vec<(Need, String)>);

impl Missing {
    /// Why a step with these needs cannot run; nothing, if it can.
    pub(crate) fn of(&self, needs: &[Need]) -> Option<&str> {
        self.0.iter().find(|(need, _)| needs.contains(need)).map(|(_, why)| why.as_str())
    }

    /// What all of it is, in a line each.
    pub(crate) fn summary(&self) -> Option<String> {
        let lines: Vec<String> = self.0.iter().map(|(need, why)| format!("{}: {why}", need.name())).collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    }
}

/// Finds or installs what is needed, and says what it does. Goes on after what cannot be had: the steps that do not need
/// it can still run.
pub(crate) fn see_to(needed: &[Need]) -> Missing {
    let mut missing = Missing::default();
    for need in ALL.into_iter().filter(|need| needed.contains(need)) {
        match need.find_or_install() {
            Ok(()) => println!("{}: there", need.name()),
            Err(error) => {
                let why = format!("{error:#}");
                println!("{}: MISSING. {why}", need.name());
                missing.0.push((need, why));
            }
        }
    }
    missing
}

/// The same for everything; for `cargo xtask tools`.
///
/// # Errors
/// Something could not be had.
pub(crate) fn everything() -> Result<()> {
    match steps::named("Set-up", || Ok(see_to(&ALL)))?.summary() {
        Some(missing) => anyhow::bail!("not everything could be installed:\n{missing}"),
        None => Ok(()),
    }
}

impl Need {
    fn name(self) -> &'static str {
        match self {
            Self::Components => "rustfmt and clippy",
            Self::WasmTarget => "Rust for WebAssembly",
            Self::NodeTools => "esbuild, axe-core and a generator of clients (npm)",
            Self::WasmBindgen => "wasm-bindgen",
            Self::Trunk => "trunk",
            Self::PostgreSql => "PostgreSQL and curl",
            Self::Browser => "Chromium and ChromeDriver",
            Self::Firefox => "Firefox and geckodriver",
        }
    }

    fn find_or_install(self) -> Result<()> {
        match self {
            Self::Components => tools::components(),
            Self::WasmTarget => tools::wasm_target(),
            Self::NodeTools => esbuild::install(),
            Self::WasmBindgen => Tools::for_bundle().map(drop),
            Self::Trunk => Tools::all().map(drop),
            Self::PostgreSql => postgres::find_or_install(),
            Self::Browser => browser::find_or_install().map(drop),
            Self::Firefox => firefox::find_or_install().map(drop),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_told_why_it_cannot_run_and_the_others_run() {
        let missing = Missing(vec![(Need::Browser, "no Chromium".to_owned())]);
        assert_eq!(missing.of(&[Need::WasmTarget, Need::Browser]), Some("no Chromium"));
        assert_eq!(missing.of(&[Need::WasmTarget]), None);
        assert_eq!(missing.summary().as_deref(), Some("Chromium and ChromeDriver: no Chromium"));
        assert_eq!(Missing::default().summary(), None);
    }

    #[test]
    fn what_compiles_comes_before_what_is_compiled() {
        let place = |wanted| ALL.iter().position(|need| *need == wanted);
        assert!(place(Need::WasmTarget) < place(Need::WasmBindgen), "{ALL:?}");
    }
}
