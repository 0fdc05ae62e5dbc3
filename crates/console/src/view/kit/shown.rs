//! What is seen of a load: that it is loading, why it failed, or what came.

use leptos::prelude::*;

use super::{ProblemBox, use_ui};
use crate::load::{Load, Progress};

/// Shows a load. What came is given to `view` as a signal, and the view is made once: what is loaded again changes in place.
pub(crate) fn shown<T, V>(load: Load<T>, view: V) -> AnyView
where
    T: Clone + Default + Send + Sync + 'static,
    V: Fn(Signal<T>) -> AnyView + Send + Sync + 'static,
{
    let ui = use_ui();
    let progress = Memo::new(move |_| load.progress());
    let data = Signal::derive(move || load.get().unwrap_or_default());
    let each = move || match progress.get() {
        Progress::Ready => view(data),
        Progress::Pending => view! { <p class="loading" role="status">{ui.words.words("form.loading")}</p> }.into_any(),
        Progress::Failed(problem) => view! {
            <div class="failed">
                <ProblemBox of=Signal::stored(Some(problem))/>
                <button type="button" class="button" on:click=move |_| load.again()>
                    {ui.words.words("form.try-again")}
                </button>
            </div>
        }
        .into_any(),
    };
    each.into_any()
}

/// What stands where there is nothing yet.
#[component]
pub(crate) fn Empty(
    /// What is not there.
    #[prop(into)]
    title: Signal<String>,
    /// What to do about it.
    #[prop(into)]
    advice: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <p class="empty-title">{move || title.get()}</p>
            <p>{move || advice.get()}</p>
        </div>
    }
}
