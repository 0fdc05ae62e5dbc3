//! A section of the widget that can be closed.

use leptos::prelude::*;

use super::icon::{Glyph, LuChevronDown};
use super::{said, use_ui};

/// A section with a title.
#[component]
pub(crate) fn Section(
    /// For themes and tests.
    name: &'static str,
    /// The key of its title.
    title: &'static str,
    /// Whether it is open at first.
    #[prop(default = true)]
    is_open: bool,
    /// What stands beside the title.
    #[prop(optional, into)]
    aside: ViewFn,
    /// What is in it, made when it is open.
    children: ChildrenFn,
) -> impl IntoView {
    let open = RwSignal::new(is_open);
    let title = use_ui().i18n.words(title);
    view! {
        <section class="section" data-section=name>
            <h3 class="section-head">
                <button
                    type="button"
                    class="section-title"
                    aria-expanded=move || said(open.get())
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    <span>{title}</span>
                    <Glyph icon=LuChevronDown/>
                </button>
                {aside.run()}
            </h3>
            {move || open.get().then(|| children())}
        </section>
    }
}
