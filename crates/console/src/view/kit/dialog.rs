//! A dialog over the page: the browser's own, which keeps the focus inside and gives it back.

use leptos::prelude::*;
use leptos::{ev, html};
use web_sys::HtmlDialogElement;

use super::{ProblemBox, Saving, SubmitButton, TextField, next_id, use_ui};

/// A dialog, as long as `open` says so. What is in it is made anew each time.
#[component]
pub(crate) fn Dialog(
    /// Whether it is open; closed by the person, it says so here.
    open: RwSignal<bool>,
    /// Its heading.
    #[prop(into)]
    title: Signal<String>,
    /// Whether the person may close it.
    #[prop(default = true)]
    may_close: bool,
    /// What is in it.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let id = next_id("dialog");
    let labelled_by = id.clone();
    Effect::new(move |_| {
        let is_open = open.get();
        let Some(dialog) = node.get() else { return };
        if is_open && !dialog.open() {
            show(&dialog);
        } else if !is_open && dialog.open() {
            dialog.close();
        }
    });
    view! {
        <dialog
            node_ref=node
            aria-labelledby=labelled_by
            on:keydown=move |event: ev::KeyboardEvent| {
                // A browser takes dialogs that opened without a click together, and Escape would close those below, too.
                if !may_close && event.key() == "Escape" {
                    event.prevent_default();
                }
            }
            on:cancel=move |event: ev::Event| {
                if !may_close {
                    event.prevent_default();
                }
            }
            on:close=move |_| {
                // Pressed twice, Escape closes any dialog.
                match node.get_untracked().filter(|_| !may_close && open.get_untracked()) {
                    Some(dialog) => show(&dialog),
                    None => open.set(false),
                }
            }
        >
            <h2 id=id>{move || title.get()}</h2>
            {move || open.get().then(|| children())}
        </dialog>
    }
}

fn show(dialog: &HtmlDialogElement) {
    if let Err(error) = dialog.show_modal() {
        leptos::logging::error!("a dialog could not be opened: {error:?}");
    }
}

/// Asks for a name before something is done that cannot be undone.
#[component]
pub(crate) fn ConfirmByName(
    /// Whether it is asked.
    open: RwSignal<bool>,
    /// What is done.
    #[prop(into)]
    title: Signal<String>,
    /// What goes, in a sentence.
    #[prop(into)]
    warning: Signal<String>,
    /// What must be typed.
    #[prop(into)]
    name: Signal<String>,
    /// What the button says.
    #[prop(into)]
    label: Signal<String>,
    /// What is being done.
    saving: Saving,
    /// Does it.
    #[prop(into)]
    confirmed: Callback<()>,
) -> impl IntoView {
    let ui = use_ui();
    view! {
        <Dialog open title>
            {move || {
                let typed = RwSignal::new(String::new());
                let is_same = Signal::derive(move || typed.with(|typed| name.with(|name| typed.trim() == name.trim())));
                let is_wrong = RwSignal::new(false);
                let error = Signal::derive(move || {
                    (is_wrong.get() && !is_same.get()).then(|| ui.words.t("confirm.differs"))
                });
                let send = move |event: ev::SubmitEvent| {
                    event.prevent_default();
                    if is_same.get_untracked() {
                        confirmed.run(());
                    } else {
                        is_wrong.set(true);
                        super::saving::focus_what_is_wrong();
                    }
                };
                view! {
                    <form on:submit=send novalidate>
                        <p>{move || warning.get()}</p>
                        <TextField
                            label=Signal::derive(move || ui.words.t_with("confirm.type", &[("name", &name.get())]))
                            value=typed
                            error
                            name="confirm"
                        />
                        <ProblemBox of=saving.problem()/>
                        <div class="buttons">
                            <SubmitButton saving label is_grave=true/>
                            <button type="button" class="button" on:click=move |_| open.set(false)>
                                {ui.words.words("form.cancel")}
                            </button>
                        </div>
                    </form>
                }
            }}
        </Dialog>
    }
}
