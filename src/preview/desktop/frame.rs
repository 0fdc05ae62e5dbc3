//! The frame around a component: a title, and a button that moves the whole frame to the maximize area and back.
//!
//! The element is moved, not built again: that is what the real desktop does, and a widget must live through it.

use std::sync::atomic::{AtomicUsize, Ordering};

use customer_journey_widget::settings::layout::Wrapper;
use icondata_lu as lu;
use leptos::html;
use leptos::prelude::*;

use crate::preview::icon::Glyph;
use crate::preview::state::Desk;
use crate::preview::store::interpolate;

static NEXT: AtomicUsize = AtomicUsize::new(0);

/// A frame of its own number.
#[component]
pub(super) fn Frame(desk: Desk, wrapper: Wrapper, inside: impl FnOnce() -> AnyView + 'static) -> impl IntoView {
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let home = NodeRef::<html::Div>::new();
    let frame = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();
    let is_large = Memo::new(move |_| desk.maximized.get() == Some(number));
    Effect::new(move |_| {
        let (Some(home), Some(frame)) = (home.get(), frame.get()) else { return };
        let area = document().get_element_by_id("app-maximize-area");
        let target: web_sys::Element = match area {
            Some(area) if is_large.get() => area,
            _ => home.into(),
        };
        if frame.parent_element().as_ref() == Some(&target) {
            return;
        }
        let focused = button.get().filter(|button| document().active_element().as_ref() == Some(button));
        if let Err(error) = target.append_child(&frame) {
            leptos::logging::error!("the frame cannot be moved: {error:?}");
        }
        // What is moved loses the focus; whoever works by keyboard goes on from the same button.
        if let Some(Err(error)) = focused.map(|button| button.focus()) {
            leptos::logging::warn!("the button takes no focus: {error:?}");
        }
    });
    on_cleanup(move || {
        if desk.maximized.try_get_untracked() == Some(Some(number)) {
            desk.maximized.set(None);
            if let Some(area) = document().get_element_by_id("app-maximize-area") {
                area.set_inner_html("");
            }
        }
    });
    let title = {
        let title = wrapper.title.clone();
        Memo::new(move |_| desk.store.with(|store| interpolate(&title, store)))
    };
    let can_grow = !wrapper.maximize_area.is_empty();
    let name = move || format!("{} {}", if is_large.get() { "Restore" } else { "Maximize" }, title.get());
    view! {
        <div class="frame-home" node_ref=home>
            <div class="frame" node_ref=frame class:frame-large=move || is_large.get()>
                <header class="frame-head">
                    <h2>{move || title.get()}</h2>
                    {can_grow
                        .then(|| {
                            view! {
                                <button
                                    type="button"
                                    node_ref=button
                                    class="icon-button"
                                    data-testid=move || if is_large.get() { "restore" } else { "maximize" }
                                    aria-label=name
                                    title=name
                                    on:click=move |_| desk.maximized.set((!is_large.get_untracked()).then_some(number))
                                >
                                    {move || {
                                        let icon = if is_large.get() { lu::LuMinimize2 } else { lu::LuMaximize2 };
                                        view! { <Glyph icon/> }
                                    }}
                                </button>
                            }
                        })}
                </header>
                <div class="frame-body">{inside()}</div>
            </div>
        </div>
    }
}
