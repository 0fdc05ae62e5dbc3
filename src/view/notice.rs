//! What did not work and changes nothing for the agent: a quiet line each.

use leptos::prelude::*;

use super::Ui;
use super::dom::{El, el};
use crate::locale::t;

/// The lines, if there are any.
pub(super) fn notices(ui: Ui) -> Option<El> {
    let notices = ui.session.notices.get();
    let line = |notice: &crate::session::Notice| {
        el("p").class("notice").part("notice").text(&t(&["notice.", notice.name()].concat()))
    };
    (!notices.is_empty()).then(|| el("div").attr("role", "status").children(notices.iter().map(line)))
}
