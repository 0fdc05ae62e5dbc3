//! A link to another system, by the administrator's template. It opens a page of its own: the desktop stays.

use leptos::prelude::*;

use super::{Glyph, LuExternalLink, use_customer};
use journey::RecordLink;

/// The link. The other system is not told from which page somebody came: its address may say of whom it is.
#[component]
pub(crate) fn OpenRecord(
    /// Where it leads.
    link: RecordLink,
    /// Whether it stands in a menu.
    #[prop(optional)]
    in_menu: bool,
    /// What else is done on a click.
    on_click: impl Fn() + 'static,
) -> impl IntoView {
    let RecordLink { label, address } = link;
    let (class, role, tabindex) =
        if in_menu { ("menu-item", Some("menuitem"), Some("-1")) } else { ("record-link", None, None) };
    view! {
        <a
            class=class
            part="record-link"
            role=role
            tabindex=tabindex
            href=address
            target="_blank"
            rel="noopener noreferrer"
            referrerpolicy="no-referrer"
            on:click=move |_| on_click()
        >
            <Glyph icon=LuExternalLink/>
            <bdi>{label}</bdi>
            <span class="unseen">{use_customer().i18n.words("links.new-tab")}</span>
        </a>
    }
}
