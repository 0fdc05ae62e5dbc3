//! A button that copies a text, and says whether it worked.

use gloo_timers::future::TimeoutFuture;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::button;
use super::dom::El;
use super::icon::{LuCheck, LuCopy, LuX, icon};
use crate::locale::{Language, t, t_with};

/// How long the button says how it went, ms.
const SAID: u32 = 2_000;

/// Copies `text`; `what` is said to those who do not see what stands beside it.
pub(super) fn copy_button(what: &str, text: String) -> El {
    let label = t_with("copy", &[("what", what)]);
    let shown = button("copy").child(icon(LuCopy));
    show(&shown, "", &label);
    let made = shown.clone();
    shown.on("click", move |_| {
        let (text, label, made) = (text.clone(), label.clone(), made.clone());
        // Only the button itself is touched later: it may be gone from the page by then, and that is no harm.
        spawn_local(Language::spoken().speaking(async move {
            match write(&text).await {
                true => show(&made, "done", &t("copy.done")),
                false => show(&made, "failed", &t("copy.failed")),
            }
            TimeoutFuture::new(SAID).await;
            show(&made, "", &label);
        }));
    })
}

fn show(button: &El, outcome: &str, words: &str) {
    let symbol = match outcome {
        "done" => LuCheck,
        "failed" => LuX,
        _ => LuCopy,
    };
    button.node().replace_children_with_node_1(icon(symbol).node());
    let _ = button.clone().attr("data-outcome", outcome).attr("title", words).attr("aria-label", words);
}

/// The clipboard may be missing (a page without TLS) or refused (a frame without the permission).
async fn write(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let clipboard = window.navigator().clipboard();
    if clipboard.is_undefined() {
        return false;
    }
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}
