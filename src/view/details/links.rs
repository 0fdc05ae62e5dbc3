//! The links of an entry to other systems: its recording, its order, its ticket.

use leptos::prelude::*;

use super::Shown;
use crate::view::kit::*;

/// The links; nothing where there are none.
pub(super) fn links(entry: Shown) -> AnyView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let links = Memo::new(move |_| {
        entry.with(|entry| entry.as_ref().map(|entry| session.record_links(Some(entry))).unwrap_or_default())
    });
    view! {
        <When is=move || links.with(|links| !links.is_empty())>
            <ul class="record-links" aria-label=i18n.words("links.label")>
                <ForEach each=move || links.get() key=|link| link.address.clone() let(link)>
                    <li><OpenRecord link on_click=|| ()/></li>
                </ForEach>
            </ul>
        </When>
    }
    .into_any()
}
