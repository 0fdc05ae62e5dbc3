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
    let digest = use_customer().session.digest();
    let has_place = move || digest.with(|digest| digest.is_awaited || !digest.statements.is_empty());
    view! {
        <When is=has_place>
            <div class="digest">{move || if_there(|| later::sentences(digest))}</div>
        </When>
    }
}
