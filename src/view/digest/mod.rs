//! What an agent should know before the first word: one to three sentences that the domain found to be true, each a
//! button that leads to the entries it is made from. They stand on a line whose place is kept until it is known whether
//! there is anything to say, so that nothing moves when they come.

mod sentences;

use leptos::prelude::*;

use super::kit::*;
use super::later::{self, if_there};

pub(super) use sentences::sentences;

/// The sentences in their place; none when there is nothing to say.
#[component]
pub(super) fn Digest() -> impl IntoView {
    let session = use_customer().session;
    let is_awaited = Memo::new(move |_| session.awaits_digest());
    // What came before the sentences' code stands below their place, which is kept then, whatever there is to say.
    let is_kept = StoredValue::new(false);
    move || {
        if_there(|| later::sentences(is_kept.get_value())).unwrap_or_else(|| {
            is_kept.set_value(!is_awaited.get());
            view! { <div class="digest"></div> }.into_any()
        })
    }
}
