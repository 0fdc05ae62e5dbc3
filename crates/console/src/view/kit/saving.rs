//! Something that is being done: once at a time, with what came of it; and the button that begins it.

use std::future::Future;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::use_ui;
use crate::problem::Problem;
use crate::words::Words;

/// What is being done. A handle: copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Saving {
    is_pending: RwSignal<bool>,
    problem: RwSignal<Option<Problem>>,
    words: Words,
}

impl Saving {
    /// Nothing yet.
    pub(crate) fn new() -> Self {
        Self { is_pending: RwSignal::new(false), problem: RwSignal::new(None), words: use_ui().words }
    }

    /// Whether it is under way.
    pub(crate) fn is_pending(self) -> bool {
        self.is_pending.get()
    }

    /// Why it was not done, the last time.
    pub(crate) fn problem(self) -> Signal<Option<Problem>> {
        self.problem.into()
    }

    /// What the service said of one field, in the language of the page.
    pub(crate) fn of_field(self, field: &'static str) -> Option<String> {
        self.problem.with(|problem| Some(self.words.reason(problem.as_ref()?.of_field(field)?).words))
    }

    /// Forgets why it was not done: what the service said was said of what stood there before.
    pub(crate) fn forget(self) {
        if self.problem.with_untracked(Option::is_some) {
            self.problem.set(None);
        }
    }

    /// Does it, unless it is under way.
    pub(crate) fn run<T: 'static>(
        self,
        work: impl Future<Output = Result<T, Problem>> + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        if self.is_pending.get_untracked() {
            return;
        }
        self.is_pending.set(true);
        self.problem.set(None);
        spawn_local(async move {
            let result = work.await;
            // The page may be gone.
            if self.is_pending.try_set(false).is_some() {
                return;
            }
            match result {
                Ok(value) => done(value),
                Err(problem) => {
                    self.problem.set(Some(problem));
                    focus_what_is_wrong();
                }
            }
        });
    }
}

/// Puts the focus into the first field that is wrong, once it is marked.
pub(crate) fn focus_what_is_wrong() {
    request_animation_frame(|| {
        let found = document().query_selector("dialog[open] [aria-invalid=true]").ok().flatten();
        let found = found.or_else(|| document().query_selector("[aria-invalid=true]").ok().flatten());
        if let Some(field) = found.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
            // Only an element that is gone cannot have it.
            let _ = field.focus();
        }
    });
}

/// The button that sends a form. While it is being sent it says so, and keeps the focus.
#[component]
pub(crate) fn SubmitButton(
    /// What it begins.
    saving: Saving,
    /// What it says.
    #[prop(into)]
    label: Signal<String>,
    /// Whether what it does cannot be undone.
    #[prop(optional)]
    is_grave: bool,
    /// Whether it can be pressed.
    #[prop(into, default = Signal::stored(true))]
    is_ready: Signal<bool>,
) -> impl IntoView {
    let ui = use_ui();
    let class = if is_grave { "button grave" } else { "button main" };
    view! {
        <button type="submit" class=class aria-disabled=move || (saving.is_pending() || !is_ready.get()).then_some("true")>
            {move || if saving.is_pending() { ui.words.t("form.pending") } else { label.get() }}
        </button>
    }
}
