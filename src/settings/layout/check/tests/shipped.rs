//! The layouts that the project ships.

use std::fs;
use std::path::Path;

use crate::settings::layout::Persona;
use crate::settings::layout::check::check;
use crate::settings::layout::finding::Finding;
use crate::settings::layout::store_paths::whole_binding;

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
        let findings: Vec<String> = check(&text).findings.iter().map(Finding::to_string).collect();
        assert_eq!(findings, [""; 0], "{file}");
    }
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
