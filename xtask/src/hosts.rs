//! `dist/hosts`: the pages and scripts that bring the widget into other desktops (examples/hosts). Most are copied as they
//! stand; where a page's script is made of modules, or of a vendor's package, esbuild makes one script of them.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::bundle::write_file;
use crate::esbuild::{Format, Script};
use crate::workspace;

/// Modules, which are not copied: each script and the module that it begins with.
const SCRIPTS: [(&str, &str); 4] = [
    ("acqueon.js", "scripts/acqueon/page.js"),
    ("genesys/interaction.js", "genesys/scripts/interaction.js"),
    ("genesys/supervisor.js", "genesys/scripts/supervisor.js"),
    ("genesys/wizard/wizard.js", "genesys/scripts/wizard.js"),
];
/// The folders that hold modules.
const MODULES: &str = "scripts";

/// Writes them all.
///
/// # Errors
/// A file cannot be read or written, or esbuild refuses a script.
pub(crate) fn write(out: &Path) -> Result<()> {
    let folder = workspace::root().join("examples/hosts");
    copy(&folder, out)?;
    for (script, entry) in SCRIPTS {
        let entry = folder.join(entry);
        let script = Script {
            entry: &entry,
            out: &out.join(script),
            format: Format::Classic,
            small: true,
            texts: &[],
            built: None,
        };
        script.write()?;
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("{} could not be made", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("{} cannot be read", from.display()))? {
        let entry = entry?;
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if !entry.file_type()?.is_dir() {
            let content = fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
            write_file(&to, &content)?;
        } else if entry.file_name() != MODULES {
            copy(&path, &to)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    fn made() -> std::path::PathBuf {
        let folder = std::env::temp_dir().join(format!("hosts-{}", std::process::id()));
        write(&folder).unwrap();
        folder
    }

    /// What the pages below a folder load from beside themselves: the page and the file.
    fn loaded(folder: &Path) -> Vec<(String, std::path::PathBuf)> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries
            .flat_map(|path| {
                if path.is_dir() {
                    return loaded(&path);
                }
                if path.extension().is_none_or(|extension| extension != "html") {
                    return Vec::new();
                }
                let html = fs::read_to_string(&path).unwrap();
                let named = [" src=\"", " href=\""].iter().flat_map(|start| html.split(start).skip(1));
                let named = named.filter_map(|rest| rest.split('"').next());
                named.map(|name| (path.display().to_string(), folder.join(name))).collect()
            })
            .collect()
    }

    #[test]
    fn every_page_finds_its_scripts_and_none_is_left_in_parts() {
        let folder = made();
        let loaded = loaded(&folder);
        let widgets = |path: &Path| path.to_string_lossy().ends_with("/customer-journey-widget.js");
        for (page, path) in &loaded {
            assert!(widgets(path) || path.is_file(), "{page} loads {}", path.display());
        }
        assert!(loaded.iter().any(|(page, _)| page.ends_with("wizard/index.html")), "{loaded:?}");
        assert!(!folder.join("genesys/scripts").exists() && !folder.join("scripts").exists());
        let script = fs::read_to_string(folder.join("genesys/interaction.js")).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert!(
            script.contains("purecloud-client-apps") && script.contains("@license MIT"),
            "the vendor's SDK is in it"
        );
    }

    #[test]
    fn avayas_widget_manager_takes_the_manifest_and_finds_its_element_in_the_one_file() {
        let folder = workspace::root().join("examples/hosts");
        let manifest = fs::read_to_string(folder.join("avaya/customer-journey.json")).unwrap();
        let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
        let text =
            |key: &str| manifest[key].as_str().filter(|text| !text.is_empty()).unwrap_or_else(|| panic!("{key}"));
        for key in ["name", "description", "icon", "version"] {
            text(key);
        }
        assert!(manifest["tags"].as_array().is_some_and(|tags| tags.len() <= 10));
        let files = manifest["files"].as_array().unwrap();
        assert_eq!(files.len(), 1);
        let script = fs::read_to_string(folder.join(files[0].as_str().unwrap())).unwrap();
        let element = text("element").trim_start_matches('<').split([' ', '>']).next().unwrap();
        assert!(script.contains(&format!("const NAME = \"{element}\"")), "{element}");
        assert!(text("element").ends_with(&format!("</{element}>")) && !text("element").contains("oken="));
        assert!(text("override_url").starts_with("https://") && text("override_url").ends_with('/'));
    }

    #[test]
    fn the_modules_of_the_pages_pass_their_own_tests() {
        let tests = |folder: &str| {
            let folder = workspace::root().join("examples/hosts").join(folder).join("tests");
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>()
        };
        let files = [tests("scripts/acqueon"), tests("genesys/scripts")].concat();
        assert!(files.len() > 2);
        let output = Command::new("node").arg("--test").args(files).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    }
}
