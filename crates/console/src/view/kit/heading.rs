//! The heading of a page: its name in the tab, too, and where the focus goes when the page comes.

use leptos::html;
use leptos::prelude::*;

use super::use_ui;

/// The one heading of a page.
#[component]
pub(crate) fn Heading(
    /// What it says.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let ui = use_ui();
    let node = NodeRef::<html::H1>::new();
    node.on_load(|heading| {
        // It is in the page by the next frame.
        request_animation_frame(move || {
            // Only an element that is gone cannot have it.
            let _ = heading.focus();
        });
    });
    Effect::new(move |_| {
        document().set_title(&ui.words.t_with("page.title", &[("page", &text.get())]));
    });
    view! { <h1 tabindex="-1" node_ref=node>{move || text.get()}</h1> }
}
