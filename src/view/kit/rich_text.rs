//! Values as people read them: links to be followed safely, searched words marked, long texts shortened.

use leptos::prelude::*;

use super::{When, use_customer};
use journey::{Segment, highlights, segments};

/// Longer values are shortened until asked for in full.
const LONG: usize = 400;
/// A word of more letters, its blank among them, may be broken at its hyphen.
const LONGEST_KEPT: usize = 14;

/// A text with its links and the searched words.
fn rich(text: &str, search: &str) -> Vec<AnyView> {
    let piece = |segment| match segment {
        Segment::Text(text) => marked(text, search),
        Segment::Link { label, url } => {
            let (title, label) = (url.to_owned(), marked(label, search));
            view! { <a href=url.to_owned() target="_blank" rel="noopener noreferrer nofollow" title=title>{label}</a> }
                .into_any()
        }
    };
    segments(text).into_iter().map(piece).collect()
}

/// A text with the searched words.
pub(crate) fn marked(text: &str, search: &str) -> AnyView {
    if search.is_empty() {
        return text.to_owned().into_any();
    }
    let piece = |(is_match, piece): (bool, &str)| {
        let piece = piece.to_owned();
        if is_match { view! { <mark>{piece}</mark> }.into_any() } else { piece.into_any() }
    };
    highlights(text, search).into_iter().map(piece).collect_view().into_any()
}

/// A text in which no short word is broken at its hyphen: "e-mail", "wrap-up".
pub(crate) fn unbroken(text: &str) -> AnyView {
    if !text.contains('-') {
        return text.to_owned().into_any();
    }
    let piece = |word: &str| {
        let is_kept = word.contains('-') && word.chars().count() <= LONGEST_KEPT;
        let word = word.to_owned();
        if is_kept { view! { <span class="kept">{word}</span> }.into_any() } else { word.into_any() }
    };
    text.split_inclusive(' ').map(piece).collect_view().into_any()
}

/// A value of any length.
#[component]
pub(crate) fn LongText(
    /// The value.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    let ui = use_customer();
    let is_long = text.char_indices().nth(LONG).is_some();
    if !is_long {
        return view! { <bdi>{move || rich(&text, &ui.search())}</bdi> }.into_any();
    }
    let is_whole = RwSignal::new(false);
    let short = shortened(&text, LONG);
    view! {
        <span>
            <bdi>{move || rich(if is_whole.get() { &text } else { &short }, &ui.search())}</bdi>
            <When is=move || !is_whole.get()>
                <button type="button" class="link" on:click=move |_| is_whole.set(true)>
                    {ui.i18n.words("details.text.more")}
                </button>
            </When>
        </span>
    }
    .into_any()
}

/// The first `limit` characters, with "…" if some are left out.
pub(crate) fn shortened(text: &str, limit: usize) -> String {
    let mut short = text.to_owned();
    if let Some((end, _)) = text.char_indices().nth(limit) {
        short.truncate(end);
        short.push('…');
    }
    short
}
