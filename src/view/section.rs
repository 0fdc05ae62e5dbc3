//! A section of the widget that can be closed.

use leptos::prelude::*;

use super::dom::{El, el};
use super::icon::{LuChevronDown, icon};
use super::{button, said};

/// A section with a title; `aside` stands beside the title, `body` is made when the section is open.
pub(super) fn section(
    name: &str,
    title: &str,
    is_open: bool,
    aside: Option<El>,
    body: impl Fn() -> El + 'static,
) -> El {
    let open = RwSignal::new(is_open);
    let toggle = button("section-title")
        .bind("aria-expanded", move || said(open.get()))
        .on("click", move |_| open.update(|open| *open = !*open))
        .child(el("span").text(title))
        .child(icon(LuChevronDown));
    el("section")
        .class("section")
        .attr("data-section", name)
        .child(el("h3").class("section-head").child(toggle).children(aside))
        .dynamic(move || open.get().then(&body))
}
