//! A text with what was searched for marked in it.

use std::ops::Range;

use leptos::prelude::*;

/// The text with these bytes of it marked; they are in order.
pub(super) fn marked(text: &str, marks: &[Range<usize>]) -> impl IntoView + use<> {
    let mut from = 0;
    let mut pieces = Vec::with_capacity(marks.len());
    for mark in marks {
        let before = text.get(from..mark.start).unwrap_or_default().to_owned();
        let inside = text.get(mark.clone()).unwrap_or_default().to_owned();
        pieces.push(view! { {before} <mark>{inside}</mark> });
        from = mark.end;
    }
    let rest = text.get(from..).unwrap_or_default().to_owned();
    view! { {pieces} {rest} }
}
