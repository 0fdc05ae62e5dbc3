//! Where layouts come from: the files of `layouts/` beside the page, and files that a person chooses or drops.

use std::sync::Arc;

use customer_journey_widget::settings::layout::{Severity, check_bytes};
use gloo_net::http::Request;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::journal::{Kind, note};
use super::state::{Desk, Loaded, Notice};

/// Loads a file of `layouts/`; `shipped` lists them.
pub(crate) fn open_shipped(desk: Desk, file: String) {
    spawn_local(async move {
        let answer = Request::get(&format!("layouts/{file}")).send().await;
        let failure = match answer {
            Ok(answer) if answer.ok() => match answer.binary().await {
                Ok(bytes) => return open_layout(desk, file, &bytes),
                Err(error) => error.to_string(),
            },
            Ok(answer) => format!("the server answered {}", answer.status()),
            Err(error) => error.to_string(),
        };
        failed(desk, format!("The layout layouts/{file} could not be loaded: {failure}."));
    });
}

/// Reads a file of the person's own. It stays in this page: nothing is sent.
pub(crate) fn open_file(desk: Desk, file: web_sys::File) {
    spawn_local(async move {
        let name = file.name();
        // Not its text: how it is written is judged, too.
        match JsFuture::from(file.array_buffer()).await {
            Ok(buffer) => open_layout(desk, name, &js_sys::Uint8Array::new(&buffer).to_vec()),
            Err(_) => failed(desk, format!("The file {name} could not be read.")),
        }
    });
}

fn open_layout(desk: Desk, name: String, bytes: &[u8]) {
    let checked = check_bytes(bytes);
    let errors = checked.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    note(desk, Kind::Desktop, format!("Layout {name} was read: findings {}, errors {errors}", checked.findings.len()));
    if errors > 0 {
        desk.drawer.set(true);
    }
    if let Some(layout) = &checked.layout
        && layout.desktop(desk.persona.get_untracked()).is_none()
        && let Some(first) = layout.desktops.first()
    {
        desk.persona.set(first.persona);
    }
    desk.maximized.set(None);
    desk.page.set(None);
    desk.layout.set(Some(Arc::new(Loaded { name, checked })));
}

fn failed(desk: Desk, what: String) {
    note(desk, Kind::Failed, what.clone());
    desk.notice.set(Some(Notice { what, retry: false }));
}
