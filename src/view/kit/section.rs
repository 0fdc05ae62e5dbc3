//! A section of the widget that can be closed.

use leptos::prelude::*;

use super::icon::{Glyph, LuChevronDown};
use super::{present, said, use_ui};

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
    /// Whether it shows a line of itself only, where the widget is narrow; its title is for the keyboard and for screen
    /// readers then. The style sheet knows which width is narrow.
    #[prop(optional, into)]
    folded: Signal<bool>,
    /// What stands beside the title.
    #[prop(optional, into)]
    aside: ViewFn,
    /// What is in it, made when it is open.
    children: ChildrenFn,
) -> impl IntoView {
    let open = RwSignal::new(is_open);
    let title = use_ui().i18n.words(title);
    view! {
        <section class="section" data-section=name data-folded=move || present(open.get() && folded.get())>
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
