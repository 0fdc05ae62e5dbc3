//! Values as people read them: links to be followed safely, searched words marked, long texts shortened.

use leptos::prelude::*;

use super::CustomerUi;
use super::button;
use super::dom::{El, el};
use crate::locale::t;
use journey::{Segment, highlights, segments};

/// Longer values are shortened until asked for in full.
const LONG: usize = 400;

/// Puts a text into `inside`, with its links and the searched words.
pub(super) fn rich(inside: El, text: &str, search: &str) -> El {
    segments(text).into_iter().fold(inside, |inside, segment| match segment {
        Segment::Text(text) => marked(inside, text, search),
        Segment::Link { label, url } => {
            let link = el("a").attr("href", url).attr("target", "_blank").attr("rel", "noopener noreferrer nofollow");
            inside.child(marked(link.attr("title", url), label, search))
        }
    })
}

/// Puts a text into `inside`, with the searched words.
pub(super) fn marked(inside: El, text: &str, search: &str) -> El {
    if search.is_empty() {
        return inside.text(text);
    }
    highlights(text, search).into_iter().fold(inside, |inside, (is_match, piece)| {
        if is_match { inside.child(el("mark").text(piece)) } else { inside.text(piece) }
    })
}

/// A value of any length.
pub(super) fn value(ui: CustomerUi, text: &str) -> El {
    let search = ui.search();
    if text.char_indices().nth(LONG).is_none() {
        return rich(el("bdi"), text, &search);
    }
    let whole = text.to_owned();
    let is_whole = RwSignal::new(false);
    el("span")
        .dynamic({
            let short = shortened(text, LONG);
            move || Some(rich(el("bdi"), if is_whole.get() { &whole } else { &short }, &search))
        })
        .dynamic(move || {
            let show_all = || button("link").text(&t("details.text.more")).on("click", move |_| is_whole.set(true));
            (!is_whole.get()).then(show_all)
        })
}

/// The first `limit` characters, with "…" if some are left out.
pub(super) fn shortened(text: &str, limit: usize) -> String {
    let mut short = text.to_owned();
    if let Some((end, _)) = text.char_indices().nth(limit) {
        short.truncate(end);
        short.push('…');
    }
    short
}
