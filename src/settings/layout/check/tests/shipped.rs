//! The layouts that the project ships.

use std::fs;
use std::path::Path;

use crate::settings::layout::check::check;
use crate::settings::layout::finding::{Finding, Rule};
use crate::settings::layout::store_paths::whole_binding;
use crate::settings::layout::{Persona, WIDGET};

/// File name, text.
fn shipped() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("layouts");
    let files = fs::read_dir(folder).expect("the folder of layouts");
    files
        .map(|file| {
            let path = file.expect("a file").path();
            (path.display().to_string(), fs::read_to_string(&path).expect("a text"))
        })
        .collect()
}

#[test]
fn every_shipped_layout_is_in_order() {
    let shipped = shipped();
    assert!(shipped.len() >= 3, "agent, supervisor and side navigation at least");
    for (file, text) in shipped {
        let findings = check(&text).findings;
        // The one for comparing has both, which is told.
        let is_meant = |finding: &&Finding| finding.rule == Rule::BuiltIn && file.ends_with("side-by-side.json");
        let (meant, wrong): (Vec<_>, Vec<_>) = findings.iter().partition(is_meant);
        assert_eq!(wrong, [] as [&Finding; 0], "{file}");
        assert_eq!(meant.len(), usize::from(file.ends_with("side-by-side.json")));
    }
}

#[test]
fn each_way_into_a_desktop_has_a_layout() {
    let agent = |name: &str| {
        let (_, text) = shipped().into_iter().find(|(file, _)| file.ends_with(name)).expect("the layout");
        check(&text).layout.expect("a layout").desktops.remove(0)
    };
    let older = agent("agent.json");
    assert_eq!(older.widget().map(|widget| widget.comp.as_str()), Some(WIDGET));
    let today = agent("own-name.json");
    assert_eq!(today.widget().map(|widget| widget.comp.as_str()), Some("our-journey"));
    assert!(today.built_in().is_empty() && older.built_in().is_empty());
    let both = agent("side-by-side.json");
    assert_eq!(both.widget().map(|widget| widget.comp.as_str()), Some("our-journey"));
    assert_eq!(both.built_in().len(), 2, "the slots of tab and panel");
}

#[test]
fn every_shipped_widget_gets_its_token_live() {
    for (file, text) in shipped() {
        let layout = check(&text).layout.expect("a layout");
        for desktop in Persona::ALL.into_iter().filter_map(|persona| layout.desktop(persona)) {
            let widget = desktop.widget().expect("a widget");
            let token = widget.properties["bearerToken"].as_str().and_then(whole_binding);
            assert_eq!(token, Some("auth.accessToken"), "{file}, {}", desktop.persona.as_str());
        }
    }
}
