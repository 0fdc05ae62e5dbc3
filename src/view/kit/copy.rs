//! A button that copies a text, and says whether it worked.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::text_prop::TextProp;
use wasm_bindgen_futures::JsFuture;

use super::icon::{Glyph, LuCheck, LuCopy, LuX};
use super::use_ui;

/// How long the button says how it went, ms.
const SAID: u32 = 2_000;

/// Copies a text.
#[component]
pub(crate) fn CopyButton(
    /// What it is, for those who do not see what stands beside the button.
    #[prop(into)]
    what: TextProp,
    /// The text.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    let i18n = use_ui().i18n;
    let is_copied = RwSignal::new(None);
    let label = move || match is_copied.get() {
        None => i18n.t_with("copy", &[("what", &what.get())]),
        Some(true) => i18n.t("copy.done"),
        Some(false) => i18n.t("copy.failed"),
    };
    let outcome = move || match is_copied.get() {
        None => "",
        Some(true) => "done",
        Some(false) => "failed",
    };
    let symbol = move || match is_copied.get() {
        None => LuCopy,
        Some(true) => LuCheck,
        Some(false) => LuX,
    };
    let copy = move |_| {
        let text = text.clone();
        spawn_local(async move {
            // The button may be gone by then, and that is no harm.
            is_copied.try_set(Some(write(&text).await));
            TimeoutFuture::new(SAID).await;
            is_copied.try_set(None);
        });
    };
    view! {
        <button
            type="button"
            class="copy"
            data-outcome=outcome
            title=label.clone()
            aria-label=label
            on:click=copy
        >
            {move || view! { <Glyph icon=symbol()/> }.into_any()}
        </button>
    }
}

/// The clipboard may be missing (a page without TLS) or refused (a frame without the permission).
async fn write(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    if clipboard.is_undefined() {
        return false;
    }
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}
